/* SPDX-License-Identifier: MIT */
#include "mail.h"

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
    assert_int_equal(smtp_message_add_to(m, NULL, 0, "not an address", SMTP_Z), SMTP_E_ADDRESS);
    assert_int_equal(smtp_message_add_to(m, NULL, 0, "Ann <a@b.c>", SMTP_Z), SMTP_E_ADDRESS);
    assert_int_equal(smtp_message_add_to(m, NULL, 0, "a@b.c,d@e.f", SMTP_Z), SMTP_E_ADDRESS);
    assert_int_equal(smtp_message_add_to(m, NULL, 0, NULL, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_add_to(NULL, NULL, 0, "a@b.c", SMTP_Z), SMTP_E_ARGUMENT);
    a.fail_from = 1;
    assert_int_equal(smtp_message_envelope(m, envelope), SMTP_E_NO_MEMORY);
    assert_int_equal(smtp_envelope_recipient_count(envelope), 0);
    smtp_envelope_free(envelope);
    end_mail(&a, m);
}

/* What a call that failed had taken is there for the next one. */
static void a_failure_takes_no_memory(void **state) {
    (void)state;
    static _Alignas(max_align_t) uint8_t memory[SMTP_MESSAGE_BYTES + 800];
    char address[200];
    smtp_message *m;
    memset(address, 'a', sizeof address);
    memcpy(address + 10, "@", 1);
    for (size_t i = 50; i < sizeof address; i += 40) {
        address[i] = '.';
    }
    size_t size = smtp_message_bytes() + 500;
    assert_int_equal(smtp_message_init(memory, size, &m), SMTP_OK);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(smtp_message_add_to(m, NULL, 0, address, sizeof address), SMTP_E_NO_MEMORY);
        assert_int_equal(smtp_message_set_from(m, "A long name that adds to it", SMTP_Z, address, sizeof address),
                         SMTP_E_NO_MEMORY);
    }
    assert_int_equal(smtp_message_add_to(m, NULL, 0, "a@b.c", SMTP_Z), SMTP_OK);
    smtp_message_fini(m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_recipient_is_taken_once),
        cmocka_unit_test(ten_thousand_recipients),
        cmocka_unit_test(what_is_missing_is_told),
        cmocka_unit_test(a_failure_takes_no_memory),
    };
    return cmocka_run_group_tests_name("mime/message_address", tests, NULL, NULL);
}
