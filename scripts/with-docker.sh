#!/usr/bin/env bash
# Runs a command with a Docker daemon: the one that answers (DOCKER_HOST, else the usual socket), or one of
# its own, which is stopped at the end. Its own keeps its images in build/.docker,
# where no ./... of Go looks.
#   scripts/with-docker.sh COMMAND ARG...
set -euo pipefail
cd "$(dirname "$0")/.."
answers() { docker -H "$1" version >/dev/null 2>&1; }

host=${DOCKER_HOST:-unix:///var/run/docker.sock}
if answers "$host"; then
  export DOCKER_HOST=$host
  exec "$@"
fi
if [[ $(id -u) != 0 ]]; then
  echo "No Docker daemon answers at $host. Next: start one (sudo systemctl start docker), or run this as root" >&2
  exit 1
fi
dir=$PWD/build/.docker run=$(mktemp -d)
mkdir -p "$dir"
chmod 711 "$run" # tests connect as a user of the group docker, too
host=unix://$run/docker.sock
# Its own bridge: two daemons on one machine must not share one.
bridge=iexd$((RANDOM % 10000)) net=$((RANDOM % 200 + 20))
ip link add "$bridge" type bridge
ip addr add "10.213.$net.1/24" dev "$bridge"
ip link set "$bridge" up
dockerd -H "$host" --data-root "$dir" --exec-root "$run/exec" --pidfile "$run/pid" --bridge "$bridge" \
  >"$run/log" 2>&1 &
daemon=$!
stop() {
  kill "$daemon" 2>/dev/null || true
  wait "$daemon" 2>/dev/null || true
  ip link del "$bridge" || true
  rm -rf "$run"
}
trap stop EXIT
for _ in $(seq 100); do
  answers "$host" && break
  kill -0 "$daemon" 2>/dev/null || { cat "$run/log" >&2; exit 1; }
  sleep 0.2
done
answers "$host" || { echo "dockerd does not answer after 20 s:" >&2; tail -20 "$run/log" >&2; exit 1; }
export DOCKER_HOST=$host
"$@"
