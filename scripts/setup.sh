#!/usr/bin/env bash
# Installs what a build (or, with "test", a test run) needs and a fresh Debian lacks. Says what it does.
set -euo pipefail
cd "$(dirname "$0")/.."

# What the iExec SDK and ethers need; the tests of signed orders run in it.
has_node() { command -v node >/dev/null && [[ $(node -p 'process.versions.node.split(".")[0]') -ge 18 ]]; }

# Go fetches modules over https and needs certificates; a minimal Debian has none.
need=()
[[ -e /etc/ssl/certs/ca-certificates.crt || -n ${SSL_CERT_FILE:-} ]] || need+=(ca-certificates)
if [[ ${1:-} == test ]]; then
  command -v git >/dev/null || need+=(git)       # the tests of generated code ask git
  command -v curl >/dev/null || need+=(curl)     # the REST checks use it as a user would
  command -v systemd-analyze >/dev/null || need+=(systemd) # the worker's unit is verified
  has_node || need+=(nodejs)
  command -v npm >/dev/null || need+=(npm)
  # Containers: the daemon with its client, what it needs for networks, and what makes the base image.
  command -v dockerd >/dev/null || need+=(docker.io)
  command -v iptables >/dev/null || need+=(iptables)
  command -v debootstrap >/dev/null || need+=(debootstrap)
  command -v ip >/dev/null || need+=(iproute2)
  command -v mkfs.ext4 >/dev/null || need+=(e2fsprogs)
fi
if [[ ${#need[@]} -gt 0 ]]; then
  if ! command -v apt-get >/dev/null || [[ $(id -u) != 0 ]]; then
    echo "Missing: ${need[*]}. Next: install them, for example: sudo apt-get install ${need[*]}" >&2
    exit 1
  fi
  echo "Installing from Debian: ${need[*]}"
  apt-get update -qq
  # A service that the package starts is not wanted: the tests start what they use, and stop it.
  DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${need[@]}" >/dev/null
fi

[[ ${1:-} == test ]] || exit 0
if ! has_node; then
  echo "node $(node --version) is too old for the tests of signed orders. Next: install node 18 or later" >&2
  exit 1
fi
# npm leaves what it installed in .package-lock.json: a newer lock means that something is missing.
npm_install() { # npm_install <directory> <what>
  if [[ ! $1/node_modules/.package-lock.json -nt $1/package-lock.json ]]; then
    echo "Installing $2 into $1/node_modules"
    npm ci --prefix "$1" --no-audit --no-fund --loglevel=error
  fi
}
npm_install tests/sdk "the iExec SDK and ethers"
npm_install contracts "the Solidity compiler"
