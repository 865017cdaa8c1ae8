/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include "support/scene.h"

#define SIGNED "From: me@x.test\r\nSubject: x\r\n\r\nhello\n.dot"
#define FIELD                                                                                                          \
    "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=x.test; s=s1;\r\n\th=Subject:From:Subject:From; "         \
    "bh=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=;\r\n\tb=AQID\r\n"

/* The context is the result. */
static smtp_result sign(void *context, const uint8_t *digest, size_t digest_length, uint8_t *signature, size_t size,
                        size_t *length) {
    const smtp_result *result = context;
    (void)scene_sign(NULL, digest, digest_length, signature, size, length);
    return *result;
}

static smtp_result signer_result;

static smtp_dkim *new_dkim(struct fixture *f) {
    smtp_dkim *dkim;
    signer_result = SMTP_OK;
    assert_int_equal(smtp_dkim_new(&f->own.table, &scene_digests, &dkim), SMTP_OK);
    assert_int_equal(
        smtp_dkim_add_signer(dkim, "x.test", SMTP_Z, "s1", SMTP_Z, SMTP_DKIM_RSA_SHA256, sign, NULL, &signer_result),
        SMTP_OK);
    return dkim;
}

static void set_content(struct fixture *f, const char *text) {
    smtp_source_free(f->source);
    assert_int_equal(smtp_source_new_memory(&f->own.table, text, strlen(text), &f->source), SMTP_OK);
}

static void every_mail_is_signed(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, OPENING MAIL_A MAIL_A MAIL_A, 1);
    smtp_dkim *dkim = new_dkim(&f);
    set_content(&f, SIGNED);
    assert_int_equal(smtp_client_set_dkim(f.client, dkim), SMTP_OK);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(send_mail(&f), SMTP_OK);
        assert_string_equal(f.fake.content, FIELD "From: me@x.test\r\nSubject: x\r\n\r\nhello\r\n..dot\r\n");
    }
    assert_int_equal(smtp_client_set_dkim(f.client, NULL), SMTP_OK);
    assert_int_equal(send_mail(&f), SMTP_OK);
    assert_string_equal(f.fake.content, "From: me@x.test\r\nSubject: x\r\n\r\nhello\r\n..dot\r\n");
    assert_true(fake_is_played(&f.fake));
    smtp_dkim_free(dkim);
    end(&f);
}

/* RFC 1870 s5: of the signed one */
static void its_size_is_declared(void **state) {
    (void)state;
    char script[512];
    struct fixture f;
    size_t size = sizeof FIELD - 1 + sizeof SIGNED - 1 + 3;
    snprintf(script, sizeof script,
             "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 SIZE 10000\nC:MAIL FROM:<me@x.test> SIZE=%zu\nS:250 ok\n"
             "C:RCPT TO:<a@x.test>\nS:250 ok\nC:DATA\nS:354 go\nD\nS:250 ok\n",
             size);
    begin(&f, script, 1);
    smtp_dkim *dkim = new_dkim(&f);
    set_content(&f, SIGNED);
    assert_int_equal(smtp_client_set_dkim(f.client, dkim), SMTP_OK);
    assert_int_equal(send_mail(&f), SMTP_OK);
    smtp_dkim_free(dkim);
    end(&f);
}

static void a_message_is_signed(void **state) {
    (void)state;
    struct fixture f;
    smtp_message *message;
    begin(&f, OPENING MAIL_A, 1);
    smtp_dkim *dkim = new_dkim(&f);
    assert_int_equal(smtp_message_new(&f.own.table, &message), SMTP_OK);
    assert_int_equal(smtp_message_set_from(message, NULL, 0, "me@x.test", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_to(message, NULL, 0, "a@x.test", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_client_set_dkim(f.client, dkim), SMTP_OK);
    assert_int_equal(smtp_client_send_message(f.client, message), SMTP_OK);
    assert_memory_equal(f.fake.content, "DKIM-Signature: ", 16);
    smtp_message_free(message);
    smtp_dkim_free(dkim);
    end(&f);
}

static ptrdiff_t read_nothing(void *context, void *buffer, size_t size) {
    (void)context;
    (void)buffer;
    (void)size;
    return 0;
}

static void is_refused(struct fixture *f, smtp_result result) {
    assert_int_equal(send_mail(f), result);
    assert_report(f, SMTP_OUTCOME_FAILED, result, SMTP_PHASE_SETUP);
    assert_int_equal(f->fake.opens, 0);
}

static void what_cannot_be_signed_is_not_sent(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, OPENING MAIL_A, 1);
    smtp_dkim *dkim = new_dkim(&f);
    assert_int_equal(smtp_client_set_dkim(f.client, dkim), SMTP_OK);
    is_refused(&f, SMTP_E_NO_FROM);
    set_content(&f, "hello");
    is_refused(&f, SMTP_E_NOT_A_MESSAGE);
    set_content(&f, SIGNED);
    signer_result = SMTP_E_DKIM_KEY;
    is_refused(&f, SMTP_E_DKIM_KEY);
    smtp_source_free(f.source);
    assert_int_equal(smtp_source_new_callback(&f.own.table, read_nothing, NULL, NULL, NULL, &f.source), SMTP_OK);
    is_refused(&f, SMTP_E_NOT_REWINDABLE);
    signer_result = SMTP_OK;
    set_content(&f, SIGNED);
    assert_int_equal(send_mail(&f), SMTP_OK);
    smtp_dkim_free(dkim);
    end(&f);
}

/* The next connection gets the same, and once. */
static void a_lost_connection_does_not_matter(void **state) {
    (void)state;
    struct fixture f;
    begin(&f,
          OPENING MAIL_A
          "C:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:250 ok\nC:DATA\nX\n=\n" OPENING MAIL_A,
          1);
    smtp_dkim *dkim = new_dkim(&f);
    set_content(&f, SIGNED);
    assert_int_equal(send_mail(&f), SMTP_OK);
    assert_int_equal(smtp_client_set_dkim(f.client, dkim), SMTP_OK);
    assert_int_equal(send_mail(&f), SMTP_OK);
    assert_int_equal(f.fake.opens, 2);
    assert_string_equal(f.fake.content, FIELD "From: me@x.test\r\nSubject: x\r\n\r\nhello\r\n..dot\r\n");
    smtp_dkim_free(dkim);
    end(&f);
}

/* A signer that signs something else meanwhile: nothing goes out with a wrong signature. */
static void a_signer_that_is_not_left_alone(void **state) {
    (void)state;
    struct fixture f;
    smtp_source *other;
    begin(&f, OPENING "C:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:250 ok\nC:DATA\nS:354 go\nX\n", 1);
    smtp_dkim *dkim = new_dkim(&f);
    set_content(&f, SIGNED);
    assert_int_equal(smtp_client_set_dkim(f.client, dkim), SMTP_OK);
    assert_int_equal(smtp_client_start_send(f.client, f.envelope, f.source), SMTP_OK);
    assert_int_equal(smtp_dkim_set_fields(dkim, "To", SMTP_Z), SMTP_OK);
    smtp_result result;
    while ((result = smtp_client_step(f.client)) == SMTP_PENDING) {
    }
    assert_int_equal(result, SMTP_E_STATE);
    assert_false(f.fake.content_is_whole);
    assert_string_equal(f.fake.content, "");
    assert_int_equal(smtp_dkim_sign(dkim, f.source, &other), SMTP_OK);
    smtp_dkim_free(dkim);
    end(&f);
}

static void setting_it(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, OPENING MAIL_A MAIL_A, 1);
    assert_int_equal(smtp_client_set_dkim(NULL, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(send_mail(&f), SMTP_OK);
    assert_int_equal(smtp_client_set_dkim(f.client, NULL), SMTP_OK);
    assert_int_equal(smtp_client_start_send(f.client, f.envelope, f.source), SMTP_OK);
    assert_int_equal(smtp_client_set_dkim(f.client, NULL), SMTP_E_STATE);
    while (smtp_client_step(f.client) == SMTP_PENDING) {
    }
    assert_int_equal(f.fake.opens, 1); /* the connection is kept */
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mail_is_signed),
        cmocka_unit_test(its_size_is_declared),
        cmocka_unit_test(a_message_is_signed),
        cmocka_unit_test(what_cannot_be_signed_is_not_sent),
        cmocka_unit_test(a_lost_connection_does_not_matter),
        cmocka_unit_test(a_signer_that_is_not_left_alone),
        cmocka_unit_test(setting_it),
    };
    return cmocka_run_group_tests_name("client/dkim", tests, NULL, NULL);
}
