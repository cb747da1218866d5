#!/usr/bin/env bash
# debian.sh COMMAND PURPOSE PACKAGE…: install Debian's packages where the command is missing and this account may do so.
set -euo pipefail
command=$1 purpose=$2
shift 2
if command -v "$command" >/dev/null; then exit 0; fi
as_root=()
if [ "$(id -u)" != 0 ]; then as_root=(sudo -n); fi
if command -v apt-get >/dev/null && "${as_root[@]}" true 2>/dev/null; then
  echo "installing $1 for $purpose"
  "${as_root[@]}" apt-get -qq update >/dev/null
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends "$@" >/dev/null
fi
command -v "$command" >/dev/null || echo "There will be no $purpose: $1 is missing. Install it: apt-get install $*" >&2
