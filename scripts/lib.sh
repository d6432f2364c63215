# Shared by the scripts beside this file; source it, do not run it.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1

# Everything we build or install for ourselves lives in the user's cache folder, never in the tree.
export LING_CACHE=${LING_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/ling}
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$LING_CACHE/target}
export LING_DATASETS=${LING_DATASETS:-$root/../shared/data}
mkdir -p "$LING_CACHE"

say() { printf '\n== %s\n' "$*" >&2; }
note() { printf '   %s\n' "$*" >&2; }
die() {
    printf 'error: %s\n' "$1" >&2
    shift
    for hint in "$@"; do printf 'hint: %s\n' "$hint" >&2; done
    exit 1
}

# as_root COMMAND...: run it as root, through sudo where needed.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        note "sudo $*"
        sudo "$@"
    else
        die "this step needs root: \`$*\`" "run it as root, then repeat the command"
    fi
}

# need_packages PACKAGE...: install the Debian packages that are not there yet. Asks the network
# for nothing when all of them are.
need_packages() {
    local missing=() package
    if ! command -v dpkg-query >/dev/null; then
        note "not a Debian-like system: please install by hand what is missing of: $*"
        return 0
    fi
    for package in "$@"; do
        dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
    done
    [ ${#missing[@]} = 0 ] && return 0
    say "installing ${missing[*]}"
    if [ -z "${LING_APT_UPDATED:-}" ]; then
        as_root apt-get update -q || note "the package lists could not be renewed; trying with the ones at hand"
        export LING_APT_UPDATED=1
    fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}" ||
        die "these packages could not be installed: \`${missing[*]}\`" "is there a network? install them by hand, then repeat the command"
}

# need_command COMMAND PACKAGE: install PACKAGE when COMMAND is not on the path, whoever put it there.
need_command() { command -v "$1" >/dev/null || need_packages "$2"; }

# need_rust: the toolchain named in rust-toolchain.toml, or a clear way to get one.
need_rust() {
    local want have
    [ -f "$HOME/.cargo/env" ] && . "$HOME/.cargo/env"
    want=$(sed -n 's/^channel *= *"\(.*\)"/\1/p' rust-toolchain.toml)
    if ! command -v cargo >/dev/null; then
        if apt-cache show rustup >/dev/null 2>&1; then
            die "Rust is not installed: \`cargo\` was not found" "apt-get install rustup && rustup default $want"
        fi
        die "Rust is not installed: \`cargo\` was not found" "install rustup as its own site, rustup.rs, describes; then repeat the command"
    fi
    have=$(rustc --version | cut -d' ' -f2)
    if [ "$(printf '%s\n' "${want%.*}" "$have" | sort -V | head -n1)" != "${want%.*}" ]; then
        die "Rust $have is too old, Ling needs $want" "rustup toolchain install $want"
    fi
}

# need_to_build / need_to_run: what compiling, and what a running Ling, asks of the system.
need_to_build() {
    command -v cc >/dev/null || need_packages gcc libc6-dev
    need_packages ca-certificates
    need_rust
}
need_to_run() { need_command espeak-ng espeak-ng; }

# python_venv NAME REQUIREMENT...: a Python environment in the cache folder holding exactly these
# packages, made once per set of requirements. Sets VENV to its folder; false when pip fails.
python_venv() {
    local name=$1 stamp
    shift
    VENV=$LING_CACHE/venv/$name
    stamp=$(printf '%s\n' "$@")
    if [ -f "$VENV/.requirements" ] && [ "$(cat "$VENV/.requirements")" = "$stamp" ]; then return 0; fi
    need_packages python3 python3-venv
    say "Python packages for $name: $*"
    rm -rf "$VENV"
    python3 -m venv "$VENV" || return 1
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check "$@" || return 1
    printf '%s' "$stamp" >"$VENV/.requirements"
}

# node_packages FOLDER: what FOLDER/package.json pins, installed once in the cache folder and linked
# as FOLDER/node_modules. Versions are exact there, so no lock file is kept.
node_packages() {
    local folder=$1 kept
    kept=$LING_CACHE/node/$(sha256sum <"$folder/package.json" | cut -c1-16)
    if [ ! -f "$kept/.complete" ]; then
        say "npm packages for $folder"
        mkdir -p "$kept"
        cp "$folder/package.json" "$kept/"
        (cd "$kept" && npm install --no-package-lock --no-audit --no-fund --ignore-scripts) || return 1
        touch "$kept/.complete"
    fi
    ln -sfn "$kept/node_modules" "$folder/node_modules"
}

# build_ling: debug/ling, with the very features that the tests are built with, so that nothing is
# compiled twice. Sets LING_BIN.
build_ling() {
    cargo build --locked --workspace --all-targets || return 1
    export LING_BIN=$CARGO_TARGET_DIR/debug/ling
}

# serve_ling DATA: LING_BIN over the folder DATA, which goes with the server when the script ends. Sets `address`.
serve_ling() {
    local data=$1
    LING_LOG=error "$LING_BIN" serve --data "$data" --port 0 >"$data/out" &
    # shellcheck disable=SC2064
    trap "kill $! 2>/dev/null || true; rm -rf '$data'" EXIT
    for _ in $(seq 1 100); do grep -q '^ready ' "$data/out" && break; sleep 0.1; done
    address=$(sed -n 's/^ready //p' "$data/out")
    [ -n "$address" ] || die "the server did not start"
}

# tally LOG: add the passed, failed and skipped tests that the runners' closing lines in LOG name
# to the file $LING_TALLY (nextest, cargo test, node, and our own plain line).
tally() {
    sed 's/\x1b\[[0-9;]*m//g' "$1" | awk '
        function take(word,   s) { return match($0, "[0-9]+ " word) ? substr($0, RSTART, RLENGTH) + 0 : 0 }
        /^ *Summary \[/        { p += take("passed"); f += take("failed") + take("timed out"); s += take("skipped") }
        /^test result:/        { p += take("passed"); f += take("failed"); s += take("ignored") }
        /^(#|ℹ) pass [0-9]+$/  { p += $3 }
        /^(#|ℹ) fail [0-9]+$/  { f += $3 }
        /^(#|ℹ) skipped [0-9]+$/ { s += $3 }
        /^[0-9]+ passed, [0-9]+ failed/ { p += take("passed"); f += take("failed"); s += take("skipped") }
        END { print p + 0, f + 0, s + 0 }' >>"$LING_TALLY"
}

# sum_tally: the plain closing line over everything in $LING_TALLY.
sum_tally() {
    awk '{ p += $1; f += $2; s += $3 } END { printf "%d passed, %d failed, %d skipped\n", p, f, s }' "$LING_TALLY"
}
