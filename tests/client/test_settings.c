/* SPDX-License-Identifier: MIT */
/* The setters: what they refuse, that a refusal changes nothing, what ends an open connection. */
#include "fixture.h"

#include <smtp/config.h>

#define Z SMTP_Z
#define PIN_TEXT "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF"

static smtp_result url(smtp_client *c) {
    return smtp_client_set_url(c, "smtp+plain://y.test:26", Z);
}
static smtp_result server(smtp_client *c) {
    return smtp_client_set_server(c, "y.test", Z, 0, SMTP_SECURITY_CLEAR);
}
static smtp_result dial(smtp_client *c) {
    return smtp_client_set_connect(c, "192.0.2.1", Z, 2525);
}
static smtp_result credentials(smtp_client *c) {
    return smtp_client_set_credentials(c, "me", Z, "password", Z);
}
static smtp_result no_credentials(smtp_client *c) {
    return smtp_client_set_credentials(c, NULL, 0, NULL, 0);
}
static smtp_result mechanisms(smtp_client *c) {
    return smtp_client_set_mechanisms(c, SMTP_MECHANISM_PLAIN);
}
static smtp_result plaintext_auth(smtp_client *c) {
    return smtp_client_set_plaintext_auth(c, 1);
}
static smtp_result helo(smtp_client *c) {
    return smtp_client_set_helo(c, "other.test", Z);
}
static smtp_result pipelining(smtp_client *c) {
    return smtp_client_set_pipelining(c, SMTP_PIPELINING_OFF);
}
static smtp_result protocol(smtp_client *c) {
    return smtp_client_set_protocol(c, SMTP_PROTOCOL_SMTP);
}
static smtp_result chunking(smtp_client *c) {
    return smtp_client_set_chunking(c, 1);
}
static smtp_result all_or_nothing(smtp_client *c) {
    return smtp_client_set_all_or_nothing(c, 1);
}
static smtp_result extensions(smtp_client *c) {
    return smtp_client_set_extensions(c, 0);
}
static smtp_result ca_file(smtp_client *c) {
    return smtp_client_set_ca_file(c, "/ca.pem", Z);
}
static smtp_result ca_directory(smtp_client *c) {
    return smtp_client_set_ca_directory(c, "/ca", Z);
}
static smtp_result ca_data(smtp_client *c) {
    return smtp_client_set_ca_data(c, "\x30\x00", 2);
}
static smtp_result tls_name(smtp_client *c) {
    return smtp_client_set_tls_name(c, "name.test", Z);
}
static smtp_result pin(smtp_client *c) {
    return smtp_client_set_pin(c, PIN_TEXT, Z);
}
static smtp_result no_pin(smtp_client *c) {
    return smtp_client_set_pin(c, NULL, 0);
}
static smtp_result certificate(smtp_client *c) {
    return smtp_client_set_client_certificate(c, "/me.pem", Z, "/me.key", Z);
}
static smtp_result no_certificate(smtp_client *c) {
    return smtp_client_set_client_certificate(c, NULL, 0, NULL, 0);
}
static smtp_result no_ca_file(smtp_client *c) {
    return smtp_client_set_ca_file(c, NULL, 0);
}
static smtp_result verify(smtp_client *c) {
    return smtp_client_set_verify(c, 0);
}
static smtp_result timeout(smtp_client *c) {
    return smtp_client_set_timeout(c, 1000);
}
static smtp_result deadline(smtp_client *c) {
    return smtp_client_set_deadline(c, 1000);
}
static smtp_result trace(smtp_client *c) {
    return smtp_client_set_trace(c, NULL, NULL);
}

static const struct {
    smtp_result (*set)(smtp_client *client);
    bool keeps_connection; /* it says nothing of server, trust or user */
    int allocations;
} setters[] = {
    {url, false, 1},
    {server, false, 1},
    {dial, false, 1},
    {credentials, false, 2},
    {no_credentials, false, 0},
    {mechanisms, false, 0},
    {plaintext_auth, false, 0},
    {helo, false, 1},
    {pipelining, false, 0},
    {protocol, false, 0},
    {chunking, false, 0},
    {all_or_nothing, false, 0},
    {extensions, false, 0},
    {ca_file, false, 1},
    {ca_directory, false, 1},
    {ca_data, false, 1},
    {tls_name, false, 1},
    {pin, false, 0},
    {no_pin, false, 0},
    {certificate, false, 2},
    {no_certificate, false, 0},
    {no_ca_file, false, 0},
    {verify, false, 0},
    {timeout, true, 0},
    {deadline, true, 0},
    {trace, true, 0},
};

enum { SETTERS = sizeof setters / sizeof setters[0] };

/* P9: a session is never used again under other settings. */
static void a_setter_ends_an_open_connection(void **state) {
    (void)state;
    for (size_t i = 0; i < SETTERS; i++) {
        struct fixture f;
        begin(&f, OPENING MAIL_A, 1);
        assert_int_equal(send_mail(&f), SMTP_OK);
        assert_int_equal(smtp_client_descriptor(f.client), 7);
        long transports = f.fake.transports;
        assert_int_equal(setters[i].set(f.client), SMTP_OK);
        assert_int_equal(smtp_client_descriptor(f.client), setters[i].keeps_connection ? 7 : -1);
        (void)send_mail(&f);
        assert_int_equal(f.fake.transports, setters[i].keeps_connection ? transports : transports + 1);
        end(&f);
    }
}

static void under_way_every_setter_is_refused(void **state) {
    (void)state;
    for (size_t i = 0; i < SETTERS; i++) {
        struct fixture f;
        begin(&f, OPENING MAIL_A, 1);
        assert_int_equal(smtp_client_start_send(f.client, f.envelope, f.source), SMTP_OK);
        assert_int_equal(setters[i].set(f.client), SMTP_E_STATE);
        assert_int_equal(setters[i].set(NULL), SMTP_E_ARGUMENT);
        smtp_result result;
        while ((result = smtp_client_step(f.client)) == SMTP_PENDING) {
        }
        assert_int_equal(result, SMTP_OK);
        assert_true(fake_is_played(&f.fake));
        end(&f);
    }
}

/* Without memory a setter changes nothing: the connection stays, and so do the settings for the next one. */
static void without_memory_nothing_changes(void **state) {
    (void)state;
    for (size_t i = 0; i < SETTERS; i++) {
        for (int n = 1; n <= setters[i].allocations; n++) {
            struct fixture f;
            begin(&f, OPENING MAIL_A MAIL_A, 1);
            assert_int_equal(send_mail(&f), SMTP_OK);
            f.fake.allocator.calls = 0;
            f.fake.allocator.fail_at = n;
            assert_int_equal(setters[i].set(f.client), SMTP_E_NO_MEMORY);
            f.fake.allocator.fail_at = 0;
            assert_int_equal(smtp_client_descriptor(f.client), 7);
            assert_int_equal(send_mail(&f), SMTP_OK);
            assert_int_equal(f.fake.opens, 1);
            end(&f);
        }
    }
}

/* ---- what is refused ---- */

struct refusal {
    smtp_result result;
    smtp_result wanted;
};

static void check_refusals(struct fixture *f, const struct refusal *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (rows[i].result != rows[i].wanted) {
            fail_msg("row %zu: %s, not %s", i, smtp_result_name(rows[i].result), smtp_result_name(rows[i].wanted));
        }
    }
    /* and nothing changed: the connection is still there, and good for a mail */
    assert_int_equal(smtp_client_descriptor(f->client), 7);
    assert_int_equal(send_mail(f), SMTP_OK);
    assert_int_equal(f->fake.opens, 1);
}

static void bad_servers(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, OPENING MAIL_A MAIL_A, 1);
    assert_int_equal(send_mail(&f), SMTP_OK);
    smtp_client *c = f.client;
    const struct refusal rows[] = {
        {smtp_client_set_url(c, NULL, 0), SMTP_E_ARGUMENT},
        {smtp_client_set_url(c, "x.test", Z), SMTP_E_URL},
        {smtp_client_set_url(c, "http://x.test", Z), SMTP_E_SCHEME},
        {smtp_client_set_url(c, "smtp://x..test", Z), SMTP_E_HOST},
        {smtp_client_set_url(c, "smtp://x.test:0", Z), SMTP_E_PORT},
        {smtp_client_set_url(c, "smtp://x.test\n", Z), SMTP_E_CONTROL_CHARACTER},
        {smtp_client_set_server(c, NULL, 0, 25, SMTP_SECURITY_CLEAR), SMTP_E_ARGUMENT},
        {smtp_client_set_server(c, "x.test", Z, 25, -1), SMTP_E_ARGUMENT},
        {smtp_client_set_server(c, "x.test", Z, 25, 3), SMTP_E_ARGUMENT},
        {smtp_client_set_server(c, "x test", Z, 25, SMTP_SECURITY_CLEAR), SMTP_E_HOST},
        {smtp_client_set_server(c, "", Z, 25, SMTP_SECURITY_CLEAR), SMTP_E_HOST},
        {smtp_client_set_connect(c, NULL, 0, 25), SMTP_E_ARGUMENT},
        {smtp_client_set_connect(c, "x/y", Z, 25), SMTP_E_HOST},
        {smtp_client_set_connect(c, "x.test", Z, 0), SMTP_E_PORT},
        {smtp_client_set_helo(c, NULL, 0), SMTP_E_ARGUMENT},
        {smtp_client_set_helo(c, "a b", Z), SMTP_E_HELO_NAME},
        {smtp_client_set_helo(c, "x.test\r\nMAIL", Z), SMTP_E_CONTROL_CHARACTER},
        {smtp_client_set_helo(c, "", Z), SMTP_E_HELO_NAME},
        {smtp_client_set_pipelining(c, -1), SMTP_E_ARGUMENT},
        {smtp_client_set_pipelining(c, 3), SMTP_E_ARGUMENT},
        {smtp_client_set_protocol(c, -1), SMTP_E_ARGUMENT},
        {smtp_client_set_protocol(c, 2), SMTP_E_ARGUMENT},
        {smtp_client_set_extensions(c, smtp_extensions() + 1), SMTP_E_ARGUMENT},
        {smtp_client_set_extensions(c, UINT32_MAX), SMTP_E_ARGUMENT},
    };
    check_refusals(&f, rows, sizeof rows / sizeof rows[0]);
    end(&f);
}

static void bad_users(void **state) {
    (void)state;
    char too_long[SMTP_CFG_SECRET + 1];
    struct fixture f;
    begin(&f, OPENING MAIL_A MAIL_A, 1);
    assert_int_equal(send_mail(&f), SMTP_OK);
    memset(too_long, 'x', sizeof too_long);
    smtp_client *c = f.client;
    const struct refusal rows[] = {
        {smtp_client_set_credentials(c, "me", Z, NULL, 0), SMTP_E_ARGUMENT},
        {smtp_client_set_credentials(c, NULL, 0, "x", Z), SMTP_E_ARGUMENT},
        {smtp_client_set_credentials(c, "", Z, "x", Z), SMTP_E_USER},
        {smtp_client_set_credentials(c, "m\0e", 3, "x", Z), SMTP_E_CONTROL_CHARACTER},
        {smtp_client_set_credentials(c, "me\r\n", Z, "x", Z), SMTP_E_CONTROL_CHARACTER},
        {smtp_client_set_credentials(c, too_long, sizeof too_long, "x", Z), SMTP_E_USER},
        {smtp_client_set_credentials(c, "me", Z, "a\0b", 3), SMTP_E_CONTROL_CHARACTER},
        {smtp_client_set_credentials(c, "me", Z, too_long, sizeof too_long), SMTP_E_SECRET},
        {smtp_client_set_mechanisms(c, 0), SMTP_E_MECHANISM},
        {smtp_client_set_mechanisms(c, UINT32_C(1) << 31), SMTP_E_MECHANISM},
    };
    check_refusals(&f, rows, sizeof rows / sizeof rows[0]);
    end(&f);
}

static void bad_trust(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, OPENING MAIL_A MAIL_A, 1);
    assert_int_equal(send_mail(&f), SMTP_OK);
    smtp_client *c = f.client;
    const struct refusal rows[] = {
        {smtp_client_set_ca_file(c, "", Z), SMTP_E_ARGUMENT},
        {smtp_client_set_ca_file(c, "/a\0b", 4), SMTP_E_CONTROL_CHARACTER},
        {smtp_client_set_ca_directory(c, "", Z), SMTP_E_ARGUMENT},
        {smtp_client_set_ca_directory(c, "/a\n", Z), SMTP_E_CONTROL_CHARACTER},
        {smtp_client_set_ca_data(c, NULL, 0), SMTP_E_ARGUMENT},
        {smtp_client_set_ca_data(c, "x", 0), SMTP_E_ARGUMENT},
        {smtp_client_set_tls_name(c, NULL, 0), SMTP_E_ARGUMENT},
        {smtp_client_set_tls_name(c, "a b", Z), SMTP_E_HOST},
        {smtp_client_set_tls_name(c, "*.test", Z), SMTP_E_HOST},
        {smtp_client_set_pin(c, "", Z), SMTP_E_PIN},
        {smtp_client_set_pin(c, PIN_TEXT, 63), SMTP_E_PIN},
        {smtp_client_set_pin(c, PIN_TEXT "0", Z), SMTP_E_PIN},
        {smtp_client_set_pin(c, PIN_TEXT ":", Z), SMTP_E_PIN},
        {smtp_client_set_pin(c, ":" PIN_TEXT, Z), SMTP_E_PIN},
        {smtp_client_set_pin(c, "g" PIN_TEXT, 64), SMTP_E_PIN},
        {smtp_client_set_client_certificate(c, "/a", Z, NULL, 0), SMTP_E_ARGUMENT},
        {smtp_client_set_client_certificate(c, NULL, 0, "/a", Z), SMTP_E_ARGUMENT},
        {smtp_client_set_client_certificate(c, "", Z, "/a", Z), SMTP_E_ARGUMENT},
        {smtp_client_set_client_certificate(c, "/a", Z, "", Z), SMTP_E_ARGUMENT},
        {smtp_client_set_client_certificate(c, "/a\x1b", Z, "/a", Z), SMTP_E_CONTROL_CHARACTER},
        {smtp_client_set_client_certificate(c, "/a", Z, "/a\x1b", Z), SMTP_E_CONTROL_CHARACTER},
    };
    check_refusals(&f, rows, sizeof rows / sizeof rows[0]);
    end(&f);
}

/* ---- what arrives ---- */

#define TLS "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 STARTTLS\nC:STARTTLS\nS:220 go\nT\nC:EHLO me.test\nS:250 x\n"

/* Looks at the settings while the client that owns their strings lives. */
static const smtp_tls_settings *tls_of_a_check(struct fixture *f) {
    assert_int_equal(smtp_client_set_url(f->client, "smtp://x.test", Z), SMTP_OK);
    assert_int_equal(smtp_client_check(f->client), SMTP_OK);
    assert_int_equal(f->fake.handshakes, 1);
    return &f->fake.tls;
}

static void trust_is_the_systems_by_default(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, TLS QUIT, 1);
    const smtp_tls_settings *tls = tls_of_a_check(&f);
    assert_int_equal(tls->struct_size, sizeof *tls);
    assert_string_equal(tls->server_name, "x.test");
    assert_int_equal(tls->use_system_store, 1);
    assert_int_equal(tls->verify, 1);
    assert_null(tls->ca_file);
    assert_null(tls->ca_directory);
    assert_null(tls->ca_data);
    assert_null(tls->pin);
    assert_null(tls->client_certificate_file);
    assert_null(tls->client_key_file);
    end(&f);
}

static void all_trust_settings_arrive(void **state) {
    (void)state;
    static const char colons[] = "00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:"
                                 "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF";
    for (int i = 0; i < 2; i++) {
        struct fixture f;
        begin(&f, TLS QUIT, 1);
        assert_int_equal(ca_file(f.client), SMTP_OK);
        assert_int_equal(ca_directory(f.client), SMTP_OK);
        assert_int_equal(ca_data(f.client), SMTP_OK);
        assert_int_equal(tls_name(f.client), SMTP_OK);
        assert_int_equal(smtp_client_set_pin(f.client, i == 0 ? PIN_TEXT : colons, Z), SMTP_OK);
        assert_int_equal(certificate(f.client), SMTP_OK);
        assert_int_equal(verify(f.client), SMTP_OK);
        const smtp_tls_settings *tls = tls_of_a_check(&f);
        assert_string_equal(tls->server_name, "name.test");
        assert_string_equal(tls->ca_file, "/ca.pem");
        assert_string_equal(tls->ca_directory, "/ca");
        assert_int_equal(tls->ca_data_length, 2);
        assert_memory_equal(tls->ca_data, "\x30\x00", 2);
        assert_int_equal(tls->use_system_store, 0);
        assert_int_equal(tls->verify, 0);
        assert_int_equal(tls->pin[1], 0x11);
        assert_int_equal(tls->pin[31], 0xff);
        assert_string_equal(tls->client_certificate_file, "/me.pem");
        assert_string_equal(tls->client_key_file, "/me.key");
        end(&f);
    }
}

/* A certificate or key that is refused leaves the pair before in place. */
static void a_refused_certificate_leaves_the_old_one(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, TLS QUIT, 1);
    assert_int_equal(certificate(f.client), SMTP_OK);
    assert_int_equal(smtp_client_set_client_certificate(f.client, "/new", Z, "/k\n", Z), SMTP_E_CONTROL_CHARACTER);
    f.fake.allocator.fail_at = f.fake.allocator.calls + 2;
    assert_int_equal(smtp_client_set_client_certificate(f.client, "/new", Z, "/key", Z), SMTP_E_NO_MEMORY);
    const smtp_tls_settings *tls = tls_of_a_check(&f);
    assert_string_equal(tls->client_certificate_file, "/me.pem");
    assert_string_equal(tls->client_key_file, "/me.key");
    end(&f);
}

static void null_takes_a_setting_away(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, TLS QUIT, 1);
    assert_int_equal(certificate(f.client), SMTP_OK);
    assert_int_equal(no_certificate(f.client), SMTP_OK);
    assert_int_equal(pin(f.client), SMTP_OK);
    assert_int_equal(no_pin(f.client), SMTP_OK);
    assert_int_equal(ca_file(f.client), SMTP_OK);
    assert_int_equal(no_ca_file(f.client), SMTP_OK);
    assert_int_equal(credentials(f.client), SMTP_OK);
    assert_int_equal(no_credentials(f.client), SMTP_OK);
    const smtp_tls_settings *tls = tls_of_a_check(&f);
    assert_null(tls->client_certificate_file);
    assert_null(tls->client_key_file);
    assert_null(tls->pin);
    assert_null(tls->ca_file);
    assert_int_equal(tls->use_system_store, 1);
    end(&f);
}

/* The caller's strings may be gone when they are used. */
static void strings_are_copied(void **state) {
    (void)state;
    char host[] = "y.test";
    char user[] = "me";
    char secret[] = "password";
    char name[] = "other.test";
    struct fixture f;
    begin(
        &f,
        "S:220 hi\nC:EHLO other.test\nS:250-x\nS:250 AUTH PLAIN LOGIN\nC:AUTH PLAIN AG1lAHBhc3N3b3Jk\nS:235 ok\n" QUIT,
        1);
    assert_int_equal(smtp_client_set_server(f.client, host, Z, 26, SMTP_SECURITY_CLEAR), SMTP_OK);
    assert_int_equal(smtp_client_set_credentials(f.client, user, Z, secret, Z), SMTP_OK);
    assert_int_equal(smtp_client_set_helo(f.client, name, Z), SMTP_OK);
    assert_int_equal(plaintext_auth(f.client), SMTP_OK);
    assert_int_equal(mechanisms(f.client), SMTP_OK);
    memset(host, 'z', sizeof host);
    memset(user, 'z', sizeof user);
    memset(secret, 'z', sizeof secret);
    memset(name, 'z', sizeof name);
    assert_int_equal(smtp_client_check(f.client), SMTP_OK);
    assert_string_equal(f.fake.host, "y.test");
    assert_int_equal(f.fake.port, 26);
    assert_true(fake_is_played(&f.fake));
    end(&f);
}

/* P10: never in clear unless that was asked for. */
static void credentials_are_held_back_in_clear(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, "S:220 hi\nC:EHLO me.test\nS:250-x\nS:250 AUTH PLAIN LOGIN\nC:QUIT\nS:221 bye\nX\n", 1);
    assert_int_equal(credentials(f.client), SMTP_OK);
    assert_int_equal(send_mail(&f), SMTP_E_CREDENTIALS_IN_CLEAR);
    assert_true(fake_is_played(&f.fake));
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_setter_ends_an_open_connection),
        cmocka_unit_test(under_way_every_setter_is_refused),
        cmocka_unit_test(without_memory_nothing_changes),
        cmocka_unit_test(bad_servers),
        cmocka_unit_test(bad_users),
        cmocka_unit_test(bad_trust),
        cmocka_unit_test(trust_is_the_systems_by_default),
        cmocka_unit_test(all_trust_settings_arrive),
        cmocka_unit_test(a_refused_certificate_leaves_the_old_one),
        cmocka_unit_test(null_takes_a_setting_away),
        cmocka_unit_test(strings_are_copied),
        cmocka_unit_test(credentials_are_held_back_in_clear),
    };
    return cmocka_run_group_tests_name("client/settings", tests, NULL, NULL);
}
