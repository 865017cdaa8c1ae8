/* SPDX-License-Identifier: MIT */
/* The seconds that a server names, and the numbers that are none. */
#include "support/test.h"

#include "explain/delay.h"
#include "support/guard.h"
#include <string.h>

enum { DAY = 86400 };

static int32_t delay(const char *text, size_t length) {
    char *copy = guard_copy(text, length);
    struct smtp__text words = {copy, length};
    int32_t seconds = smtp__delay(words);
    guard_free(copy, length);
    return seconds;
}

struct row {
    const char *text;
    int32_t seconds;
};

static void each_row(const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        int32_t seconds = delay(rows[i].text, strlen(rows[i].text));
        if (seconds != rows[i].seconds) {
            fail_msg("%s: %d, not %d", rows[i].text, seconds, rows[i].seconds);
        }
    }
}

static void what_a_server_names(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"Greylisted, please try again in 5 minutes", 300},
        {"<you@y.test>: Recipient address rejected: Greylisted for 240 seconds (see http://postgrey.test/y.test)", 240},
        {"Greylisting in action, please come back in 00:04:32", 272},
        {"Greylisted for 5 minutes.", 300},
        {"greylisting active, retry after 60", 60},
        {"Retry-After: 120", 120},
        {"retry_after=90", 90},
        {"Please wait 1 hour before you send more", 3600},
        {"Too many connections, wait 30 seconds.", 30},
        {"temporarily deferred. Try again in 1h", 3600},
        {"RETRY IN 300S", 300},
        {"try again in about 10 min.", 600},
        {"Please try again in at least 15mins", 900},
        {"try again later (in 20 minutes)", 1200},
        {"retry your message in 2 hours", 7200},
        {"again in 1 hour and 30 minutes", 5400},
        {"again in 1h30m", 5400},
        {"again in 1 hour, 5 minutes, 10 seconds", 3910},
        {"wait 10-minutes", 600},
        {"Sender is rate limited\nplease try again in\n5 minutes", 300},
        {"try again in 5\r\nminutes", 300},
        {"too many wrong logins: blocked for 10 minutes", 600},
        {"come back in a while, or again 2 hrs later", 7200},
        {"retry after 60 (limit 100)", 60},
        {"retry after 60.", 60},
        {"try again in 5 to 10 minutes", 600},
        {"try again in 5-10 minutes", 600},
        {"try again in 5 - 10 minutes", 600},
        {"please retry in an hour", 3600},
        {"wait a minute", 60},
        {"try again in one day", DAY},
        {"blocked for 10 minutes", 600},
        {"again in 1 day", DAY},
        {"again in 24 hours", DAY},
        {"again in 20 hours and 10 hours and 10 hours", DAY},
        {"again in 25 hours", DAY},
        {"again in 7 days", DAY},
        {"again in 30000 days", DAY},
        {"retry this mail after about 5 minutes", 300},
        {"again in 23:59:59", DAY - 1},
        {"again in 99:99:99", DAY},
        {"retry after 99999999999999999999999999", DAY},
        {"retry after 99999999999999999999999999 seconds", DAY},
        {"retry after 4294967297 hours", DAY},
        {"again in 99999999999:0:0", DAY},
        {"again in 00:00:01", 1},
    };
    each_row(rows, sizeof rows / sizeof rows[0]);
}

static void what_no_server_means(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"", 0},
        {"Try again later", 0},
        {"try again in a few minutes", 0},
        {"4.7.1 try again later", 0},
        {"try again later [192.0.2.1]", 0},
        {"try again at 192.0.2.1", 0},
        {"try again on port 587", 0},
        {"wait 5.7.1", 0},
        {"retry after 4.7.1 minutes", 0},
        {"[TS03] try again", 0},
        {"try again, TS03 minutes", 0},
        {"again http://x.test/5 minutes", 0},
        {"again after 2026-11-22 10:00:00", 0},
        {"again after 12:30", 0},
        {"again after 12:30:", 0},
        {"retry after 10:00:x", 0},
        {"5 minutes", 0},
        {"timed out after 300 seconds", 0},
        {"backend timed out after 300 seconds", 0},
        {"held against you for 5 minutes", 0},
        {"4.4.2 mx.test Error: timeout exceeded after 300 seconds, try again later", 0},
        {"limit of 20 mails in 60 seconds, try again later", 0},
        {"try again later. The limit is 5 minutes", 0},
        {"try again later, 20 mails in 60 seconds are allowed", 0},
        {"try again later, too many mails per 60 seconds", 0},
        {"retry later: too many in the last 10 minutes", 0},
        {"try again later because the limit of all is 5 minutes", 0},
        {"retry in 5 ways", 0},
        {"retry this same mail after about 5 minutes", 0},
        {"try again in a while", 0},
        {"an hour of rest: try again", 0},
        {"wait a", 0},
        {"again 5 to", 0},
        {"again 5 to 10", 0},
        {"again 5 -", 0},
        {"wait 5 months", 0},
        {"retry in 500 ms", 0},
        {"retry 3", 0},
        {"retry after 587/tcp", 0},
        {"retry in 0 seconds", 0},
        {"retry after 0", 0},
        {"retry after -5 minutes", 0},
        {"retry after x5", 0},
        {"retry in 5 \xc3\xa9", 5},
        {"retry in", 0},
        {"retry in ", 0},
        {"again in 1:", 0},
        {"again in 1:2", 0},
        {"again in 1:2:", 0},
    };
    each_row(rows, sizeof rows / sizeof rows[0]);
}

/* Cut anywhere; with any octet in any place. */
static void damaged(void **state) {
    (void)state;
    static const char text[] = "retry after 1 hour and 30 minutes, or again in 00:04:32";
    for (size_t n = 0; n < sizeof text; n++) {
        assert_in_range(delay(text, n), 0, DAY);
    }
    char copy[sizeof text];
    for (size_t at = 0; at < sizeof text - 1; at++) {
        for (int octet = 0; octet < 256; octet++) {
            memcpy(copy, text, sizeof text);
            copy[at] = (char)octet;
            assert_in_range(delay(copy, sizeof text - 1), 0, DAY);
        }
    }
}

/* 64 KiB of what almost is a number: read once, more or less. */
static void long_texts(void **state) {
    (void)state;
    enum { LONG = 65536 };
    static const char *const pieces[] = {"again ",     "again 5 ",      "5", " ", "\xff", "1h",
                                         "again in 1", "5 minute and ", ":"};
    static char text[LONG];
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        size_t length = strlen(pieces[i]);
        for (size_t at = 0; at < LONG; at++) {
            text[at] = pieces[i][at % length];
        }
        assert_int_equal(delay(text, LONG), 0);
        memcpy(text, "again in ", 9);
        assert_in_range(delay(text, LONG), 0, DAY);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_server_names),
        cmocka_unit_test(what_no_server_means),
        cmocka_unit_test(damaged),
        cmocka_unit_test(long_texts),
    };
    return cmocka_run_group_tests_name("explain/delay", tests, NULL, NULL);
}
