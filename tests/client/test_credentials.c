/* SPDX-License-Identifier: MIT */
/* What a client logs in with: set before, or asked for. */
#include "fixture.h"

#define Z SMTP_Z
#define OFFER(mechanisms) "S:220 hi\nC:EHLO me.test\nS:250-x\nS:250 AUTH " mechanisms "\n"
/* user=me, ^A, auth=Bearer t1, ^A, ^A */
#define T1 "dXNlcj1tZQFhdXRoPUJlYXJlciB0MQEB"
#define T2 "dXNlcj1tZQFhdXRoPUJlYXJlciB0MgEB"

static void start(struct fixture *f, const char *script) {
    begin(f, script, 1);
    assert_int_equal(smtp_client_set_plaintext_auth(f->client, 1), SMTP_OK);
}

static smtp_result password(smtp_client *c) {
    return smtp_client_set_credentials(c, "me", Z, "password", Z);
}
static smtp_result token(smtp_client *c) {
    return smtp_client_set_token(c, "me", Z, "t1", Z);
}
static smtp_result external(smtp_client *c) {
    return smtp_client_set_external(c, "", 0);
}
static smtp_result anonymous(smtp_client *c) {
    return smtp_client_set_anonymous(c, "sirhc", Z);
}
static smtp_result nothing(smtp_client *c) {
    return smtp_client_set_token(c, NULL, 0, NULL, 0);
}
static smtp_result answer_me(void *context, uint32_t round, const uint8_t *challenge, size_t length, uint8_t *response,
                             size_t room, size_t *response_length) {
    (void)context, (void)round, (void)challenge, (void)length;
    assert_true(room > 2);
    memcpy(response, "me", 2);
    *response_length = 2;
    return SMTP_OK;
}
static smtp_result own(smtp_client *c) {
    static const smtp_own_mechanism mechanism = {sizeof mechanism, NULL, "X-OWN", 1, 1, answer_me};
    return smtp_client_set_own_mechanism(c, &mechanism);
}
static smtp_result not_own(smtp_client *c) {
    return smtp_client_set_own_mechanism(c, NULL);
}
static smtp_result fallback(smtp_client *c) {
    return smtp_client_set_auth_fallback(c, 1);
}

/* How the credentials of a test are asked for. */
struct asked {
    long calls;
    int32_t kind;
    uint32_t attempts[4];
    smtp_result result;
    const char *user;
};

static smtp_result give(void *context, int32_t kind, uint32_t attempt, smtp_credentials *credentials) {
    struct asked *asked = context;
    char secret[] = "t0";
    static char copy[3];
    assert_int_equal(credentials->struct_size, sizeof *credentials);
    asked->kind = kind;
    asked->attempts[asked->calls++ % 4] = attempt;
    secret[1] = (char)('0' + asked->calls);
    memcpy(copy, secret, sizeof copy);
    credentials->user = asked->user;
    credentials->user_length = Z;
    credentials->secret = copy;
    credentials->secret_length = 2;
    return asked->result;
}

static smtp_result callback(smtp_client *c) {
    static struct asked asked = {.user = "me"};
    return smtp_client_set_credentials_callback(c, SMTP_CREDENTIALS_TOKEN, give, &asked);
}

static smtp_result (*const setters[])(smtp_client *) = {password, token,    external, anonymous, nothing,
                                                        fallback, callback, own,      not_own};
enum { SETTERS = sizeof setters / sizeof setters[0] };

static void each_way_to_log_in(void **state) {
    (void)state;
    static const struct {
        smtp_result (*set)(smtp_client *client);
        const char *script;
    } rows[] = {
        {password, OFFER("XOAUTH2 EXTERNAL ANONYMOUS PLAIN") "C:AUTH PLAIN AG1lAHBhc3N3b3Jk\nS:235 ok\n" QUIT},
        {token, OFFER("PLAIN EXTERNAL ANONYMOUS XOAUTH2") "C:AUTH XOAUTH2 " T1 "\nS:235 ok\n" QUIT},
        {external, OFFER("PLAIN XOAUTH2 ANONYMOUS EXTERNAL") "C:AUTH EXTERNAL =\nS:235 ok\n" QUIT},
        {anonymous, OFFER("PLAIN XOAUTH2 EXTERNAL ANONYMOUS") "C:AUTH ANONYMOUS c2lyaGM=\nS:235 ok\n" QUIT},
        {own, OFFER("PLAIN X-OWN EXTERNAL") "C:AUTH X-OWN bWU=\nS:235 ok\n" QUIT},
        {not_own, OFFER("PLAIN X-OWN EXTERNAL") QUIT},
        {nothing, OFFER("PLAIN XOAUTH2 EXTERNAL ANONYMOUS") QUIT},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (size_t before = 0; before < SETTERS; before++) {
            struct fixture f;
            start(&f, rows[i].script);
            assert_int_equal(setters[before](f.client), SMTP_OK);
            assert_int_equal(rows[i].set(f.client), SMTP_OK);
            assert_int_equal(smtp_client_check(f.client), SMTP_OK);
            assert_true(fake_is_played(&f.fake));
            end(&f);
        }
    }
}

static void each_ends_an_open_connection(void **state) {
    (void)state;
    for (size_t i = 0; i < SETTERS; i++) {
        struct fixture f;
        start(&f, OPENING MAIL_A);
        assert_int_equal(send_mail(&f), SMTP_OK);
        long closes = f.fake.closes;
        assert_int_equal(setters[i](f.client), SMTP_OK);
        assert_true(f.fake.closes > closes);
        end(&f);
    }
}

static void none_while_something_is_under_way(void **state) {
    (void)state;
    struct fixture f;
    start(&f, OPENING QUIT);
    assert_int_equal(smtp_client_start_check(f.client), SMTP_OK);
    for (size_t i = 0; i < SETTERS; i++) {
        assert_int_equal(setters[i](f.client), SMTP_E_STATE);
        assert_int_equal(setters[i](NULL), SMTP_E_ARGUMENT);
    }
    while (smtp_client_step(f.client) == SMTP_PENDING) {
    }
    end(&f);
}

/* And what was set before stays. */
static void what_is_refused(void **state) {
    (void)state;
    struct fixture f;
    static char octets[256];
    start(&f, OFFER("XOAUTH2") "C:AUTH XOAUTH2 " T1 "\nS:235 ok\n" QUIT);
    smtp_client *c = f.client;
    memset(octets, 'x', sizeof octets);
    assert_int_equal(token(c), SMTP_OK);
    assert_int_equal(smtp_client_set_token(c, NULL, 0, "t", Z), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_client_set_token(c, "me", Z, NULL, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_client_set_token(c, "", Z, "t", Z), SMTP_E_USER);
    assert_int_equal(smtp_client_set_token(c, "me", Z, "", Z), SMTP_E_TOKEN);
    assert_int_equal(smtp_client_set_token(c, "me", Z, "a b", Z), SMTP_E_TOKEN);
    assert_int_equal(smtp_client_set_token(c, "me", Z, "ab\n", Z), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(smtp_client_set_external(c, "a\r", Z), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(smtp_client_set_anonymous(c, octets, 256), SMTP_E_USER);
    assert_int_equal(smtp_client_set_anonymous(c, "a\nb", Z), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(smtp_client_set_own_mechanism(c, &(smtp_own_mechanism){0}), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_client_set_credentials_callback(c, 0, give, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_client_set_credentials_callback(c, 3, give, NULL), SMTP_E_ARGUMENT);
    for (long n = 1; n <= 2; n++) {
        f.fake.allocator.fail_at = f.fake.allocator.calls + n;
        assert_int_equal(token(c), SMTP_E_NO_MEMORY);
    }
    f.fake.allocator.fail_at = 0;
    assert_int_equal(smtp_client_check(c), SMTP_OK);
    end(&f);
}

/* A token that was refused is asked for once more, over another connection. */
static void a_token_is_asked_for_again(void **state) {
    (void)state;
    struct asked asked = {.user = "me"};
    struct fixture f;
    start(&f, OFFER("XOAUTH2") "C:AUTH XOAUTH2 " T1 "\nS:535 no\n=\n" OFFER("XOAUTH2") "C:AUTH XOAUTH2 " T2
                                                                                       "\nS:235 ok\n" MAIL_A);
    assert_int_equal(smtp_client_set_credentials_callback(f.client, SMTP_CREDENTIALS_TOKEN, give, &asked), SMTP_OK);
    assert_int_equal(asked.calls, 0);
    assert_int_equal(send_mail(&f), SMTP_OK);
    assert_int_equal(asked.calls, 2);
    assert_int_equal(asked.kind, SMTP_CREDENTIALS_TOKEN);
    assert_int_equal(asked.attempts[0], 1);
    assert_int_equal(asked.attempts[1], 2);
    assert_int_equal(f.fake.opens, 2);
    end(&f);
}

static void but_not_a_third_time(void **state) {
    (void)state;
    struct asked asked = {.user = "me"};
    struct fixture f;
    start(&f, OFFER("XOAUTH2") "C:AUTH XOAUTH2 " T1 "\nS:535 no\n=\n" OFFER("XOAUTH2") "C:AUTH XOAUTH2 " T2
                                                                                       "\nS:535 5.7.8 never\n" QUIT);
    assert_int_equal(smtp_client_set_credentials_callback(f.client, SMTP_CREDENTIALS_TOKEN, give, &asked), SMTP_OK);
    assert_int_equal(send_mail(&f), SMTP_E_AUTH_REFUSED);
    assert_int_equal(asked.calls, 2);
    assert_string_equal(smtp_report_text(report(&f)), "5.7.8 never");
    end(&f);
}

/* That no address but the last greets is no refusal: each connection has its first attempt until a token is refused. */
static void another_address_is_no_other_attempt(void **state) {
    (void)state;
    struct asked asked = {.user = "me"};
    struct fixture f;
    start(&f, "X\n=\n" OFFER("XOAUTH2") "C:AUTH XOAUTH2 " T2 "\nS:535 no\n=\n" OFFER(
                  "XOAUTH2") "C:AUTH XOAUTH2 dXNlcj1tZQFhdXRoPUJlYXJlciB0MwEB\nS:235 ok\n" QUIT);
    f.fake.addresses = 1;
    assert_int_equal(smtp_client_set_credentials_callback(f.client, SMTP_CREDENTIALS_TOKEN, give, &asked), SMTP_OK);
    assert_int_equal(smtp_client_check(f.client), SMTP_OK);
    assert_int_equal(asked.calls, 3);
    assert_int_equal(asked.attempts[0], 1);
    assert_int_equal(asked.attempts[1], 1);
    assert_int_equal(asked.attempts[2], 2);
    end(&f);
}

static void nor_a_password(void **state) {
    (void)state;
    struct asked asked = {.user = "me"};
    struct fixture f;
    start(&f, OFFER("PLAIN") "C:AUTH PLAIN AG1lAHQx\nS:535 no\n" QUIT);
    assert_int_equal(smtp_client_set_credentials_callback(f.client, SMTP_CREDENTIALS_PASSWORD, give, &asked), SMTP_OK);
    assert_int_equal(send_mail(&f), SMTP_E_AUTH_REFUSED);
    assert_int_equal(asked.calls, 1);
    assert_int_equal(asked.kind, SMTP_CREDENTIALS_PASSWORD);
    end(&f);
}

static void a_callback_that_has_none(void **state) {
    (void)state;
    static const struct {
        smtp_result result;
        const char *user;
        smtp_result expected;
    } rows[] = {
        {SMTP_E_CANCELLED, "me", SMTP_E_CANCELLED}, {SMTP_PENDING, "me", SMTP_E_ARGUMENT},
        {SMTP_OK, NULL, SMTP_E_ARGUMENT},           {SMTP_OK, "", SMTP_E_USER},
        {SMTP_OK, "a\n", SMTP_E_CONTROL_CHARACTER},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct asked asked = {.user = rows[i].user, .result = rows[i].result};
        struct fixture f;
        start(&f, "");
        assert_int_equal(smtp_client_set_credentials_callback(f.client, SMTP_CREDENTIALS_TOKEN, give, &asked), SMTP_OK);
        assert_int_equal(send_mail(&f), rows[i].expected);
        assert_int_equal(asked.calls, 1);
        end(&f);
    }
}

static void without_memory_for_what_was_asked(void **state) {
    (void)state;
    for (long n = 1;; n++) {
        struct asked asked = {.user = "me"};
        struct fixture f;
        start(&f, OFFER("XOAUTH2") "C:AUTH XOAUTH2 " T1 "\nS:235 ok\n" QUIT);
        assert_int_equal(smtp_client_set_credentials_callback(f.client, SMTP_CREDENTIALS_TOKEN, give, &asked), SMTP_OK);
        f.fake.allocator.fail_at = f.fake.allocator.calls + n;
        smtp_result result = smtp_client_check(f.client);
        assert_true(result == SMTP_OK || result == SMTP_E_NO_MEMORY);
        end(&f);
        if (result == SMTP_OK) {
            assert_true(n > 2);
            return;
        }
    }
}

static void after_535_another_mechanism_where_that_was_asked_for(void **state) {
    (void)state;
    struct fixture f;
    start(&f, OFFER("PLAIN LOGIN") "C:AUTH PLAIN AG1lAHBhc3N3b3Jk\nS:535 no\nC:AUTH LOGIN\nS:334 \nC:bWU=\nS:334 \n"
                                   "C:cGFzc3dvcmQ=\nS:235 ok\n" QUIT);
    assert_int_equal(password(f.client), SMTP_OK);
    assert_int_equal(fallback(f.client), SMTP_OK);
    assert_int_equal(smtp_client_check(f.client), SMTP_OK);
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_way_to_log_in),
        cmocka_unit_test(each_ends_an_open_connection),
        cmocka_unit_test(none_while_something_is_under_way),
        cmocka_unit_test(what_is_refused),
        cmocka_unit_test(a_token_is_asked_for_again),
        cmocka_unit_test(but_not_a_third_time),
        cmocka_unit_test(another_address_is_no_other_attempt),
        cmocka_unit_test(nor_a_password),
        cmocka_unit_test(a_callback_that_has_none),
        cmocka_unit_test(without_memory_for_what_was_asked),
        cmocka_unit_test(after_535_another_mechanism_where_that_was_asked_for),
    };
    return cmocka_run_group_tests_name("client/credentials", tests, NULL, NULL);
}
