/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "support/guard.h"
#include "wire/reply.h"

enum { BUFFER = 512, STEP = 3 };

/* Feeds in pieces of `step` octets until a reply is whole or broken; *rest is what came after it. */
static smtp_result read_reply(struct smtp__reply *reply, const char *bytes, size_t length, size_t step, size_t *rest) {
    smtp_result result = SMTP_PENDING;
    size_t at = 0;
    while (at < length && result == SMTP_PENDING) {
        size_t used = 99;
        size_t n = step < length - at ? step : length - at;
        result = smtp__reply_feed(reply, (const uint8_t *)bytes + at, n, &used);
        assert_true(used <= n);
        at += used;
        if (result == SMTP_OK) {
            result = smtp__reply_take_line(reply, true);
        }
    }
    *rest = length - at;
    return result;
}

struct row {
    const char *bytes;
    smtp_result result;
    int16_t code;
    int32_t enhanced;
    const char *text;
};

static const struct row rows[] = {
    {"220 mail.example.org ESMTP\r\n", SMTP_OK, 220, 0, "mail.example.org ESMTP"},
    {"250 \r\n", SMTP_OK, 250, 0, ""},
    {"250\r\n", SMTP_OK, 250, 0, ""},
    {"250\n", SMTP_OK, 250, 0, ""},
    {"354 go\n", SMTP_OK, 354, 0, "go"},
    {"555 x\r\n", SMTP_OK, 555, 0, "x"},
    {"200 x\r\n", SMTP_OK, 200, 0, "x"},
    {"220-three\r\n220-lines\r\n220 here\r\n", SMTP_OK, 220, 0, "three\nlines\nhere"},
    {"250-a\r\n250\r\n", SMTP_OK, 250, 0, "a\n"},
    {"250-\r\n250-\r\n250 b\r\n", SMTP_OK, 250, 0, "\n\nb"},
    {"220 ****\x80\xff\x01\x1b*\r\n", SMTP_OK, 220, 0, "****\x80\xff\x01\x1b*"},
    {"250 a\rb\r\r\n", SMTP_OK, 250, 0, "a\rb\r"},
    {"250  two blanks \r\n", SMTP_OK, 250, 0, " two blanks "},
    /* enhanced status codes */
    {"250 2.1.5 Ok\r\n", SMTP_OK, 250, 2001005, "2.1.5 Ok"},
    {"250 2.0.0\r\n", SMTP_OK, 250, 2000000, "2.0.0"},
    {"550 5.123.999 no\r\n", SMTP_OK, 550, 5123999, "5.123.999 no"},
    {"450 4.7.1 later\r\n", SMTP_OK, 450, 4007001, "4.7.1 later"},
    {"550-first\r\n550-5.7.1 second\r\n550 5.7.2 third\r\n", SMTP_OK, 550, 5007001, "first\n5.7.1 second\n5.7.2 third"},
    {"550 4.7.1 other class\r\n", SMTP_OK, 550, 0, "4.7.1 other class"},
    {"550-4.7.1 other\r\n550 5.7.1 own\r\n", SMTP_OK, 550, 5007001, "4.7.1 other\n5.7.1 own"},
    {"354 3.0.0 go\r\n", SMTP_OK, 354, 0, "3.0.0 go"},
    {"250 2.1.5Ok\r\n", SMTP_OK, 250, 0, "2.1.5Ok"},
    {"250 2.1.5.\r\n", SMTP_OK, 250, 0, "2.1.5."},
    {"250 2..5 x\r\n", SMTP_OK, 250, 0, "2..5 x"},
    {"250 2.1 x\r\n", SMTP_OK, 250, 0, "2.1 x"},
    {"250 2.1. x\r\n", SMTP_OK, 250, 0, "2.1. x"},
    {"250 2.01.5 x\r\n", SMTP_OK, 250, 0, "2.01.5 x"},
    {"250 2.1234.5 x\r\n", SMTP_OK, 250, 0, "2.1234.5 x"},
    {"250 2.1.1234 x\r\n", SMTP_OK, 250, 0, "2.1.1234 x"},
    {"250  2.1.5 x\r\n", SMTP_OK, 250, 0, " 2.1.5 x"},
    {"250 2\r\n", SMTP_OK, 250, 0, "2"},
    {"250 22.1.5 x\r\n", SMTP_OK, 250, 0, "22.1.5 x"},
    /* what is no reply */
    {"\r\n", SMTP_E_REPLY_SYNTAX, 0, 0, ""},
    {"25\r\n", SMTP_E_REPLY_SYNTAX, 0, 0, "25"},
    {"2500 x\r\n", SMTP_E_REPLY_SYNTAX, 0, 0, "2500 x"},
    {"250\tx\r\n", SMTP_E_REPLY_SYNTAX, 0, 0, "250\tx"},
    {"250x\r\n", SMTP_E_REPLY_SYNTAX, 0, 0, "250x"},
    {"150 x\r\n", SMTP_E_REPLY_SYNTAX, 0, 0, "150 x"},
    {"650 x\r\n", SMTP_E_REPLY_SYNTAX, 0, 0, "650 x"},
    {"260 x\r\n", SMTP_E_REPLY_SYNTAX, 0, 0, "260 x"},
    {"25: x\r\n", SMTP_E_REPLY_SYNTAX, 0, 0, "25: x"},
    {"25/ x\r\n", SMTP_E_REPLY_SYNTAX, 0, 0, "25/ x"},
    {" 250 x\r\n", SMTP_E_REPLY_SYNTAX, 0, 0, " 250 x"},
    {"\xef\xbb\xbf"
     "250 x\r\n",
     SMTP_E_REPLY_SYNTAX, 0, 0,
     "\xef\xbb\xbf"
     "250 x"},
    {"HTTP/1.1 400 Bad Request\r\n", SMTP_E_REPLY_SYNTAX, 0, 0, "HTTP/1.1 400 Bad Request"},
    {"SSH-2.0-OpenSSH\r\n", SMTP_E_REPLY_SYNTAX, 0, 0, "SSH-2.0-OpenSSH"},
    {"* OK IMAP\r\n", SMTP_E_REPLY_SYNTAX, 0, 0, "* OK IMAP"},
    {"250-a\r\nrubbish\r\n", SMTP_E_REPLY_SYNTAX, 250, 0, "a\nrubbish"},
    {"250-a\r\n550 b\r\n", SMTP_E_REPLY_MIXED_CODES, 250, 0, "a\n550 b"},
    {"250-a\r\n251 b\r\n", SMTP_E_REPLY_MIXED_CODES, 250, 0, "a\n251 b"},
};

static void check_reply(struct smtp__reply *reply, const struct row *row) {
    struct smtp__text text = smtp__reply_text(reply);
    assert_int_equal(reply->code, row->code);
    assert_int_equal(reply->enhanced, row->enhanced);
    assert_int_equal(text.length, strlen(row->text));
    assert_string_equal(text.data, row->text);
    assert_false(reply->is_cut);
}

static void every_form_in_every_split(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t length = strlen(rows[i].bytes);
        char *bytes = guard_copy(rows[i].bytes, length);
        for (size_t step = 1; step <= length; step++) {
            void *memory = guard_room(BUFFER);
            struct smtp__reply reply;
            size_t rest;
            smtp__reply_init(&reply, memory, BUFFER);
            assert_int_equal(read_reply(&reply, bytes, length, step, &rest), rows[i].result);
            assert_int_equal(rest, 0);
            check_reply(&reply, &rows[i]);
            guard_free(memory, BUFFER);
        }
        guard_free(bytes, length);
    }
}

static void what_comes_after_a_reply_is_left(void **state) {
    (void)state;
    uint8_t memory[BUFFER];
    struct smtp__reply reply;
    smtp__reply_init(&reply, memory, sizeof memory);
    static const char bytes[] = "250-2.0.0 a\r\n250 b\r\n550 5.1.1 c\r\n421 d";
    size_t rest;
    assert_int_equal(read_reply(&reply, bytes, strlen(bytes), 100, &rest), SMTP_OK);
    assert_int_equal(rest, strlen("550 5.1.1 c\r\n421 d"));
    smtp__reply_clear(&reply);
    assert_int_equal(reply.code, 0);
    assert_int_equal(reply.enhanced, 0);
    assert_string_equal(smtp__reply_text(&reply).data, "");
    assert_int_equal(read_reply(&reply, bytes + strlen(bytes) - rest, rest, 100, &rest), SMTP_OK);
    assert_int_equal(reply.code, 550);
    assert_int_equal(reply.enhanced, 5001001);
    assert_string_equal(smtp__reply_text(&reply).data, "5.1.1 c");
    assert_int_equal(rest, strlen("421 d"));
}

static void the_present_line_has_its_code(void **state) {
    (void)state;
    uint8_t memory[BUFFER];
    struct smtp__reply reply;
    size_t used;
    smtp__reply_init(&reply, memory, sizeof memory);
    assert_int_equal(smtp__reply_feed(&reply, (const uint8_t *)"250-SIZE 1\r\n250", 15, &used), SMTP_OK);
    assert_int_equal(used, 12);
    struct smtp__text line = smtp__reply_line(&reply);
    assert_int_equal(line.length, 10);
    assert_memory_equal(line.data, "250-SIZE 1", 10);
    assert_int_equal(reply.line_length, 10);
    /* asking for the text does not touch the line that is under way */
    assert_int_equal(smtp__reply_take_line(&reply, true), SMTP_PENDING);
    assert_int_equal(smtp__reply_feed(&reply, (const uint8_t *)"250", 3, &used), SMTP_PENDING);
    assert_string_equal(smtp__reply_text(&reply).data, "SIZE 1");
    assert_memory_equal(smtp__reply_line(&reply).data, "250", 3);
}

static void a_nul_is_a_breach(void **state) {
    (void)state;
    uint8_t memory[BUFFER];
    struct smtp__reply reply;
    size_t used;
    static const uint8_t tls_alert[] = {0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x28};
    smtp__reply_init(&reply, memory, sizeof memory);
    assert_int_equal(smtp__reply_feed(&reply, tls_alert, sizeof tls_alert, &used), SMTP_E_REPLY_SYNTAX);
    assert_int_equal(used, 4);
    assert_string_equal(smtp__reply_text(&reply).data, "\x15\x03\x01");
}

static smtp_result feed_line(struct smtp__reply *reply, size_t length, bool cr) {
    static uint8_t line[SMTP_CFG_REPLY_LINE + 8];
    memset(line, 'x', sizeof line);
    memcpy(line, "250 ", 4);
    if (cr) {
        line[length++] = '\r';
    }
    line[length++] = '\n';
    size_t used;
    return smtp__reply_feed(reply, line, length, &used);
}

static void a_line_has_a_longest_length(void **state) {
    (void)state;
    uint8_t memory[64];
    struct smtp__reply reply;
    smtp__reply_init(&reply, memory, sizeof memory);
    assert_int_equal(feed_line(&reply, SMTP_CFG_REPLY_LINE, true), SMTP_OK);
    assert_int_equal(reply.line_length, SMTP_CFG_REPLY_LINE);
    assert_int_equal(smtp__reply_take_line(&reply, true), SMTP_OK);
    assert_true(reply.is_cut);
    assert_int_equal(smtp__reply_text(&reply).length, 63 - 4);
    assert_int_equal(reply.code, 250);
    smtp__reply_clear(&reply);
    assert_false(reply.is_cut);
    assert_int_equal(feed_line(&reply, SMTP_CFG_REPLY_LINE + 1, true), SMTP_E_REPLY_TOO_LONG);
    assert_int_equal(smtp__reply_text(&reply).length, 63);
    assert_memory_equal(smtp__reply_text(&reply).data, "250 xxxx", 8);
    assert_int_equal(memory[63], 0);
}

static void a_bare_cr_is_counted(void **state) {
    (void)state;
    uint8_t memory[64];
    struct smtp__reply reply;
    size_t used;
    for (size_t over = 0; over < 2; over++) {
        smtp__reply_init(&reply, memory, sizeof memory);
        for (size_t i = 0; i < SMTP_CFG_REPLY_LINE - 2 + over; i++) {
            assert_int_equal(smtp__reply_feed(&reply, (const uint8_t *)"2", 1, &used), SMTP_PENDING);
        }
        assert_int_equal(smtp__reply_feed(&reply, (const uint8_t *)"\rx", 2, &used),
                         over == 0 ? SMTP_PENDING : SMTP_E_REPLY_TOO_LONG);
        smtp__reply_init(&reply, memory, sizeof memory);
        for (size_t i = 0; i < SMTP_CFG_REPLY_LINE - 1 + over; i++) {
            assert_int_equal(smtp__reply_feed(&reply, (const uint8_t *)"2", 1, &used), SMTP_PENDING);
        }
        assert_int_equal(smtp__reply_feed(&reply, (const uint8_t *)"\r\r\n", 3, &used),
                         over == 0 ? SMTP_OK : SMTP_E_REPLY_TOO_LONG);
    }
}

static void a_reply_has_a_most_lines(void **state) {
    (void)state;
    uint8_t memory[64];
    struct smtp__reply reply;
    size_t rest;
    smtp__reply_init(&reply, memory, sizeof memory);
    for (int i = 0; i < SMTP_CFG_REPLY_LINES; i++) {
        assert_int_equal(read_reply(&reply, "220-x\r\n", 7, STEP, &rest), SMTP_PENDING);
    }
    struct smtp__reply other = reply;
    assert_int_equal(read_reply(&other, "220 x\r\n", 7, STEP, &rest), SMTP_E_REPLY_TOO_LONG);
    assert_int_equal(read_reply(&reply, "220-x\r\n", 7, STEP, &rest), SMTP_E_REPLY_TOO_LONG);
    smtp__reply_clear(&reply);
    for (int i = 1; i < SMTP_CFG_REPLY_LINES; i++) {
        assert_int_equal(read_reply(&reply, "220-x\r\n", 7, STEP, &rest), SMTP_PENDING);
    }
    assert_int_equal(read_reply(&reply, "220 x\r\n", 7, STEP, &rest), SMTP_OK);
    assert_int_equal(reply.lines, SMTP_CFG_REPLY_LINES);
}

static void text_that_does_not_fit_is_cut_and_codes_are_still_read(void **state) {
    (void)state;
    void *memory = guard_room(64);
    struct smtp__reply reply;
    size_t rest;
    smtp__reply_init(&reply, memory, 64);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(read_reply(&reply, "550-0123456789012345678901234567890123456789\r\n", 46, STEP, &rest),
                         SMTP_PENDING);
    }
    assert_true(reply.is_cut);
    assert_int_equal(smtp__reply_text(&reply).length, 64 - 1 - 16);
    assert_int_equal(read_reply(&reply, "550 5.123.123 end of it\r\n", 25, STEP, &rest), SMTP_OK);
    assert_int_equal(reply.enhanced, 5123123);
    assert_int_equal(smtp__reply_text(&reply).length, 60);
    assert_string_equal(smtp__reply_text(&reply).data + 47, "\n5.123.123 en");
    guard_free(memory, 64);
}

static void a_breach_in_a_full_buffer_fits(void **state) {
    (void)state;
    void *memory = guard_room(64);
    struct smtp__reply reply;
    size_t used;
    smtp__reply_init(&reply, memory, 64);
    for (int i = 0; i < 4; i++) {
        static const char line[] = "550-0123456789012345678901234567890123456789\n";
        assert_int_equal(smtp__reply_feed(&reply, (const uint8_t *)line, strlen(line), &used), SMTP_OK);
        assert_int_equal(smtp__reply_take_line(&reply, true), SMTP_PENDING);
    }
    for (int i = 0; i < 4; i++) {
        static const char line[] = "rubbish rubbish rubbish rubbish\n";
        assert_int_equal(smtp__reply_feed(&reply, (const uint8_t *)line, strlen(line), &used), SMTP_OK);
        assert_int_equal(smtp__reply_take_line(&reply, true), SMTP_E_REPLY_SYNTAX);
        assert_int_equal(smtp__reply_text(&reply).length, 63);
        assert_int_equal(strlen(smtp__reply_text(&reply).data), 63);
    }
    guard_free(memory, 64);
}

static void lines_need_not_be_kept(void **state) {
    (void)state;
    uint8_t memory[64];
    struct smtp__reply reply;
    size_t used;
    smtp__reply_init(&reply, memory, sizeof memory);
    assert_int_equal(smtp__reply_feed(&reply, (const uint8_t *)"250-2.0.0 a\n", 12, &used), SMTP_OK);
    assert_int_equal(smtp__reply_take_line(&reply, false), SMTP_PENDING);
    assert_true(reply.is_cut);
    assert_int_equal(reply.enhanced, 2000000);
    assert_int_equal(smtp__reply_text(&reply).length, 0);
    assert_int_equal(smtp__reply_feed(&reply, (const uint8_t *)"250 b\n", 6, &used), SMTP_OK);
    assert_int_equal(smtp__reply_take_line(&reply, true), SMTP_OK);
    assert_string_equal(smtp__reply_text(&reply).data, "b");
}

struct end_row {
    const char *bytes;
    smtp_result result;
    const char *text;
};

static void the_end_may_take_the_place_of_the_last_line_end(void **state) {
    (void)state;
    static const struct end_row ends[] = {
        {"550 5.7.1 go away", SMTP_OK, "5.7.1 go away"},
        {"550 go\r", SMTP_OK, "go"},
        {"550 ", SMTP_OK, ""},
        {"550\r", SMTP_OK, ""},
        {"550-a\r\n550 b", SMTP_OK, "a\nb"},
        {"550", SMTP_PENDING, ""}, /* of "550-" perhaps */
        {"55", SMTP_PENDING, ""},
        {"", SMTP_PENDING, ""},
        {"550-a", SMTP_PENDING, ""},
        {"550-a\r\n", SMTP_PENDING, "a"},
        {"550-a\r\n551 b", SMTP_PENDING, "a"},
        {"rubbish", SMTP_PENDING, ""},
    };
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        uint8_t memory[64];
        struct smtp__reply reply;
        size_t rest;
        smtp__reply_init(&reply, memory, sizeof memory);
        assert_int_equal(read_reply(&reply, ends[i].bytes, strlen(ends[i].bytes), STEP, &rest), SMTP_PENDING);
        assert_int_equal(smtp__reply_end(&reply), ends[i].result);
        assert_string_equal(smtp__reply_text(&reply).data, ends[i].text);
    }
}

static void any_octets_stay_in_bounds(void **state) {
    (void)state;
    void *memory = guard_room(64);
    struct smtp__reply reply;
    smtp__reply_init(&reply, memory, 64);
    uint32_t random = 1;
    static const uint8_t set[] = "2250-- \r\n\nx5.";
    for (int i = 0; i < 200000; i++) {
        random = random * 1664525 + 1013904223;
        uint8_t octet = set[(random >> 16) % (sizeof set)]; /* its NUL, too */
        size_t used;
        if (smtp__reply_feed(&reply, &octet, 1, &used) == SMTP_OK &&
            smtp__reply_take_line(&reply, (random >> 28) > 2) != SMTP_PENDING && (random >> 27) % 2 == 0) {
            smtp__reply_clear(&reply);
        }
        assert_int_equal(strlen(smtp__reply_text(&reply).data), smtp__reply_text(&reply).length);
    }
    guard_free(memory, 64);
}

/* Behind the text, as far as there is room, and ended by a NUL. */
static void a_line_of_ones_own(void **state) {
    (void)state;
    for (size_t size = 64; size <= 80; size++) {
        struct smtp__reply reply;
        size_t rest;
        uint8_t *memory = guard_room(size);
        smtp__reply_init(&reply, memory, size);
        assert_int_equal(read_reply(&reply, "535-first\r\n535 second\r\n", 23, 1, &rest), SMTP_OK);
        static const char more[] = "0123456789012345678901234567890123456789012345678901234567";
        smtp__reply_add(&reply, smtp__text_from(more, 58));
        struct smtp__text text = smtp__reply_text(&reply);
        size_t room = size - 1 - sizeof "first\nsecond";
        size_t kept = room < 58 ? room : 58;
        assert_int_equal(text.length, sizeof "first\nsecond" + kept);
        assert_memory_equal(text.data, "first\nsecond\n", sizeof "first\nsecond");
        assert_memory_equal(text.data + sizeof "first\nsecond", more, kept);
        assert_int_equal(text.data[text.length], 0);
        assert_int_equal(reply.is_cut, kept < 58);
        guard_free(memory, size);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_of_ones_own),
        cmocka_unit_test(every_form_in_every_split),
        cmocka_unit_test(what_comes_after_a_reply_is_left),
        cmocka_unit_test(the_present_line_has_its_code),
        cmocka_unit_test(a_nul_is_a_breach),
        cmocka_unit_test(a_line_has_a_longest_length),
        cmocka_unit_test(a_bare_cr_is_counted),
        cmocka_unit_test(a_reply_has_a_most_lines),
        cmocka_unit_test(text_that_does_not_fit_is_cut_and_codes_are_still_read),
        cmocka_unit_test(a_breach_in_a_full_buffer_fits),
        cmocka_unit_test(lines_need_not_be_kept),
        cmocka_unit_test(the_end_may_take_the_place_of_the_last_line_end),
        cmocka_unit_test(any_octets_stay_in_bounds),
    };
    return cmocka_run_group_tests_name("wire/reply", tests, NULL, NULL);
}
