#!/usr/bin/env bash
# Builds the images of the apps of apps/ that are not WebAssembly, as iexec/NAME:1, and prints each one's size and
# build time. build/images.txt keeps the time of each one's first build: later ones have the daemon's cache.
#   scripts/build-images.sh [NAME…]        default: all
# BUILD_NETWORK names the network of the builds, for a daemon whose default one does not reach Debian.
set -euo pipefail
cd "$(dirname "$0")/.."
./scripts/base-image.sh
names=("$@")
[[ ${#names[@]} -gt 0 ]] || for file in apps/*/Dockerfile; do names+=("$(basename "$(dirname "$file")")"); done
export DOCKER_BUILDKIT=0 # the classic builder: Debian has no other
mkdir -p build
times=build/images.txt log=$(mktemp)
touch "$times"
trap 'rm -f "$log"' EXIT
for name in "${names[@]}"; do
  dir=apps/$name tag=iexec/$name:1
  [[ -e $dir/Dockerfile ]] || { echo "apps/$name has no Dockerfile. Next: one of $(cd apps && ls -d */Dockerfile | xargs -n1 dirname | xargs)" >&2; exit 1; }
  began=$(date +%s%N) first=
  docker image inspect "$tag" >/dev/null 2>&1 || first=1
  [[ ! -e $dir/main.go ]] || CGO_ENABLED=0 GOOS=linux GOARCH='' go build -trimpath -buildvcs=false -ldflags '-s -w' -o "$dir/app" "./$dir"
  docker build -q --network "${BUILD_NETWORK:-default}" -t "$tag" "$dir" >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
  rm -f "$dir/app"
  took=$((($(date +%s%N) - began) / 100000000)) # tenths of a second
  if [[ -n $first ]]; then
    sed -i "/^$name /d" "$times"
    printf '%s %d.%d\n' "$name" $((took / 10)) $((took % 10)) >>"$times"
  fi
  printf '%-20s %5d MB  %4d.%d s\n' "$name" $(($(docker image inspect -f '{{.Size}}' "$tag") / 1000000)) $((took / 10)) $((took % 10))
done
