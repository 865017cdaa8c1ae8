#!/bin/bash
# SPDX-License-Identifier: MIT
# cppcheck has nothing to say about library and examples. What is suppressed are its false alarms; the compilers' own
# warnings and clang's analyser look for the same.
. "$(dirname "$0")/common.sh"

cd "$S"
existing=()
for folder in lib examples; do
    [ ! -d $folder ] || existing+=("$folder")
done
cppcheck --quiet --std=c11 --enable=warning,performance,portability,style --inline-suppr --error-exitcode=1 \
    --suppress=missingIncludeSystem --suppress=unusedStructMember --suppress=knownConditionTrueFalse --suppress=legacyUninitvar \
    --suppress=uninitStructMember --suppress=variableScope -Iinclude -Ilib -j "$(nproc)" "${existing[@]}" \
    >"$B/cppcheck.log" 2>&1 || complain "$(cat "$B/cppcheck.log")"
