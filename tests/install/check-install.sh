#!/bin/bash
# SPDX-License-Identifier: MIT
# check-install.sh MAKE BUILD CC: installs into a directory of its own, builds a program against what stands there,
# shared and static, runs both, and takes everything away again.
# (A grep that reads to its end: with -q it would close the pipe, which pipefail takes for a failure.)
set -uo pipefail

read -ra make <<<"$1 -s --no-print-directory B=$2"
cc=$3
here=$(cd "$(dirname "$0")" && pwd)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
passed=0 failed=0

try() { # what command…
    local what=$1
    shift
    if "$@" >"$stage/log" 2>&1; then
        passed=$((passed + 1))
        echo "ok      $what"
    else
        failed=$((failed + 1))
        echo "FAILED  $what"
        cat "$stage/log"
    fi
}

pkg() {
    PKG_CONFIG_PATH=$root/usr/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$root pkg-config "$@" libsmtp
}

# shellcheck disable=SC2046,SC2086 # lists of words
shared() {
    $cc -std=c99 -Wall -Wextra -Wpedantic -Werror $(pkg --cflags) -o "$stage/shared" "$here/consumer.c" $(pkg --libs) &&
        LD_LIBRARY_PATH=$root/usr/lib "$stage/shared" &&
        LD_LIBRARY_PATH=$root/usr/lib ldd "$stage/shared" | grep "libsmtp.so.[0-9]* => $root" >&2
}

# shellcheck disable=SC2046,SC2086 # lists of words
static() {
    $cc -std=c99 $(pkg --cflags) -o "$stage/static" "$here/consumer.c" \
        $(pkg --static --libs | sed "s|-lsmtp\b|$root/usr/lib/libsmtp.a|") && "$stage/static" &&
        ! ldd "$stage/static" | grep libsmtp
}

soname() {
    objdump -p "$root/usr/lib/libsmtp.so" | grep -E 'SONAME +libsmtp\.so\.[0-9]+$' >&2
}

pages() {
    [ -f "$root/usr/share/man/man7/libsmtp.7" ] && [ -f "$root/usr/share/man/man3/smtp_client.3" ] &&
        [ -s "$root/usr/share/man/man3/smtp_client_set_url.3" ] &&
        [ "$(readlink "$root/usr/share/man/man3/smtp_client_set_url.3")" = smtp_client.3 ] &&
        mandoc -T lint -W error "$root"/usr/share/man/man3/*.3
}

nothing_left() {
    find "$root" ! -type d
    [ -z "$(find "$root" ! -type d)" ] && [ ! -e "$root/usr/include/smtp" ]
}

root=$stage/root
staged=(PREFIX=/usr "DESTDIR=$root")
try 'install' "${make[@]}" install "${staged[@]}"
try 'the pkg-config file is valid' pkg --validate
try 'a program builds and runs with the shared library' shared
try 'and with the static one' static
try 'the shared library has its soname' soname
try 'the pages are there, and one for each function' pages
try 'the tools run' sh -c '"$0/smtp-send" --help && "$0/smtp-doctor" --help' "$root/usr/bin"
try 'uninstall' "${make[@]}" uninstall "${staged[@]}"
try 'nothing is left' nothing_left
echo "$passed passed, $failed failed"
[ $failed = 0 ]
