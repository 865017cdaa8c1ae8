/* SPDX-License-Identifier: MIT */
/* The table of hash functions and the session. What is done with it: test_exchange. */
#include "fixture.h"

static void tables_that_are_not_whole(void **state) {
    (void)state;
    struct test_digests digests;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    smtp_session *session = new_session(&setup);
    for (int missing = 0; missing < 5; missing++) {
        test_digests_init(&digests);
        digests.table.struct_size -= missing == 0;
        digests.table.begin = missing == 1 ? NULL : digests.table.begin;
        digests.table.update = missing == 2 ? NULL : digests.table.update;
        digests.table.finish = missing == 3 ? NULL : digests.table.finish;
        digests.table.end = missing == 4 ? NULL : digests.table.end;
        assert_int_equal(smtp_session_set_digests(session, &digests.table, test_random, NULL), SMTP_E_ARGUMENT);
    }
    test_digests_init(&digests);
    assert_int_equal(smtp_session_set_digests(NULL, &digests.table, test_random, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_digests(session, NULL, test_random, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_digests(session, &digests.table, NULL, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_session_set_digests(session, &digests.table, test_random, NULL), SMTP_OK);
    (void)smtp_session_wants(session);
    assert_int_equal(smtp_session_set_digests(session, &digests.table, test_random, NULL), SMTP_E_STATE);
    smtp_session_free(session);
}

static void out_of_memory(void **state) {
    (void)state;
    struct setup setup = {.security = SMTP_SECURITY_CLEAR};
    smtp_session *session = new_session(&setup);
    for (long n = 1; n <= 4; n++) {
        struct test_digests digests;
        test_digests_init(&digests);
        digests.fail_at = n;
        assert_int_equal(smtp_session_set_digests(session, &digests.table, test_random, NULL), SMTP_E_NO_MEMORY);
        assert_int_equal(digests.live, 0);
    }
    smtp_session_free(session);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_that_are_not_whole),
        cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests_name("session/digests", tests, NULL, NULL);
}
