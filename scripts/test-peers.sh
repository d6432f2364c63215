#!/usr/bin/env bash
# make test-peers: each tests/peers/<name>/run.sh starts a real foreign program and makes it work
# with Ling. A script exits 0 (passed), 77 (skipped, reason on its last line) or else (failed).
# One name or more as arguments runs only those.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

need_to_build
need_to_run

scripts=()
if [ $# = 0 ]; then
    for script in tests/peers/*/run.sh; do [ -f "$script" ] && scripts+=("$script"); done
else
    for name in "$@"; do
        [ -f "tests/peers/$name/run.sh" ] || die "there is no peer \`$name\`" "ls tests/peers"
        scripts+=("tests/peers/$name/run.sh")
    done
fi
[ ${#scripts[@]} != 0 ] || { note "there are no peer tests yet"; exit 0; }

say "building the ling that the peers talk to"
build_ling
export LING_ROOT=$root

log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0 failed=0 skipped=0 lines=()
for script in "${scripts[@]}"; do
    name=$(basename "$(dirname "$script")")
    say "peer: $name"
    start=$SECONDS code=0
    bash "$script" </dev/null 2>&1 | tee "$log" || code=${PIPESTATUS[0]}
    took=$((SECONDS - start))
    case $code in
    0) passed=$((passed + 1)) lines+=("$(printf 'passed   %-20s %4d s' "$name" "$took")") ;;
    77) skipped=$((skipped + 1)) lines+=("$(printf 'skipped  %-20s %s' "$name" "$(tail -n1 "$log")")") ;;
    *) failed=$((failed + 1)) lines+=("$(printf 'FAILED   %-20s %4d s, exit %d' "$name" "$took" "$code")") ;;
    esac
done

say "peers"
printf '   %s\n' "${lines[@]}" >&2
[ -z "${LING_TALLY:-}" ] || echo "$passed $failed $skipped" >>"$LING_TALLY"
echo "peers: $passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
