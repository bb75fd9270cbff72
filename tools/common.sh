# Sourced by quickstart and check: messages, and the installation of Debian packages.
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
