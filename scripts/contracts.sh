#!/usr/bin/env bash
# Compiles contracts/src with the pinned solc into contracts/out and writes the Go bindings of contracts and of its test doubles.
set -euo pipefail
cd "$(dirname "$0")/.."
node contracts/compile.mjs
bind() { # bind <package> <directory> <contract>
  mkdir -p "$2"
  go tool -modfile=tools/go.mod abigen --v2 --abi "contracts/out/$3.abi" --bin "contracts/out/$3.bin" \
    --pkg "$1" --type "$3" --out "$2/$(tr '[:upper:]' '[:lower:]' <<<"$3").go"
}
for name in RLC RLCVault; do bind contracts contracts "$name"; done
for name in HostileRLC Lookalike VaultHarness; do bind doubles tests/vault/doubles "$name"; done
