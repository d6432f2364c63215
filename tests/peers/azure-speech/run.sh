#!/usr/bin/env bash
# Azure's own Speech SDK, native and unchanged, against a running Ling. English is heard by the package `sphinx-en`; Mandarin
# by a scripted recogniser (scripted.py), whose name stands in the answer.
set -euo pipefail
. "$LING_ROOT/scripts/lib.sh"
cd "$LING_ROOT"

need_command espeak-ng espeak-ng
python_venv azure-speech azure-cognitiveservices-speech==1.53.0 ||
    { echo "pip cannot install azure-cognitiveservices-speech"; exit 77; }

data=$(mktemp -d)
serve_ling "$data"
key=$("$LING_BIN" key create --data "$data" --name azure)
admin=$("$LING_BIN" token create --data "$data" --name test --scope admin)
check() { "$VENV/bin/python" tests/peers/azure-speech/"$1.py" "$address" "$key" "$admin"; }

# Nothing hears yet, and the answer says what to do. Then the package comes, and the same server uses it.
check nothing
PATH=$VENV/bin:$PATH "$LING_BIN" models pull sphinx-en --yes --data "$data" >/dev/null 2>&1 ||
    { echo "pip cannot fetch the package sphinx-en"; exit 77; }
check english
check voice
check refused
check mandarin
