/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "mime/local_part.h"
#include "support/guard.h"
#include <smtp/mailbox.h>

static void ends_at(const char *address, size_t wanted) {
    char *guarded = guard_copy(address, strlen(address));
    struct smtp__text text = {guarded, strlen(address)};
    assert_int_equal(smtp_mailbox_check(guarded, text.length, NULL), SMTP_OK);
    assert_int_equal(smtp__local_part_length(text), wanted);
    guard_free(guarded, strlen(address));
}

static void the_first_sign_outside_quotes(void **state) {
    (void)state;
    ends_at("a@b.c", 1);
    ends_at("a@[x:b@c]", 1);
    ends_at("\"a@b\"@c", 5);
    ends_at("\"a\\\"@b\"@c", 7);
    ends_at("\"a\\\\\"@[x:\"@\"]", 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_sign_outside_quotes),
    };
    return cmocka_run_group_tests_name("mime/local_part", tests, NULL, NULL);
}
