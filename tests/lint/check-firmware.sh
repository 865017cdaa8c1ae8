#!/bin/bash
# SPDX-License-Identifier: MIT
# The core builds for a Cortex-M4 as README says, and asks of the C library nothing but mem* and str*.
. "$(dirname "$0")/common.sh"

build "B=$B/firmware" CROSS=arm-none-eabi- CFLAGS='-mcpu=cortex-m4 -mthumb -Os' core
arm-none-eabi-nm "$B/firmware/libsmtp-core.a" >"$B/firmware.txt"
awk '$2 == "T" || $2 == "R" || $2 == "D" { print $3 }' "$B/firmware.txt" | sort -u >"$B/firmware-has"
awk '$1 == "U" { print $2 }' "$B/firmware.txt" | sort -u >"$B/firmware-asks"
[ -s "$B/firmware-has" ] || complain 'nothing was built'
while read -r symbol; do
    # __aeabi_*: arithmetic that the processor does not have, of the compiler's own library
    [[ $symbol == mem* || $symbol == str* || $symbol == __aeabi_* ]] || complain "the core asks for $symbol"
done < <(comm -13 "$B/firmware-has" "$B/firmware-asks")
