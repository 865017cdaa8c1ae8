#!/bin/bash
# SPDX-License-Identifier: MIT
# The sources stand as .clang-format says; no tabs, no blanks at the end of a line.
. "$(dirname "$0")/common.sh"

mapfile -t sources < <(files '*.c' '*.h')
cd "$S"
clang-format --dry-run -Werror "${sources[@]}" 2>"$B/format.log" || complain "$(grep -A1 'error:' "$B/format.log")"
mapfile -t texts < <(files '*.c' '*.h' '*.sh' '*.py' '*.md' 'man/*' Makefile .ci/run)
! grep -nE ' +$' "${texts[@]}" || complain 'blanks at the end of a line'
