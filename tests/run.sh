#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh COMMAND…: runs each command, shows what it prints, and ends with one line that sums up the tests they ran:
# "N passed, N failed[, N skipped]". Fails if a test or a command failed, or if a command ran no test.
# run.sh -1 COMMAND…: each command is one test, passed if it succeeds.
# With SMTP_TESTS_REQUIRE_SERVERS in the environment a test that was skipped has failed. A test of cmocka that is passed
# over is one for another build, and no part of the sum.
set -uo pipefail

each=0
if [ "${1-}" = -1 ]; then
    each=1
    shift
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# The numbers in a log: its last line if that sums up, else the closing lines of cmocka and of unittest.
count() {
    awk '
        function first_number(s) { return match(s, /[0-9]+/) ? substr(s, RSTART, RLENGTH) : 0 }
        function after(word) { return match($0, word "=[0-9]+") ? first_number(substr($0, RSTART)) : 0 }
        /^\[  PASSED  \] [0-9]+ test/ { passed += first_number($0) }
        /^\[  FAILED  \] .*[0-9]+ test\(s\), listed below/ { sub(/.*: /, ""); failed += first_number($0) }
        /^Ran [0-9]+ tests? in / { ran = first_number($0) }
        /^(OK|FAILED)( \(.*\))?$/ {
            bad = after("failures") + after("errors") + after("unexpected successes")
            skip = after("skipped")
            passed += ran - bad - skip; failed += bad; skipped += skip; ran = 0
        }
        NF && !/^make(\[[0-9]+\])?: / { last = $0 }
        END {
            if (last ~ /^[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$/) {
                split(last, n, /[^0-9]+/)
                passed = n[1]; failed = n[2]; skipped = n[3]
            }
            print passed + 0, failed + 0, skipped + 0
        }' "$log"
}

passed=0 failed=0 skipped=0
for command in "$@"; do
    [ $each = 1 ] || echo "== $command"
    begun=$SECONDS
    bash -c "$command" 2>&1 | tee "$log"
    status=${PIPESTATUS[0]}
    if [ $each = 1 ]; then
        p=$((status == 0)) f=$((status != 0)) s=0
        [ "$status" = 0 ] || echo "!! failed: $command"
    else
        read -r p f s < <(count)
        if [ "$f" = 0 ] && { [ "$status" != 0 ] || [ $((p + s)) = 0 ]; }; then
            f=1
            echo "!! status $status, $p tests: $command"
        fi
        if [ "$s" != 0 ] && [ -n "${SMTP_TESTS_REQUIRE_SERVERS-}" ]; then
            echo "!! $s tests were skipped: $command"
            f=$((f + s)) s=0
        fi
        echo "-- $((SECONDS - begun)) s"
    fi
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done
if [ $skipped = 0 ]; then
    echo "$passed passed, $failed failed"
else
    echo "$passed passed, $failed failed, $skipped skipped"
fi
[ $failed = 0 ]
