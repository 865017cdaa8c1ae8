#!/bin/sh
# SPDX-License-Identifier: MIT
# libetpan.sh DIRECTORY: unpacks the headers of Debian's libetpan-dev there. They are not installed, because that
# package wants the libcurl built with GnuTLS in place of the one built with OpenSSL.
set -eu

directory=$1
[ ! -d "$directory/usr/include/libetpan" ] || exit 0
rm -rf "$directory"
mkdir -p "$directory"
cd "$directory"
apt-get download -q -o APT::Sandbox::User=root libetpan-dev
dpkg-deb -x libetpan-dev_*.deb .
