#!/usr/bin/env bash
# Azure's own library for faces, unchanged, against a running Ling. LING_MIRROR: the folder with the package that pip does
# not bring (../shared/models).
set -euo pipefail
. "$LING_ROOT/scripts/lib.sh"
cd "$LING_ROOT"

mirror=${LING_MIRROR:-$LING_ROOT/../shared/models}
[ -d "$mirror" ] || { echo "no folder $mirror with the package yunet-face"; exit 77; }
python_venv azure-face azure-ai-vision-face==1.0.0b2 scikit-image==0.26.0 pillow==13.0.0 ||
    { echo "pip cannot install azure-ai-vision-face and scikit-image"; exit 77; }

data=$(mktemp -d)
# The picture that is fetched by its address lies on this machine.
printf '[server]\npicture_hosts = ["127.0.0.1"]\n' >"$data/ling.toml"
serve_ling "$data"
key=$("$LING_BIN" key create --data "$data" --name azure)
check() { "$VENV/bin/python" tests/peers/azure-face/check.py "$address" "$key" "$1"; }

check nothing
"$LING_BIN" models pull yunet-face --yes --mirror "$mirror" --data "$data" >/dev/null
check all
