#!/bin/bash
# SPDX-License-Identifier: MIT
# The arrows of lib/README.md, by the #include lines: a room includes internal headers only of the rooms that its row
# names; a core room includes public headers only of those rooms, and of the C library only freestanding ones and
# <string.h>.
. "$(dirname "$0")/common.sh"

# The room to which a public header belongs.
home_of() {
    local found
    case $1 in
    mechanism | extension | channel) # numbers that wire, auth and session speak of
        echo base
        return
        ;;
    esac
    [ ! -f "$S/lib/$1/$1.c" ] || { echo "$1" && return; } # a room's own
    found=$(cd "$S/lib" && find . -name "$1.c" ! -path './port/*' | cut -d/ -f2 | head -1)
    if [ -n "$found" ]; then
        echo "$found"
        return
    fi
    case $1 in
    api | config | allocator | result | version) echo base ;;
    mailbox | envelope) echo wire ;;
    event) echo session ;;
    *) echo client ;;
    esac
}

check_include() { # room file include allowed
    local room=$1 file=$2 include=$3 allowed=$4 other
    case $include in
    '<smtp/'*)
        other=${include#<smtp/}
        other=$(home_of "${other%.h>}")
        ! is_core "$room" || [[ " $allowed " == *" $other "* ]] || complain "$file: $include belongs to $other"
        ;;
    '<immintrin.h>') [[ $file == *_x86.c ]] || complain "$file: $include" ;;
    '<string.h>' | '<stddef.h>' | '<stdint.h>' | '<stdbool.h>' | '<stdalign.h>' | '<limits.h>') ;;
    '<'*) ! is_core "$room" || complain "$file: $include in a core room" ;;
    *)
        other=${include//\"/}
        [[ $other == */* ]] && [ ! -f "$S/$(dirname "$file")/$other" ] || return 0
        [[ " $allowed " == *" ${other%%/*} "* ]] || complain "$file: $include is not below $room"
        ;;
    esac
}

for room in "${ROOM_LIST[@]}"; do
    allowed=$(rooms_below "$room" | tr '\n' ' ')
    [ "$(wc -w <<<"$allowed")" -gt 1 ] || [ "$room" = base ] || complain "lib/README.md: no row for $room"
    while read -r file include; do
        check_include "$room" "$file" "$include" "$allowed"
    done < <(cd "$S" && grep -rHoE '^ *# *include +[<"][^>"]+[>"]' "lib/$room" | sed -E 's/: *# *include +/ /')
done
