#!/usr/bin/env bash
# make lint: format, clippy, tidy and documentation, all of them even when one fails.
# One name or more as arguments (fmt clippy tidy doc) runs only those.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

need_to_build

lint() {
    case $1 in
    fmt) cargo fmt --all --check ;;
    clippy) cargo clippy --locked --workspace --all-targets -- -D warnings ;;
    tidy) cargo xtask tidy ;;
    doc) RUSTDOCFLAGS='-D warnings' cargo doc --locked --workspace --no-deps --quiet ;;
    *) die "no lint is called \`$1\`" "fmt, clippy, tidy or doc" ;;
    esac
}

[ $# != 0 ] || set -- fmt clippy tidy doc
failed=()
for name in "$@"; do
    say "$name"
    lint "$name" || failed+=("$name")
done
if [ ${#failed[@]} != 0 ]; then die "failed: ${failed[*]}" "make fmt formats; \`scripts/lint.sh NAME\` repeats one of them"; fi
