/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include <smtp/digest.h>

static void sizes(void **state) {
    (void)state;
    assert_int_equal(smtp_digest_size(SMTP_DIGEST_MD5), 16);
    assert_int_equal(smtp_digest_size(SMTP_DIGEST_SHA1), 20);
    assert_int_equal(smtp_digest_size(SMTP_DIGEST_SHA256), 32);
    assert_int_equal(smtp_digest_size(SMTP_DIGEST_SHA512), SMTP_DIGEST_SIZE);
    assert_int_equal(smtp_digest_size(0), 0);
    assert_int_equal(smtp_digest_size(5), 0);
    assert_int_equal(smtp_digest_size(-1), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(sizes)};
    return cmocka_run_group_tests_name("base/digest", tests, NULL, NULL);
}
