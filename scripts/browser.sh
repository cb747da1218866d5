#!/usr/bin/env bash
# Install Debian's Chromium where it is missing and this account may do so; the browser tests need it.
set -euo pipefail
if command -v chromium >/dev/null; then exit 0; fi
as_root=()
if [ "$(id -u)" != 0 ]; then as_root=(sudo -n); fi
if command -v apt-get >/dev/null && "${as_root[@]}" true 2>/dev/null; then
  echo "installing Chromium for the browser tests"
  "${as_root[@]}" apt-get -qq update >/dev/null
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends chromium fonts-dejavu-core >/dev/null
fi
command -v chromium >/dev/null || echo "The browser tests will fail: Chromium is missing. Install it: apt-get install chromium" >&2
