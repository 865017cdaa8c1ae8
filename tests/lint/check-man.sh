#!/bin/bash
# SPDX-License-Identifier: MIT
# mandoc has nothing to say about the man pages; every header has its page, and what a page refers to is there.
. "$(dirname "$0")/common.sh"

cd "$S"
mandoc -T lint -W warning man/*.[137] || complain mandoc
for header in include/smtp/*.h; do
    name=$(basename "$header" .h)
    case $name in
    api | config | smtp) ;;
    *) [ -f "man/smtp_$name.3" ] || complain "$header: no man/smtp_$name.3" ;;
    esac
done
while read -r name section; do
    [ -f "man/$name.$section" ] || [[ $name != *smtp* ]] || complain "man/$name.$section is referred to, but not there"
done < <(sed -nE 's/^\.Xr ([^ ]+) ([0-9]).*/\1 \2/p' man/*.[137] | sort -u)
