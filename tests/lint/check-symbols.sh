#!/bin/bash
# SPDX-License-Identifier: MIT
# The arrows of lib/README.md, by the symbols that the objects of a room leave open; of the C library, core and client
# use mem* and str* alone. What is smtp__ is used by another file of the library, else it were static. No object has a
# variable that can change.
. "$(dirname "$0")/common.sh"
build "$B/libsmtp.a"

objects_of() {
    find "$B/lib/$1" -name '*.o'
}

symbols() { # flag room…
    local flag=$1 room
    shift
    for room; do
        objects_of "$room" | xargs -r nm -A "$flag" | awk '{ print $NF }'
    done | sort -u
}

for room in "${ROOM_LIST[@]}"; do
    mapfile -t below < <(rooms_below "$room")
    mapfile -t open < <(comm -23 <(symbols --undefined-only "$room") <(symbols --defined-only "${below[@]}"))
    for symbol in "${open[@]}"; do
        case $symbol in
        mem[a-z]* | str[a-z]* | __stack_chk_fail | _GLOBAL_OFFSET_TABLE_) ;;
        __cpu_model) ;; # what the processor can, of the compiler's own library
        smtp__*) complain "$room: uses $symbol of a room that is not below it" ;;
        smtp_*) ! is_core "$room" || complain "$room: uses $symbol of a room that is not below it" ;;
        *) [ "$room" = port ] || complain "$room: uses $symbol" ;;
        esac
    done
done

lonely=$(comm -23 <(symbols --defined-only "${ROOM_LIST[@]}" | grep -x 'smtp__[a-z0-9_]*') <(symbols --undefined-only "${ROOM_LIST[@]}"))
[ -z "$lonely" ] || complain "used in one file only: $lonely"

while read -r object; do
    objdump -h "$object" | awk -v object="${object#"$B/"}" '
        $2 ~ /^\.(data|bss|tdata|tbss|sdata|sbss)(\.|$)/ && $2 !~ /^\.data\.rel\.ro/ && $3 !~ /^0+$/ {
            print object ": a variable in " $2
        }'
    nm "$object" | awk -v object="${object#"$B/"}" '$2 == "C" { print object ": common variable " $3 }'
done < <(find "$B/lib" -name '*.o') >"$B/globals"
[ ! -s "$B/globals" ] || complain "$(cat "$B/globals")"
