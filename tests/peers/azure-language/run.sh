#!/usr/bin/env bash
# Azure's own libraries, unchanged, against a running Ling: the answers are right in Mandarin, English and both.
set -euo pipefail
. "$LING_ROOT/scripts/lib.sh"

python_venv azure-language "azure-ai-textanalytics==5.4.0" ||
    { echo "pip cannot install azure-ai-textanalytics"; exit 77; }

data=$(mktemp -d)
printf '[server]\nbase_path = "/ai"\n' >"$data/ling.toml"
serve_ling "$data"
key=$("$LING_BIN" key create --data "$data" --name azure)
turns=$("$LING_BIN" token create --data "$data" --name turns)

"$VENV/bin/python" "$LING_ROOT/tests/peers/azure-language/check.py" "$address" "$key" "$turns"

# A revoked key ends at once.
id=$("$LING_BIN" key list --data "$data" --json | sed -n 's/.*"id": *"\([^"]*\)".*/\1/p' | head -n 1)
"$LING_BIN" key revoke --data "$data" "$id"
code=$(curl -s -o /dev/null -w '%{http_code}' -X POST "$address/language/:analyze-text" -H "api-key: $key")
[ "$code" = 401 ] || die "a revoked key is answered with $code"
