#!/bin/bash
# SPDX-License-Identifier: MIT
# An aiosmtpd, as common.sh says: aiosmtpd_server.py.
. "$(dirname "$0")/common.sh"
PACKAGES=(python3-aiosmtpd)

configure() { :; }

serve() { inside /usr/bin/python3 -B "$HERE/aiosmtpd_server.py" "$DIR" "$PORT"; }

run "$@"
