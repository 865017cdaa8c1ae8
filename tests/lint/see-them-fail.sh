#!/bin/bash
# SPDX-License-Identifier: MIT
# Shows that the rules of this directory notice what breaks them: in a copy of the tree each rule is broken in turn, and
# its check must fail and say why. `tests/lint/see-them-fail.sh [CHECK…]`; `make lint` does not run it.
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
tree=$(cd "$here/../.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
passed=0 failed=0
wanted=" $* "

fresh() {
    rm -rf "$copy/tree"
    mkdir "$copy/tree"
    (cd "$tree" && git ls-files -co --exclude-standard -z | xargs -0 tar c --ignore-failed-read 2>/dev/null) |
        tar x -C "$copy/tree"
}

# broken CHECK WHAT-IT-MUST-SAY FILE: the text on standard input is appended to the file.
broken() {
    local check=$1 says=$2 file=$3 status=0
    [ "$wanted" = "  " ] || [[ $wanted == *" $check "* ]] || return 0
    fresh
    cat >>"$copy/tree/$file"
    (cd "$copy/tree" && git init -q . && S=. B="$copy/build" "tests/lint/check-$check.sh") >"$copy/log" 2>&1 || status=$?
    if [ $status != 0 ] && grep -qF -- "$says" "$copy/log"; then
        passed=$((passed + 1))
        echo "ok      $check: $says"
    else
        failed=$((failed + 1))
        echo "FAILED  $check did not say: $says"
        tail -5 "$copy/log"
    fi
}

repeat() { # N TEXT
    local i
    for ((i = 0; i < $1; i++)); do
        echo "$2"
    done
}

broken spdx 'lib/base/new.c: no SPDX line' lib/base/new.c <<<'int x;'
broken includes '"session/session.h" is not below wire' lib/wire/reply.c <<<'#include "session/session.h"'
broken includes '<stdio.h> in a core room' lib/wire/reply.c <<<'#include <stdio.h>'
broken includes '<smtp/client.h> belongs to client' lib/wire/reply.c <<<'#include <smtp/client.h>'
broken symbols 'base: uses malloc' lib/base/wipe.c <<<'void *malloc(size_t n); void *smtp__m(void); void *smtp__m(void) { return malloc(9); }'
broken symbols 'base: uses smtp__reply_feed' lib/base/wipe.c <<<'int smtp__reply_feed(void); int smtp__m(void); int smtp__m(void) { return smtp__reply_feed(); }'
broken symbols 'a variable in .bss' lib/base/wipe.c <<<'int smtp__counter;'
broken symbols 'a variable in .data' lib/base/wipe.c <<<'static int counter = 3; int *smtp__c(void); int *smtp__c(void) { return &counter; }'
broken names 'smtp_undocumented' lib/base/version.c <<<'SMTP_API int smtp_undocumented(void); int smtp_undocumented(void) { return 0; }'
broken names 'taken by other libraries: SMTP_DEBUG' include/smtp/version.h <<<'enum { SMTP_DEBUG = 1 };'
broken names 'not smtp_*: helper' lib/base/wipe.c <<<'int helper(void); int helper(void) { return 0; }'
broken names 'defined twice: #ifndef SMTP__TEXT_H' lib/base/new.h <<<'#ifndef SMTP__TEXT_H'
broken names 'defined twice: struct smtp__text {' lib/wire/new.h <<<'struct smtp__text { int x; };'
broken symbols 'used in one file only: smtp__m' lib/base/wipe.c <<<'int smtp__m(void); int smtp__m(void) { return 1; }'
broken shape 'f has 62 lines' lib/base/wipe.c <<<"void f(void) {"$'\n'"$(repeat 60 ';')"$'\n}'
broken shape 'lib/base/wipe.h: ' lib/base/wipe.h < <(repeat 450 '')
broken shape 'f has complexity 11' lib/base/wipe.c <<<"int f(int a) {"$'\n'"$(repeat 10 'if (a) { a--; }')"$'\n return a; }'
broken stack 'a frame of' lib/base/wipe.c <<<'void smtp__big(void); void smtp__big(void) { volatile char room[600]; room[0] = 1; room[599] = 2; }'
broken stack 'a frame of dynamic size' lib/base/wipe.c <<<'void smtp__v(size_t n); void smtp__v(size_t n) { volatile char room[n]; room[n - 1] = 1; }'
broken stack 'calls itself' lib/base/wipe.c <<<'int smtp__r(int n); int smtp__r(int n) { return n > 0 ? smtp__r(n - 1) + n * 2 : 0; }'
broken stack 'smtp__r' lib/base/wipe.c <<<'int smtp__q(int n); int smtp__r(int n); int smtp__q(int n) { return n ? smtp__r(n - 1) : 0; } int smtp__r(int n) { return smtp__q(n); }'
broken format 'clang-format-violations' lib/base/wipe.c <<<'int   f (void) ;'
broken format 'blanks at the end' README.md <<<'text '
broken clang-tidy 'bugprone-sizeof-expression' lib/base/wipe.c <<<'unsigned long smtp__t(int a); unsigned long smtp__t(int a) { return sizeof(sizeof(a)); }'
broken cppcheck 'out of bounds' lib/base/wipe.c <<<'int smtp__o(void); int smtp__o(void) { int a[2] = {1, 2}; return a[2]; }'
broken shell 'SC2086' tests/new.sh <<<'#!/bin/sh'$'\n''rm $1'
broken man 'skipping unknown macro' man/libsmtp.7 <<<'.Xx'
broken man 'man/smtp_more.3' include/smtp/more.h <<<'/* SPDX-License-Identifier: MIT */'
broken headers 'version.h: gcc, C99' include/smtp/version.h <<<'enum { SMTP_MORE = 1, } smtp_more_function() { int x; };'
broken headers 'not plain C' include/smtp/version.h <<<'int smtp_f(int a) __attribute__((const));'
broken headers 'more than <stddef.h> and <stdint.h>' include/smtp/version.h <<<'#include <time.h>'
broken warnings 'gcc' lib/base/wipe.c <<<'static int nobody_calls(void) { return 1; }'
broken docs 'the program is not' examples/alert.c <<<'int more;'
broken docs 'not in the Makefile' lib/base/new.c <<<'int x;'
broken docs 'lib/base/new.c: no tests/base/test_new.c' lib/base/new.c <<<'int x;'
broken docs 'tests/base/test_nowhere.c is named' tests/README.md <<<'| `lib/base/wipe.c` | `test_nowhere` |'
broken doors 'smtp_envelope_add_word word' include/smtp/envelope.h <<<'SMTP_API smtp_result smtp_envelope_add_word(smtp_envelope *envelope, const char *word);'
broken docs 'lib/mime/new.c: neither in lib/README.md' lib/mime/new.c <<<'int x;'
broken quirks 'X99: no test in tests/quirks' tests/README.md <<<'| X1 to X99 | more |'
broken quirks 'Q99: a test in tests/quirks' tests/quirks/test_servers.py <<<'    def test_Q99_more(self):'
broken docs 'tests/nowhere.c is named' SECURITY.md <<<'`tests/nowhere.c`'
echo "$passed passed, $failed failed"
[ $failed = 0 ]
