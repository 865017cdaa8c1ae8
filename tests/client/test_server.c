/* SPDX-License-Identifier: MIT */
/* What a client tells of its server: what it offered, its reply to EHLO, who it is by its certificate. */
#include "fixture.h"

#include <smtp/channel.h>

#define TLS_OPENING "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250-SIZE 1000\nS:250 STARTTLS\nC:STARTTLS\nS:220 go\nT\n"

static smtp_result peer_result;
static int asked_for_channel;
static size_t channel_length;

static smtp_result tells_peer(void *context, smtp_tls_peer *peer) {
    (void)context;
    assert_int_equal(peer->struct_size, sizeof *peer);
    assert_int_equal(peer->is_verified, 0);
    strcpy(peer->version, "TLSv1.3");
    strcpy(peer->subject, "CN=x.test");
    peer->chain = 2;
    peer->is_verified = 1;
    return peer_result;
}

static smtp_result tells_channel(void *context, int32_t *kind, uint8_t *data, size_t *length) {
    (void)context;
    asked_for_channel++;
    *kind = SMTP_CHANNEL_TLS_EXPORTER;
    memset(data, 7, 32);
    *length = channel_length;
    return channel_length == 0 ? SMTP_E_NO_TLS : SMTP_OK;
}

static void begin_tls(struct fixture *f, const char *script, smtp_result result) {
    begin(f, script, 1);
    peer_result = result;
    f->fake.ops.tls_peer = tells_peer;
    assert_int_equal(smtp_client_set_url(f->client, "smtp://x.test", SMTP_Z), SMTP_OK);
}

static uint32_t offered(const struct fixture *f) {
    return smtp_capabilities_extensions(smtp_client_capabilities(f->client));
}

static void nothing_is_known_before(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, "", 1);
    assert_int_equal(offered(&f), 0);
    assert_string_equal(smtp_client_ehlo(f.client), "");
    assert_null(smtp_client_tls_peer(f.client));
    assert_null(smtp_client_capabilities(NULL));
    assert_string_equal(smtp_client_ehlo(NULL), "");
    assert_null(smtp_client_tls_peer(NULL));
    end(&f);
}

static void what_was_offered_is_kept_after_the_end(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, "S:220 hi\nC:EHLO me.test\nS:250-x.test says hello\nS:250-PIPELINING\nS:250 SIZE 1000\n" QUIT, 1);
    assert_int_equal(smtp_client_check(f.client), SMTP_OK);
    assert_int_equal(offered(&f), SMTP_EXT_PIPELINING | SMTP_EXT_SIZE);
    assert_int_equal(smtp_capabilities_size_limit(smtp_client_capabilities(f.client)), 1000);
    assert_string_equal(smtp_client_ehlo(f.client), "x.test says hello\nPIPELINING\nSIZE 1000");
    assert_null(smtp_client_tls_peer(f.client));
    assert_int_equal(smtp_client_close(f.client), SMTP_OK);
    assert_int_equal(offered(&f), SMTP_EXT_PIPELINING | SMTP_EXT_SIZE);
    end(&f);
}

/* What was said before TLS counts no more behind it. */
static void tls_begins_anew(void **state) {
    (void)state;
    struct fixture f;
    begin_tls(&f, TLS_OPENING "C:EHLO me.test\nS:250-x.test\nS:250 PIPELINING\n" QUIT, SMTP_OK);
    assert_int_equal(smtp_client_check(f.client), SMTP_OK);
    assert_int_equal(offered(&f), SMTP_EXT_PIPELINING);
    assert_string_equal(smtp_client_ehlo(f.client), "x.test\nPIPELINING");
    assert_non_null(smtp_client_tls_peer(f.client));
    assert_string_equal(smtp_client_tls_peer(f.client)->subject, "CN=x.test");
    assert_int_equal(smtp_client_tls_peer(f.client)->is_verified, 1);
    end(&f);
    begin_tls(&f, TLS_OPENING "X\n", SMTP_OK);
    assert_true(smtp_client_check(f.client) < 0);
    assert_int_equal(offered(&f), 0);
    assert_string_equal(smtp_client_ehlo(f.client), "");
    end(&f);
}

/* Also after a handshake that failed: that is where a person wants to look. */
static void a_failed_handshake_tells_who_it_was(void **state) {
    (void)state;
    struct fixture f;
    begin_tls(&f, "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 STARTTLS\nC:STARTTLS\nS:220 go\nT:-406\n", SMTP_OK);
    assert_int_equal(smtp_client_check(f.client), SMTP_E_CERTIFICATE_EXPIRED);
    assert_non_null(smtp_client_tls_peer(f.client));
    assert_int_equal(smtp_client_tls_peer(f.client)->chain, 2);
    assert_int_equal(offered(&f), SMTP_EXT_STARTTLS);
    end(&f);
    begin_tls(&f, "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 STARTTLS\nC:STARTTLS\nS:220 go\nT:-401\n",
              SMTP_E_NO_TLS);
    assert_int_equal(smtp_client_check(f.client), SMTP_E_TLS_HANDSHAKE);
    assert_null(smtp_client_tls_peer(f.client));
    end(&f);
}

/* Where no handshake was begun nobody is asked who it was. */
static void without_a_handshake_there_is_nobody(void **state) {
    (void)state;
    struct fixture f;
    begin_tls(&f, "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 STARTTLS\nC:STARTTLS\nS:220 go\nS:250 more\n",
              SMTP_OK);
    assert_int_equal(smtp_client_check(f.client), SMTP_E_BYTES_BEFORE_TLS);
    assert_null(smtp_client_tls_peer(f.client));
    end(&f);
    begin_tls(&f, "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 STARTTLS\nC:STARTTLS\nS:220 go\n", SMTP_OK);
    f.fake.ops.start_tls = NULL;
    assert_int_equal(smtp_client_check(f.client), SMTP_E_NO_TLS);
    assert_null(smtp_client_tls_peer(f.client));
    end(&f);
}

/* The next connection knows nothing of the one before. */
static void the_next_connection_begins_anew(void **state) {
    (void)state;
    struct fixture f;
    begin_tls(&f, TLS_OPENING "C:EHLO me.test\nS:250-x.test\nS:250 PIPELINING\n" QUIT "=\nF:-903\n", SMTP_OK);
    assert_int_equal(smtp_client_check(f.client), SMTP_OK);
    assert_int_equal(smtp_client_check(f.client), SMTP_E_CONNECT);
    assert_int_equal(offered(&f), 0);
    assert_string_equal(smtp_client_ehlo(f.client), "");
    assert_null(smtp_client_tls_peer(f.client));
    end(&f);
}

/* A reply to HELO offers nothing. */
static void helo_offers_nothing(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, "S:220 hi\nC:EHLO me.test\nS:502 what?\nC:HELO me.test\nS:250 x\n" QUIT, 1);
    assert_int_equal(smtp_client_check(f.client), SMTP_OK);
    assert_int_equal(offered(&f), 0);
    assert_string_equal(smtp_client_ehlo(f.client), "");
    end(&f);
}

static void without_memory_the_text_is_missing(void **state) {
    (void)state;
    bool passed = false;
    for (long n = 1; !passed; n++) {
        struct fixture f;
        begin(&f, PIPELINING QUIT, 1);
        f.fake.allocator.calls = 0;
        f.fake.allocator.fail_at = n;
        smtp_result result = smtp_client_check(f.client);
        passed = f.fake.allocator.calls < n;
        if (result == SMTP_OK) {
            assert_int_equal(offered(&f), SMTP_EXT_PIPELINING);
            assert_true(!passed || *smtp_client_ehlo(f.client) != '\0');
        }
        end(&f);
    }
}

/* ---- channel binding ---- */

static void the_channel_is_asked_for_when_tls_is_up(void **state) {
    (void)state;
    static const size_t lengths[] = {32, 0, SMTP_CHANNEL_BYTES + 1};
    for (size_t i = 0; i < 3; i++) {
        struct fixture f;
        begin_tls(&f, TLS_OPENING "C:EHLO me.test\nS:250 x.test\n" QUIT, SMTP_OK);
        f.fake.ops.channel_binding = tells_channel;
        asked_for_channel = 0;
        channel_length = lengths[i];
        assert_int_equal(smtp_client_check(f.client), SMTP_OK);
        assert_int_equal(asked_for_channel, 1);
        end(&f);
    }
    struct fixture f;
    begin_tls(&f, "S:220 hi\nC:EHLO me.test\nS:250-x\nS:250 STARTTLS\nC:STARTTLS\nS:220 go\nT:-401\n", SMTP_OK);
    f.fake.ops.channel_binding = tells_channel;
    asked_for_channel = 0;
    (void)smtp_client_check(f.client);
    assert_int_equal(asked_for_channel, 0);
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_known_before),
        cmocka_unit_test(what_was_offered_is_kept_after_the_end),
        cmocka_unit_test(tls_begins_anew),
        cmocka_unit_test(a_failed_handshake_tells_who_it_was),
        cmocka_unit_test(without_a_handshake_there_is_nobody),
        cmocka_unit_test(the_next_connection_begins_anew),
        cmocka_unit_test(helo_offers_nothing),
        cmocka_unit_test(without_memory_the_text_is_missing),
        cmocka_unit_test(the_channel_is_asked_for_when_tls_is_up),
    };
    return cmocka_run_group_tests_name("client/server", tests, NULL, NULL);
}
