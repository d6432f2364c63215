#!/usr/bin/env bash
# make bench: `ling bench understand` with every peer, into docs/numbers.md. Arguments go to the program.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

need_to_build
python_venv bench hassil==3.12.1 home-assistant-intents==2026.10.27 pyyaml==6.0.4 recognizers-text-suite==1.0.2a2 emoji==1.7.0 scikit-learn==1.9.1 ||
    note "the peers could not be installed; the table says so"
cargo build --locked --release --package ling-app
"$CARGO_TARGET_DIR/release/ling" bench understand --write docs/numbers.md "$@"
