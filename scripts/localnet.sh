#!/usr/bin/env bash
# Starts or stops four validators and four workers as separate processes on 127.0.0.1, in build/localnet.
set -euo pipefail
cd "$(dirname "$0")/.."
dir=${LOCALNET_DIR:-build/localnet}
bin=${IEXECD:-build/iexecd}
validators=${VALIDATORS:-4}
workers=${WORKERS:-4}

stop() {
  [[ -d $dir ]] || return 0
  local f pid
  for f in "$dir"/worker*.pid "$dir"/validator*.pid; do # workers first: without a chain they could not finish
    [[ -e $f ]] || continue
    pid=$(<"$f")
    # Only a process that runs our binary: the number may belong to somebody else by now.
    if [[ $(readlink "/proc/$pid/exe" 2>/dev/null || true) == *iexecd* ]]; then
      kill -TERM "$pid" 2>/dev/null || true
      for _ in $(seq 100); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
      done
      kill -KILL "$pid" 2>/dev/null || true
    fi
    rm -f "$f"
  done
}

run() { # run NAME COMMAND...
  local name=$1
  shift
  "$@" >"$dir/$name.log" 2>&1 &
  echo $! >"$dir/$name.pid"
}

height() { # height VALIDATOR
  "$bin" status --home "$dir/validator$1" 2>/dev/null | grep -o '"latest_block_height":"[0-9]*"' | grep -o '[0-9]*' || echo 0
}

start() {
  if compgen -G "$dir/*.pid" >/dev/null; then
    echo "✘ A local net is in $dir already.  Next: make localnet-stop" >&2
    exit 1
  fi
  rm -rf "$dir"
  "$bin" testnet --v "$validators" --workers "$workers" -o "$dir" >"$dir.json"
  mv "$dir.json" "$dir/network.json"
  for ((i = 0; i < validators; i++)); do
    run "validator$i" "$bin" start --home "$dir/validator$i"
  done
  for _ in $(seq 240); do
    (($(height 0) >= 2)) && break
    sleep 0.25
  done
  if (($(height 0) < 2)); then
    echo "✘ No block after a minute: see $dir/validator0.log.  Next: make localnet-stop" >&2
    exit 1
  fi
  for ((i = 0; i < workers; i++)); do
    worker "$i"
  done
  echo "✔ $validators validators and $workers workers run; logs and keys are in $dir"
  echo "  REST http://127.0.0.1:1317   gRPC 127.0.0.1:9090   RPC http://127.0.0.1:26657"
  echo "  Next: make localnet-stop"
}

worker() { # worker NUMBER
  # Slots, bond and address are those of the genesis, so that the worker has nothing to change on the chain.
  run "worker$1" "$bin" worker start --dir "$dir/worker$1" --from "worker$1" --keyring-dir "$dir" --keyring-backend test \
    --listen "127.0.0.1:$((8100 + $1))" --slots 4 --bond 2000rlc
}

case ${1:-} in
  start) start ;;
  stop) stop && rm -rf "$dir" && echo "✔ stopped" ;;
  *) echo "usage: $0 start|stop" >&2; exit 2 ;;
esac
