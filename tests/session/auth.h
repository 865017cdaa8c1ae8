/* SPDX-License-Identifier: MIT */
/* auth.h - whole dialogues with AUTH. */
#ifndef TESTS_SESSION_AUTH_H
#define TESTS_SESSION_AUTH_H

#include "fixture.h"

#include "support/scram_server.h"

#define OFFERS(mechanisms) "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 AUTH " mechanisms "\n"
#define EVENTS "greeting\ncapabilities\n"
#define OVER_TLS "T\n"
#define TLS_EVENTS "tls\n"

static inline void check(struct setup setup, const char *script, const char *events) {
    struct fixture_mail fixture;
    make_mail(&fixture, 1, "hi\r\n");
    dialogue_check(new_session, &setup, &fixture.mail, script, events);
    end_mail(&fixture);
}

static inline struct setup over_tls(void) {
    struct setup setup = {.security = SMTP_SECURITY_IMPLICIT_TLS, .user = "alice", .secret = "secret"};
    return setup;
}

static inline struct setup with_login(smtp_result (*login)(smtp_session *session)) {
    struct setup setup = {.security = SMTP_SECURITY_IMPLICIT_TLS, .login = login};
    return setup;
}

struct log {
    char text[8192];
};

static inline void write_log(void *context, int32_t direction, const char *text, size_t length) {
    struct log *log = context;
    size_t used = strlen(log->text);
    assert_true(used + length + 4 < sizeof log->text);
    snprintf(log->text + used, sizeof log->text - used, "%c %.*s\n", (char)direction, (int)length, text);
}

#endif
