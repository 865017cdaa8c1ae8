/* SPDX-License-Identifier: MIT */
/*
 * cyrus.c - SCRAM of a session against that of Cyrus SASL: each hash function, bound to each kind of channel and to none;
 * and with somebody in between who changes what the server says.
 */
#include "support/test.h"

#include "cyrus_server.h"
#include "support/allocator.h"
#include <sasl/saslutil.h>
#include <smtp/smtp.h>
#include <stdio.h>

static const uint8_t ours[SMTP_CHANNEL_BYTES] = {0, 1, 2, ',', '=', 0xff, 0x80};
static const uint8_t theirs[SMTP_CHANNEL_BYTES] = {0, 1, 2, ',', '=', 0xff, 0x81};

static const struct kind {
    int32_t number;
    const char *name;
    size_t length;
} kinds[] = {{SMTP_CHANNEL_TLS_EXPORTER, "tls-exporter", 32},
             {SMTP_CHANNEL_TLS_SERVER_END_POINT, "tls-server-end-point", 64},
             {SMTP_CHANNEL_TLS_UNIQUE, "tls-unique", 12}};

enum { KINDS = sizeof kinds / sizeof kinds[0] };

/* One log-in. */
struct login {
    const char *password;   /* NULL: the right one */
    uint32_t mechanisms;    /* that are allowed; 0: all */
    const struct kind *our; /* what the client knows of the channel; NULL: nothing */
    const struct kind *their;
    const uint8_t *data;                   /* of theirs */
    const char *offered;                   /* the names of the server's mechanisms */
    void (*change)(char *reply, int turn); /* the server's replies to AUTH, counted from 0 */
    char auth[64];                         /* "AUTH NAME" as it was sent */
};

static smtp_result any_nonce(void *context, void *buffer, size_t length) {
    static uint8_t count;
    (void)context;
    memset(buffer, ++count, length);
    return SMTP_OK;
}

static smtp_session *new_session(const struct login *login, const smtp_allocator *allocator) {
    smtp_session *s;
    const char *password = login->password != NULL ? login->password : CYRUS_PASSWORD;
    assert_int_equal(smtp_session_new(allocator, 4096, 2048, &s), SMTP_OK);
    assert_int_equal(smtp_session_set_security(s, SMTP_SECURITY_IMPLICIT_TLS), SMTP_OK);
    assert_int_equal(smtp_session_set_credentials(s, CYRUS_USER, SMTP_Z, password, SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_session_set_digests(s, smtp_digest_mbedtls(), any_nonce, NULL), SMTP_OK);
    if (login->mechanisms != 0) {
        assert_int_equal(smtp_session_set_mechanisms(s, login->mechanisms), SMTP_OK);
    }
    if (login->our != NULL) {
        assert_int_equal(smtp_session_set_channel_binding(s, login->our->number, ours, login->our->length), SMTP_OK);
    }
    return s;
}

static void say(smtp_session *session, const char *line) {
    char text[CYRUS_TEXT + 2];
    size_t used;
    snprintf(text, sizeof text, "%s\r\n", line);
    assert_int_equal(smtp_session_feed(session, text, strlen(text), &used), SMTP_OK);
    assert_int_equal(used, strlen(text));
}

/* The client's next line, without its end. */
static void hear(smtp_session *session, char *line, size_t size) {
    const uint8_t *data;
    size_t length;
    assert_int_equal(smtp_session_pending(session, &data, &length), SMTP_OK);
    assert_true(length >= 2 && length < size && data[length - 1] == '\n');
    snprintf(line, size, "%.*s", (int)(length - 2), (const char *)data);
    assert_int_equal(smtp_session_sent(session, length), SMTP_OK);
}

/* Of events only those that end it count. SMTP_PENDING: there is none yet. */
static smtp_result outcome(smtp_session *session) {
    const smtp_event *event;
    while (smtp_session_next_event(session, &event) == SMTP_OK) {
        int32_t kind = smtp_event_kind(event);
        if (kind == SMTP_EVENT_FAILED || kind == SMTP_EVENT_AUTHENTICATED) {
            return smtp_event_result(event);
        }
        (void)smtp_session_wants(session);
    }
    return SMTP_PENDING;
}

static void reply(struct login *login, struct cyrus_server *server, smtp_session *session, const char *line,
                  int *turn) {
    char capabilities[256];
    snprintf(capabilities, sizeof capabilities, "250-x\r\n250 AUTH %s", login->offered);
    if (strncmp(line, "EHLO ", 5) == 0) {
        say(session, capabilities);
    } else if (strcmp(line, "QUIT") == 0) {
        say(session, "221 bye");
    } else if (strcmp(line, "*") == 0) {
        say(session, "501 given up");
    } else {
        if (strncmp(line, "AUTH ", 5) == 0) {
            snprintf(login->auth, sizeof login->auth, "AUTH %.*s", (int)strcspn(line + 5, " "), line + 5);
        }
        cyrus_hear(server, line);
        if (login->change != NULL) {
            login->change(server->reply, *turn);
        }
        ++*turn;
        say(session, server->reply);
    }
}

static smtp_result log_in(struct login *login) {
    struct test_allocator allocator;
    struct cyrus_server server;
    char line[CYRUS_TEXT];
    int turn = 0;
    smtp_result result = SMTP_PENDING;
    test_allocator_init(&allocator);
    smtp_session *session = new_session(login, &allocator.table);
    cyrus_begin(&server, login->their == NULL ? NULL : login->their->name, login->data,
                login->their == NULL ? 0 : login->their->length);
    assert_true((smtp_session_wants(session) & SMTP_WANT_TLS) != 0);
    assert_int_equal(smtp_session_tls_done(session), SMTP_OK);
    assert_int_equal(outcome(session), SMTP_PENDING);
    (void)smtp_session_wants(session);
    say(session, "220 hi");
    while ((result = outcome(session)) == SMTP_PENDING) {
        (void)smtp_session_wants(session);
        hear(session, line, sizeof line);
        reply(login, &server, session, line, &turn);
    }
    cyrus_end(&server);
    smtp_session_free(session);
    assert_int_equal(allocator.live, 0);
    return result;
}

/* ---- nobody in between ---- */

static const char *const plain_names[] = {"SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512"};

static void each_hash_function_unbound(void **state) {
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        char auth[64];
        struct login login = {.offered = plain_names[i]};
        snprintf(auth, sizeof auth, "AUTH %s", plain_names[i]);
        assert_int_equal(log_in(&login), SMTP_OK);
        assert_string_equal(login.auth, auth);
    }
}

static void each_hash_function_bound_to_each_kind(void **state) {
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        for (size_t k = 0; k < KINDS; k++) {
            char offered[64];
            char auth[64];
            struct login login = {.our = &kinds[k], .their = &kinds[k], .data = ours, .offered = offered};
            snprintf(offered, sizeof offered, "PLAIN %s %s-PLUS", plain_names[i], plain_names[i]);
            snprintf(auth, sizeof auth, "AUTH %s-PLUS", plain_names[i]);
            assert_int_equal(log_in(&login), SMTP_OK);
            assert_string_equal(login.auth, auth);
        }
    }
}

static void another_channel_is_refused(void **state) {
    (void)state;
    for (size_t k = 0; k < KINDS; k++) {
        struct kind shorter = kinds[k];
        shorter.length--;
        struct login data = {.our = &kinds[k], .their = &kinds[k], .data = theirs, .offered = "SCRAM-SHA-256-PLUS"};
        struct login kind = {
            .our = &kinds[k], .their = &kinds[(k + 1) % KINDS], .data = ours, .offered = "SCRAM-SHA-256-PLUS"};
        struct login length = {.our = &kinds[k], .their = &shorter, .data = ours, .offered = "SCRAM-SHA-256-PLUS"};
        assert_int_equal(log_in(&data), SMTP_E_AUTH_REFUSED);
        assert_int_equal(log_in(&kind), SMTP_E_AUTH_REFUSED);
        assert_int_equal(log_in(&length), SMTP_E_AUTH_REFUSED);
    }
}

static void another_password_is_refused(void **state) {
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        char offered[64];
        struct login unbound = {.password = "Secret, of course", .offered = plain_names[i]};
        struct login bound = {.password = "", .our = kinds, .their = kinds, .data = ours, .offered = offered};
        snprintf(offered, sizeof offered, "%s-PLUS", plain_names[i]);
        assert_int_equal(log_in(&unbound), SMTP_E_AUTH_REFUSED);
        assert_int_equal(log_in(&bound), SMTP_E_AUTH_REFUSED);
    }
}

/* RFC 5802 s6 */
static void a_list_without_bound_forms(void **state) {
    (void)state;
    struct login right = {.our = kinds, .offered = "SCRAM-SHA-256"};
    struct login shortened = {.our = kinds, .their = kinds, .data = ours, .offered = "SCRAM-SHA-256"};
    struct login unwanted = {.mechanisms = SMTP_MECHANISM_SCRAM_SHA_256,
                             .our = kinds,
                             .their = kinds,
                             .data = ours,
                             .offered = "SCRAM-SHA-256 SCRAM-SHA-256-PLUS"};
    assert_int_equal(log_in(&right), SMTP_OK);
    assert_int_equal(log_in(&shortened), SMTP_E_AUTH_REFUSED);
    assert_int_equal(log_in(&unwanted), SMTP_OK);
    assert_string_equal(unwanted.auth, "AUTH SCRAM-SHA-256");
}

/* ---- somebody in between ---- */

/* Writes another challenge in the place of this one: `with` for what stands from `what` to `end`. */
static void rewrite(char *reply, const char *what, char end, const char *with) {
    char text[CYRUS_TEXT];
    char other[CYRUS_TEXT];
    unsigned length;
    assert_memory_equal(reply, "334 ", 4);
    assert_int_equal(sasl_decode64(reply + 4, (unsigned)strlen(reply + 4), text, sizeof text - 1, &length), SASL_OK);
    text[length] = '\0';
    char *at = strstr(text, what);
    assert_non_null(at);
    char *rest = strchr(at, end);
    rest = rest == NULL ? text + length : rest;
    int written = snprintf(other, sizeof other, "%.*s%s%s", (int)(at - text), text, with, rest);
    assert_int_equal(sasl_encode64(other, (unsigned)written, reply + 4, CYRUS_TEXT - 4, NULL), SASL_OK);
}

static void refuse_bound(char *reply, int turn) {
    if (turn == 0) {
        strcpy(reply, "504 what");
    }
}

static void pretend_to_know_no_bound_form(void **state) {
    (void)state;
    struct login login = {.our = kinds,
                          .their = kinds,
                          .data = ours,
                          .offered = "SCRAM-SHA-256 SCRAM-SHA-256-PLUS",
                          .change = refuse_bound};
    assert_int_equal(log_in(&login), SMTP_E_AUTH_REFUSED);
    assert_string_equal(login.auth, "AUTH SCRAM-SHA-256");
}

#define CHANGE_FIRST(name, what, with)                                                                                 \
    static void name(char *reply, int turn) {                                                                          \
        if (turn == 0) {                                                                                               \
            rewrite(reply, what, ',', with);                                                                           \
        }                                                                                                              \
    }

CHANGE_FIRST(other_nonce, "r=", "r=notTheClients")
CHANGE_FIRST(other_salt, "s=", "s=b3RoZXIgc2FsdA==")
CHANGE_FIRST(one_iteration, "i=", "i=1")
CHANGE_FIRST(few_iterations, "i=", "i=4095")
CHANGE_FIRST(too_many_iterations, "i=", "i=2147483648")
CHANGE_FIRST(other_iterations, "i=", "i=4097")
CHANGE_FIRST(must_understand, "i=", "i=4096,m=what")

static void longer_nonce(char *reply, int turn) {
    if (turn == 0) {
        rewrite(reply, ",s=", ',', "x");
    }
}

static void other_signature(char *reply, int turn) {
    if (turn == 1) {
        rewrite(reply, "v=", ',', "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }
}

static void no_signature(char *reply, int turn) {
    if (turn == 1) {
        strcpy(reply, "334 ");
    }
}

static void success_at_once(char *reply, int turn) {
    if (turn == 0) {
        strcpy(reply, "235 welcome");
    }
}

static void success_without_signature(char *reply, int turn) {
    if (turn == 1) {
        strcpy(reply, "235 welcome");
    }
}

static void what_was_changed_is_noticed(void **state) {
    (void)state;
    static const struct {
        void (*change)(char *reply, int turn);
        smtp_result result;
    } rows[] = {
        {other_nonce, SMTP_E_AUTH_CHALLENGE},
        {one_iteration, SMTP_E_AUTH_CHALLENGE},
        {few_iterations, SMTP_E_AUTH_CHALLENGE},
        {too_many_iterations, SMTP_E_AUTH_CHALLENGE},
        {must_understand, SMTP_E_AUTH_CHALLENGE},
        {longer_nonce, SMTP_E_AUTH_REFUSED}, /* by the server, to which it comes back */
        {other_salt, SMTP_E_AUTH_REFUSED},
        {other_iterations, SMTP_E_AUTH_REFUSED},
        {other_signature, SMTP_E_AUTH_SERVER},
        {no_signature, SMTP_E_AUTH_CHALLENGE},
        {success_at_once, SMTP_E_AUTH_SERVER},
        {success_without_signature, SMTP_E_AUTH_SERVER},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct login unbound = {.offered = "SCRAM-SHA-256", .change = rows[i].change};
        struct login bound = {
            .our = kinds, .their = kinds, .data = ours, .offered = "SCRAM-SHA-256-PLUS", .change = rows[i].change};
        assert_int_equal(log_in(&unbound), rows[i].result);
        assert_int_equal(log_in(&bound), rows[i].result);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_hash_function_unbound),  cmocka_unit_test(each_hash_function_bound_to_each_kind),
        cmocka_unit_test(another_channel_is_refused),  cmocka_unit_test(another_password_is_refused),
        cmocka_unit_test(a_list_without_bound_forms),  cmocka_unit_test(pretend_to_know_no_bound_form),
        cmocka_unit_test(what_was_changed_is_noticed),
    };
    cyrus_init();
    return cmocka_run_group_tests_name("scram/cyrus", tests, NULL, NULL);
}
