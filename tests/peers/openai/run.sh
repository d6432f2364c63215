#!/usr/bin/env bash
# OpenAI's own library, unchanged, in both of its forms, against a running Ling: with no language model, and with one
# that the script plays (llm.py).
set -euo pipefail
. "$LING_ROOT/scripts/lib.sh"

need_command espeak-ng espeak-ng
python_venv openai openai==3.54.0 ||
    { echo "pip cannot install openai"; exit 77; }

data=$(mktemp -d)
serve_ling "$data"
key=$("$LING_BIN" key create --data "$data" --name openai)
admin=$("$LING_BIN" token create --data "$data" --name openai --scope admin)
check() { "$VENV/bin/python" "$LING_ROOT/tests/peers/openai/check.py" "$address" "$key" "$admin" "$1"; }

check alone
PATH=$VENV/bin:$PATH "$LING_BIN" models pull sphinx-en --yes --data "$data" >/dev/null 2>&1 ||
    { echo "pip cannot fetch the package sphinx-en"; exit 77; }
check hears
check model
