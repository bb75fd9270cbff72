# Sourced by quickstart, check and tools: messages, Debian packages, the pinned tools of LLVM, data.
# shellcheck shell=bash

say() {
    printf '\n== %s\n' "$*"
}

die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 3
}

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# install_packages PACKAGE...: says what is missing and installs it with apt-get, through sudo where
# we are not root. With install=no in the environment of the caller it only says.
install_packages() {
    local package missing=() as_root=()
    if ! command -v dpkg-query >/dev/null; then
        echo "This is no Debian: please see to these packages or their like yourself: $*"
        return
    fi
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    if [ ${#missing[@]} -eq 0 ]; then
        echo "Everything is installed: $*"
        return
    fi
    if [ "${install:-yes}" = no ]; then
        echo "Missing, and left alone because of --no-install: ${missing[*]}"
        return
    fi
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null ||
            die "not root and no sudo: run as root: apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    echo "Will install with apt-get: ${missing[*]}"
    "${as_root[@]}" apt-get update -qq || die "apt-get update failed"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
        --no-install-recommends "${missing[@]}" >/dev/null ||
        die "apt-get could not install: ${missing[*]}"
}

# The directory, of those that may hold CIFAR-10, that does: prints it, or fails.
find_cifar10() {
    local place
    for place in "${XCEPTC_DATA:-}" data; do
        [ -n "$place" ] || continue
        if [ -f "$place/cifar-10-batches-bin/data_batch_1.bin" ] ||
            [ -f "$place/data_batch_1.bin" ]; then
            printf '%s\n' "$place"
            return
        fi
    done
    return 1
}

# The version of LLVM's tools whose verdict counts: that of Debian 12. Others format otherwise and
# find other things.
llvm_version=14

# find_llvm_tool TOOL [PROGRAM]: prints the program that is TOOL of that version: PROGRAM where it is
# given, else TOOL-14 or TOOL. Exits with 3 when there is none, with 77 when all are other versions.
find_llvm_tool() {
    local tool=$1 given=${2:-} program version others=()
    for program in ${given:-"$tool-$llvm_version" "$tool"}; do
        command -v "$program" >/dev/null || continue
        version=$("$program" --version 2>/dev/null | sed -nE 's/.*version ([0-9]+)\..*/\1/p' | head -n 1)
        if [ "$version" = "$llvm_version" ]; then
            printf '%s\n' "$program"
            return
        fi
        others+=("$program is version ${version:-unknown}")
    done
    if [ ${#others[@]} -gt 0 ]; then
        echo "SKIPPED: $tool $llvm_version is expected, but ${others[*]}" >&2
        exit 77
    fi
    die "${given:-$tool} is missing; version $llvm_version is expected: apt-get install $tool-$llvm_version," \
        "or $tool on Debian 12"
}
