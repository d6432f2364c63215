#!/usr/bin/env bash
# Azure's library for translation, unchanged, where Ling needs no translation model.
set -euo pipefail
. "$LING_ROOT/scripts/lib.sh"

python_venv azure-translator "azure-ai-translation-text==2.0.0" ||
    { echo "pip cannot install azure-ai-translation-text"; exit 77; }

data=$(mktemp -d)
serve_ling "$data"
key=$("$LING_BIN" key create --data "$data" --name azure)
"$VENV/bin/python" "$LING_ROOT/tests/peers/azure-translator/check.py" "$address" "$key"
