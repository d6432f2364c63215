#!/usr/bin/env bash
# The whole server is killed 300 times while alarms, reminders, timers and lists are changed over HTTP; see
# crates/app/tests/it/kill.rs. LING_KILL_CYCLES says how often, LING_KILL_SEED repeats a run.
set -euo pipefail
. "$LING_ROOT/scripts/lib.sh"
cd "$LING_ROOT"
export LING_KILL_CYCLES="${LING_KILL_CYCLES:-300}"
say "killing the server $LING_KILL_CYCLES times"
cargo test --locked -p ling-app --test it -- --nocapture kill::
