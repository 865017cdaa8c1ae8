#!/bin/sh
# SPDX-License-Identifier: MIT
# size.sh TITLE TOOL-PREFIX [NAME OBJECT…]…: text, data and bss of each group of object files, and their sum.
set -eu

title=$1 size=${2}size
shift 2
printf '%s\n%-12s%8s%8s%8s\n' "$title" room text data bss
for word; do
    case $word in
    *.o) "$size" "$word" | awk -v room="$room" 'NR > 1 { print room, $1, $2, $3 }' ;;
    *) room=$word ;;
    esac
done | awk '
    !($1 in text) { order[++n] = $1 }
    { text[$1] += $2; data[$1] += $3; bss[$1] += $4; t += $2; d += $3; b += $4 }
    END {
        for (i = 1; i <= n; i++) printf "%-12s%8d%8d%8d\n", order[i], text[order[i]], data[order[i]], bss[order[i]]
        if (n > 1) printf "%-12s%8d%8d%8d\n", "sum", t, d, b
    }'
