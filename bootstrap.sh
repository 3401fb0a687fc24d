#!/usr/bin/env bash
# bootstrap.sh: from a fresh Debian 12 machine to a Wayside that runs, in one command.
#
#   ./bootstrap.sh build          installs what is missing and builds; prints the executable's path
#   ./bootstrap.sh test           all tests; ends with the runners' own closing lines
#   ./bootstrap.sh run [--fresh]  a demo clinic with a day in progress; Ctrl-C ends it
#   ./bootstrap.sh fuzz [SECONDS] each fuzz target for so long (20), from what earlier runs kept
#
# Standard output carries the answer, standard error the talk. Exit: 0 done; 1 the build or a test
# failed; 2 wrong usage; 3 the machine (a package is missing and we may not install it).
set -euo pipefail
export LC_ALL=C.UTF-8

top=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
cd -- "$top"

say() { printf '%s\n' "$*" >&2; }

stop() { # exit code, reason
    say "bootstrap: $2"
    exit "$1"
}

usage() {
    sed -n '4,7s/^#   //p' -- "$top/bootstrap.sh" >&2
    exit 2
}

# --- What must be on the machine -----------------------------------------------------------------

# "command:package" is satisfied by the command wherever it comes from, a bare name by the package.
build_needs=(
    ca-certificates g++ cmake:cmake ninja:ninja-build ccache:ccache pkg-config:pkg-config
    libboost1.81-dev libcli11-dev libfmt-dev libhowardhinnant-date-dev libicu-dev libsodium-dev
    libspdlog-dev libsqlite3-dev libssl-dev libtomlplusplus-dev libzstd-dev nlohmann-json3-dev
    doctest-dev librapidcheck-dev python3:python3 tzdata
)
web_needs=(node:nodejs npm:npm)
test_needs=(
    chromium:chromium clang-format-19:clang-format-19 clang-tidy-19:clang-tidy-19
    systemd-analyze:systemd git:git
)
fuzz_needs=(clang++-19:clang-19 libclang-rt-19-dev)

installed_packages() { # of the names given, those that are installed, one a line
    dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' "$@" 2>/dev/null | sed -n 's/^ii *//p'
}

# The automerge crate asks for Rust 1.90; Debian 12 ships it as rustc-web, beside an old rustc.
have_rust() {
    local version
    version=$(cargo --version 2>/dev/null | sed -n 's/^cargo 1\.\([0-9]*\)\..*/\1/p') || return 1
    [ -n "$version" ] && [ "$version" -ge 90 ]
}

missing_of() { # needs...: prints the packages that are to be installed, one a line
    local need plain=() wanted
    for need in "$@"; do
        case "$need" in
            *:*) command -v -- "${need%%:*}" >/dev/null 2>&1 || printf '%s\n' "${need#*:}" ;;
            *) plain+=("$need") ;;
        esac
    done
    wanted=$(printf '%s\n' "${plain[@]}" | sort)
    comm -23 <(printf '%s\n' "$wanted") <(installed_packages "${plain[@]}" | sort -u)
    have_rust || printf '%s\n' cargo-web rustc-web
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        env "$@"
    elif [ -t 0 ]; then
        sudo -- env "$@"
    else
        sudo -n -- env "$@"
    fi
}

may_install() {
    [ "$(id -u)" = 0 ] && return 0
    command -v sudo >/dev/null 2>&1 || return 1
    [ -t 0 ] || sudo -n true 2>/dev/null
}

install_missing() { # needs...
    local missing=()
    mapfile -t missing < <(missing_of "$@")
    [ "${#missing[@]}" -gt 0 ] || return 0
    local install=(apt-get install -y --no-install-recommends "${missing[@]}")
    if ! command -v apt-get >/dev/null 2>&1 || ! may_install; then
        say "bootstrap: packages are missing, and only root may install them. As root:"
        printf '%s\n' "${install[*]}"
        exit 3
    fi
    say "bootstrap: installing ${missing[*]}"
    local quiet=(DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300)
    # A machine whose lists are fresh needs no update; one whose lists are old or empty does.
    as_root "${quiet[@]}" "${install[@]:1}" </dev/null >&2 && return 0
    say "bootstrap: once more, with fresh package lists"
    as_root "${quiet[@]}" update </dev/null >&2 || stop 3 "apt-get update failed (no network?)"
    as_root "${quiet[@]}" "${install[@]:1}" </dev/null >&2 ||
        stop 3 "apt-get could not install: ${missing[*]}"
}

needs_for() { # build | test | run | fuzz: prints what the command needs, one a line
    printf '%s\n' "${build_needs[@]}"
    [ ! -e node/web/package.json ] || printf '%s\n' "${web_needs[@]}"
    [ "$1" != test ] || printf '%s\n' "${test_needs[@]}"
    [ "$1" != fuzz ] || printf '%s\n' "${fuzz_needs[@]}"
}

prepare_machine() { # build | test | run | fuzz
    local needs=()
    mapfile -t needs < <(needs_for "$1")
    install_missing "${needs[@]}"
    # One place for what Rust builds, shared by all presets; a home for caches where there is none.
    export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$top/build/cargo}"
    if [ ! -w "${HOME:-/nonexistent}" ]; then
        export CARGO_HOME="${CARGO_HOME:-$top/build/cargo-home}"
        export CCACHE_DIR="${CCACHE_DIR:-$top/build/ccache}"
        export npm_config_cache="${npm_config_cache:-$top/build/npm-cache}"
    fi
}

# --- Build, test ---------------------------------------------------------------------------------

build_preset() { # preset, arguments of cmake --build...
    local preset=$1
    shift
    cmake --preset "$preset" >&2 </dev/null || stop 1 "cmake could not configure $preset"
    cmake --build --preset "$preset" "$@" >&2 </dev/null || stop 1 "$preset does not build"
}

link_executable() {
    [ -x build/release/cli/wayside ] || return 1
    ln -sfn release/cli/wayside build/wayside
}

build() { # build | run, more targets...
    prepare_machine "$1"
    build_preset release --target wayside "${@:2}"
    link_executable || stop 1 "the build gave no build/release/cli/wayside"
}

# The last lines of each runner, from ctest's own record; ctest's come last.
closing_lines() { # preset, ctest's output
    say ""
    awk '/^[0-9]+\/[0-9]+ Testing: / {name = $3}
         /^\[doctest\] (test cases|assertions|Status)/ {print name ": " $0}
         /^Ran [0-9]+ tests? in|^test result:|^# (pass|fail) / {print name ": " $0}' \
        "build/$1/Testing/Temporary/LastTest.log"
    sed -n '/^[0-9]*% tests passed/,$p' "$2"
}

run_tests() { # preset, arguments of ctest...
    local preset=$1 record status=0
    shift
    record="build/$preset/ctest-output.txt"
    ctest --preset "$preset" "$@" </dev/null | tee "$record" || status=1
    closing_lines "$preset" "$record"
    [ "$status" = 0 ] || stop 1 "tests of the preset $preset failed"
}

test_all() {
    prepare_machine test
    build_preset release
    link_executable || true
    run_tests release "$@"
}

# --- Fuzz ----------------------------------------------------------------------------------------

# Each target has a folder of what it learned in build/fuzz/corpus; what breaks one is in found.
fuzz_one() { # executable, seconds
    local name=${1##*/} corpus record
    corpus="build/fuzz/corpus/$name" record="build/fuzz/$name.txt"
    mkdir -p -- "$corpus" build/fuzz/found
    "$1" "$corpus" -max_total_time="$2" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="build/fuzz/found/$name-" >"$record" 2>&1 </dev/null && return 0
    tail -n 60 -- "$record" >&2
    return 1
}

fuzz_all() { # seconds
    local target failed=()
    case "$1" in
        *[!0-9]* | "") usage ;;
    esac
    prepare_machine fuzz
    build_preset fuzz --target wayside_fuzzers
    while IFS= read -r target; do
        fuzz_one "$target" "$1" || failed+=("${target##*/}")
        printf '%s: %s\n' "${target##*/}" \
            "$(grep -E '^(Done|SUMMARY)' "build/fuzz/${target##*/}.txt" | tail -n 1)"
    done <build/fuzz/fuzzers.txt
    [ "${#failed[@]}" = 0 ] || stop 1 "broken: ${failed[*]}; see build/fuzz/found"
}

# --- Run -----------------------------------------------------------------------------------------

run_demo() { # "" or --fresh
    case "${1:-}" in
        "" | --fresh) ;;
        *) usage ;;
    esac
    build run make_day
    exec cli/demo/run "$@"
}

# A function, read whole before it starts, so that editing this file does not disturb a run.
main() {
    local command=${1:-}
    [ $# -gt 0 ] && shift
    case "$command" in
        build)
            [ $# = 0 ] || usage
            build build
            printf '%s\n' "$top/build/wayside"
            ;;
        test) test_all "$@" ;;
        fuzz)
            [ $# -le 1 ] || usage
            fuzz_all "${1:-20}"
            ;;
        run)
            [ $# -le 1 ] || usage
            run_demo "$@"
            ;;
        *) usage ;;
    esac
    exit
}

main "$@"
