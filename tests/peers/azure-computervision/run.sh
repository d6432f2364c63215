#!/usr/bin/env bash
# Azure's library for Computer Vision 3.2, unchanged, against a running Ling. LING_MIRROR: the folder with the packages
# that pip does not bring (../shared/models); without it only reading is tried.
set -euo pipefail
. "$LING_ROOT/scripts/lib.sh"
cd "$LING_ROOT"

need_packages fonts-noto-cjk

python_venv azure-computervision azure-cognitiveservices-vision-computervision==0.9.1 scikit-image==0.26.0 pillow==13.0.0 ||
    { echo "pip cannot install azure-cognitiveservices-vision-computervision and scikit-image"; exit 77; }

data=$(mktemp -d)
# The picture that is fetched by its address lies on this machine.
printf '[server]\npicture_hosts = ["127.0.0.1"]\n' >"$data/ling.toml"
serve_ling "$data"
key=$("$LING_BIN" key create --data "$data" --name azure)
check() { "$VENV/bin/python" tests/peers/azure-computervision/check.py "$address" "$key" "$1"; }

# Nothing has been pulled: the answer says what to do. Then the packages come, and the same server uses them.
check nothing
PATH=$VENV/bin:$PATH "$LING_BIN" models pull ocr-zh-en --yes --data "$data" >/dev/null 2>&1 ||
    { echo "pip cannot fetch the package ocr-zh-en"; exit 77; }
check read
mirror=${LING_MIRROR:-$LING_ROOT/../shared/models}
[ -d "$mirror" ] || { note "no folder $mirror: things, kinds and faces are passed over"; exit 0; }
"$LING_BIN" models pull yolox-nano-coco mobilenet-v2-imagenet yunet-face --yes --mirror "$mirror" --data "$data" >/dev/null
check all
