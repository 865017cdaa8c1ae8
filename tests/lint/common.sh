# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Sourced by every check-*.sh. S is the tree, B a build directory of lint's own; both are set by the Makefile.
set -euo pipefail
export LC_ALL=C

S=$(cd "${S:-.}" && pwd)
mkdir -p "${B:=build/lint}"
B=$(cd "$B" && pwd)
read -ra MAKE_WORDS <<<"${MAKE:-make}"
read -ra ROOM_LIST <<<"${ROOMS:-base codec source wire auth session mime dkim provider explain client port}"
read -ra CORE_LIST <<<"${CORE_ROOMS:-base codec source wire auth session mime dkim}"
bad=0

complain() {
    echo "$*"
    bad=1
}

# The project's own files, relative to S; arguments are patterns of git.
files() {
    if git -C "$S" rev-parse --git-dir >/dev/null 2>&1; then
        (cd "$S" && git ls-files -co --exclude-standard -- "$@" | while read -r f; do [ ! -f "$f" ] || echo "$f"; done)
    else
        (cd "$S" && find . -type f ! -path './build*' | sed 's|^\./||' | while read -r f; do
            for pattern; do
                # shellcheck disable=SC2053 # a pattern
                [[ $f != $pattern ]] || { echo "$f" && break; }
            done
        done)
    fi
}

# Runs make in the tree with its own build directory.
build() {
    "${MAKE_WORDS[@]}" -f "$S/Makefile" -s "B=$B" "$@" >"$B/make.log" 2>&1 || { cat "$B/make.log"; return 1; }
}

is_core() {
    [[ " ${CORE_LIST[*]} " == *" $1 "* ]]
}

# The rooms whose internal headers and symbols a room may use, by the third column of the table in lib/README.md.
rooms_below() {
    local words
    words=$(awk -F'|' -v room="$1" '{ gsub(/ /, "", $2) } $2 == room { print $4 }' "$S/lib/README.md")
    for room in "${ROOM_LIST[@]}"; do
        [[ ! $words =~ (^|[^a-z])$room([^a-z]|$) ]] || echo "$room"
    done
    echo "$1"
}

trap '[ $? != 0 ] || exit $bad' EXIT
