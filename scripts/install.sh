#!/usr/bin/env bash
# make install: the release build, copied to PREFIX/bin.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

prefix=${1:-$HOME/.local}
need_to_build
need_to_run
say "building Ling"
cargo build --release --locked -p ling-app --bin ling
install -D -m 755 "$CARGO_TARGET_DIR/release/ling" "$prefix/bin/ling"
note "installed $prefix/bin/ling; to remove it: rm $prefix/bin/ling"
case ":$PATH:" in *":$prefix/bin:"*) ;; *) note "$prefix/bin is not on your PATH yet" ;; esac
