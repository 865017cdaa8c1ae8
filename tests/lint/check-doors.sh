#!/bin/bash
# SPDX-License-Identifier: MIT
# Every string that a program hands over for a mail, each parameter `const char *` of these headers, has its row in the
# table of tests/support/doors.c, which the tests of injection go through.
. "$(dirname "$0")/common.sh"

for header in message message_address message_field part raw merge dkim envelope mailbox; do
    cc -E -P -DSMTP_API=API "-I$S/include" "$S/include/smtp/$header.h"
done | tr -s '\n ' '  ' | grep -oE 'API [^;]*;' | sort -u | while read -r declaration; do
    function=$(grep -oE 'smtp_[a-z0-9_]+\(' <<<"$declaration" | head -1 | tr -d '(')
    grep -oE '[(,] ?const char \*[a-z_]+' <<<"$declaration" | sed "s/.*\*/$function /" || true
done | grep -v '^smtp_dkim_add_key ' >"$B/doors" # hands its strings to smtp_dkim_add_signer and to mbedTLS
sed -nE 's/^ *\{"(smtp_[a-z0-9_]+ [a-z0-9_]+)",.*/\1/p' "$S/tests/support/doors.c" >"$B/doors-tested"
[ -s "$B/doors" ] || complain 'no doors found'
lines=$(diff <(sort "$B/doors") <(sort "$B/doors-tested")) || complain "doors (<) and rows of tests/support/doors.c (>):"$'\n'"$lines"
