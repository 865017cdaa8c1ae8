#!/bin/bash
# SPDX-License-Identifier: MIT
# No function calls itself, directly or by others, as far as calls by name go; no frame of the core is above 512 bytes
# or of a size that is not known beforehand.
. "$(dirname "$0")/common.sh"

# Calls, from code that is not optimised: each function is a node.
build "B=$B/calls" CFLAGS='-O0 -fcallgraph-info' "$B/calls/libsmtp.a"
find "$B/calls/lib" -name '*.ci' -exec cat {} + >"$B/calls.txt"
grep -q 'edge:' "$B/calls.txt" || complain 'no call graph'
sed -nE 's/.*edge: \{ sourcename: "([^"]+)" targetname: "([^"]+)".*/\1 \2/p' "$B/calls.txt" |
    grep -v __indirect_call >"$B/edges"
awk '$1 == $2 { print $1 " calls itself" }' "$B/edges" >"$B/loops"
awk '$1 != $2' "$B/edges" | tsort 2>>"$B/loops" >/dev/null || true
[ ! -s "$B/loops" ] || complain "recursion: $(cat "$B/loops")"

# Frames, of the code that is used; without the red zone, which the compiler's figures leave out.
red_zone=
[[ $(gcc -dumpmachine) != x86_64* ]] || red_zone=-mno-red-zone
for level in -O2 -Os; do
    build "B=$B/frames$level" CFLAGS="$level -fstack-usage $red_zone" core
    while read -r where bytes kind; do
        [ "$bytes" -le 512 ] || complain "$level: $where: a frame of $bytes bytes"
        [[ $kind == static || $kind == dynamic,bounded ]] || complain "$level: $where: a frame of $kind size"
    done < <(find "$B/frames$level/lib" -name '*.su' -exec cat {} +)
done
