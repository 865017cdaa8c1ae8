#!/bin/bash
# SPDX-License-Identifier: MIT
# Exported = declared in include/smtp = documented in NAME and SYNOPSIS of a page of section 3, and all are smtp_*. No
# name of ours stands in smtp-taken-names.txt. An include guard or the tag of a struct stands in one file only.
. "$(dirname "$0")/common.sh"
build all

nm -D --defined-only "$B/libsmtp.so" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | sort -u >"$B/exported"
cc -E -P -DSMTP_API=API "-I$S/include" "$S/include/smtp/smtp.h" | tr -s '\n ' '  ' | grep -oE 'API [^;(]+\(' |
    grep -oE '[A-Za-z0-9_]+\(' | tr -d '(' | sort -u >"$B/declared"
for page in "$S"/man/*.3; do
    awk '/^\.Sh / { on = $2 == "NAME" } on && /^\.Nm / { print $2 }' "$page"
done | sort -u >"$B/named"
sed -nE 's/^\.F[no] "?([a-z0-9_]+)"?.*/\1/p' "$S"/man/*.3 | grep '^smtp_' | sort -u >"$B/prototyped"

differ() { # what file file
    local lines
    lines=$(diff "$2" "$3") || complain "$1:"$'\n'"$lines"
}
differ 'exported (<) and declared (>)' "$B/exported" "$B/declared"
differ 'declared (<) and in NAME of man pages (>)' "$B/declared" <(comm -12 "$B/declared" "$B/named"; grep -vxFf "$B/declared" "$B/named" | grep -vxFf <(basename -s .3 "$S"/man/*.3))
differ 'declared (<) and in SYNOPSIS of man pages (>)' "$B/declared" <(comm -12 "$B/declared" "$B/prototyped"; comm -13 "$B/declared" "$B/prototyped" | grep -vE '_(fn)$')
! grep -vE '^smtp_[a-z0-9]' "$B/exported" || complain 'exported: not smtp_*'

# Every word of ours that a program including the headers, or linking the archive, meets.
{
    cc -E -P "-I$S/include" "$S/include/smtp/smtp.h"
    cc -E -dM "-I$S/include" "$S/include/smtp/smtp.h"
    nm --defined-only "$B/libsmtp.a" 2>/dev/null | awk '$2 ~ /[A-Z]/ { print $3 }'
} | grep -oE '\b(smtp|SMTP|LIBSMTP)[A-Za-z0-9_]*' | sort -u >"$B/ours"
taken=$(comm -12 "$B/ours" <(grep -v '^#' "$(dirname "$0")/smtp-taken-names.txt" | sort -u))
[ -z "$taken" ] || complain "taken by other libraries: $taken"
foreign=$(nm --defined-only "$B/libsmtp.a" 2>/dev/null | awk '$2 ~ /[A-Z]/ && $3 !~ /^smtp_/ { print $3 }')
[ -z "$foreign" ] || complain "in libsmtp.a, but not smtp_*: $foreign"

# Two rooms may meet in one source file, today or later.
twice=$(cd "$S" && {
    grep -rhE '^#ifndef [A-Z0-9_]+_H$' lib include
    grep -rhoE '(struct|union|enum) smtp_[a-z0-9_]+ \{' lib include
} | sort | uniq -d)
[ -z "$twice" ] || complain "defined twice: $twice"
