/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "codec/timestamp.h"
#include "support/guard.h"

static void writes(int64_t seconds, const char *wanted) {
    char *out = guard_room(SMTP__TIMESTAMP_LENGTH + 1);
    smtp__timestamp_write(seconds, out);
    assert_string_equal(out, wanted);
    struct smtp__text text = {out, SMTP__TIMESTAMP_LENGTH};
    int64_t back = -1;
    assert_true(smtp__timestamp_read(text, &back));
    assert_int_equal(back, seconds);
    guard_free(out, SMTP__TIMESTAMP_LENGTH + 1);
}

static void there_and_back(void **state) {
    (void)state;
    writes(0, "1970-01-01T00:00:00Z");
    writes(951868799, "2000-02-29T23:59:59Z");
    writes(1795314707, "2026-11-22T02:31:47Z");
    writes(253402300799, "9999-12-31T23:59:59Z");
}

/* Every beginning of it, too. */
static bool reads(const char *string, int64_t *seconds) {
    bool is_read = false;
    for (size_t n = 0; n <= strlen(string); n++) {
        char *copy = guard_copy(string, n);
        struct smtp__text text = {copy, n};
        int64_t got = -1;
        is_read = smtp__timestamp_read(text, &got);
        assert_true(is_read || got == -1);
        assert_false(is_read && n < SMTP__TIMESTAMP_LENGTH);
        *seconds = got;
        guard_free(copy, n);
    }
    return is_read;
}

static void other_ways_to_write_it(void **state) {
    (void)state;
    static const char *const good[] = {"2026-11-22T02:31:47Z", "2026-11-22t02:31:47z", "2026-11-22T02:31:47.0Z",
                                       "2026-11-22T02:31:47.999999999999Z", "2026-11-22T02:30:60Z"};
    static const int64_t seconds[] = {1795314707, 1795314707, 1795314707, 1795314707, 1795314660};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        int64_t got = -1;
        assert_true(reads(good[i], &got));
        assert_int_equal(got, seconds[i]);
    }
}

static void what_is_no_time(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",
        "Z",
        "2026-11-22",
        "2026-11-22T02:31:47",
        "2026-11-22T02:31:47ZZ",
        "2026-11-22T02:31:47.Z",
        "2026-11-22T02:31:47..1Z",
        "2026-11-22T02:31:47.1",
        "2026-11-22T02:31:47+00:00",
        "2026-11-22T02:31:47.5+01:00",
        "2026-11-22 02:31:47Z",
        "2026/11/22T02:31:47Z",
        "1969-12-31T23:59:59Z",
        "0000-11-22T02:31:47Z",
        "2026-00-22T02:31:47Z",
        "2026-13-22T02:31:47Z",
        "2026-11-00T02:31:47Z",
        "2026-11-32T02:31:47Z",
        "2026-11-22T24:31:47Z",
        "2026-11-22T02:60:47Z",
        "2026-11-22T02:31:61Z",
        "-026-11-22T02:31:47Z",
        "20260-11-22T02:31:47Z",
        "2026-1-22T02:31:47Z",
        "99999999999999999999",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int64_t got = -1;
        if (reads(bad[i], &got)) {
            fail_msg("%s is read", bad[i]);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_and_back),
        cmocka_unit_test(other_ways_to_write_it),
        cmocka_unit_test(what_is_no_time),
    };
    return cmocka_run_group_tests_name("codec/timestamp", tests, NULL, NULL);
}
