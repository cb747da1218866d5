#!/usr/bin/env bash
# Install Debian's PostgreSQL where it is missing and this account may do so; the desk is tested on it too.
set -euo pipefail
if command -v initdb >/dev/null || compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null; then exit 0; fi
as_root=()
if [ "$(id -u)" != 0 ]; then as_root=(sudo -n); fi
if command -v apt-get >/dev/null && "${as_root[@]}" true 2>/dev/null; then
  echo "installing PostgreSQL for the tests of the desk"
  "${as_root[@]}" apt-get -qq update >/dev/null
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends postgresql >/dev/null
fi
compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || echo "The desk is not tested on PostgreSQL: it is missing. Install it: apt-get install postgresql" >&2
