/* SPDX-License-Identifier: MIT */
#include "mail.h"

#include <smtp/message_address.h>
#include <smtp/message_field.h>
#include <stdio.h>

static void envelope_is(smtp_message *m, const char *from, const char *recipients) {
    struct test_allocator a;
    smtp_envelope *envelope;
    char got[1024] = "";
    test_allocator_init(&a);
    assert_int_equal(smtp_envelope_new(&a.table, &envelope), SMTP_OK);
    assert_int_equal(smtp_envelope_add_recipient(envelope, "old@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_envelope(m, envelope), SMTP_OK);
    assert_string_equal(smtp_envelope_mail_from(envelope, NULL), from);
    for (size_t i = 0; i < smtp_envelope_recipient_count(envelope); i++) {
        strcat(got, smtp_envelope_recipient(envelope, i, NULL));
        strcat(got, " ");
    }
    assert_string_equal(got, recipients);
    smtp_envelope_free(envelope);
}

static void each_recipient_is_taken_once(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(smtp_message_add_cc(m, NULL, 0, "c@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_to(m, NULL, 0, "T@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_to(m, NULL, 0, "t@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_bcc(m, NULL, 0, "t@EXAMPLE.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_bcc(m, NULL, 0, "b@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_reply_to(m, NULL, 0, "r@example.org", SMTP_Z), SMTP_OK);
    envelope_is(m, "ann@example.org", "c@example.org T@example.org t@example.org b@example.org ");
    has_not(m, "b@example.org");
    has(m, "\r\nReply-To: r@example.org\r\nTo: T@example.org, t@example.org\r\nCc: c@example.org\r\n");
    assert_int_equal(smtp_message_set_sender(m, NULL, 0, "s@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_from(m, NULL, 0, "f@example.org", SMTP_Z), SMTP_OK);
    envelope_is(m, "s@example.org", "c@example.org T@example.org t@example.org b@example.org ");
    has(m, "From: f@example.org\r\nSender: s@example.org\r\n");
    has_not(m, "ann@");
    end_mail(&a, m);
}

static void ten_thousand_recipients(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    smtp_envelope *envelope;
    char address[64];
    for (int i = 0; i < 20000; i++) {
        sprintf(address, "user%d@example.org", i / 2);
        assert_int_equal(smtp_message_add_to(m, "Some One", SMTP_Z, address, SMTP_Z), SMTP_OK);
    }
    assert_int_equal(smtp_envelope_new(&a.table, &envelope), SMTP_OK);
    assert_int_equal(smtp_message_envelope(m, envelope), SMTP_OK);
    assert_int_equal(smtp_envelope_recipient_count(envelope), 10000);
    assert_string_equal(smtp_envelope_recipient(envelope, 9999, NULL), "user9999@example.org");
    smtp_envelope_free(envelope);
    end_mail(&a, m);
}

static void what_is_missing_is_told(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m;
    smtp_envelope *envelope;
    test_allocator_init(&a);
    assert_int_equal(smtp_envelope_new(&a.table, &envelope), SMTP_OK);
    assert_int_equal(smtp_message_new(&a.table, &m), SMTP_OK);
    assert_int_equal(smtp_message_envelope(m, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_envelope(NULL, envelope), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_envelope(m, envelope), SMTP_E_NO_FROM);
    assert_int_equal(smtp_message_set_from(m, NULL, 0, "a@b.c", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_envelope(m, envelope), SMTP_E_NO_RECIPIENT);
    assert_int_equal(smtp_message_add_to(m, NULL, 0, "a@b.c", SMTP_Z), SMTP_OK);
    a.fail_from = 1;
    assert_int_equal(smtp_message_envelope(m, envelope), SMTP_E_NO_MEMORY);
    assert_int_equal(smtp_envelope_recipient_count(envelope), 0);
    smtp_envelope_free(envelope);
    end_mail(&a, m);
}

static smtp_result add(smtp_message *m, int32_t field, const char *address) {
    return smtp_message_add_address(m, field, NULL, 0, address, SMTP_Z);
}

static smtp_result source_of(smtp_message *m) {
    smtp_source *source;
    return smtp_message_source(m, &source);
}

static void several_authors_need_a_sender(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(add(m, SMTP_HEADER_TO, "t@b.c"), SMTP_OK);
    assert_int_equal(add(m, SMTP_HEADER_FROM, "bob@example.org"), SMTP_OK);
    assert_int_equal(source_of(m), SMTP_E_NO_SENDER);
    envelope_is(m, "ann@example.org", "t@b.c ");
    assert_int_equal(add(m, SMTP_HEADER_SENDER, "s@b.c"), SMTP_OK);
    envelope_is(m, "s@b.c", "t@b.c ");
    has(m, "From: ann@example.org, bob@example.org\r\nSender: s@b.c\r\n");
    assert_int_equal(smtp_message_set_from(m, NULL, 0, "carl@example.org", SMTP_Z), SMTP_OK);
    has(m, "From: carl@example.org\r\nSender: s@b.c\r\n");
    end_mail(&a, m);
    m = new_mail(&a);
    assert_int_equal(add(m, SMTP_HEADER_FROM, "bob@example.org"), SMTP_OK);
    assert_int_equal(smtp_message_set_from(m, NULL, 0, "carl@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(source_of(m), SMTP_OK);
    assert_int_equal(add(m, SMTP_HEADER_TO, "t@b.c"), SMTP_OK);
    envelope_is(m, "carl@example.org", "t@b.c ");
    end_mail(&a, m);
}

static void who_sends_again_answers_for_it(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(add(m, SMTP_HEADER_TO, "old@b.c"), SMTP_OK);
    assert_int_equal(add(m, SMTP_HEADER_SENDER, "s@b.c"), SMTP_OK);
    assert_int_equal(add(m, SMTP_HEADER_RESENT_FROM, "rf@b.c"), SMTP_OK);
    envelope_is(m, "s@b.c", "old@b.c ");
    assert_int_equal(add(m, SMTP_HEADER_RESENT_TO, "rt@b.c"), SMTP_OK);
    assert_int_equal(add(m, SMTP_HEADER_RESENT_CC, "rc@b.c"), SMTP_OK);
    assert_int_equal(add(m, SMTP_HEADER_RESENT_BCC, "rb@b.c"), SMTP_OK);
    assert_int_equal(add(m, SMTP_HEADER_RESENT_BCC, "rt@B.c"), SMTP_OK);
    envelope_is(m, "rf@b.c", "rt@b.c rc@b.c rb@b.c ");
    assert_int_equal(add(m, SMTP_HEADER_RESENT_SENDER, "rs@b.c"), SMTP_OK);
    envelope_is(m, "rs@b.c", "rt@b.c rc@b.c rb@b.c ");
    assert_int_equal(smtp_message_set_resent(m, 0, 0, NULL, 0), SMTP_OK);
    has_not(m, "rb@b.c");
    end_mail(&a, m);
    m = new_mail(&a);
    assert_int_equal(add(m, SMTP_HEADER_RESENT_BCC, "rb@b.c"), SMTP_OK);
    envelope_is(m, "ann@example.org", "rb@b.c ");
    end_mail(&a, m);
}

/* RFC 5322 s3.6.6 */
static void resent_fields_come_whole(void **state) {
    (void)state;
    static const int32_t fields[] = {SMTP_HEADER_RESENT_SENDER, SMTP_HEADER_RESENT_TO, SMTP_HEADER_RESENT_CC,
                                     SMTP_HEADER_RESENT_BCC};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        struct test_allocator a;
        smtp_message *m = new_mail(&a);
        assert_int_equal(add(m, fields[i], "r@b.c"), SMTP_OK);
        assert_int_equal(source_of(m), SMTP_E_DATE);
        assert_int_equal(smtp_message_set_resent(m, 0, 0, "r@b.c", SMTP_Z), SMTP_OK);
        assert_int_equal(source_of(m), SMTP_E_NO_FROM);
        assert_int_equal(add(m, SMTP_HEADER_RESENT_FROM, "f@b.c"), SMTP_OK);
        assert_int_equal(source_of(m), SMTP_OK);
        assert_int_equal(add(m, SMTP_HEADER_RESENT_FROM, "g@b.c"), SMTP_OK);
        assert_int_equal(source_of(m), fields[i] == SMTP_HEADER_RESENT_SENDER ? SMTP_OK : SMTP_E_NO_SENDER);
        end_mail(&a, m);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_recipient_is_taken_once),   cmocka_unit_test(ten_thousand_recipients),
        cmocka_unit_test(what_is_missing_is_told),        cmocka_unit_test(several_authors_need_a_sender),
        cmocka_unit_test(who_sends_again_answers_for_it), cmocka_unit_test(resent_fields_come_whole),
    };
    return cmocka_run_group_tests_name("mime/message_envelope", tests, NULL, NULL);
}
