#!/usr/bin/env bash
# Builds the images of all apps of the store, runs each twice in a worker's sandbox, buys it from three workers on a
# network of its own, and checks what it leaves. Prints sizes and times.
#   scripts/test-apps.sh [-apps.update]        writes the table of docs/apps.md
set -euo pipefail
cd "$(dirname "$0")/.."
began=$SECONDS
./scripts/build-images.sh
echo "images built in $((SECONDS - began)) s"
go test ./tests/apps -count=1 -v -timeout 60m -apps all "$@" | grep -v '^=== '
echo "all apps in $((SECONDS - began)) s"
