/* SPDX-License-Identifier: MIT */
#include "raw_text.h"

#include <stdio.h>
#include <stdlib.h>

typedef smtp_result (*read_fn)(smtp_raw *raw, smtp_envelope *envelope);

static char told[4096];

/* "reverse-path>recipient,recipient" */
static const char *tell(const smtp_envelope *envelope) {
    char *end = told + sprintf(told, "%s>", smtp_envelope_mail_from(envelope, NULL));
    for (size_t i = 0; i < smtp_envelope_recipient_count(envelope); i++) {
        end += sprintf(end, "%s%s", i == 0 ? "" : ",", smtp_envelope_recipient(envelope, i, NULL));
    }
    return told;
}

/* In every split; the envelope was not empty before. */
static void check_with(read_fn read, const char *header, smtp_result result, const char *wanted) {
    struct text text;
    smtp_envelope *envelope;
    begin_text(&text, header);
    assert_int_equal(smtp_envelope_new(&text.allocator.table, &envelope), SMTP_OK);
    for (text.stream.cut = 0; text.stream.cut <= text.stream.length; text.stream.cut++) {
        for (text.stream.piece = 0; text.stream.piece <= 1; text.stream.piece++) {
            smtp_envelope_clear(envelope);
            assert_int_equal(smtp_envelope_set_mail_from(envelope, "old@x.y", SMTP_Z), SMTP_OK);
            assert_int_equal(smtp_envelope_add_recipient(envelope, "old@x.y", SMTP_Z), SMTP_OK);
            assert_int_equal(read(text.raw, envelope), result);
            assert_string_equal(tell(envelope), result == SMTP_OK ? wanted : ">");
        }
    }
    smtp_envelope_free(envelope);
    end_text(&text);
}

static void check(const char *header, const char *wanted) {
    check_with(smtp_raw_envelope, header, SMTP_OK, wanted);
}

static void refuse(const char *header, smtp_result result) {
    check_with(smtp_raw_envelope, header, result, NULL);
}

static void from_to_cc_and_bcc(void **state) {
    (void)state;
    check("From: Ann <a@b.c>\r\nTo: b@b.c\r\nCc: c@b.c\r\nBcc: d@b.c\r\n\r\nTo: e@b.c\r\n", "a@b.c>b@b.c,c@b.c,d@b.c");
    check("bcc : \"x, y\" <b@b.c>,\r\n\tc@b.c\r\nFROM:\r\n a@b.c\nto:d@b.c\rTo: e@b.c\r\n",
          "a@b.c>b@b.c,c@b.c,d@b.c,e@b.c");
    check("To: team: b@b.c, c@b.c;, none:;,d@b.c\r\nFrom: a@b.c", "a@b.c>b@b.c,c@b.c,d@b.c");
    check("From: a@b.c\r\nTo: b@b.c (To: x@b.c), <c@b.c>\r\nX-To: y@b.c\r\nResent-To: z@b.c\r\nResent-Bcc: z@b.c\r\n"
          "Resent-From: z@b.c\r\nReply-To: z@b.c\r\n",
          "a@b.c>b@b.c,c@b.c");
    check("From: a@b.c\r\nCc:\r\nTo: \r\n , ,\r\nBcc: b@b.c", "a@b.c>b@b.c");
}

static void each_address_once(void **state) {
    (void)state;
    check("From: a@b.c\r\nTo: b@b.c, B@b.c, b@B.C\r\nCc: b@b.c, a@b.c\r\nBcc: c@b.c, b@B.c, c@b.c\r\n",
          "a@b.c>b@b.c,B@b.c,a@b.c,c@b.c");
    check("From: a@b\xc3\xbc.c\r\nTo: b@b\xc3\xbc.c\r\nCc: b@XN--b-eha.c, b@B\xc3\x9c.c\r\n",
          "a@xn--b-eha.c>b@xn--b-eha.c");
}

static void the_first_of_sender_then_of_from(void **state) {
    (void)state;
    check("From: a@b.c, x@b.c\r\nFrom: y@b.c\r\nTo: b@b.c\r\n", "a@b.c>b@b.c");
    check("From:\r\nFrom: none:;\r\nFrom: y@b.c, no address\r\nTo: b@b.c\r\n", "y@b.c>b@b.c");
    check("From: a@b.c\r\nSender: s@b.c\r\nTo: b@b.c\r\nSender: x@b.c\r\n", "s@b.c>b@b.c");
    check("Sender: s@b.c\r\nFrom: no address\r\nTo: b@b.c\r\n", "s@b.c>b@b.c");
    check("Sender:\r\nFrom: a@b.c\r\nTo: b@b.c\r\n", "a@b.c>b@b.c");
    check("Sender: s@b.c\r\nTo: b@b.c\r\n", "s@b.c>b@b.c");
}

static void what_is_wrong_with_it(void **state) {
    (void)state;
    refuse("To: b@b.c\r\n\r\nFrom: a@b.c\r\n", SMTP_E_NO_FROM);
    refuse("From: a@b.c\r\n\r\nTo: b@b.c\r\n", SMTP_E_NO_RECIPIENT);
    refuse("From: a@b.c\r\nTo: undisclosed-recipients:;\r\nResent-To: b@b.c\r\n", SMTP_E_NO_RECIPIENT);
    refuse("From: a@b.c\r\nTo: b@b.c, bob\r\n", SMTP_E_ADDRESS);
    refuse("From: a@b.c\r\nTo: b@b.c\r\nBcc: b@b.c\x01\r\n", SMTP_E_CONTROL_CHARACTER);
    refuse("From: bob\r\nTo: b@b.c\r\n", SMTP_E_ADDRESS);
    refuse("From: a@b.c\r\nSender: bob\r\nTo: b@b.c\r\n", SMTP_E_ADDRESS);
    refuse("From: a@b.c\r\nTo: team: b@b.c\r\n", SMTP_E_ADDRESS);
    refuse("From: a@b.c\r\nTo: b@\xe2\x82\xac.c\r\n", SMTP_E_IDN);
    refuse("From: a@b.c\r\nTo: b@b.c\r\nno field\r\nBcc: c@b.c\r\n", SMTP_E_NOT_A_MESSAGE);
    refuse("", SMTP_E_NOT_A_MESSAGE);
    refuse("\r\nFrom: a@b.c\r\nTo: b@b.c\r\n", SMTP_E_NOT_A_MESSAGE);
}

static void the_one_or_the_other(void **state) {
    (void)state;
    check_with(smtp_raw_mail_from, "From: a@b.c\r\nTo: bob\r\n", SMTP_OK, "a@b.c>old@x.y");
    check_with(smtp_raw_mail_from, "From: a@b.c\r\nno field\r\nSender: s@b.c\r\n", SMTP_OK, "a@b.c>old@x.y");
    check_with(smtp_raw_mail_from, "From: a@b.c\r\nSender", SMTP_OK, "a@b.c>old@x.y");
    check_with(smtp_raw_mail_from, "From: a@b.c\r\n: x", SMTP_OK, "a@b.c>old@x.y");
    check_with(smtp_raw_mail_from, "From: a@b.c\r\nSender ", SMTP_OK, "a@b.c>old@x.y");
    check_with(smtp_raw_mail_from, "From: a@b.c\r\nSender s@b.c", SMTP_OK, "a@b.c>old@x.y");
    check_with(smtp_raw_mail_from, "X: y\r\nFrom a@b.c\r\n", SMTP_E_NO_FROM, NULL);
    check_with(smtp_raw_mail_from, "To: b@b.c\r\n", SMTP_E_NO_FROM, NULL);
    check_with(smtp_raw_mail_from, "no field\r\nFrom: a@b.c\r\n", SMTP_E_NOT_A_MESSAGE, NULL);
    check_with(smtp_raw_mail_from, "From ann\r\nFrom: a@b.c\r\n", SMTP_E_NOT_A_MESSAGE, NULL);
    check_with(smtp_raw_recipients, "From: bob\r\nTo: b@b.c\r\nSender: x\r\n", SMTP_OK, "old@x.y>old@x.y,b@b.c");
    check_with(smtp_raw_recipients, "From: a@b.c\r\n", SMTP_E_NO_RECIPIENT, NULL);
    check_with(smtp_raw_recipients, "To: b@b.c\r\nno field\r\n", SMTP_E_NOT_A_MESSAGE, NULL);
}

static void settings_of_the_source(void **state) {
    (void)state;
    struct text text;
    smtp_envelope *envelope;
    smtp_source *source;
    begin_text(&text, "From: a@b.c\nBcc: b@b.c\n\nx");
    assert_int_equal(smtp_envelope_new(&text.allocator.table, &envelope), SMTP_OK);
    assert_int_equal(smtp_raw_set_remove_bcc(text.raw, 1), SMTP_OK);
    assert_int_equal(smtp_raw_envelope(text.raw, envelope), SMTP_OK);
    assert_string_equal(tell(envelope), "a@b.c>b@b.c");
    assert_int_equal(smtp_raw_source(text.raw, &source), SMTP_OK);
    assert_int_equal(smtp_source_read(source, mail_bytes, 3), 3);
    assert_int_equal(smtp_raw_envelope(text.raw, envelope), SMTP_OK);
    assert_true(read_mail(source, 100) > 0); /* it begins anew */
    assert_string_equal(mail_bytes, "From: a@b.c\r\n\r\nx");
    assert_int_equal(smtp_raw_set_line_ends(text.raw, SMTP_LINE_ENDS_REFUSE), SMTP_OK);
    assert_int_equal(smtp_raw_envelope(text.raw, envelope), SMTP_E_BARE_LINE_END);
    assert_string_equal(tell(envelope), ">");
    assert_int_equal(smtp_raw_envelope(NULL, envelope), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_raw_envelope(text.raw, NULL), SMTP_E_ARGUMENT);
    smtp_envelope_free(envelope);
    end_text(&text);
}

static void content_that_cannot_be_read(void **state) {
    (void)state;
    struct text text;
    smtp_envelope *envelope;
    begin_text(&text, "From: a@b.c\r\nTo: b@b.c\r\n\r\n");
    assert_int_equal(smtp_envelope_new(&text.allocator.table, &envelope), SMTP_OK);
    for (text.stream.fail_at = 1; text.stream.fail_at < text.stream.length; text.stream.fail_at++) {
        assert_int_equal(smtp_raw_envelope(text.raw, envelope), SMTP_E_SOURCE);
        assert_string_equal(tell(envelope), ">");
    }
    text.stream.fail_at = 0;
    assert_int_equal(smtp_raw_envelope(text.raw, envelope), SMTP_OK);
    assert_string_equal(tell(envelope), "a@b.c>b@b.c");

    struct stream stream = {.data = "From: a@b.c\r\nTo: b@b.c\r\n", .length = 24};
    smtp_source *content;
    smtp_raw *raw;
    assert_int_equal(smtp_source_new_callback(&text.allocator.table, stream_read, NULL, NULL, &stream, &content),
                     SMTP_OK);
    assert_int_equal(smtp_raw_new(&text.allocator.table, content, &raw), SMTP_OK);
    assert_int_equal(smtp_raw_envelope(raw, envelope), SMTP_E_NOT_REWINDABLE);
    assert_string_equal(tell(envelope), ">");
    assert_int_equal(stream.position, 0);
    smtp_raw_free(raw);
    smtp_envelope_free(envelope);
    end_text(&text);
}

static void each_allocation_fails_once(void **state) {
    (void)state;
    char header[6000] = "From: a@b.c\r\nTo: b@b.c";
    struct text text;
    smtp_envelope *envelope;
    for (int i = 0; i < 120; i++) {
        sprintf(header + strlen(header), ",\r\n \"A name of some length\" <u%d@b.c>", i);
    }
    begin_text(&text, header);
    assert_int_equal(smtp_envelope_new(&text.allocator.table, &envelope), SMTP_OK);
    long live = text.allocator.live;
    long n = 0;
    smtp_result result;
    do {
        text.allocator.fail_at = text.allocator.calls + ++n;
        result = smtp_raw_envelope(text.raw, envelope);
        text.allocator.fail_at = 0;
        assert_true(result == SMTP_OK || result == SMTP_E_NO_MEMORY);
        assert_int_equal(smtp_envelope_recipient_count(envelope), result == SMTP_OK ? 121 : 0);
        if (result != SMTP_OK) {
            assert_int_equal(text.allocator.live, live);
        }
    } while (result != SMTP_OK);
    assert_true(n > 10);
    smtp_envelope_clear(envelope);
    assert_int_equal(text.allocator.live, live);
    smtp_envelope_free(envelope);
    end_text(&text);
}

/* With its name a field may have 1 MiB, of which line ends count as CRLF. */
static void a_field_has_a_bound(void **state) {
    (void)state;
    enum { MEGABYTE = 1 << 20 };
    char *header = malloc(MEGABYTE + 4096);
    for (size_t more = 0; more < 2; more++) {
        struct text text;
        smtp_envelope *envelope;
        char *end = header + sprintf(header, "From: a@b.c\r\nX: ");
        memset(end, 'x', 2000);
        char *field = end + 2000;
        end = field + sprintf(field, "\r\nTo:");
        field += 2;
        while (end < field + MEGABYTE - 100) {
            end += sprintf(end, " \"name\" <b%d@b.c>,\r\n", (int)(end - field) % 700);
        }
        while (end < field + MEGABYTE - 2 + more) {
            *end++ = ' ';
        }
        strcpy(end, "\r\nTo: c@b.c\r\n\r\n");
        begin_text(&text, header);
        assert_int_equal(smtp_envelope_new(&text.allocator.table, &envelope), SMTP_OK);
        assert_int_equal(smtp_raw_envelope(text.raw, envelope), more == 0 ? SMTP_OK : SMTP_E_HEADER_TOO_LONG);
        size_t count = smtp_envelope_recipient_count(envelope);
        assert_true(more == 0 ? count > 100 : count == 0);
        smtp_envelope_free(envelope);
        end_text(&text);
    }
    free(header);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(from_to_cc_and_bcc),
        cmocka_unit_test(each_address_once),
        cmocka_unit_test(the_first_of_sender_then_of_from),
        cmocka_unit_test(what_is_wrong_with_it),
        cmocka_unit_test(the_one_or_the_other),
        cmocka_unit_test(settings_of_the_source),
        cmocka_unit_test(content_that_cannot_be_read),
        cmocka_unit_test(each_allocation_fails_once),
        cmocka_unit_test(a_field_has_a_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
