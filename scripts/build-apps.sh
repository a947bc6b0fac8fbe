#!/usr/bin/env bash
# Compiles the example apps to WebAssembly into DIR (default apps/dist, from where they are embedded) and prints
# their sizes and digests. The same sources and the same Go make the same bytes, wherever the tree is.
# Usage: scripts/build-apps.sh [DIR]
set -euo pipefail
dir=$(realpath -m "${1:-$(dirname "$0")/../apps/dist}")
cd "$(dirname "$0")/.."
export GOOS=wasip1 GOARCH=wasm CGO_ENABLED=0 GOFLAGS= GOWASM=
mkdir -p "$dir"
for listing in $(grep -l '"runtime": "wasm"' apps/*/app.json); do
  name=$(basename "$(dirname "$listing")")
  go build -buildvcs=false -trimpath -ldflags '-s -w' -o "$dir/$name.wasm" "./apps/$name"
  printf '%-12s %8d bytes  sha256 %s\n' "$name" "$(stat -c %s "$dir/$name.wasm")" "$(sha256sum "$dir/$name.wasm" | cut -c1-64)"
done
