/* SPDX-License-Identifier: MIT */
/* Raw messages: what comes out for what goes in, in every split, from sources that die or can be read only once. */
#include "raw_text.h"

#include "source/source.h"
#include "support/guard.h"
#include <stdio.h>

/* What is asked for. */
enum { NOTHING = 0, BCC = 1, DATE = 2, ID = 4, STRICT = 8, MISSING = DATE | ID };

#define DATE_LINE "Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n"
#define ID_LINE "Message-ID: <1@example.org>\r\n"

static void set(smtp_raw *raw, int wanted) {
    assert_int_equal(smtp_raw_set_remove_bcc(raw, (wanted & BCC) != 0), SMTP_OK);
    if ((wanted & DATE) != 0) {
        assert_int_equal(smtp_raw_set_missing_date(raw, 0, 0), SMTP_OK);
    }
    if ((wanted & ID) != 0) {
        assert_int_equal(smtp_raw_set_missing_message_id(raw, "1@example.org", SMTP_Z), SMTP_OK);
    }
    assert_int_equal(
        smtp_raw_set_line_ends(raw, (wanted & STRICT) != 0 ? SMTP_LINE_ENDS_REFUSE : SMTP_LINE_ENDS_NORMALIZE),
        SMTP_OK);
}

static const size_t sizes[] = {1, 2, 3, 5, 17, 383, 384, 385, 1000};
enum { SIZES = sizeof sizes / sizeof sizes[0] };

static void is(struct text *text, size_t size, ptrdiff_t result, const char *wanted) {
    assert_int_equal(read_text(text, size), result);
    if (result >= 0) {
        assert_string_equal(mail_bytes, wanted);
    }
}

static void gives(struct text *text, size_t size, const char *wanted) {
    is(text, size, (ptrdiff_t)strlen(wanted), wanted);
}

/* Content in pieces of every size and cut at every place, read in pieces of several sizes. */
static void check_data(int wanted, const char *data, size_t length, ptrdiff_t result, const char *after) {
    struct text text;
    begin_data(&text, data, length);
    set(text.raw, wanted);
    for (size_t i = 0; i < SIZES; i++) {
        text.stream.cut = 0;
        for (text.stream.piece = 0; text.stream.piece < 9; text.stream.piece++) {
            is(&text, sizes[i], result, after);
        }
        text.stream.piece = 0;
        for (text.stream.cut = 1; text.stream.cut < length; text.stream.cut++) {
            is(&text, sizes[i], result, after);
        }
    }
    end_text(&text);
}

static void check(int wanted, const char *before, const char *after) {
    check_data(wanted, before, strlen(before), (ptrdiff_t)strlen(after), after);
}

static void refuse(int wanted, const char *before, smtp_result result) {
    check_data(wanted, before, strlen(before), result, NULL);
}

static void what_is_not_asked_for_is_not_done(void **state) {
    (void)state;
    static const char *const texts[] = {
        "From: a@b\r\nBcc: c@d\r\n\r\nBcc: body\r\n",
        "From: a@b",
        "From: a@b\r\n",
        "From: a@b\r\n\r\n",
        "From: a@b\r\n\r\n.\r\n..\r\n \r\nlast",
        "X:\r\n\r\n\r\n\r\n",
        "subject :\t \r\n  folded\r\n\t\r\n\tmore \r\nno field\r\n:x\r\n\r\n\xff\xfe\x80",
        "An-Own-Name-That-Is-Rather-Long  :x\r\nA-Name-That-Is-Never-Ended",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        check(NOTHING, texts[i], texts[i]);
        check(STRICT, texts[i], texts[i]);
    }
    check_data(NOTHING, "A: b\r\n\r\n\0", 9, 9, "A: b\r\n\r\n"); /* whoever sends it refuses the NUL */
}

static void line_ends_become_crlf(void **state) {
    (void)state;
    check(NOTHING, "A: b\n\na\rb\n\r\n\r\rc\n\n", "A: b\r\n\r\na\r\nb\r\n\r\n\r\n\r\nc\r\n\r\n");
    check(NOTHING, "A: b\r\rc\r", "A: b\r\n\r\nc\r\n");
    check(BCC | MISSING, "A: b\nBcc: c\n\td\nE: f\n\ng\n", "A: b\r\nE: f\r\n" DATE_LINE ID_LINE "\r\ng\r\n");
    check(BCC | MISSING, "A: b\rBcc: c\r\td\rE: f\r\rg\r", "A: b\r\nE: f\r\n" DATE_LINE ID_LINE "\r\ng\r\n");
    check(BCC, "A: b\rBcc: c\n\nBcc: d\n", "A: b\r\n\r\nBcc: d\r\n");
    check(BCC, "A: b\r\nBcc: c\r\r\nBcc: d\n", "A: b\r\n\r\nBcc: d\r\n");
}

static void a_bare_line_end_is_refused_anywhere(void **state) {
    (void)state;
    static const char *const texts[] = {
        "A: b\nC: d\r\n\r\nx\r\n",
        "A: b\rC: d\r\n\r\nx\r\n",
        "A: b\r\nBcc: d\n\r\nx\r\n",
        "A: b\r\nBcc: c\r\r\nx\r\n",
        "A: b\r\n\nx\r\n",
        "A: b\r\n\r\nx\n",
        "A: b\r\n\r\nx\r",
        "A: b\r\n\r\n\r\n\n\r\n",
        "A: b\r\r\n\r\n",
        "A: b\r",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        refuse(STRICT, texts[i], SMTP_E_BARE_LINE_END);
        refuse(STRICT | BCC | MISSING, texts[i], SMTP_E_BARE_LINE_END);
    }
}

static void bcc_vanishes_whole(void **state) {
    (void)state;
    static const struct {
        const char *before;
        const char *after;
    } cases[] = {
        {"Bcc: x\r\nA: b\r\n\r\nc\r\n", "A: b\r\n\r\nc\r\n"},
        {"A: b\r\nBcc: x\r\n\r\nc\r\n", "A: b\r\n\r\nc\r\n"},
        {"A: b\r\nBCC: x\r\nC: d\r\nbcc:\r\nE: f\r\nbCc: y\r\n\r\nBcc: z\r\n",
         "A: b\r\nC: d\r\nE: f\r\n\r\nBcc: z\r\n"},
        {"A: b\r\nBcc: x,\r\n y\r\n\t\r\n Bcc: z\r\nC: d\r\n e\r\n\r\nf\r\n", "A: b\r\nC: d\r\n e\r\n\r\nf\r\n"},
        {"A: b\r\nBcc : x\r\nBcc\t \t:y\r\nC : d\r\n\r\n", "A: b\r\nC : d\r\n\r\n"},
        {"A: b\r\nResent-Bcc: x\r\nresent-BCC :\r\n y\r\nResent-To: z\r\n\r\n", "A: b\r\nResent-To: z\r\n\r\n"},
        {"A: b\r\nX-Bcc: x\r\nBccc: y\r\nBc: z\r\nResent-Bccc: c\r\nSubject: Bcc: d\r\n\r\n",
         "A: b\r\nX-Bcc: x\r\nBccc: y\r\nBc: z\r\nResent-Bccc: c\r\nSubject: Bcc: d\r\n\r\n"},
        {"A: b\r\nBcc: x\r\n", "A: b\r\n"},
        {"A: b\r\nBcc: x", "A: b\r\n"},
        {"A: b\r\nBcc:", "A: b\r\n"},
        {"A: b\r\nBcc: x\r", "A: b\r\n"},
        {"A: b", "A: b"},
        {"Bcc: x\r\n\r\nc\r\n", "\r\nc\r\n"},
        {"Bcc: x", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check(BCC, cases[i].before, cases[i].after);
    }
}

static void what_is_missing_comes_after_the_last_field(void **state) {
    (void)state;
    check(MISSING, "A: b\r\n\r\nc", "A: b\r\n" DATE_LINE ID_LINE "\r\nc");
    check(DATE, "A: b\r\n\r\nc", "A: b\r\n" DATE_LINE "\r\nc");
    check(ID, "A: b\r\n\r\nc", "A: b\r\n" ID_LINE "\r\nc");
    check(MISSING, "dAtE : x\r\n\r\nc", "dAtE : x\r\n" ID_LINE "\r\nc");
    check(MISSING, "MESSAGE-id:\r\nA: b\r\n\r\nc", "MESSAGE-id:\r\nA: b\r\n" DATE_LINE "\r\nc");
    check(MISSING, "A: b\r\nMessage-ID: <x>\r\nDate: y\r\n\r\nc", "A: b\r\nMessage-ID: <x>\r\nDate: y\r\n\r\nc");
    check(MISSING, "Dates: x\r\nResent-Date: y\r\nResent-Message-ID: z\r\n\r\nDate: c\r\n",
          "Dates: x\r\nResent-Date: y\r\nResent-Message-ID: z\r\n" DATE_LINE ID_LINE "\r\nDate: c\r\n");
    check(MISSING, "A: b\r\n c\r\n \r\n\r\n", "A: b\r\n c\r\n \r\n" DATE_LINE ID_LINE "\r\n");
    check(MISSING, "A: b\r\n", "A: b\r\n" DATE_LINE ID_LINE);
    check(MISSING, "A: b", "A: b\r\n" DATE_LINE ID_LINE);
    check(ID, "A: b", "A: b\r\n" ID_LINE);
    check(MISSING, "A:", "A:\r\n" DATE_LINE ID_LINE);
    check(MISSING, "Date: x\r\nMessage-ID: y", "Date: x\r\nMessage-ID: y");
    check(BCC | MISSING, "Bcc: x", DATE_LINE ID_LINE);
    check(BCC | MISSING, "A: b\r\nBcc: x\r\n\r\nc", "A: b\r\n" DATE_LINE ID_LINE "\r\nc");
}

static void what_is_no_message(void **state) {
    (void)state;
    static const char *const texts[] = {"",        "\r\n",      "\r\nA: b\r\n",
                                        " A: b",   "hello\r\n", "From ann@b.c Mon Jan  1 00:00:00 2026\r\nA: b\r\n\r\n",
                                        ": x\r\n", "A",         ">From x\r\nA: b\r\n"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        refuse(NOTHING, texts[i], SMTP_E_NOT_A_MESSAGE);
        refuse(BCC | MISSING | STRICT, texts[i], SMTP_E_NOT_A_MESSAGE);
    }
    check_data(NOTHING, "\0A: b", 6, SMTP_E_NOT_A_MESSAGE, NULL);
}

/* Behind such a line there may be a Bcc, or a Date, that a reader takes for a part of the header. */
static void a_header_that_is_looked_through_must_be_one(void **state) {
    (void)state;
    static const char *const texts[] = {"A: b\r\nno field\r\nBcc: x\r\n\r\n",
                                        "A: b\r\n>From x\r\nBcc: x\r\n",
                                        "A: b\r\nBcc x: y\r\n",
                                        "A: b\r\n:\r\nBcc: x\r\n",
                                        "A: b\r\nBcc",
                                        "A: b\r\nBcc \r\n: x\r\n\r\n"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        refuse(BCC, texts[i], SMTP_E_NOT_A_MESSAGE);
        refuse(DATE, texts[i], SMTP_E_NOT_A_MESSAGE);
        refuse(ID, texts[i], SMTP_E_NOT_A_MESSAGE);
        check(NOTHING, texts[i], texts[i]);
    }
}

static void a_giant_header_streams(void **state) {
    (void)state;
    enum { MEGABYTE = 1000000 };
    static char before[MEGABYTE + 100];
    struct text text;
    size_t length = (size_t)sprintf(before, "A: b\r\nBcc");
    for (int gap = 0; gap < 2; gap++) { /* the value, or what stands before the colon */
        char *end = before + length;
        if (gap == 0) {
            end += sprintf(end, ":");
        }
        while (end < before + MEGABYTE) {
            end += sprintf(end, gap == 0 ? " abcdefg@example.org,\r\n" : " \t ");
        }
        strcpy(end, gap == 0 ? "\r\nbody" : ":x\r\n\r\nbody");
        begin_text(&text, before);
        set(text.raw, BCC | MISSING);
        size_t peak = text.allocator.peak;
        gives(&text, 1000, "A: b\r\n" DATE_LINE ID_LINE "\r\nbody");
        assert_int_equal(text.allocator.peak, peak);
        end_text(&text);
    }
    memset(before, 'x', MEGABYTE); /* a name */
    strcpy(before + MEGABYTE, ": y\r\n\r\nz");
    begin_text(&text, before);
    set(text.raw, BCC);
    assert_int_equal(read_text(&text, 1000), MEGABYTE + 8);
    assert_memory_equal(mail_bytes, before, MEGABYTE + 8);
    end_text(&text);
}

static void a_large_body_comes_through(void **state) {
    (void)state;
    static char before[300000];
    struct text text;
    size_t length = (size_t)sprintf(before, "A: b\r\n\r\n");
    for (unsigned i = 0; length < sizeof before - 40; i++) {
        length += (size_t)sprintf(before + length, "%*u\r\n", (int)(i % 30), i);
    }
    for (size_t i = 0; i < SIZES; i++) {
        begin_text(&text, before);
        for (text.stream.piece = 0; text.stream.piece < 800; text.stream.piece = text.stream.piece * 3 + 1) {
            is(&text, sizes[i], (ptrdiff_t)length, before);
        }
        end_text(&text);
    }
}

static void nothing_is_read_or_written_beyond_the_room(void **state) {
    (void)state;
    static const char data[] = "A: b\nBcc: c\n\nd\ne\n\n\n\nf\n\n";
    static const char wanted[] = "A: b\r\n" DATE_LINE "\r\nd\r\ne\r\n\r\n\r\n\r\nf\r\n\r\n";
    for (size_t room = 1; room < 500; room += room < 80 ? 1 : 50) {
        struct test_allocator a;
        smtp_source *content;
        smtp_source *source;
        smtp_raw *raw;
        size_t total = 0;
        ptrdiff_t got;
        char *memory = guard_copy(data, sizeof data - 1);
        char *out = guard_room(room);
        test_allocator_init(&a);
        assert_int_equal(smtp_source_new_memory(&a.table, memory, sizeof data - 1, &content), SMTP_OK);
        assert_int_equal(smtp_raw_new(&a.table, content, &raw), SMTP_OK);
        set(raw, BCC | DATE);
        assert_int_equal(smtp_raw_source(raw, &source), SMTP_OK);
        while ((got = smtp_source_read(source, out, room)) > 0) {
            assert_memory_equal(out, wanted + total, (size_t)got);
            total += (size_t)got;
        }
        assert_int_equal(got, 0);
        assert_int_equal(total, sizeof wanted - 1);
        smtp_raw_free(raw);
        assert_int_equal(a.live, 0);
        guard_free(out, room);
        guard_free(memory, sizeof data - 1);
    }
}

static void a_source_that_dies_at_any_place(void **state) {
    (void)state;
    static const char data[] = "A: b\r\nBcc: c\r\nDate: d\r\n\r\ne\r\nf\r\n";
    static const char wanted[] = "A: b\r\nDate: d\r\n" ID_LINE "\r\ne\r\nf\r\n";
    struct text text;
    smtp_source *source;
    begin_text(&text, data);
    set(text.raw, BCC | MISSING);
    assert_int_equal(smtp_raw_source(text.raw, &source), SMTP_OK);
    for (size_t i = 0; i < SIZES; i++) {
        for (size_t fail_at = 1; fail_at <= sizeof data; fail_at++) {
            text.stream.fail_at = fail_at;
            assert_int_equal(smtp_source_rewind(source), SMTP_OK);
            assert_int_equal(read_mail(source, sizes[i]), SMTP_E_SOURCE);
            assert_int_equal(smtp_source_read(source, mail_bytes, 1), SMTP_E_SOURCE); /* it sticks */
            assert_int_equal(smtp_source_measure(source), SMTP_E_SOURCE);
            text.stream.fail_at = 0;
            assert_int_equal(smtp_source_rewind(source), SMTP_OK);
            assert_int_equal(read_mail(source, sizes[i]), sizeof wanted - 1);
            assert_string_equal(mail_bytes, wanted);
        }
    }
    end_text(&text);
}

static void a_measure_is_exact(void **state) {
    (void)state;
    struct text text;
    smtp_source *source;
    begin_text(&text, "A: b\nBcc: c\n\n\xc3\xa4\n.\nlast");
    set(text.raw, BCC | MISSING);
    assert_int_equal(smtp_raw_source(text.raw, &source), SMTP_OK);
    assert_int_equal(smtp_source_length(source), -1);
    assert_int_equal(smtp_source_wire_size(source), -1);
    assert_int_equal(smtp_source_measure(source), SMTP_OK);
    assert_int_equal(smtp_source_wire_size(source), strlen("A: b\r\n" DATE_LINE ID_LINE "\r\n12\r\n.\r\nlast\r\n"));
    assert_int_equal(smtp_source_is_8bit(source), 1);
    is(&text, 1000, (ptrdiff_t)strlen("A: b\r\n" DATE_LINE ID_LINE "\r\n12\r\n.\r\nlast"),
       "A: b\r\n" DATE_LINE ID_LINE "\r\n\xc3\xa4\r\n.\r\nlast");
    end_text(&text);

    begin_text(&text, "no message");
    assert_int_equal(smtp_raw_source(text.raw, &source), SMTP_OK);
    assert_int_equal(smtp_source_measure(source), SMTP_E_NOT_A_MESSAGE);
    end_text(&text);

    begin_data(&text, "A: b\r\n\r\n\0", 9);
    assert_int_equal(smtp_raw_source(text.raw, &source), SMTP_OK);
    assert_int_equal(smtp_source_measure(source), SMTP_E_NUL_IN_CONTENT);
    end_text(&text);
}

static void every_call_starts_it_anew(void **state) {
    (void)state;
    struct text text;
    smtp_source *first;
    smtp_source *second;
    char some[4];
    begin_text(&text, "A: b\r\n\r\nc");
    assert_int_equal(smtp_raw_source(text.raw, &first), SMTP_OK);
    assert_int_equal(smtp_source_read(first, some, sizeof some), sizeof some);
    assert_int_equal(smtp_raw_source(text.raw, &second), SMTP_OK);
    assert_ptr_equal(first, second);
    gives(&text, 1000, "A: b\r\n\r\nc");
    set(text.raw, DATE); /* what is set later counts from then on */
    gives(&text, 1000, "A: b\r\n" DATE_LINE "\r\nc");
    assert_int_equal(smtp_raw_source(text.raw, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_raw_source(NULL, &first), SMTP_E_ARGUMENT);
    assert_null(first);
    end_text(&text);
}

static void content_that_can_be_read_once(void **state) {
    (void)state;
    struct test_allocator a;
    struct stream stream = {.data = "A: b\nBcc: c\n\nd", .length = 14};
    smtp_source *content;
    smtp_source *source;
    smtp_raw *raw;
    test_allocator_init(&a);
    assert_int_equal(smtp_source_new_callback(&a.table, stream_read, NULL, NULL, &stream, &content), SMTP_OK);
    assert_int_equal(smtp_raw_new(&a.table, content, &raw), SMTP_OK);
    set(raw, BCC);
    assert_int_equal(smtp_raw_source(raw, &source), SMTP_OK);
    assert_int_equal(smtp_raw_source(raw, &source), SMTP_OK); /* nothing was read */
    assert_int_equal(smtp_source_measure(source), SMTP_E_NOT_REWINDABLE);
    assert_int_equal(smtp_source_rewind(source), SMTP_E_NOT_REWINDABLE);
    assert_int_equal(read_mail(source, 100), 9);
    assert_string_equal(mail_bytes, "A: b\r\n\r\nd");
    assert_int_equal(smtp_raw_source(raw, &source), SMTP_E_NOT_REWINDABLE);
    assert_null(source);
    smtp_raw_free(raw);
    assert_int_equal(a.live, 0);
}

static void content_that_fails_to_rewind(void **state) {
    (void)state;
    struct text text;
    smtp_source *source;
    begin_text(&text, "A: b\r\n");
    text.stream.rewound = SMTP_E_SOURCE;
    assert_int_equal(smtp_raw_source(text.raw, &source), SMTP_E_SOURCE);
    assert_null(source);
    end_text(&text);
}

static void a_prefix_comes_first(void **state) {
    (void)state;
    struct test_allocator a;
    struct text text;
    smtp_message *fields;
    smtp_source *source;
    test_allocator_init(&a);
    assert_int_equal(smtp_message_new(&a.table, &fields), SMTP_OK);
    begin_text(&text, "A: b\r\nBcc: c\r\n\r\nd");
    set(text.raw, BCC | MISSING);
    assert_int_equal(smtp_raw_set_prefix(text.raw, fields), SMTP_OK); /* it has no field */
    gives(&text, 7, "A: b\r\n" DATE_LINE ID_LINE "\r\nd");

    assert_int_equal(smtp_message_add_header(fields, "X-Two", SMTP_Z, "2", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_header(fields, "X-One", SMTP_Z, "1", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_header(fields, "X-Two", SMTP_Z, "3", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_header(fields, "X-Two", SMTP_Z, "4", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_to(fields, NULL, 0, "e@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_to(fields, "F", SMTP_Z, "f@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_text(fields, "no body", SMTP_Z), SMTP_OK);
    static const char with[] = "To: e@example.org, F <f@example.org>\r\nX-Two: 4\r\nX-One: 1\r\n"
                               "A: b\r\n" DATE_LINE ID_LINE "\r\nd";
    for (size_t i = 0; i < SIZES; i++) {
        gives(&text, sizes[i], with);
    }
    assert_int_equal(smtp_raw_source(text.raw, &source), SMTP_OK);
    assert_false(source->needs_smtputf8);

    assert_int_equal(smtp_message_set_date(fields, 1, 0), SMTP_OK); /* then it is not missing */
    static const char dated[] = "Date: Thu, 01 Jan 1970 00:00:01 +0000\r\nTo: e@example.org, F <f@example.org>\r\n"
                                "X-Two: 4\r\nX-One: 1\r\nA: b\r\n" ID_LINE "\r\nd";
    gives(&text, 1000, dated);
    assert_int_equal(smtp_message_set_message_id(fields, "2@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_cc(fields, NULL, 0, "\xc3\xa4@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_raw_source(text.raw, &source), SMTP_OK);
    assert_true(source->needs_smtputf8);
    assert_true(read_mail(source, 1000) > 0);
    assert_non_null(strstr(mail_bytes, "Cc: \xc3\xa4@example.org\r\nMessage-ID: <2@example.org>\r\n"));
    assert_null(strstr(mail_bytes, ID_LINE));

    assert_int_equal(smtp_raw_set_prefix(text.raw, NULL), SMTP_OK);
    gives(&text, 1000, "A: b\r\n" DATE_LINE ID_LINE "\r\nd");
    assert_int_equal(smtp_raw_set_prefix(NULL, fields), SMTP_E_ARGUMENT);
    end_text(&text);
    end_mail(&a, fields);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_asked_for_is_not_done),
        cmocka_unit_test(line_ends_become_crlf),
        cmocka_unit_test(a_bare_line_end_is_refused_anywhere),
        cmocka_unit_test(bcc_vanishes_whole),
        cmocka_unit_test(what_is_missing_comes_after_the_last_field),
        cmocka_unit_test(what_is_no_message),
        cmocka_unit_test(a_header_that_is_looked_through_must_be_one),
        cmocka_unit_test(a_giant_header_streams),
        cmocka_unit_test(a_large_body_comes_through),
        cmocka_unit_test(nothing_is_read_or_written_beyond_the_room),
        cmocka_unit_test(a_source_that_dies_at_any_place),
        cmocka_unit_test(a_measure_is_exact),
        cmocka_unit_test(every_call_starts_it_anew),
        cmocka_unit_test(content_that_can_be_read_once),
        cmocka_unit_test(content_that_fails_to_rewind),
        cmocka_unit_test(a_prefix_comes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
