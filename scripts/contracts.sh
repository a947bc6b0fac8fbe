#!/usr/bin/env bash
# Compiles contracts/src with the pinned solc into contracts/out and writes the Go bindings of contracts/.
set -euo pipefail
cd "$(dirname "$0")/.."
node contracts/compile.mjs
for abi in contracts/out/*.abi; do
  name=$(basename "$abi" .abi)
  go tool -modfile=tools/go.mod abigen --v2 --abi "$abi" --bin "${abi%.abi}.bin" --pkg contracts --type "$name" \
    --out "contracts/$(tr '[:upper:]' '[:lower:]' <<<"$name").go"
done
