#!/usr/bin/env bash
# Azure's library for conversational understanding, unchanged, asks what sentences want.
set -euo pipefail
. "$LING_ROOT/scripts/lib.sh"

python_venv azure-conversations "azure-ai-language-conversations==1.1.0" ||
    { echo "pip cannot install azure-ai-language-conversations"; exit 77; }

data=$(mktemp -d)
serve_ling "$data"
key=$("$LING_BIN" key create --data "$data" --name azure)
"$VENV/bin/python" "$LING_ROOT/tests/peers/azure-conversations/check.py" "$address" "$key"
