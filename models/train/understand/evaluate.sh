#!/usr/bin/env bash
# evaluate.sh cais|snips|clinc: trains a net for comparison on that set and prints its scores.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-$HOME/.cache/ling/venv/understand/bin/python}
cargo build --quiet --release -p ling-understand --example net_features --manifest-path "$here/../../../Cargo.toml"
cd "$here"
exec nice -n 10 "$python" evaluate.py "$@"
