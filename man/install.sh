#!/bin/sh
# SPDX-License-Identifier: MIT
# install.sh [--remove] DIRECTORY PAGE…: puts each page below DIRECTORY, and a link to it for each further name in its
# NAME section, so that `man smtp_client_new` finds smtp_client.3.
set -eu

remove=0
if [ "$1" = --remove ]; then
    remove=1
    shift
fi
to=$1
shift

names() {
    awk '/^\.Sh / { on = $2 == "NAME" } on && /^\.Nm / { print $2 }' "$1"
}

for page; do
    file=${page##*/}
    section=${file##*.}
    folder=$to/man$section
    [ $remove = 1 ] || { install -d "$folder" && install -m 644 "$page" "$folder/$file"; }
    [ $remove = 0 ] || rm -f "$folder/$file"
    for name in $(names "$page"); do
        link=$folder/$name.$section
        [ "$name.$section" != "$file" ] || continue
        [ $remove = 1 ] || ln -sf "$file" "$link"
        [ $remove = 0 ] || rm -f "$link"
    done
done
