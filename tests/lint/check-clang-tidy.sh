#!/bin/bash
# SPDX-License-Identifier: MIT
# clang-tidy has nothing to say about library and examples; .clang-tidy says which checks, and why not others.
. "$(dirname "$0")/common.sh"

tidy() {
    clang-tidy --quiet --warnings-as-errors='*' "$@" -- -std=c11 -Iinclude -Ilib -Iexamples 2>/dev/null
}
export -f tidy
mapfile -t sources < <(files 'lib/*.c' 'examples/*.c')
cd "$S"
printf '%s\n' "${sources[@]}" | xargs -P "$(nproc)" -n 4 bash -c 'tidy "$@"' tidy >"$B/tidy.log" ||
    complain "$(grep -E '(error|warning):' "$B/tidy.log" || cat "$B/tidy.log")"
