/* SPDX-License-Identifier: MIT */
/* The words of explanations.tsv: which ones real replies reach, which ones they must not reach, and that keys stay. */
#include "support/test.h"

#include "base/text.h"
#include <smtp/event.h>
#include <smtp/explain.h>
#include <string.h>

static const char *key(smtp_result result, int32_t phase, int32_t code, int32_t enhanced, const char *text,
                       const char *provider) {
    return smtp_explain_key(smtp_explain(result, phase, -1, code, enhanced, text, SMTP_Z, provider));
}

struct said {
    int32_t phase;
    int32_t code;
    int32_t enhanced;
    const char *text;
    const char *key;
};

static void each_is_explained(const struct said *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        bool is_login = rows[i].phase == SMTP_PHASE_AUTH;
        smtp_result no = is_login ? SMTP_E_AUTH_REFUSED : SMTP_E_PERMANENT;
        smtp_result later = is_login ? SMTP_E_AUTH_TRANSIENT : SMTP_E_TRANSIENT;
        smtp_result result = rows[i].code >= 500 ? no : later;
        const char *found = key(result, rows[i].phase, rows[i].code, rows[i].enhanced, rows[i].text, NULL);
        if (strcmp(found, rows[i].key) != 0) {
            fail_msg("%d %s: %s, not %s", rows[i].code, rows[i].text, found, rows[i].key);
        }
    }
}

/* The same number means another thing at another provider. */
static void what_providers_say(void **state) {
    (void)state;
    static const struct said rows[] = {
        {SMTP_PHASE_AUTH, 535, 5007003, "Authentication unsuccessful", "wrong-password"},
        {SMTP_PHASE_AUTH, 535, 5007139, "Authentication unsuccessful, the user credentials were incorrect.",
         "login-policy"},
        {SMTP_PHASE_AUTH, 535, 0, "Error: authentication failed, system busy", "wrong-password"},
        {SMTP_PHASE_AUTH, 554, 5007000, "Error: too many login failures", "too-many-logins"},
        {SMTP_PHASE_AUTH, 550, 5007001, "no", "login-refused"},
        {SMTP_PHASE_MAIL, 530, 5007057, "Client not authenticated to send mail.", "login-not-allowed"},
        {SMTP_PHASE_RCPT, 550, 5001010, "RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
         "no-such-mailbox"},
        {SMTP_PHASE_RCPT, 556, 5001010, "Recipient address has null MX", "no-such-domain"},
        {SMTP_PHASE_MAIL, 550, 5007027, "Sender address has null MX", "sender-domain"},
        {SMTP_PHASE_END, 550, 5007027, "blocked because SPF did not pass", "spf-failed"},
        {SMTP_PHASE_END, 550, 5007030, "blocked because DKIM did not pass", "dkim-missing"},
        {SMTP_PHASE_END, 550, 5007030, "Basic authentication is not supported for Client Submission.",
         "password-login-off"},
        {SMTP_PHASE_END, 550, 5007030, "REQUIRETLS support required", "needs-requiretls"},
        {SMTP_PHASE_END, 554, 5002000, "STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied",
         "sender-not-yours"},
        {SMTP_PHASE_END, 550, 5004005, "Daily user sending limit exceeded.", "daily-limit"},
        {SMTP_PHASE_RCPT, 450, 4002000, "Recipient address rejected: Greylisted, see http://postgrey.test",
         "greylisted"},
        {SMTP_PHASE_GREETING, 421, 4007000, "Too many concurrent SMTP connections; please try again later.",
         "too-many-connections"},
        {SMTP_PHASE_MAIL, 553, 5001001, "bad address", "sender-address"},
        {SMTP_PHASE_END, 554, 0, "Transaction failed", "refused"},
        {SMTP_PHASE_DATA, 503, 5005001, "no valid recipients", "refused"},
    };
    each_is_explained(rows, sizeof rows / sizeof rows[0]);
}

/* A word of a row stands in the text and means something else. */
static void words_by_accident(void **state) {
    (void)state;
    static const struct said rows[] = {
        {SMTP_PHASE_GREETING, 421, 0, "antispam.x.test closing connection", "server-closing"},
        {SMTP_PHASE_RCPT, 450, 4007001, "spamfilter.x.test: try again later", "later"},
        {SMTP_PHASE_RCPT, 550, 5001001, "<dmarc-reports@y.test>: user unknown", "no-such-mailbox"},
        {SMTP_PHASE_RCPT, 550, 5001001, "<greylist@y.test>: user unknown", "no-such-mailbox"},
        {SMTP_PHASE_RCPT, 550, 5001001, "<virus@spamhaus.test>: user unknown", "no-such-mailbox"},
        {SMTP_PHASE_RCPT, 450, 4002001, "<you@y.test>: mailbox busy", "recipient-too-busy"},
        {SMTP_PHASE_RCPT, 550, 5002001, "the recipient <blacklist@y.test> is disabled", "mailbox-disabled"},
        {SMTP_PHASE_MAIL, 550, 5007001, "<me@x.test>: Sender address rejected: blacklisted", "sender-refused"},
        {SMTP_PHASE_MAIL, 554, 5007001, "Sender address [me@x.test] blocked using dbl.test", "not-allowed"},
        {SMTP_PHASE_END, 554, 5007001, "a link in the mail is listed at dbl.spamhaus.test", "taken-for-spam"},
        {SMTP_PHASE_END, 451, 4007001, "antivirus is not reachable", "later"},
        {SMTP_PHASE_AUTH, 535, 5007008, "<spam@x.test> dmarc virus greylist", "wrong-password"},
        {SMTP_PHASE_RCPT, 554, 5007001, "<relaying@y.test>: no", "not-allowed"},
        {SMTP_PHASE_RCPT, 452, 4002002, "<daily@y.test> is over quota", "mailbox-full"},
    };
    each_is_explained(rows, sizeof rows / sizeof rows[0]);
}

#define NUMBER(name, number, text) number,

/* Whatever is not the caller's own matter has one. */
static void no_result_is_without_one(void **state) {
    (void)state;
    static const smtp_result results[] = {SMTP_RESULT_TABLE(NUMBER)};
    for (size_t i = 0; i < sizeof results / sizeof results[0]; i++) {
        int32_t class_number = smtp_result_class(results[i]);
        bool is_own =
            results[i] == SMTP_E_CANCELLED || results[i] == SMTP_E_WANT_READ || results[i] == SMTP_E_WANT_WRITE;
        if (class_number < SMTP_CLASS_CREDENTIALS || class_number > SMTP_CLASS_IO || is_own) {
            continue;
        }
        int32_t code = class_number == SMTP_CLASS_TRANSIENT ? 450 : 0;
        code = class_number == SMTP_CLASS_PERMANENT ? 550 : code;
        if (*key(results[i], SMTP_PHASE_AUTH, code, 0, NULL, NULL) == '\0') {
            fail_msg("nothing for %s", smtp_result_name(results[i]));
        }
    }
}

/* Whatever fails on the way or is refused has an explanation, in each phase. */
static void nothing_is_without_one(void **state) {
    (void)state;
    const smtp_result results[] = {SMTP_E_TIMEOUT, SMTP_E_DEADLINE, SMTP_E_END_OF_STREAM, SMTP_E_CONNECTION_LOST};
    for (int32_t phase = SMTP_PHASE_CONNECT; phase <= SMTP_PHASE_DONE; phase++) {
        for (size_t i = 0; i < sizeof results / sizeof results[0]; i++) {
            assert_string_not_equal(key(results[i], phase, 0, 0, NULL, NULL), "");
        }
        assert_string_not_equal(key(SMTP_E_TRANSIENT, phase, 450, 0, "no", NULL), "");
        assert_string_not_equal(key(SMTP_E_PERMANENT, phase, 554, 0, "no", NULL), "");
        assert_string_not_equal(key(SMTP_E_AUTH_REFUSED, SMTP_PHASE_AUTH, 500 + phase, 0, "no", NULL), "");
    }
}

/* No advice may make a connection less safe than it is. */
static void no_advice_is_unsafe(void **state) {
    (void)state;
    static const char *const never[] = {"verif", "plain:", "smtp+plain", "no-verify", "insecure", "ignore"};
    for (int32_t i = 1; i <= smtp_explain_count(); i++) {
        for (size_t k = 0; k < sizeof never / sizeof never[0]; k++) {
            struct smtp__text advice = smtp__text_from(smtp_explain_advice(i), SMTP_Z);
            bool is_said = smtp__text_find(advice, smtp__text_from(never[k], SMTP_Z)) < advice.length;
            bool is_harmless = strcmp(smtp_explain_key(i), "app-password") == 0 || /* two-step verification */
                               strcmp(smtp_explain_key(i), "sender-not-verified") == 0;
            assert_true(!is_said || is_harmless);
        }
    }
}

/* What was given out once stays: others have their own words for it. A new key is added here. */
static const char keys[] =
    "starttls-port no-tls-after-starttls tls-port silent-server clock-not-set certificate-expired certificate-name "
    "certificate-issuer trust-anchors-missing certificate-pin certificate-refused tls-version tls-handshake "
    "starttls-missing starttls-refused before-tls not-smtp broken-server host-unknown no-name-server port-closed "
    "port-blocked maybe-delivered upload-stalled handshake-stalled credentials-in-clear login-not-offered oauth2-only "
    "no-common-mechanism server-unproven app-password web-login app-password-or-oauth2 smtp-auth-off-tenant "
    "smtp-auth-off-mailbox security-defaults password-login-off login-policy too-many-logins authorization-code "
    "mechanism-too-weak tls-before-login password-transition account-disabled password-for-programs allow-imap "
    "zoho-region wrong-password login-unknown-mechanism login-refused login-later too-many-connections greylisted "
    "address-listed reverse-dns idle-too-long helo-name server-refuses login-not-allowed tls-needed login-needed "
    "sender-address sender-not-yours sender-not-verified sender-domain relay-denied sender-refused daily-limit "
    "send-limit too-many-recipients too-large server-storage no-such-mailbox no-such-domain recipient-address "
    "recipient-moved mailbox-disabled recipient-too-busy mailbox-full bare-line-end sender-not-authenticated "
    "spf-failed spf-error dkim-missing no-smtputf8 needs-8bitmime virus taken-for-spam routing-loop no-route "
    "needs-requiretls malformed-mail not-allowed recipient-refused server-closing later refused server-slow "
    "connection-ended";

static bool is_key(struct smtp__text word) {
    int32_t number = smtp_explain_count();
    while (number > 0 && !smtp__text_is(word, smtp_explain_key(number))) {
        number--;
    }
    return number > 0;
}

static void keys_stay(void **state) {
    (void)state;
    struct smtp__text rest = smtp__text_from(keys, SMTP_Z);
    struct smtp__text word;
    int32_t count = 0;
    while (smtp__text_word(&rest, " ", &word)) {
        if (!is_key(word)) {
            fail_msg("no %.*s", (int)word.length, word.data);
        }
        count++;
    }
    assert_int_equal(count, smtp_explain_count());
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_providers_say),       cmocka_unit_test(words_by_accident),
        cmocka_unit_test(no_result_is_without_one), cmocka_unit_test(nothing_is_without_one),
        cmocka_unit_test(no_advice_is_unsafe),      cmocka_unit_test(keys_stay),
    };
    return cmocka_run_group_tests_name("explain/words", tests, NULL, NULL);
}
