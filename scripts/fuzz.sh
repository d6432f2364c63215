#!/usr/bin/env bash
# make fuzz: chance input, steered by what it reaches, for everything of ours that reads what strangers write.
# fuzz.sh [SECONDS [TARGET...]]: so long for each target (600), one after the other on one core. What fails is kept
# under $LING_CACHE/fuzz/found; make it a line of a test, then mend it. Wants the nightly toolchain and a C++ compiler;
# cargo-fuzz and the seeds are made when they are missing.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

need_to_build
need_command g++ g++
need_command python3 python3
cargo +nightly --version >/dev/null 2>&1 ||
    die "the nightly toolchain is not installed" "rustup toolchain install nightly --profile minimal"
if ! cargo fuzz --version >/dev/null 2>&1; then
    say "cargo-fuzz"
    cargo +nightly install --locked --root "$LING_CACHE/tools" cargo-fuzz
    export PATH=$LING_CACHE/tools/bin:$PATH
fi

seconds=${1:-600}
shift || true
[ $# != 0 ] || mapfile -t targets < <(cargo +nightly fuzz list)
[ $# = 0 ] || targets=("$@")

home=$LING_CACHE/fuzz
mkdir -p "$home/found"
python3 fuzz/seeds.py "$home/seeds" "$LING_DATASETS"
for target in "${targets[@]}"; do cargo +nightly fuzz build --target-dir "$home/target" "$target"; done
for target in "${targets[@]}"; do
    say "$target, $seconds s"
    mkdir -p "$home/corpus/$target" "$home/found/$target"
    # Forks, so that one failure does not end the run; nothing of ours leaks, and asking for it costs time.
    ASAN_OPTIONS=detect_leaks=0 nice -n 15 cargo +nightly fuzz run --target-dir "$home/target" "$target" \
        "$home/corpus/$target" "$home/seeds/$target" -- \
        -fork=1 -ignore_crashes=1 -ignore_timeouts=1 -ignore_ooms=1 -max_total_time="$seconds" \
        -timeout=20 -rss_limit_mb=1500 -max_len=4096 -dict="$home/seeds/words.dict" \
        -artifact_prefix="$home/found/$target/" 2>&1 | grep --line-buffered '^#' | tail -n 1
done
found=$(find "$home/found" -type f | wc -l)
[ "$found" = 0 ] || die "$found inputs failed" "ls $home/found"
note "nothing found"
