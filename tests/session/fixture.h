/* SPDX-License-Identifier: MIT */
/* fixture.h - sessions and mails for the engine's tests. */
#ifndef TESTS_SESSION_FIXTURE_H
#define TESTS_SESSION_FIXTURE_H

#include "support/test.h"

#include "support/allocator.h"
#include "support/dialogue.h"
#include "support/digest.h"
#include <smtp/config.h>
#include <stdio.h>

/* How a session is set up. */
struct setup {
    struct test_allocator allocator;
    int32_t security;
    const char *user; /* NULL: no credentials */
    const char *secret;
    smtp_result (*login)(smtp_session *session); /* NULL, or what sets other credentials */
    bool auth_fallback;
    struct test_digests *digests; /* NULL: none */
    uint32_t mechanisms;          /* 0: all */
    bool plaintext_auth;
    bool lock_step;
    bool across_mails;
    bool chunking;
    bool lmtp;
    bool all_or_nothing;
    uint32_t withheld;  /* of the extensions */
    size_t send_bytes;  /* 0: 4096 */
    size_t reply_bytes; /* 0: 1024 */
    smtp_trace_fn trace;
    void *trace_context;
};

static inline smtp_session *new_session(void *context) {
    struct setup *setup = context;
    smtp_session *session;
    size_t send_bytes = setup->send_bytes > 0 ? setup->send_bytes : 4096;
    size_t reply_bytes = setup->reply_bytes > 0 ? setup->reply_bytes : 1024;
    test_allocator_init(&setup->allocator);
    assert_int_equal(smtp_session_new(&setup->allocator.table, send_bytes, reply_bytes, &session), SMTP_OK);
    assert_int_equal(smtp_session_set_security(session, setup->security), SMTP_OK);
    assert_int_equal(smtp_session_set_helo(session, "me.test", SMTP_Z), SMTP_OK);
    if (setup->user != NULL) {
        assert_int_equal(smtp_session_set_credentials(session, setup->user, SMTP_Z, setup->secret, SMTP_Z), SMTP_OK);
    }
    if (setup->login != NULL) {
        assert_int_equal(setup->login(session), SMTP_OK);
    }
    assert_int_equal(smtp_session_set_auth_fallback(session, setup->auth_fallback), SMTP_OK);
    if (setup->digests != NULL) {
        assert_int_equal(smtp_session_set_digests(session, &setup->digests->table, test_random, NULL), SMTP_OK);
    }
    if (setup->mechanisms != 0) {
        assert_int_equal(smtp_session_set_mechanisms(session, setup->mechanisms), SMTP_OK);
    }
    assert_int_equal(smtp_session_set_plaintext_auth(session, setup->plaintext_auth), SMTP_OK);
    if (setup->lock_step) {
        assert_int_equal(smtp_session_set_pipelining(session, SMTP_PIPELINING_OFF), SMTP_OK);
    }
    if (setup->across_mails) {
        assert_int_equal(smtp_session_set_pipelining(session, SMTP_PIPELINING_ACROSS_MAILS), SMTP_OK);
    }
    assert_int_equal(smtp_session_set_chunking(session, setup->chunking), SMTP_OK);
    assert_int_equal(smtp_session_set_protocol(session, setup->lmtp ? SMTP_PROTOCOL_LMTP : SMTP_PROTOCOL_SMTP),
                     SMTP_OK);
    assert_int_equal(smtp_session_set_all_or_nothing(session, setup->all_or_nothing), SMTP_OK);
    assert_int_equal(smtp_session_set_extensions(session, smtp_extensions() & ~setup->withheld), SMTP_OK);
    smtp_session_set_trace(session, setup->trace, setup->trace_context);
    return session;
}

/* A mail to a@x.test, b@x.test, … with this content. */
struct fixture_mail {
    struct test_allocator allocator;
    smtp_envelope *envelope;
    struct dialogue_mail mail;
};

static inline void make_mail(struct fixture_mail *fixture, size_t recipients, const char *content) {
    test_allocator_init(&fixture->allocator);
    const smtp_allocator *allocator = &fixture->allocator.table;
    assert_int_equal(smtp_envelope_new(allocator, &fixture->envelope), SMTP_OK);
    assert_int_equal(smtp_envelope_set_mail_from(fixture->envelope, "me@x.test", SMTP_Z), SMTP_OK);
    for (size_t i = 0; i < recipients; i++) {
        char address[32];
        snprintf(address, sizeof address, "%c@x.test", (char)('a' + i % 26));
        assert_int_equal(smtp_envelope_add_recipient(fixture->envelope, address, SMTP_Z), SMTP_OK);
    }
    fixture->mail.envelope = fixture->envelope;
    assert_int_equal(smtp_source_new_memory(allocator, content, strlen(content), &fixture->mail.source), SMTP_OK);
}

static inline void end_mail(struct fixture_mail *fixture) {
    smtp_source_free(fixture->mail.source);
    smtp_envelope_free(fixture->envelope);
    assert_int_equal(fixture->allocator.live, 0);
}

/* A build for few mails under way, or few commands, passes over a test of more. */
static inline void needs(unsigned mails, unsigned commands) {
    if (SMTP_CFG_WINDOW < mails || SMTP_CFG_RING < commands) {
        skip();
    }
}

/* A plain session with these extensions, ready for a mail. */
#define GREETED_EVENTS "greeting\ncapabilities\nready\n"
#define GREETED "S:220 hi\nC:EHLO me.test\nS:250 x.test\n"
#define GREETED_PIPELINING "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 PIPELINING\n"
#define GREETED_CHUNKING "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250-PIPELINING\nS:250 CHUNKING\n"

#endif
