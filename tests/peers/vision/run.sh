#!/usr/bin/env bash
# The nets that look at pictures, beside onnxruntime: equal tensors, and equal boxes on the photographs of scikit-image.
# LING_MIRROR: the folder with the packages that pip does not bring (../shared/models); without it they are passed over.
set -euo pipefail
. "$LING_ROOT/scripts/lib.sh"
cd "$LING_ROOT"

need_packages fonts-noto-cjk
python_venv vision rapidocr==3.10.0 onnxruntime==1.31.1 scikit-image==0.26.0 opencv-python-headless==5.0.0.93 numpy==2.4.6 pillow==13.0.0 ||
    { echo "pip cannot install rapidocr, onnxruntime and scikit-image"; exit 77; }
cargo build --locked -p ling-vision --example vision
mirror=${LING_MIRROR:-$LING_ROOT/../shared/models}
[ -d "$mirror" ] || note "no folder $mirror: YOLOX, YuNet and MobileNet are passed over"
"$VENV/bin/python" tests/peers/vision/tensors.py "$CARGO_TARGET_DIR/debug/examples/vision" "$mirror"
"$VENV/bin/python" tests/peers/vision/boxes.py "$CARGO_TARGET_DIR/debug/examples/vision" "$mirror"
"$VENV/bin/python" tests/peers/vision/ocr.py "$LING_BIN"
"$VENV/bin/python" tests/peers/vision/long.py "$LING_BIN"
