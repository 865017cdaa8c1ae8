/* SPDX-License-Identifier: MIT */
/* A message as a mail: its envelope, and Date and Message-ID from the platform. */
#include "fixture.h"

#define TO_ALL                                                                                                         \
    "C:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:250 ok\nC:RCPT TO:<secret@x.test>\nS:250 ok\n"         \
    "C:DATA\nS:354 go\nD\nS:250 ok\n"

static smtp_message *new_message(struct fixture *f) {
    smtp_message *m;
    assert_int_equal(smtp_message_new(&f->own.table, &m), SMTP_OK);
    assert_int_equal(smtp_message_set_from(m, NULL, 0, "me@x.test", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_to(m, NULL, 0, "a@x.test", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_bcc(m, NULL, 0, "secret@x.test", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_subject(m, "hello", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_text(m, "hello\n", SMTP_Z), SMTP_OK);
    return m;
}

static void date_and_identifier_come_from_the_platform(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, OPENING TO_ALL TO_ALL, 0);
    smtp_message *m = new_message(&f);
    assert_int_equal(smtp_client_send_message(f.client, m), SMTP_OK);
    assert_true(smtp_message_has_date(m));
    assert_true(smtp_message_has_seed(m));
    assert_non_null(strstr(f.fake.content, "Date: "));
    assert_non_null(strstr(f.fake.content, " +0100\r\n"));
    assert_non_null(strstr(f.fake.content, "\r\nMessage-ID: <"));
    assert_null(strstr(f.fake.content, "secret"));
    assert_int_equal(smtp_report_recipient_count(report(&f)), 2);
    assert_string_equal(smtp_report_recipient_address(report(&f), 1), "secret@x.test");
    /* again it is the same mail */
    char before[sizeof f.fake.content];
    memcpy(before, f.fake.content, sizeof before);
    assert_int_equal(smtp_client_send_message(f.client, m), SMTP_OK);
    assert_string_equal(f.fake.content, before);
    assert_int_equal(f.fake.opens, 1);
    smtp_message_free(m);
    end(&f);
}

static void without_a_clock_there_is_no_date(void **state) {
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct fixture f;
        begin(&f, OPENING TO_ALL, 0);
        smtp_message *m = new_message(&f);
        f.fake.utc_result = SMTP_E_CLOCK;
        if (i == 1) {
            f.fake.platform.utc = NULL;
        }
        assert_int_equal(smtp_client_send_message(f.client, m), SMTP_OK);
        assert_null(strstr(f.fake.content, "Date:"));
        assert_non_null(strstr(f.fake.content, "Message-ID: <"));
        smtp_message_free(m);
        end(&f);
    }
}

static void what_the_message_has_is_kept(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, OPENING TO_ALL, 0);
    smtp_message *m = new_message(&f);
    assert_int_equal(smtp_message_set_date(m, 0, 0), SMTP_OK);
    assert_int_equal(smtp_message_set_message_id(m, "left@right", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_seed(m, "0123456789abcdef", 16), SMTP_OK);
    f.fake.random_result = SMTP_E_RANDOM; /* is not asked */
    assert_int_equal(smtp_client_send_message(f.client, m), SMTP_OK);
    assert_non_null(strstr(f.fake.content, "Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n"));
    assert_non_null(strstr(f.fake.content, "Message-ID: <left@right>\r\n"));
    smtp_message_free(m);
    end(&f);
}

static void what_is_missing_is_told(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, OPENING, 0);
    smtp_message *m;
    assert_int_equal(smtp_message_new(&f.own.table, &m), SMTP_OK);
    assert_int_equal(smtp_client_start_send_message(f.client, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_client_start_send_message(NULL, m), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_client_send_message(f.client, m), SMTP_E_NO_FROM);
    assert_report(&f, SMTP_OUTCOME_FAILED, SMTP_E_NO_FROM, SMTP_PHASE_SETUP);
    assert_int_equal(smtp_message_set_from(m, NULL, 0, "me@x.test", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_client_send_message(f.client, m), SMTP_E_NO_RECIPIENT);
    assert_int_equal(smtp_message_add_to(m, NULL, 0, "a@x.test", SMTP_Z), SMTP_OK);
    f.fake.random_result = SMTP_E_RANDOM;
    assert_int_equal(smtp_client_send_message(f.client, m), SMTP_E_RANDOM);
    assert_report(&f, SMTP_OUTCOME_FAILED, SMTP_E_RANDOM, SMTP_PHASE_SETUP);
    assert_int_equal(f.fake.opens, 0);
    smtp_message_free(m);
    end(&f);
}

/* As man/smtp_client.3 shows it. */
static smtp_result send_with_report(struct fixture *f, smtp_message *m, smtp_envelope *envelope) {
    const smtp_platform *platform = &f->fake.platform;
    smtp_source *source = NULL;
    uint8_t seed[32];
    int64_t now = 0;
    int32_t offset = 0;
    if (platform->utc(platform->context, &now, &offset) == SMTP_OK) {
        assert_int_equal(smtp_message_set_date(m, now, offset), SMTP_OK);
    }
    assert_int_equal(platform->random(platform->context, seed, sizeof seed), SMTP_OK);
    assert_int_equal(smtp_message_set_seed(m, seed, sizeof seed), SMTP_OK);
    assert_int_equal(smtp_message_envelope(m, envelope), SMTP_OK);
    assert_int_equal(smtp_envelope_set_notify(envelope, SMTP_NOTIFY_SUCCESS | SMTP_NOTIFY_FAILURE), SMTP_OK);
    assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
    return smtp_client_send(f->client, envelope, source);
}

static void with_parameters_it_goes_by_its_envelope_and_its_source(void **state) {
    (void)state;
    struct fixture f;
    begin(&f,
          "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 DSN\nC:MAIL FROM:<me@x.test>\nS:250 ok\n"
          "C:RCPT TO:<a@x.test> NOTIFY=SUCCESS,FAILURE\nS:250 ok\n"
          "C:RCPT TO:<secret@x.test> NOTIFY=SUCCESS,FAILURE\nS:250 ok\nC:DATA\nS:354 go\nD\nS:250 ok\n",
          0);
    smtp_message *m = new_message(&f);
    smtp_envelope *envelope = NULL;
    assert_int_equal(smtp_envelope_new(&f.own.table, &envelope), SMTP_OK);
    assert_int_equal(send_with_report(&f, m, envelope), SMTP_OK);
    assert_non_null(strstr(f.fake.content, "Date: "));
    assert_non_null(strstr(f.fake.content, "Message-ID: <"));
    smtp_envelope_free(envelope);
    smtp_message_free(m);
    end(&f);
}

static void under_way_no_message_is_taken(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, OPENING TO_ALL, 0);
    smtp_message *m = new_message(&f);
    assert_int_equal(smtp_client_start_send_message(f.client, m), SMTP_OK);
    assert_int_equal(smtp_client_start_send_message(f.client, m), SMTP_E_STATE);
    smtp_client_free(f.client);
    f.client = NULL;
    smtp_message_free(m);
    end(&f);
}

static void each_allocation_may_fail(void **state) {
    (void)state;
    bool passed = false;
    for (long n = 1; !passed; n++) {
        struct fixture f;
        begin(&f, OPENING TO_ALL, 0);
        smtp_message *m = new_message(&f);
        long before = f.fake.allocator.calls;
        f.fake.allocator.fail_at = before + n;
        smtp_result result = smtp_client_send_message(f.client, m);
        passed = f.fake.allocator.calls < before + n;
        f.fake.allocator.fail_at = 0;
        if (result != SMTP_OK) {
            assert_int_equal(result, SMTP_E_NO_MEMORY);
            f.fake.at = OPENING TO_ALL;
            assert_int_equal(smtp_client_send_message(f.client, m), SMTP_OK);
        }
        assert_true(f.fake.content_is_whole);
        smtp_message_free(m);
        end(&f);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(date_and_identifier_come_from_the_platform),
        cmocka_unit_test(without_a_clock_there_is_no_date),
        cmocka_unit_test(what_the_message_has_is_kept),
        cmocka_unit_test(what_is_missing_is_told),
        cmocka_unit_test(with_parameters_it_goes_by_its_envelope_and_its_source),
        cmocka_unit_test(under_way_no_message_is_taken),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return cmocka_run_group_tests_name("client/send_message", tests, NULL, NULL);
}
