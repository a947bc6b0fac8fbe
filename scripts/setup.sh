#!/usr/bin/env bash
# Installs what a build (or, with "test", a test run) needs and a fresh Debian lacks. Says what it does.
set -euo pipefail

# Go fetches modules over https and needs certificates; a minimal Debian has none.
need=()
[[ -e /etc/ssl/certs/ca-certificates.crt || -n ${SSL_CERT_FILE:-} ]] || need+=(ca-certificates)
if [[ ${1:-} == test ]]; then
  command -v git >/dev/null || need+=(git)       # the tests of generated code ask git
  command -v curl >/dev/null || need+=(curl)     # the REST checks use it as a user would
fi
[[ ${#need[@]} -gt 0 ]] || exit 0
if ! command -v apt-get >/dev/null || [[ $(id -u) != 0 ]]; then
  echo "Missing: ${need[*]}. Next: install them, for example: sudo apt-get install ${need[*]}" >&2
  exit 1
fi
echo "Installing from Debian: ${need[*]}"
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${need[@]}" >/dev/null
