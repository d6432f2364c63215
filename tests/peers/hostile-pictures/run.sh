#!/usr/bin/env bash
# Damaged pictures and requests against every operation for pictures of a running Ling: each is answered with what it may be
# answered with, in time, and the server lives on within its memory. LING_HOSTILE: how many (1000).
# LING_MIRROR: the folder with the packages that pip does not bring (../shared/models); without it no face is looked for.
set -euo pipefail
. "$LING_ROOT/scripts/lib.sh"
cd "$LING_ROOT"

python_venv hostile-pictures pillow==13.0.0 || { echo "pip cannot install pillow"; exit 77; }

data=$(mktemp -d)
serve_ling "$data"
server=$!
key=$("$LING_BIN" key create --data "$data" --name hostile)
mirror=${LING_MIRROR:-$LING_ROOT/../shared/models}
if [ -d "$mirror" ]; then
    "$LING_BIN" models pull yunet-face --yes --mirror "$mirror" --data "$data" >/dev/null
fi
"$VENV/bin/python" tests/peers/hostile-pictures/check.py "$address" "$key" "${LING_HOSTILE:-1000}" "$server"
