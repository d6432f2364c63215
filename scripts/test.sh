#!/usr/bin/env bash
# make test: every test of our own. Installs what the tests need and says so.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

log=$(mktemp)
own_tally=${LING_TALLY:-}
export LING_TALLY=${LING_TALLY:-$(mktemp)}
failed=()
trap 'rm -f "$log"; [ -n "$own_tally" ] || rm -f "$LING_TALLY"' EXIT

# part NAME COMMAND...: run one part, show it, count its tests, go on when it fails.
part() {
    local name=$1
    shift
    say "$name"
    if ! "$@" 2>&1 | tee "$log"; then failed+=("$name"); fi
    tally "$log"
}

rust_tests() {
    if cargo nextest --version >/dev/null 2>&1; then
        cargo nextest run --locked --workspace --no-tests=pass
    else
        note "cargo-nextest is not installed; using cargo test"
        cargo test --locked --workspace --lib --bins --tests --examples --no-fail-fast
    fi
}

doc_tests() { cargo test --locked --workspace --doc --no-fail-fast; }

# Runs where `set -e` is off (its failure is caught), hence the chain of `&&`.
browser_tests() {
    export LING_SHOTS=$LING_CACHE/shots
    export CHROMIUM=${CHROMIUM:-$(command -v chromium)}
    mkdir -p "$LING_SHOTS"
    build_ling &&
        node_packages tests/browser &&
        (cd tests/browser && node --test --test-reporter=spec ./*.test.mjs)
}

need_to_build
need_to_run
need_command sqlite3 sqlite3
need_command curl curl

part "Rust tests" rust_tests
part "documentation examples" doc_tests

if compgen -G 'tests/browser/*.test.mjs' >/dev/null; then
    need_command node nodejs
    need_command npm npm
    need_command chromium chromium
    need_packages fonts-noto-cjk
    part "browser tests" browser_tests
fi

echo
sum_tally
if [ ${#failed[@]} != 0 ]; then die "failed: ${failed[*]}"; fi
