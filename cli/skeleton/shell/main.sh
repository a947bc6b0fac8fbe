#!/bin/sh
# Greets somebody and counts the bytes of its input files.
set -eu
if [ $# -eq 0 ]; then
  echo "no arguments, expected whom to greet" >&2
  exit 1
fi
{
  echo "Hello, $*!"
  i=1
  while [ "$i" -le "${IEXEC_INPUT_FILES_NUMBER:-0}" ]; do
    eval "name=\$IEXEC_INPUT_FILE_NAME_$i"
    echo "$name has $(wc -c <"$IEXEC_IN/$name") bytes"
    i=$((i + 1))
  done
} >"$IEXEC_OUT/result.txt"
printf '{"deterministic-output-path":"%s/result.txt"}\n' "$IEXEC_OUT" >"$IEXEC_OUT/computed.json"
