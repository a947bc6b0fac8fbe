#!/usr/bin/env bash
# Makes the image iexec/base:bookworm, on which the store's apps are built: Debian 12 as debootstrap makes it,
# without what differs between two runs. Does nothing if the daemon has it; --again makes it anew.
set -euo pipefail
name=iexec/base:bookworm
if [[ ${1:-} != --again ]] && docker image inspect "$name" >/dev/null 2>&1; then exit 0; fi
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
echo "Making $name with debootstrap"
debootstrap --variant=minbase bookworm "$dir/root" "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" >"$dir/log" 2>&1 || { tail -20 "$dir/log" >&2; exit 1; }
# What apt keeps, logs, and ids of this machine.
rm -rf "$dir"/root/var/{cache,log,lib/apt/lists}/* "$dir"/root/etc/{hostname,resolv.conf} "$dir"/root/var/lib/dbus
: >"$dir/root/etc/machine-id"
tar -C "$dir/root" --sort=name --mtime=@1640995200 -c . | docker import - "$name" >/dev/null
