#!/usr/bin/env bash
# Azure's Speech SDK for JavaScript, unchanged, against a running Ling. Its keys come in the address.
set -euo pipefail
. "$LING_ROOT/scripts/lib.sh"
cd "$LING_ROOT"

need_command espeak-ng espeak-ng
command -v node >/dev/null || { echo "node is not installed"; exit 77; }
python_venv azure-speech-js pip || { echo "pip is not to be had"; exit 77; }
node_packages tests/peers/azure-speech-js || { echo "npm cannot install microsoft-cognitiveservices-speech-sdk"; exit 77; }

data=$(mktemp -d)
PATH=$VENV/bin:$PATH "$LING_BIN" models pull sphinx-en --yes --data "$data" >/dev/null 2>&1 ||
    { echo "pip cannot fetch the package sphinx-en"; exit 77; }
serve_ling "$data"
key=$("$LING_BIN" key create --data "$data" --name azure)
node tests/peers/azure-speech-js/check.mjs "$address" "$key"
