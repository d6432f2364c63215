#!/usr/bin/env bash
# Azure's library for translation, unchanged, in both of its versions: without a dictionary and a language model, with the
# dictionary, and with a model that the script of the peer `openai` plays.
set -euo pipefail
. "$LING_ROOT/scripts/lib.sh"

peers=$LING_ROOT/tests/peers
python_venv azure-translator-old azure-ai-translation-text==1.0.1 ||
    { echo "pip cannot install azure-ai-translation-text 1.0.1"; exit 77; }
old=$VENV/bin/python
python_venv azure-translator "azure-ai-translation-text==2.0.0" ||
    { echo "pip cannot install azure-ai-translation-text"; exit 77; }

data=$(mktemp -d)
serve_ling "$data"
key=$("$LING_BIN" key create --data "$data" --name azure)
admin=$("$LING_BIN" token create --data "$data" --name azure --scope admin)
check_old() { PYTHONPATH=$peers/openai "$old" "$peers/azure-translator/old.py" "$address" "$key" "$admin" "$1"; }

"$VENV/bin/python" "$peers/azure-translator/check.py" "$address" "$key" alone
check_old alone
PATH=$VENV/bin:$PATH "$LING_BIN" models pull cedict --yes --data "$data" >/dev/null 2>&1 ||
    { echo "pip cannot fetch the package cedict"; exit 77; }
check_old words
check_old model
PYTHONPATH=$peers/openai "$VENV/bin/python" "$peers/azure-translator/check.py" "$address" "$key" model "$admin"
