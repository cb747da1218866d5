#!/usr/bin/env bash
# Starts a real AT Protocol network with its app view, and tests `bluesky:` against it.
#
# Needs (all from Debian and npm, none of it part of fieber): Node 18 or newer, PostgreSQL, Redis, and
#   npm install --prefix DIR @atproto/dev-env        (some 900 packages, a minute or two)
# Use: tests/sources/atproto/start.sh DIR
set -euo pipefail
modules=$(cd "${1:?folder in which npm has installed @atproto/dev-env}" && pwd)/node_modules
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
postgres=$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb | tail -1)")
as_postgres() { if [ "$(id -u)" = 0 ]; then su postgres -c "$1"; else bash -c "$1"; fi; }
if [ "$(id -u)" = 0 ]; then chown postgres "$work"; fi
port=$((20000 + RANDOM % 20000))
cleanup() {
  as_postgres "$postgres/pg_ctl -D $work/data -m immediate stop" >/dev/null 2>&1 || true
  redis-cli -p $((port + 1)) shutdown nosave >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap cleanup EXIT
as_postgres "$postgres/initdb -D $work/data -A trust -U postgres >/dev/null"
as_postgres "$postgres/pg_ctl -D $work/data -l $work/log -w start \
  -o '-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$work -c fsync=off'" >/dev/null
redis-server --port $((port + 1)) --bind 127.0.0.1 --save '' --daemonize yes >/dev/null

cd "$here/../../.."
export NODE_PATH="$modules" LOG_ENABLED=false REDIS_HOST="127.0.0.1:$((port + 1))"
export DB_POSTGRES_URL="postgresql://postgres@127.0.0.1:$port/postgres"
FIEBER_ATPROTO="node $here/server.cjs" .venv/bin/python -m pytest -v tests/sources/test_real_bluesky.py
