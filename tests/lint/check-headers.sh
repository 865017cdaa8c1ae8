#!/bin/bash
# SPDX-License-Identifier: MIT
# Each public header compiles alone, as C99 and as C++, under -Wpedantic; preprocessed with SMTP_HEADERS_ONLY, the whole
# is plain C: no attribute, no extension, nothing but declarations that an FFI generator reads.
. "$(dirname "$0")/common.sh"

alone() {
    printf '#include <%s>\ntypedef int something;\n' "$name"
}

warnings=(-Wall -Wextra -Wpedantic -Werror -fsyntax-only)
for header in "$S"/include/smtp/*.h; do
    name=smtp/$(basename "$header")
    for cc in gcc clang; do
        alone | $cc -std=c99 -Wstrict-prototypes "${warnings[@]}" "-I$S/include" -x c - ||
            complain "$name: $cc, C99"
    done
    for standard in c++11 c++17; do
        alone | g++ -std=$standard "${warnings[@]}" "-I$S/include" -x c++ - || complain "$name: $standard"
    done
done

# The standard headers are left empty: what remains is ours.
mkdir -p "$B/empty"
: >"$B/empty/stddef.h"
: >"$B/empty/stdint.h"
cc -E -P -nostdinc -DSMTP_HEADERS_ONLY "-I$B/empty" "-I$S/include" "$S/include/smtp/smtp.h" >"$B/ffi.h" ||
    complain 'a public header includes more than <stddef.h> and <stdint.h>'
! grep -nE '__|\bextern\b|\binline\b|\.\.\.|^#' "$B/ffi.h" || complain 'not plain C for an FFI generator'
printf '#include <stddef.h>\n#include <stdint.h>\n#include "ffi.h"\n' |
    cc -std=c99 -pedantic-errors -Wall -Werror -fsyntax-only "-I$B" -x c - || complain 'preprocessed headers'
