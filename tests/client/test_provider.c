/* SPDX-License-Identifier: MIT */
/*
 * A client set up by the table of providers, and for each provider a whole dialogue with a server that speaks as it is
 * known to: where it connects, when TLS begins, which mechanism is taken, which parameters MAIL has.
 */
#include "fixture.h"

#include <smtp/explain.h>
#include <smtp/provider.h>
#include <string.h>

#define Z SMTP_Z

enum { EHLO_LINES = 12, CONTENT_BYTES = 19 };

static const char content[] = "Subject: x\r\n\r\n\xc3\xa9.\r\n";

/* What a server was seen to offer once TLS is there; the lines before TLS differ in AUTH and STARTTLS alone. */
static const struct recording {
    const char *id;
    const char *ehlo[EHLO_LINES];
} recordings[] = {
    {"gmail",
     {"SIZE 35882577", "8BITMIME", "AUTH LOGIN PLAIN XOAUTH2 PLAIN-CLIENTTOKEN OAUTHBEARER XOAUTH",
      "ENHANCEDSTATUSCODES", "PIPELINING", "CHUNKING", "SMTPUTF8"}},
    {"m365",
     {"SIZE 157286400", "PIPELINING", "DSN", "ENHANCEDSTATUSCODES", "AUTH LOGIN XOAUTH2", "8BITMIME", "BINARYMIME",
      "CHUNKING", "SMTPUTF8"}},
    {"strato",
     {"ENHANCEDSTATUSCODES", "PIPELINING", "8BITMIME", "DELIVERBY", "SIZE 104857600",
      "LIMITS RCPTMAX=1000 MAILMAX=1000", "AUTH SCRAM-SHA-1 DIGEST-MD5 CRAM-MD5 LOGIN PLAIN", "STARTTLS", "HELP"}},
    {"sendgrid", {"8BITMIME", "PIPELINING", "SIZE 31457280", "STARTTLS", "AUTH PLAIN LOGIN", "AUTH=PLAIN LOGIN"}},
    {"qq", {"PIPELINING", "SIZE 73400320", "STARTTLS", "AUTH LOGIN PLAIN", "AUTH=LOGIN", "MAILCOMPRESS", "8BITMIME"}},
    {"126",
     {"mail", "PIPELINING", "AUTH LOGIN PLAIN", "AUTH=LOGIN PLAIN", "coremail 1Uxr2xKj7kG0xkI17xGrU7I0s8FY2U3Uj8Cz28x1",
      "STARTTLS", "8BITMIME"}},
};

/* Of the others nothing is recorded: lines made after the table's row; passwords seem to be welcome everywhere. */
struct made {
    char size[32];
    char auth[128];
    struct recording recording;
};

static void add_mechanisms(char *auth, size_t size, uint32_t mechanisms) {
    snprintf(auth, size, "AUTH");
    for (uint32_t bit = 1; bit != 0; bit <<= 1) {
        const char *name = (mechanisms & bit) != 0 ? smtp_mechanism_name(bit) : NULL;
        if (name != NULL) {
            size_t n = strlen(auth);
            snprintf(auth + n, size - n, " %s", name);
        }
    }
}

static const struct recording *make_recording(struct made *made, const smtp_provider *provider) {
    uint32_t mechanisms = smtp_provider_mechanisms(provider) | SMTP_MECHANISM_LOGIN | SMTP_MECHANISM_PLAIN;
    snprintf(made->size, sizeof made->size, "SIZE %u", (unsigned)smtp_provider_size(provider));
    add_mechanisms(made->auth, sizeof made->auth, mechanisms);
    made->recording = (struct recording){NULL, {"8BITMIME", made->size, made->auth, "PIPELINING", "SMTPUTF8"}};
    return &made->recording;
}

static const struct recording *recording_of(struct made *made, const smtp_provider *provider) {
    for (size_t i = 0; i < sizeof recordings / sizeof recordings[0]; i++) {
        if (strcmp(recordings[i].id, smtp_provider_id(provider)) == 0) {
            return &recordings[i];
        }
    }
    return make_recording(made, provider);
}

static bool offers(const struct recording *recording, const char *keyword) {
    size_t length = strlen(keyword);
    for (size_t i = 0; recording->ehlo[i] != NULL; i++) {
        if (strncmp(recording->ehlo[i], keyword, length) == 0 && strchr(" ", recording->ehlo[i][length]) != NULL) {
            return true;
        }
    }
    return false;
}

/* The mechanisms that are offered and that this build has. */
static uint32_t offered(const struct recording *recording) {
    uint32_t mechanisms = 0;
    for (size_t i = 0; recording->ehlo[i] != NULL; i++) {
        const char *word = recording->ehlo[i];
        if (strncmp(word, "AUTH ", 5) != 0) {
            continue;
        }
        for (word += 5; *word != '\0'; word += strspn(word, " ")) {
            size_t length = strcspn(word, " ");
            mechanisms |= smtp_mechanism_by_name(word, length);
            word += length;
        }
    }
    return mechanisms;
}

struct script {
    char text[4096];
    size_t length;
};

static void add(struct script *script, const char *words) {
    size_t n = strlen(words);
    assert_true(script->length + n < sizeof script->text);
    memcpy(script->text + script->length, words, n + 1);
    script->length += n;
}

static void add_ehlo(struct script *script, const struct recording *recording, bool is_before_tls) {
    add(script, "C:EHLO me.test\nS:250-x.test\n");
    for (size_t i = 0; recording->ehlo[i] != NULL; i++) {
        const char *line = recording->ehlo[i];
        bool differs = strncmp(line, "AUTH", 4) == 0 || strcmp(line, "STARTTLS") == 0;
        if (!is_before_tls || !differs) {
            add(script, "S:250-");
            add(script, line);
            add(script, "\n");
        }
    }
    add(script, is_before_tls ? "S:250 STARTTLS\n" : "S:250 X-END\n");
}

/* A server of a provider: the first choice, or on one of its further ports. */
struct place {
    const smtp_provider *provider;
    char host[64];
    uint16_t port;
    int32_t security;
    bool is_first;
};

/* To the end of the second EHLO, or of the only one. */
static void add_opening(struct script *script, const struct place *place, const struct recording *recording) {
    if (place->security == SMTP_SECURITY_IMPLICIT_TLS) {
        add(script, "T\nS:220 hi\n");
    } else {
        add(script, "S:220 hi\n");
        add_ehlo(script, recording, true);
        add(script, "C:STARTTLS\nS:220 go\nT\n");
    }
    add_ehlo(script, recording, false);
}

static void add_mail(struct script *script, const struct recording *recording) {
    char line[160];
    snprintf(line, sizeof line, "C:MAIL FROM:<%s@x.test>%s%s%s\nS:250 ok\n",
             offers(recording, "SMTPUTF8") ? "m\xc3\xa9" : "me", offers(recording, "SIZE") ? " SIZE=19" : "",
             offers(recording, "8BITMIME") ? " BODY=8BITMIME" : "", offers(recording, "SMTPUTF8") ? " SMTPUTF8" : "");
    add(script, line);
    add(script, "C:RCPT TO:<a@x.test>\nS:250 ok\nC:DATA\nS:354 go\nD\nS:250 ok\n");
}

static void begin_with(struct fixture *f, const char *script, const struct recording *recording) {
    begin(f, script, 1);
    smtp_source_free(f->source);
    assert_int_equal(sizeof content - 1, CONTENT_BYTES);
    assert_int_equal(smtp_source_new_memory(&f->own.table, content, CONTENT_BYTES, &f->source), SMTP_OK);
    const char *sender = offers(recording, "SMTPUTF8") ? "m\xc3\xa9@x.test" : "me@x.test";
    assert_int_equal(smtp_envelope_set_mail_from(f->envelope, sender, Z), SMTP_OK);
    assert_int_equal(smtp_client_set_credentials(f->client, "me", Z, "pw", Z), SMTP_OK);
}

static void check_server(const struct fixture *f, const struct place *place) {
    assert_string_equal(f->fake.host, place->host);
    assert_string_equal(f->fake.server_name, place->host);
    assert_int_equal(f->fake.port, place->port);
    assert_int_equal(f->fake.handshakes, 1);
}

/* A server in a region is set by its name, another port after the provider. */
static void go_to(struct fixture *f, const struct place *place) {
    bool has_region = strchr(smtp_provider_host(place->provider), '{') != NULL;
    if (!has_region) {
        assert_int_equal(smtp_client_set_provider(f->client, place->provider), SMTP_OK);
    }
    if (has_region || !place->is_first) {
        assert_int_equal(smtp_client_set_server(f->client, place->host, Z, place->port, place->security), SMTP_OK);
    }
}

/* Passwords go by PLAIN, or by LOGIN where PLAIN is not offered or not taken. */
static void replay(const struct place *place) {
    const smtp_provider *provider = place->provider;
    struct made made;
    struct fixture f;
    struct script script = {"", 0};
    const struct recording *recording = recording_of(&made, provider);
    uint32_t usable = offered(recording);
    if (smtp_provider_is_verified(provider, SMTP_PROVIDER_VALUE_MECHANISMS)) {
        usable &= smtp_provider_mechanisms(provider);
    }
    bool has_way = (usable & (SMTP_MECHANISM_PLAIN | SMTP_MECHANISM_LOGIN)) != 0;
    add_opening(&script, place, recording);
    if (!has_way) {
        add(&script, "C:QUIT\nS:221 bye\nX\n");
    } else if ((usable & SMTP_MECHANISM_PLAIN) != 0) {
        add(&script, "C:AUTH PLAIN AG1lAHB3\nS:235 ok\n");
    } else {
        add(&script, "C:AUTH LOGIN\nS:334 VXNlcm5hbWU6\nC:bWU=\nS:334 UGFzc3dvcmQ6\nC:cHc=\nS:235 ok\n");
    }
    if (has_way) {
        add_mail(&script, recording);
    }
    begin_with(&f, script.text, recording);
    go_to(&f, place);
    smtp_result result = send_mail(&f);
    if (result != (has_way ? SMTP_OK : SMTP_E_NO_MECHANISM) || !fake_is_played(&f.fake)) {
        fail_msg("%s, %d: %s", smtp_provider_id(provider), place->port, smtp_report_message(report(&f)));
    }
    check_server(&f, place);
    end(&f);
}

static void name_host(struct place *place) {
    const char *host = smtp_provider_host(place->provider);
    size_t before = strcspn(host, "{");
    bool has_region = host[before] != '\0';
    int n = snprintf(place->host, sizeof place->host, "%.*s%s%s", (int)before, host, has_region ? "eu-west-1" : "",
                     has_region ? strchr(host, '}') + 1 : "");
    assert_in_range(n, 1, sizeof place->host - 1);
}

/* On each port and in each way that the table names. */
static void a_dialogue_with_each(void **state) {
    (void)state;
    size_t count = 0;
    for (const smtp_provider *p = smtp_provider_next(NULL); p != NULL; p = smtp_provider_next(p)) {
        struct place place = {p, "", smtp_provider_port(p), smtp_provider_security(p), true};
        name_host(&place);
        replay(&place);
        count++;
        place.is_first = false;
        for (size_t i = 0; i < smtp_provider_alternative_count(p); i++) {
            int32_t is_verified;
            assert_int_equal(smtp_provider_alternative(p, i, &place.port, &place.security, &is_verified), SMTP_OK);
            replay(&place);
            count++;
        }
    }
    assert_true(count > 130);
}

static const smtp_provider *get(const char *id) {
    const smtp_provider *provider = smtp_provider_by_id(id, Z);
    assert_non_null(provider);
    return provider;
}

/* What each of them is there for. */
static void the_recordings_are_of_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof recordings / sizeof recordings[0]; i++) {
        const smtp_provider *provider = get(recordings[i].id);
        uint32_t size = smtp_provider_size(provider);
        char line[32];
        snprintf(line, sizeof line, "SIZE %u", (unsigned)size);
        assert_true(size == 0 || offers(&recordings[i], "SIZE"));
        for (size_t k = 0; size != 0 && recordings[i].ehlo[k] != NULL; k++) {
            assert_true(strncmp(recordings[i].ehlo[k], "SIZE", 4) != 0 || strcmp(recordings[i].ehlo[k], line) == 0);
        }
        if (smtp_provider_is_verified(provider, SMTP_PROVIDER_VALUE_MECHANISMS)) {
            assert_int_equal(smtp_provider_mechanisms(provider) & ~offered(&recordings[i]), 0);
        }
    }
}

static smtp_result check(struct fixture *f, const char *script) {
    f->fake.script = f->fake.at = script;
    f->fake.handshakes = 0;
    (void)smtp_client_set_credentials(f->client, "me", Z, "pw", Z);
    return smtp_client_check(f->client);
}

#define PLAIN_OVER_TLS                                                                                                 \
    "T\nS:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 AUTH LOGIN PLAIN\nC:AUTH PLAIN AG1lAHB3\nS:235 ok\nC:QUIT\n"     \
    "S:221 bye\nX\n"
#define LOGIN_OVER_TLS                                                                                                 \
    "T\nS:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 AUTH LOGIN PLAIN\nC:AUTH LOGIN\nS:334 \nC:bWU=\nS:334 \n"        \
    "C:cHc=\nS:235 ok\nC:QUIT\nS:221 bye\nX\n"

static void what_is_set_afterwards_wins(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, "", 1);
    assert_int_equal(smtp_client_set_provider(f.client, get("gmail")), SMTP_OK);
    assert_int_equal(smtp_client_set_url(f.client, "smtps://y.test:2465", Z), SMTP_OK);
    assert_int_equal(smtp_client_set_mechanisms(f.client, SMTP_MECHANISM_LOGIN), SMTP_OK);
    assert_int_equal(check(&f, LOGIN_OVER_TLS), SMTP_OK);
    assert_string_equal(f.fake.host, "y.test");
    assert_int_equal(f.fake.port, 2465);
    end(&f);
}

/* The same refusal; only a provider whose server it still is decides what is said about it. */
static void the_advice_is_that_of_the_provider(void **state) {
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct fixture f;
        begin(&f, "", 1);
        assert_int_equal(smtp_client_set_provider(f.client, get("yahoo")), SMTP_OK);
        if (i == 1) {
            assert_int_equal(smtp_client_set_url(f.client, "smtps://y.test", Z), SMTP_OK);
        }
        (void)check(&f, "T\nS:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 AUTH PLAIN\nC:AUTH PLAIN AG1lAHB3\n"
                        "S:535 5.7.8 no\nC:QUIT\nS:221 bye\nX\n");
        const char *key = smtp_explain_key(smtp_report_explanation(report(&f)));
        assert_int_equal(strcmp(key, "wrong-password") == 0, i == 1);
        end(&f);
    }
}

static void nothing_of_another_provider_stays(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, "", 1);
    assert_int_equal(smtp_client_set_provider(f.client, get("sparkpost")), SMTP_OK);
    assert_int_equal(smtp_client_set_provider(f.client, get("gmx-net")), SMTP_OK);
    assert_int_equal(check(&f, PLAIN_OVER_TLS), SMTP_OK);
    assert_string_equal(f.fake.host, "mail.gmx.net");
    end(&f);
}

/* An unverified list is told and not enforced: LOGIN is all that the row of IONOS names. */
static void what_is_not_verified_is_not_enforced(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, "", 1);
    assert_int_equal(smtp_provider_mechanisms(get("ionos")), SMTP_MECHANISM_LOGIN);
    assert_int_equal(smtp_client_set_provider(f.client, get("ionos")), SMTP_OK);
    assert_int_equal(check(&f, PLAIN_OVER_TLS), SMTP_OK);
    end(&f);
}

/* The server's own limit is the one that counts, greater or smaller than that of the table. */
static void ehlo_wins_over_the_table(void **state) {
    (void)state;
    struct fixture f;
    begin(&f,
          "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 STARTTLS\nC:STARTTLS\nS:220 go\nT\nC:EHLO "
          "me.test\nS:250-x.test\n"
          "S:250-SIZE 10\nS:250 AUTH PLAIN\n",
          1);
    assert_int_equal(smtp_client_set_provider(f.client, get("sendgrid")), SMTP_OK);
    assert_int_equal(send_mail(&f), SMTP_E_TOO_LARGE);
    end(&f);
}

static void an_error_changes_nothing(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, OPENING MAIL_A MAIL_A MAIL_A, 1);
    assert_int_equal(send_mail(&f), SMTP_OK);
    assert_int_equal(smtp_client_set_provider(NULL, get("gmail")), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_client_set_provider(f.client, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_client_set_provider(f.client, get("ses")), SMTP_E_HOST);
    f.fake.allocator.calls = 0;
    f.fake.allocator.fail_at = 1;
    assert_int_equal(smtp_client_set_provider(f.client, get("sparkpost")), SMTP_E_NO_MEMORY);
    f.fake.allocator.fail_at = 0;
    assert_int_equal(send_mail(&f), SMTP_OK);
    assert_int_equal(smtp_client_start_send(f.client, f.envelope, f.source), SMTP_OK);
    assert_int_equal(smtp_client_set_provider(f.client, get("sparkpost")), SMTP_E_STATE);
    smtp_result result;
    while ((result = smtp_client_step(f.client)) == SMTP_PENDING) {
    }
    assert_int_equal(result, SMTP_OK);
    assert_int_equal(f.fake.opens, 1);
    assert_int_equal(smtp_client_set_provider(f.client, get("gmail")), SMTP_OK);
    assert_int_equal(smtp_client_descriptor(f.client), -1);
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dialogue_with_each),
        cmocka_unit_test(the_recordings_are_of_rows),
        cmocka_unit_test(what_is_set_afterwards_wins),
        cmocka_unit_test(the_advice_is_that_of_the_provider),
        cmocka_unit_test(nothing_of_another_provider_stays),
        cmocka_unit_test(what_is_not_verified_is_not_enforced),
        cmocka_unit_test(ehlo_wins_over_the_table),
        cmocka_unit_test(an_error_changes_nothing),
    };
    return cmocka_run_group_tests_name("client/provider", tests, NULL, NULL);
}
