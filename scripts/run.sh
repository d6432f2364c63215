#!/usr/bin/env bash
# make run: from a bare Debian-like machine to a serving Ling. Arguments go to `ling serve`.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

need_to_build
need_to_run

say "building Ling (the first time takes some minutes; cargo shows how far it is)"
note "built files go to $CARGO_TARGET_DIR"
cargo build --release --locked -p ling-app --bin ling

say "starting: ling serve $*"
exec "$CARGO_TARGET_DIR/release/ling" serve "$@"
