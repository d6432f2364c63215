#!/usr/bin/env bash
# Nets with the operators of real ones and random weights: Ling beside onnxruntime and sherpa-onnx, over 100 random
# sounds. The nets lie in crates/*/tests/data; tools/ref/miniatures says how they are made. LING_SOUNDS: how many sounds.
set -euo pipefail
. "$LING_ROOT/scripts/lib.sh"
cd "$LING_ROOT"

python_venv graphs sherpa-onnx==2.0.1 onnxruntime==1.31.1 kaldi-native-fbank==1.22.3 numpy ||
    { echo "pip cannot install sherpa-onnx and onnxruntime"; exit 77; }
cargo build --locked -p ling-speech --example sense_voice
say "SenseVoice: $(nproc) processors, $(grep -o -m1 -w avx512_vnni /proc/cpuinfo || echo "no AVX-512-VNNI")"
program=$CARGO_TARGET_DIR/debug/examples/sense_voice
check() { "$VENV/bin/python" tests/peers/graphs/sense_voice.py "$1" crates/speech/tests/data/sense_voice --sounds "$2"; }
check "$program" "${LING_SOUNDS:-100}"
cargo build --locked -p ling-speech --example zipformer
say "Zipformer"
"$VENV/bin/python" tests/peers/graphs/zipformer.py "$CARGO_TARGET_DIR/debug/examples/zipformer" \
    crates/speech/tests/data/zipformer --sounds "${LING_SOUNDS:-100}"
cargo build --locked -p ling-speech --example spotter
say "Keyword spotter"
"$VENV/bin/python" tests/peers/graphs/spotter.py "$CARGO_TARGET_DIR/debug/examples/spotter" \
    crates/speech/tests/data/spotter --sounds "${LING_SOUNDS:-100}"

# Processors whose 8-bit sums saturate (AVX2), and without either. The emulator knows no AVX-512.
[ "$(uname -m)" = x86_64 ] || exit 0
need_command qemu-x86_64 qemu-user
for processor in Haswell-noTSX,-pcid,-x2apic,-tsc-deadline,-invpcid Nehalem; do
    say "SenseVoice on an emulated ${processor%%[-,]*}"
    check "qemu-x86_64 -cpu $processor $program" "${LING_SOUNDS_EMULATED:-6}"
done
