/* SPDX-License-Identifier: MIT */
/* fixture.h - a client on a fake machine, and a mail for it. */
#ifndef TESTS_CLIENT_FIXTURE_H
#define TESTS_CLIENT_FIXTURE_H

#include "support/test.h"

#include "support/fake_platform.h"
#include <stdio.h>

#define OPENING "S:220 hi\nC:EHLO me.test\nS:250 x.test\n"
#define PIPELINING "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 PIPELINING\n"
#define MAIL_A                                                                                                         \
    "C:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:250 ok\nC:DATA\nS:354 go\nD\nS:250 2.0.0 Ok: queued "  \
    "as "                                                                                                              \
    "4F2X\n"
#define MAIL_A_PIPELINED                                                                                               \
    "C:MAIL FROM:<me@x.test>\nC:RCPT TO:<a@x.test>\nC:DATA\nS:250 ok\nS:250 ok\nS:354 go\nD\nS:250 2.0.0 queued\n"
#define QUIT "C:QUIT\nS:221 bye\nX\n"
#define TEXT "Subject: x\r\n\r\nhello\r\n.dot\r\n"

struct fixture {
    struct fake fake;
    smtp_client *client;
    struct test_allocator own; /* of the mail */
    smtp_envelope *envelope;
    smtp_source *source;
};

static inline void make_mail(struct fixture *f, size_t recipients) {
    test_allocator_init(&f->own);
    assert_int_equal(smtp_envelope_new(&f->own.table, &f->envelope), SMTP_OK);
    assert_int_equal(smtp_envelope_set_mail_from(f->envelope, "me@x.test", SMTP_Z), SMTP_OK);
    for (size_t i = 0; i < recipients; i++) {
        char address[32];
        snprintf(address, sizeof address, "%c@x.test", (char)('a' + i));
        assert_int_equal(smtp_envelope_add_recipient(f->envelope, address, SMTP_Z), SMTP_OK);
    }
    assert_int_equal(smtp_source_new_memory(&f->own.table, TEXT, sizeof TEXT - 1, &f->source), SMTP_OK);
}

/* A client of smtp+plain://x.test and a mail to a@x.test, b@x.test, … */
static inline void begin(struct fixture *f, const char *script, size_t recipients) {
    fake_init(&f->fake, script);
    make_mail(f, recipients);
    assert_int_equal(smtp_client_new(&f->fake.platform, &f->client), SMTP_OK);
    assert_int_equal(smtp_client_set_url(f->client, "smtp+plain://x.test", SMTP_Z), SMTP_OK);
}

static inline void end(struct fixture *f) {
    smtp_client_free(f->client);
    fake_end(&f->fake);
    smtp_source_free(f->source);
    smtp_envelope_free(f->envelope);
    assert_int_equal(f->own.live, 0);
}

static inline smtp_result send_mail(struct fixture *f) {
    return smtp_client_send(f->client, f->envelope, f->source);
}

static inline const smtp_report *report(const struct fixture *f) {
    return smtp_client_report(f->client);
}

/* The report's outcome, its result and its phase. */
#define assert_report(f, outcome, result, phase)                                                                       \
    do {                                                                                                               \
        assert_string_equal(smtp_result_name(smtp_report_result(report(f))), smtp_result_name(result));                \
        assert_string_equal(smtp_outcome_name(smtp_report_outcome(report(f))), smtp_outcome_name(outcome));            \
        assert_string_equal(smtp_phase_name(smtp_report_phase(report(f))), smtp_phase_name(phase));                    \
        assert_int_equal(smtp_report_class(report(f)), smtp_result_class(result));                                     \
    } while (0)

#endif
