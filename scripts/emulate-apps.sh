#!/usr/bin/env bash
# Runs the example of each image twice: as it is, and with its program on an emulated processor of 2008 (Nehalem of
# qemu-user: no AVX, no fused multiplications). Both must leave the same bytes.
#   scripts/emulate-apps.sh [NAME…]        default: all that have a program of Debian
set -euo pipefail
cd "$(dirname "$0")/.."
declare -A programs=( # what computes, in the image
  [blender]=/usr/bin/blender [facial-recognition]=/usr/bin/python3.11 [ffmpeg]=/usr/bin/ffmpeg [gimp]=/usr/bin/gimp-2.10
  [gmsh]=/usr/bin/gmsh [gnuplot]=/usr/bin/gnuplot-nox [imagemagick]=/usr/bin/convert-im6.q16 [lame]=/usr/bin/lame
  [octave]=/usr/bin/octave-cli [openfoam]=/usr/bin/icoFoam [r]=/usr/lib/R/bin/exec/R
  [scikit-learn]=/usr/bin/python3.11 [stockfish]=/usr/games/stockfish [stockpredictor]=/usr/bin/python3.11
  [wordcloud-r]=/usr/lib/R/bin/exec/R
)
qemu=$(command -v qemu-x86_64-static) || { echo "No qemu. Next: apt-get install qemu-user-static" >&2; exit 1; }
names=("$@")
[[ ${#names[@]} -gt 0 ]] || mapfile -t names < <(printf '%s\n' "${!programs[@]}" | sort)
top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT
failed=0
for name in "${names[@]}"; do
  program=${programs[$name]:?$name has no program of Debian} dir=$top/$name image=iexec/$name:1
  mkdir -p "$dir"/{in,plain,emulated}
  chmod 777 "$dir"/{plain,emulated}
  for file in "apps/$name"/example.*; do [[ ! -f $file ]] || cp "$file" "$dir/in/"; done
  eval "args=($(sed -n 's/^ *"example_args": "\(.*\)",*$/\1/p' "apps/$name/app.json" | sed 's/\\\\/\\/g'))"
  docker run --rm --network none --entrypoint cat "$image" "$program" >"$dir/program"
  printf '#!/bin/sh\nexec /qemu -cpu Nehalem -0 "$0" %s.real "$@"\n' "$program" >"$dir/wrapper"
  chmod 755 "$dir/program" "$dir/wrapper" "$dir" "$top"
  run() { # run FOLDER MOUNT…
    local out=$1
    shift
    docker run --rm --network none --read-only --cap-drop ALL --security-opt no-new-privileges -u 65534 "$@" \
      --tmpfs /tmp:uid=65534,gid=65534,mode=0700,exec -e HOME=/tmp -e IEXEC_IN=/iexec_in -e IEXEC_OUT=/iexec_out \
      -v "$dir/in:/iexec_in:ro" -v "$dir/$out:/iexec_out" "$image" "${args[@]}" >"$dir/$out.log" 2>&1 ||
      { echo "$name, $out:" >&2; tail -3 "$dir/$out.log" >&2; }
  }
  run plain
  run emulated -v "$qemu:/qemu:ro" -v "$dir/program:$program.real:ro" -v "$dir/wrapper:$program:ro"
  if [[ -s $dir/plain/computed.json ]] && said=$(diff -r "$dir/plain" "$dir/emulated"); then
    printf '%-20s the same\n' "$name"
  else
    printf '%-20s DIFFERS\n%s\n' "$name" "${said:-}"
    failed=1
  fi
done
exit $failed
