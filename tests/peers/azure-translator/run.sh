#!/usr/bin/env bash
# Azure's library for translation, unchanged, where Ling needs no translation model.
set -euo pipefail
. "$LING_ROOT/scripts/lib.sh"

python_venv azure-translator "azure-ai-translation-text==2.0.0" ||
    { echo "pip cannot install azure-ai-translation-text"; exit 77; }

data=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$data"' EXIT
LING_LOG=error "$LING_BIN" serve --data "$data" --port 0 >"$data/out" &
server=$!
for _ in $(seq 1 100); do grep -q '^ready ' "$data/out" && break; sleep 0.1; done
address=$(sed -n 's/^ready //p' "$data/out")
[ -n "$address" ] || die "the server did not start"
key=$("$LING_BIN" key create --data "$data" --name azure)
"$VENV/bin/python" "$LING_ROOT/tests/peers/azure-translator/check.py" "$address" "$key"
