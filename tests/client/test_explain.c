/* SPDX-License-Identifier: MIT */
/* The message for a person: complete, bounded, without control characters and without secrets. */
#include "fixture.h"

#include <smtp/explain.h>

static void is_clean(const char *message) {
    assert_true(strlen(message) < 1024);
    for (const char *at = message; *at != '\0'; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7f) {
            fail_msg("octet %d in: %s", *at, message);
        }
    }
}

static void says(const char *script, const char *const *words, size_t count) {
    struct fixture f;
    begin(&f, script, 2);
    (void)send_mail(&f);
    const char *message = smtp_report_message(report(&f));
    is_clean(message);
    for (size_t i = 0; i < count; i++) {
        if (strstr(message, words[i]) == NULL) {
            fail_msg("no \"%s\" in: %s", words[i], message);
        }
    }
    end(&f);
}

#define SAYS(script, ...)                                                                                              \
    do {                                                                                                               \
        const char *const words[] = {__VA_ARGS__};                                                                     \
        says(script, words, sizeof words / sizeof words[0]);                                                           \
    } while (0)

#define FROM "C:MAIL FROM:<me@x.test>\nS:250 ok\n"
#define DATA "C:DATA\nS:354 go\nD\n"

static void it_says_what_happened(void **state) {
    (void)state;
    SAYS("S:554 go away\nX\n", "refused (greeting)", "the server said: 554 go away");
    SAYS(OPENING FROM "C:RCPT TO:<a@x.test>\nS:250 ok\nC:RCPT TO:<b@x.test>\nS:550 no\n" DATA "S:250 ok\n",
         "1 of 2 recipients refused");
    SAYS(OPENING FROM "C:RCPT TO:<a@x.test>\nS:250 ok\nC:RCPT TO:<b@x.test>\nS:250 no\n" DATA "X\n",
         "not known whether the mail was delivered", "the server closed the connection (end-of-data)");
    SAYS("", "did not answer in time", "smtps://");
    SAYS("F:-903\n", "the connection was refused (connect)");
}

static void the_other_port_is_hinted_at(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, "T:-404\n", 1);
    assert_int_equal(smtp_client_set_url(f.client, "smtps://x.test", SMTP_Z), SMTP_OK);
    assert_int_equal(send_mail(&f), SMTP_E_NOT_TLS);
    assert_non_null(strstr(smtp_report_message(report(&f)), "try smtp:// instead of smtps://"));
    assert_string_equal(smtp_explain_key(smtp_report_explanation(report(&f))), "starttls-port");
    end(&f);
}

/* The advice ends the message; its number is that of this job alone. */
static void advice_comes_from_the_table(void **state) {
    (void)state;
    SAYS(OPENING FROM "C:RCPT TO:<a@x.test>\nS:450 4.2.0 Greylisted\nC:RCPT TO:<b@x.test>\nS:450 4.2.0 Greylisted\n",
         "Greylisted. Send the same mail again in some minutes");
    SAYS(OPENING FROM "C:RCPT TO:<a@x.test>\nS:450 4.2.0 Greylisted.\nC:RCPT TO:<b@x.test>\nS:450 4.2.0 Greylisted.\n",
         "Greylisted. Send the same mail again in some minutes");
    SAYS(OPENING FROM "C:RCPT TO:<a@x.test>\nS:250 ok\nC:RCPT TO:<b@x.test>\nS:550 User unknown\n" DATA "S:250 ok\n",
         "1 of 2 recipients refused; the server said: 550 User unknown. Check the address; take it off lists");
    struct fixture f;
    begin(&f, "F:-903\n", 1);
    assert_int_equal(smtp_report_explanation(report(&f)), 0);
    assert_int_equal(send_mail(&f), SMTP_E_CONNECT);
    int32_t explanation = smtp_report_explanation(report(&f));
    assert_string_equal(smtp_explain_key(explanation), "port-closed");
    assert_non_null(strstr(smtp_report_message(report(&f)), smtp_explain_advice(explanation)));
    assert_int_equal(smtp_client_start_send(f.client, NULL, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_report_explanation(report(&f)), 0);
    end(&f);
    assert_int_equal(smtp_report_explanation(NULL), 0);
}

static void servers_cannot_paint_the_terminal(void **state) {
    (void)state;
    SAYS("S:554-\x1b[31mred\a\n"
         "S:554 two\tlines\b\x7f\nX\n",
         "[31mred", "two lines");
}

static void long_words_are_cut(void **state) {
    (void)state;
    static char problem[3000];
    memset(problem, 'p', sizeof problem - 1);
    problem[5] = '\r';
    struct fixture f;
    begin(&f, "F:-903\n", 1);
    f.fake.problem = problem;
    assert_int_equal(send_mail(&f), SMTP_E_CONNECT);
    is_clean(smtp_report_message(report(&f)));
    assert_int_equal(strlen(smtp_report_message(report(&f))), 1023);
    end(&f);
    begin(&f, "F:-903\n", 1);
    f.fake.problem = NULL;
    assert_int_equal(send_mail(&f), SMTP_E_CONNECT);
    end(&f);
}

#define AUTH "S:220 hi\nC:EHLO me.test\nS:250-x\nS:250 AUTH PLAIN\nC:AUTH PLAIN AG1lAHBhc3N3MHJk\n"

/* Where a server repeats what authenticates, in clear or in base64, nothing of it comes out. */
static void secrets_are_nowhere(void **state) {
    (void)state;
    static const char *const replies[] = {"S:535 5.7.8 me/passw0rd is wrong\n",
                                          "S:535-AG1lAHBhc3N3MHJk\nS:535 that was it\n",
                                          "S:535 5.5.4 AUTH PLAIN AG1lAHBhc3N3MHJk unknown\n"};
    for (size_t i = 0; i < 3; i++) {
        for (size_t piece = 0; piece < 2; piece++) {
            char script[512];
            struct fixture f;
            snprintf(script, sizeof script, "%s%sC:QUIT\nS:221 bye\nX\n", AUTH, replies[i]);
            begin(&f, script, 1);
            f.fake.piece = piece;
            assert_int_equal(smtp_client_set_credentials(f.client, "me", SMTP_Z, "passw0rd", SMTP_Z), SMTP_OK);
            assert_int_equal(smtp_client_set_plaintext_auth(f.client, 1), SMTP_OK);
            assert_int_equal(send_mail(&f), SMTP_E_AUTH_REFUSED);
            assert_report(&f, SMTP_OUTCOME_REFUSED, SMTP_E_AUTH_REFUSED, SMTP_PHASE_AUTH);
            assert_null(strstr(smtp_report_message(report(&f)), "passw0rd"));
            assert_null(strstr(smtp_report_message(report(&f)), "AG1lAHBhc3N3MHJk"));
            assert_null(strstr(smtp_report_text(report(&f)), "passw0rd"));
            assert_null(strstr(smtp_report_text(report(&f)), "AG1lAHBhc3N3MHJk"));
            end(&f);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_says_what_happened),       cmocka_unit_test(the_other_port_is_hinted_at),
        cmocka_unit_test(advice_comes_from_the_table), cmocka_unit_test(servers_cannot_paint_the_terminal),
        cmocka_unit_test(long_words_are_cut),          cmocka_unit_test(secrets_are_nowhere),
    };
    return cmocka_run_group_tests_name("client/explain", tests, NULL, NULL);
}
