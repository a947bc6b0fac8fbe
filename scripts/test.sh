#!/usr/bin/env bash
# Runs every test there is: unit, property, keeper, architecture, simulation and real processes.
set -euo pipefail
cd "$(dirname "$0")/.."
go build -trimpath -o build/ ./cmd/iexecd # the end-to-end tests run this binary
# tests/e2e/geth runs this one, as of tools/go.mod. The first build takes some minutes, later ones seconds.
go build -modfile=tools/go.mod -trimpath -o build/geth github.com/ethereum/go-ethereum/cmd/geth
export GETH=$PWD/build/geth
go test -timeout 40m ./...
