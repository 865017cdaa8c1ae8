#!/bin/sh
# SPDX-License-Identifier: MIT
# mbedtls-3.6.sh BUILD [SUITE] - the tests of the port against mbedTLS 3.6, which Debian 12 does not have: the source
# package of SUITE (sid; trixie has 3.6.6) is taken from the machine's own package source by an apt configuration of its
# own, so that the system's is left alone, and built below BUILD/mbedtls-3.6. A second run builds it no more.
set -eu
[ $# = 1 ] || [ $# = 2 ] || { echo "usage: mbedtls-3.6.sh BUILD [SUITE]" >&2; exit 64; }
here=$(cd "$(dirname "$0")/.." && pwd)
suite=${2:-sid}
mkdir -p "$1/mbedtls-3.6/$suite"
build=$(cd "$1/mbedtls-3.6/$suite" && pwd)

fetch() {
    a=$build/apt
    mkdir -p "$a/lists/partial" "$a/cache/archives/partial"
    : >"$a/status"
    # shellcheck source=/dev/null
    . /etc/os-release
    # shellcheck disable=SC2016
    uri=$(apt-get indextargets --format '$(REPO_URI)' "Codename: $VERSION_CODENAME" | head -1)
    echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $uri $suite main" >"$a/sources.list"
    cat >"$a/apt.conf" <<CONF
Dir::Etc::sourcelist "$a/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State::lists "$a/lists";
Dir::State::status "$a/status";
Dir::Cache "$a/cache";
APT::Sandbox::User "root";
CONF
    export APT_CONFIG="$a/apt.conf"
    apt-get -qq update
    apt-get -qq source --download-only mbedtls
    unset APT_CONFIG
}

build_it() {
    cd "$build"
    fetch
    mkdir -p source
    tar -xf mbedtls_3.6*.orig.tar.* -C source --strip-components 1
    make -C source -j2 lib CFLAGS=-O2 >log 2>&1 || { tail -20 log >&2; exit 1; }
    mkdir -p prefix/lib prefix/include
    cp source/library/*.a prefix/lib
    cp -R source/include/mbedtls source/include/psa prefix/include
    rm -rf source apt
    : >complete
}

[ -e "$build/complete" ] || (build_it)
lib=$build/prefix/lib
sed -n 's/^#define MBEDTLS_VERSION_STRING_FULL *"\(.*\)"/against \1/p' "$build/prefix/include/mbedtls/build_info.h"
${MAKE:-make} -C "$here" B="$build/build" CPPFLAGS="-I$build/prefix/include ${CPPFLAGS:-}" \
    MBEDTLS_LIBS="$lib/libmbedtls.a $lib/libmbedx509.a $lib/libmbedcrypto.a" check-port
