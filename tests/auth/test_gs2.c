/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "auth/gs2.h"
#include "support/guard.h"

static void written_as(const char *user, const char *expected) {
    char *copy = guard_copy(user, strlen(user));
    struct smtp__text rest = {copy, strlen(user)};
    struct smtp__text piece;
    char seen[128] = "";
    while (smtp__gs2_next(&rest, &piece)) {
        strncat(seen, piece.data, piece.length);
    }
    assert_string_equal(seen, expected);
    assert_false(smtp__gs2_next(&rest, &piece));
    guard_free(copy, strlen(user));
}

static void names(void **state) {
    (void)state;
    written_as("", "");
    written_as("user", "user");
    written_as(",", "=2C");
    written_as("=,=", "=3D=2C=3D");
    written_as("a,b=c@x.test", "a=2Cb=3Dc@x.test");
    written_as("=2C", "=3D2C");
    written_as("j\xc3\xbcrgen", "j\xc3\xbcrgen");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),
    };
    return cmocka_run_group_tests_name("auth/gs2", tests, NULL, NULL);
}
