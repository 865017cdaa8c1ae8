#!/bin/bash
# SPDX-License-Identifier: MIT
# Every file names its licence in its first three lines. Mails and certificates kept as test data are content, not text.
. "$(dirname "$0")/common.sh"

while read -r file; do
    case $file in
    LICENSE | *.eml | *.pem | *.json | .gitignore | .clang-format | .clang-tidy) continue ;;
    esac
    head -3 "$S/$file" | grep -q 'SPDX-License-Identifier: MIT' || complain "$file: no SPDX line"
done < <(files '*')
