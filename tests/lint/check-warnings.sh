#!/bin/bash
# SPDX-License-Identifier: MIT
# gcc and clang build library, tools and tests without a warning.
. "$(dirname "$0")/common.sh"

for cc in gcc clang; do
    build "B=$B/$cc" "CC=$cc" CFLAGS='-O2 -Werror' all programs || complain "$cc"
done
