/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "codec/parameter.h"
#include "support/guard.h"

/* All sections, parted by blanks. */
static void gives(const char *value, const char *wanted) {
    char got[2048];
    size_t at = 0;
    size_t n;
    struct smtp__parameter parameter;
    char *guarded = guard_copy(value, strlen(value));
    smtp__parameter_init(&parameter, "filename", guarded, strlen(value));
    do {
        char *section = guard_room(SMTP__PARAMETER_MAX);
        n = smtp__parameter_next(&parameter, section);
        assert_true(n <= SMTP__PARAMETER_MAX);
        memcpy(got + at, section, n);
        at += n;
        got[at++] = ' ';
        guard_free(section, SMTP__PARAMETER_MAX);
    } while (n > 0);
    got[at - 2] = '\0';
    guard_free(guarded, strlen(value));
    assert_string_equal(got, wanted);
    assert_int_equal(smtp__parameter_next(&parameter, got), 0);
}

static void short_values_are_one_section(void **state) {
    (void)state;
    gives("", "filename*=utf-8''");
    gives("na\xc3\xafve plan.txt", "filename*=utf-8''na%C3%AFve%20plan.txt");
    gives("*'%\"\\/;=()<>@,:[]?", "filename*=utf-8''%2A%27%25%22%5C%2F%3B%3D%28%29%3C%3E%40%2C%3A%5B%5D%3F");
    gives("!#$&+-.^_`{|}~09azAZ", "filename*=utf-8''!#$&+-.^_`{|}~09azAZ");
}

#define A10 "aaaaaaaaaa"
#define A50 A10 A10 A10 A10 A10

static void long_values_are_split(void **state) {
    (void)state;
    gives(A50 "aaaaaaaaa", "filename*=utf-8''" A50 "aaaaaaaaa");
    gives(A50 A10, "filename*0*=utf-8''" A50 "aaaaaaa filename*1*=aaa");
    gives(A50 "aaaaaa\xc3\xa9", "filename*0*=utf-8''" A50 "aaaaaa filename*1*=%C3%A9");
    gives(A50 A50 A50,
          "filename*0*=utf-8''" A50 "aaaaaaa filename*1*=" A50 A10 "aaaa filename*2*=" A10 A10 "aaaaaaaaa");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_values_are_one_section),
        cmocka_unit_test(long_values_are_split),
    };
    return cmocka_run_group_tests_name("codec/parameter", tests, NULL, NULL);
}
