#!/usr/bin/env bash
# Compiles the example apps to WebAssembly, into apps/dist, from where they are embedded.
set -euo pipefail
cd "$(dirname "$0")/.."
export GOOS=wasip1 GOARCH=wasm CGO_ENABLED=0
for listing in apps/*/app.json; do
  name=$(basename "$(dirname "$listing")")
  go build -buildvcs=false -trimpath -ldflags '-s -w' -o "apps/dist/$name.wasm" "./apps/$name"
done
du -h apps/dist/*.wasm
