/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "auth/scram.h"
#include "support/guard.h"

#define OURS "abcdef"

/* Reads it at the end of a page. */
static smtp_result take(const char *message, size_t length, struct smtp__scram_first *first) {
    char *copy = guard_copy(message, length);
    struct smtp__text text = {copy, length};
    smtp_result result = smtp__scram_read_first(text, smtp__text_from(OURS, SMTP_Z), first);
    if (result == SMTP_OK) {
        assert_true(first->nonce.data == copy + 2);
    }
    guard_free(copy, length);
    return result;
}

static void good_ones(void **state) {
    (void)state;
    static const struct {
        const char *message;
        size_t nonce;
        uint32_t iterations;
        size_t salt;
    } rows[] = {
        {"r=abcdefX,s=QUJD,i=4096", 7, 4096, 3},     {"r=abcdef!~+/=,s=QQ==,i=600000", 11, 600000, 1},
        {"r=abcdefX,s=QUJD,i=4096,x=1", 7, 4096, 3}, {"r=abcdefX,s=QUJD,i=4096,a=,Z=x=y,b=\xc3\xa4", 7, 4096, 3},
        {"r=abcdefX,s=QUJD,i=4096,", 7, 4096, 3}, /* an end that some servers have too much */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct smtp__scram_first first;
        assert_int_equal(take(rows[i].message, strlen(rows[i].message), &first), SMTP_OK);
        assert_int_equal(first.nonce.length, rows[i].nonce);
        assert_int_equal(first.iterations, rows[i].iterations);
        assert_int_equal(first.salt_length, rows[i].salt);
    }
}

static void bad_ones(void **state) {
    (void)state;
    static const char *const messages[] = {
        "",
        "r",
        "r=",
        "e=unknown-user",
        "x=1,r=abcdefX,s=QUJD,i=4096",
        "m=1,r=abcdefX,s=QUJD,i=4096",
        "r=abcdefX,m=1,s=QUJD,i=4096",
        "r=abcdefX,s=QUJD,i=4096,m=1",
        "r=abcdefX,s=QUJD,i=4096,x",
        "r=abcdefX,s=QUJD,i=4096,1=x",
        "r=abcdefX,s=QUJD,i=4096,,x=1",
        "s=QUJD,r=abcdefX,i=4096",
        "r=abcdefX,i=4096,s=QUJD",
        "R=abcdefX,s=QUJD,i=4096",
        "r=abcdef,s=QUJD,i=4096",  /* ours alone */
        "r=abcdeX,s=QUJD,i=4096",  /* shorter */
        "r=abcdeXX,s=QUJD,i=4096", /* another */
        "r=Xabcdef,s=QUJD,i=4096",
        "r=abcdef X,s=QUJD,i=4096",
        "r=abcdefX\x7f,s=QUJD,i=4096",
        "r=abcdef\xc3\xa4,s=QUJD,i=4096",
        "r=abcdefX,s=,i=4096",
        "r=abcdefX,s=QUJ,i=4096",
        "r=abcdefX,s=QUJD?,i=4096",
        "r=abcdefX,s=QQ==QQ==,i=4096",
        "r=abcdefX,s=QUJD,i=",
        "r=abcdefX,s=QUJD,i=0",
        "r=abcdefX,s=QUJD,i=1",
        "r=abcdefX,s=QUJD,i=4095",
        "r=abcdefX,s=QUJD,i=04096",
        "r=abcdefX,s=QUJD,i=+4096",
        "r=abcdefX,s=QUJD,i=-4096",
        "r=abcdefX,s=QUJD,i= 4096",
        "r=abcdefX,s=QUJD,i=4096 ",
        "r=abcdefX,s=QUJD,i=4096x",
        "r=abcdefX,s=QUJD,i=0x1000",
        "r=abcdefX,s=QUJD,i=600001",
        "r=abcdefX,s=QUJD,i=2147483648",
        "r=abcdefX,s=QUJD,i=4294971392",           /* 2^32 + 4096 */
        "r=abcdefX,s=QUJD,i=18446744073709555712", /* 2^64 + 4096 */
    };
    for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++) {
        struct smtp__scram_first first;
        assert_int_equal(take(messages[i], strlen(messages[i]), &first), SMTP_E_AUTH_CHALLENGE);
    }
}

/* Nothing that is cut is read as if it were whole, but for digits of the iterations. */
static void cut_anywhere(void **state) {
    (void)state;
    static const char message[] = "r=abcdefX,s=QUJD,i=40960";
    for (size_t n = 0; n < sizeof message - 1; n++) {
        struct smtp__scram_first first;
        smtp_result result = take(message, n, &first);
        assert_int_equal(result, n == sizeof message - 2 ? SMTP_OK : SMTP_E_AUTH_CHALLENGE);
    }
    struct smtp__scram_first first;
    assert_int_equal(take("r=abcdefX,s=QUJD,i=4096\0", 24, &first), SMTP_E_AUTH_CHALLENGE);
}

static void salts(void **state) {
    (void)state;
    for (size_t groups = 1; groups <= 40; groups++) {
        char message[256] = "r=abcdefX,s=";
        struct smtp__scram_first first;
        for (size_t i = 0; i < groups; i++) {
            strcat(message, "QUJD");
        }
        strcat(message, ",i=4096");
        bool fits = groups * 3 <= SMTP__SCRAM_SALT;
        assert_int_equal(take(message, strlen(message), &first), fits ? SMTP_OK : SMTP_E_AUTH_CHALLENGE);
        assert_true(!fits || first.salt_length == groups * 3);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_ones),
        cmocka_unit_test(bad_ones),
        cmocka_unit_test(cut_anywhere),
        cmocka_unit_test(salts),
    };
    return cmocka_run_group_tests_name("auth/scram_read", tests, NULL, NULL);
}
