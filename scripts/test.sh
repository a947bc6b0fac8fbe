#!/usr/bin/env bash
# Runs every test there is: unit, property, keeper, architecture, simulation, containers and real processes.
set -euo pipefail
cd "$(dirname "$0")/.."
# Containers need a daemon: the one that answers, or one of our own, stopped at the end.
[[ -n ${IEXECD_WITH_DOCKER:-} ]] || IEXECD_WITH_DOCKER=1 exec ./scripts/with-docker.sh ./scripts/test.sh
go build -trimpath -o build/ ./cmd/iexecd # the end-to-end tests run this binary
# tests/e2e/geth runs this one, as of tools/go.mod. The first build takes some minutes, later ones seconds.
go build -modfile=tools/go.mod -trimpath -o build/geth github.com/ethereum/go-ethereum/cmd/geth
export GETH=$PWD/build/geth
./scripts/build-images.sh sudoku stockfish lame imagemagick ffmpeg # those of the quick apps: tests/apps buys them
go test -timeout 40m ./...
