#!/usr/bin/env bash
# Fuzzes every Fuzz function of the tree for the given time each.
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:-20s}
grep -rlE '^func Fuzz' --include='*_test.go' . | while read -r file; do
  grep -oE '^func (Fuzz[A-Za-z0-9_]+)' "$file" | awk '{print $2}' | while read -r name; do
    echo "== $(dirname "$file") $name"
    go test "$(dirname "$file")" -run '^$' -fuzz "^$name\$" -fuzztime "$time"
  done
done
