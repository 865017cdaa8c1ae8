#!/bin/bash
# SPDX-License-Identifier: MIT
# The program in README.md is examples/alert.c; the test files that SECURITY.md and README.md name are there; every
# file of a room is listed in the Makefile, and has its test, tests/ROOM/test_FILE.c, or stands in tests/README.md with
# what tests it; every file of mime stands in the map of lib/README.md or in the header of its group.
. "$(dirname "$0")/common.sh"

cd "$S"
program=$(awk '/^```c$/ { on = 1; next } /^```$/ { on = 0 } on' README.md)
[ "$program" = "$(cat examples/alert.c)" ] || complain 'README.md: the program is not examples/alert.c'
while read -r path; do
    [ -e "$path" ] || complain "$path is named, but not there"
done < <(grep -ohE '.(tests|examples|lib|include|man)/[A-Za-z0-9_./-]+.' README.md SECURITY.md tests/README.md |
    sed -n 's/^`\(.*\)`$/\1/p' | sort -u)
while read -r room test; do
    [ -f "tests/$room/$test.c" ] || complain "tests/$room/$test.c is named, but not there"
done < <(sed -nE 's/^\| `lib\/([a-z]+)\/[^|]*\|(.*)\|$/\1 \2/p' tests/README.md |
    while read -r room words; do sed "s/^/$room /" < <(grep -oE 'test_[a-z0-9_]+' <<<"$words"); done)
makefile=$(sed -e :a -e '/\\$/{N;s/ *\\\n */ /;ta}' Makefile)
for source in lib/*/*.c lib/*/*/*.c; do
    room=$(cut -d/ -f2 <<<"$source")
    file=${source#"lib/$room/"}
    file=${file%.c}
    grep -qE "^${room}_SRC = (.* )?$file( |$)" <<<"$makefile" || complain "$source: not in the Makefile"
    [ -f "tests/$room/test_$(basename "$file").c" ] || grep -q "^| [^|]*\`$source\`[^|]*|" tests/README.md ||
        complain "$source: no tests/$room/test_$(basename "$file").c, nor in tests/README.md"
done
for source in lib/mime/*.c; do
    file=$(basename "$source")
    grep -qF "\`$file\`" lib/README.md || grep -qF " *     $file " lib/mime/*_object.h lib/mime/message_check.h ||
        complain "$source: neither in lib/README.md nor in the header of its group"
done
