#!/usr/bin/env bash
# Builds the images of the apps of apps/ that are not WebAssembly, as iexec/NAME:1, and prints each one's size and
# build time.
#   scripts/build-images.sh [NAME…]        default: all
set -euo pipefail
cd "$(dirname "$0")/.."
./scripts/base-image.sh
names=("$@")
[[ ${#names[@]} -gt 0 ]] || for file in apps/*/Dockerfile; do names+=("$(basename "$(dirname "$file")")"); done
export DOCKER_BUILDKIT=0 # the classic builder: Debian has no other
for name in "${names[@]}"; do
  dir=apps/$name
  [[ -e $dir/Dockerfile ]] || { echo "apps/$name has no Dockerfile. Next: one of $(cd apps && ls -d */Dockerfile | xargs -n1 dirname | xargs)" >&2; exit 1; }
  began=$(date +%s%N)
  [[ ! -e $dir/main.go ]] || CGO_ENABLED=0 GOOS=linux go build -trimpath -buildvcs=false -ldflags '-s -w' -o "$dir/app" "./$dir"
  docker build -q -t "iexec/$name:1" "$dir" >/tmp/build-$$.log 2>&1 || { cat /tmp/build-$$.log >&2; exit 1; }
  rm -f /tmp/build-$$.log "$dir/app"
  printf '%-20s %5d MB  %4d.%d s\n' "$name" $(($(docker image inspect -f '{{.Size}}' "iexec/$name:1") / 1000000)) \
    $((($(date +%s%N) - began) / 1000000000)) $((($(date +%s%N) - began) / 100000000 % 10))
done
