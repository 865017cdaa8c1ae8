/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "support/guard.h"
#include <smtp/explain.h>
#include <string.h>

struct row {
    smtp_result result;
    int32_t code;
    int32_t enhanced;
    const char *text;
    int32_t seconds;
};

static void each_row(const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(rows[i].text);
        char *copy = guard_copy(rows[i].text, length);
        int32_t seconds = smtp_retry_after_s(rows[i].result, rows[i].code, rows[i].enhanced, copy, length);
        guard_free(copy, length);
        if (seconds != rows[i].seconds) {
            fail_msg("row %zu, %d %s: %d, not %d", i, rows[i].code, rows[i].text, seconds, rows[i].seconds);
        }
    }
}

static void a_refusal_for_now(void **state) {
    (void)state;
    static const struct row rows[] = {
        {SMTP_E_TRANSIENT, 451, 4003000, "Greylisted, try again in 7 minutes", 420},
        {SMTP_E_TRANSIENT, 450, 4002000, "Recipient address rejected: Greylisted, see http://postgrey.test", 300},
        {SMTP_E_TRANSIENT, 451, 4003000, "GRAYLISTED", 300},
        {SMTP_E_TRANSIENT, 450, 4007001, "Please come back later", 300},
        {SMTP_E_TRANSIENT, 451, 4007001, "Please come back later", 300},
        {SMTP_E_TRANSIENT, 452, 4007001, "Please come back later", 1800},
        {SMTP_E_TRANSIENT, 432, 4003002, "Concurrent connections limit exceeded", 60},
        {SMTP_E_TRANSIENT, 452, 4005003, "Too many recipients", 60},
        {SMTP_E_AUTH_TRANSIENT, 454, 4007000, "Too many login attempts, please try again later.", 600},
        {SMTP_E_TRANSIENT, 452, 4002002, "over quota", 7200},
        {SMTP_E_TRANSIENT, 421, 4007028, "Unusual rate of mail", 1800},
        {SMTP_E_SERVICE_CLOSING, 421, 4007000, "Too many connections", 300},
        {SMTP_E_SERVICE_CLOSING, 421, 0, "", 300},
        {SMTP_E_TRANSIENT, 451, 4003000, "Temporary failure", 1800},
        {SMTP_E_TRANSIENT, 450, 0, "Mail send limit exceeded.", 1800},
        {SMTP_E_TRANSIENT, 0, 0, "", 1800},
        {SMTP_E_TRANSIENT, INT32_MIN, INT32_MIN, "", 1800},
        {SMTP_E_TRANSIENT, INT32_MAX, INT32_MAX, "", 1800},
    };
    each_row(rows, sizeof rows / sizeof rows[0]);
}

static void a_result_that_is_not_known_or_of_starttls(void **state) {
    (void)state;
    static const struct row rows[] = {
        {SMTP_OK, 450, 4007001, "", 300},
        {SMTP_OK, 499, 0, "retry in 60 seconds", 60},
        {SMTP_OK, 550, 5001001, "retry in 60 seconds", -1},
        {SMTP_OK, 250, 0, "retry in 60 seconds", -1},
        {SMTP_OK, 0, 0, "", -1},
        {SMTP_E_TLS_REFUSED, 454, 4007000, "TLS not available", 600},
        {SMTP_E_TLS_REFUSED, 502, 0, "", -1},
    };
    each_row(rows, sizeof rows / sizeof rows[0]);
}

static void a_failure_that_may_pass(void **state) {
    (void)state;
    static const struct row rows[] = {
        {SMTP_E_RESOLVE_TRANSIENT, 0, 0, "", 60}, {SMTP_E_END_OF_STREAM, 0, 0, "", 60},
        {SMTP_E_CONNECTION_LOST, 0, 0, "", 60},   {SMTP_E_TLS_RECORD, 0, 0, "", 60},
        {SMTP_E_CONNECT, 0, 0, "", 300},          {SMTP_E_TIMEOUT, 0, 0, "", 300},
        {SMTP_E_DEADLINE, 0, 0, "", 300},         {SMTP_E_TIMEOUT, 354, 0, "retry in 5 minutes", 300},
    };
    each_row(rows, sizeof rows / sizeof rows[0]);
}

#define NUMBER(name, number, text) number,

/* Whatever has to be changed first, whatever the server said besides. */
static void all_others(void **state) {
    (void)state;
    static const smtp_result results[] = {SMTP_RESULT_TABLE(NUMBER) INT32_MIN, INT32_MAX, -999, -1};
    size_t hints = 0;
    for (size_t i = 0; i < sizeof results / sizeof results[0]; i++) {
        int32_t plain = smtp_retry_after_s(results[i], 0, 0, NULL, 0);
        int32_t class_number = smtp_result_class(results[i]);
        hints += plain > 0;
        if (class_number == SMTP_CLASS_PERMANENT || class_number == SMTP_CLASS_INPUT ||
            class_number == SMTP_CLASS_CONFIG || class_number == SMTP_CLASS_CREDENTIALS ||
            class_number == SMTP_CLASS_PROTOCOL || class_number == SMTP_CLASS_RESOURCE) {
            assert_int_equal(plain, -1);
            assert_int_equal(smtp_retry_after_s(results[i], 451, 4007001, "retry in 60 seconds", SMTP_Z), -1);
        }
    }
    assert_int_equal(hints, 10);
    assert_int_equal(smtp_retry_after_s(SMTP_E_CANCELLED, 0, 0, "", 0), -1);
    assert_int_equal(smtp_retry_after_s(SMTP_E_RESOLVE, 0, 0, "", 0), -1);
    assert_int_equal(smtp_retry_after_s(SMTP_E_CERTIFICATE_EXPIRED, 0, 0, "", 0), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_refusal_for_now),
        cmocka_unit_test(a_result_that_is_not_known_or_of_starttls),
        cmocka_unit_test(a_failure_that_may_pass),
        cmocka_unit_test(all_others),
    };
    return cmocka_run_group_tests_name("explain/retry", tests, NULL, NULL);
}
