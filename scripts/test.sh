#!/usr/bin/env bash
# Runs every test there is: unit, property, keeper, architecture, simulation and real processes.
set -euo pipefail
cd "$(dirname "$0")/.."
go build -trimpath -o build/ ./cmd/iexecd # the end-to-end tests run this binary
go test -timeout 40m ./...
