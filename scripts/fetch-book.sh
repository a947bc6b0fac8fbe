#!/usr/bin/env bash
# Prints the path of a text to count words in: Isaac Newton's Opticks (fourth edition, 1730; transcribed by the
# Distributed Proofreaders), 567,198 bytes, public domain. It is put into build/ and never committed.
# The Go tree has it, and so does Debian's package golang-1.19-src. Where neither can be had, it is Go's licence.
set -euo pipefail
cd "$(dirname "$0")/.."
sum=d4a9ac22462b35e7821a4f2706c211093da678620a8f9997989ee7cf8d507bbd
package=golang-1.19-src version=1.19.8-2
book=$PWD/build/opticks.txt
goroot=$(go env GOROOT)

is_book() { [[ -f $1 ]] && echo "$sum  $1" | sha256sum --check --status; }
keep() { # keep FILE: moves it in place at once, so that nobody reads half of it
  mv "$1" "$book"
  echo "$book"
  exit 0
}

if is_book "$book"; then
  echo "$book"
  exit 0
fi
mkdir -p build
work=$(mktemp -d build/book.XXXXXX)
trap 'rm -rf "$work"' EXIT

if is_book "$goroot/src/testdata/Isaac.Newton-Opticks.txt"; then
  install -m 644 "$goroot/src/testdata/Isaac.Newton-Opticks.txt" "$work/opticks.txt"
  keep "$work/opticks.txt"
fi
if command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null &&
  (cd "$work" && apt-get download -qq "$package=$version" >/dev/null 2>&1); then
  dpkg-deb --fsys-tarfile "$work"/*.deb |
    tar -xO ./usr/share/go-1.19/src/testdata/Isaac.Newton-Opticks.txt >"$work/opticks.txt"
  if is_book "$work/opticks.txt"; then
    keep "$work/opticks.txt"
  fi
fi
echo "No copy of the book in the Go tree and no Debian package $package=$version: using Go's licence." >&2
if [[ ! -f $goroot/LICENSE ]]; then
  echo "$goroot/LICENSE is missing too. Next: name a text yourself." >&2
  exit 1
fi
echo "$goroot/LICENSE"
