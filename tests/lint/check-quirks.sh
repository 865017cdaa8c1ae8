#!/bin/bash
# SPDX-License-Identifier: MIT
# Each quirk that tests/README.md numbers has a test in tests/quirks that bears its number in its name, or a row of its
# own there that says why not.
. "$(dirname "$0")/common.sh"

cd "$S"
known=" "
while read -r letter last; do
    for ((n = 1; n <= last; n++)); do
        known+="$letter$n "
    done
done < <(sed -nE 's/^\| ([A-Z])1 to \1([0-9]+) \|.*/\1 \2/p' tests/README.md)
[ "$known" != " " ] || complain 'tests/README.md numbers no quirks'
grep -ohE 'def test_[A-Z][0-9]+_' tests/quirks/*.py | sed 's/def test_\(.*\)_/\1/' | sort -u >"$B/quirks-tested"
for number in $known; do
    grep -qx "$number" "$B/quirks-tested" || grep -q "^| $number |" tests/README.md ||
        complain "$number: no test in tests/quirks, nor a row in tests/README.md"
done
while read -r number; do
    [[ $known == *" $number "* ]] || complain "$number: a test in tests/quirks, and not a number of tests/README.md"
done <"$B/quirks-tested"
