#!/bin/bash
# SPDX-License-Identifier: MIT
# A file has at most 450 lines, a function at most 60; in library and examples a function has a cyclomatic complexity of
# at most 10.
. "$(dirname "$0")/common.sh"

mapfile -t sources < <(files '*.c' '*.h')
cd "$S"
complain_all() {
    local lines
    lines=$(cat)
    [ -z "$lines" ] || complain "$lines"
}
complain_all < <(wc -l "${sources[@]}" | awk '$2 != "total" && $1 > 450 { print $2 ": " $1 " lines" }')
complain_all < <(ctags -f - --sort=no --languages=C --langmap=C:.c.h --kinds-C=f --fields=+ne "${sources[@]}" |
    sed -nE 's/^([^\t]+)\t([^\t]+)\t.*\tline:([0-9]+).*\tend:([0-9]+).*/\1 \2 \3 \4/p' |
    awk '$4 - $3 + 1 > 60 { print $2 ": " $1 " has " $4 - $3 + 1 " lines" }')
mapfile -t code < <(files 'lib/*.c' 'examples/*.c' | grep -vx examples/alert.c) # one chain of calls, to be read at once
complain_all < <(pmccabe "${code[@]}" 2>/dev/null | awk '$2 > 10 { print $6 ": " $7 " has complexity " $2 }')
