/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "port/mbedtls/peer.h"
#include "support/server.h"
#include <ctype.h>

static void read_certificate(const char *name, smtp_tls_peer *peer) {
    mbedtls_x509_crt chain;
    mbedtls_x509_crt_init(&chain);
    memset(peer, 0x55, sizeof *peer);
    assert_int_equal(mbedtls_x509_crt_parse_file(&chain, certificate_path(name, "pem")), 0);
    smtp__peer_read(peer, &chain);
    mbedtls_x509_crt_free(&chain);
}

static void a_certificate_tells_whose_it_is(void **state) {
    (void)state;
    smtp_tls_peer peer;
    read_certificate("good", &peer);
    assert_string_equal(peer.subject, "CN=localhost");
    assert_string_equal(peer.issuer, "CN=Test CA");
    assert_string_equal(peer.names, "localhost mail.test 127.0.0.1 ::1");
    assert_true(peer.not_before == 1577836800);
    assert_true(peer.not_after == 4102444799);
    assert_int_equal(peer.chain, 1);
    read_certificate("chained", &peer);
    assert_string_equal(peer.issuer, "CN=Test Intermediate");
    assert_int_equal(peer.chain, 2);
    read_certificate("common-name", &peer);
    assert_string_equal(peer.names, "");
}

static void text_of_a_certificate_cannot_forge_a_line(void **state) {
    (void)state;
    smtp_tls_peer peer;
    read_certificate("control", &peer);
    assert_memory_equal(peer.subject, "CN=a", 4);
    for (const char *c = peer.subject; *c != '\0'; c++) {
        assert_in_range(*c, 0x20, 0x7e);
    }
}

/* dNSNames of `length` octets in a subjectAltName, as many as fit. */
static size_t make_names(uint8_t *out, size_t size, size_t count, size_t length, uint8_t octet) {
    uint8_t *at = out + size;
    for (size_t i = 0; i < count; i++) {
        at -= length + 2;
        memset(at, octet, length + 2);
        at[0] = 0x82;
        at[1] = (uint8_t)length;
    }
    static const uint8_t oid[] = {0x06, 0x03, 0x55, 0x1d, 0x11};
    static const uint8_t tags[] = {0x30, 0x04, 0, 0x30, 0x30};
    for (size_t i = 0; i < sizeof tags; i++) {
        size_t content = (size_t)(out + size - at);
        if (tags[i] == 0) {
            at -= sizeof oid;
            memcpy(at, oid, sizeof oid);
            continue;
        }
        at -= 4;
        at[0] = tags[i];
        at[1] = 0x82;
        at[2] = (uint8_t)(content >> 8);
        at[3] = (uint8_t)content;
    }
    return (size_t)(out + size - at);
}

static void read_names(size_t count, size_t length, uint8_t octet, smtp_tls_peer *peer) {
    uint8_t extensions[2000];
    mbedtls_x509_crt made;
    mbedtls_x509_crt_init(&made);
    made.v3_ext.len = make_names(extensions, sizeof extensions, count, length, octet);
    made.v3_ext.p = extensions + sizeof extensions - made.v3_ext.len;
    smtp__peer_read(peer, &made);
}

static void names_that_do_not_fit_whole_are_left_off(void **state) {
    (void)state;
    smtp_tls_peer peer;
    read_names(4, 127, 'n', &peer);
    assert_int_equal(strlen(peer.names), 511);
    read_names(5, 127, 'n', &peer);
    assert_int_equal(strlen(peer.names), 511);
    read_names(5, 120, 'n', &peer);
    assert_int_equal(strlen(peer.names), 4 * 121 - 1);
}

/* A blank divides names, and a NUL ends them. */
static void what_is_not_visible_is_escaped_in_a_name(void **state) {
    (void)state;
    smtp_tls_peer peer;
    read_names(2, 1, ' ', &peer);
    assert_string_equal(peer.names, "\\20 \\20");
    read_names(1, 2, 0, &peer);
    assert_string_equal(peer.names, "\\00\\00");
    read_names(1, 1, 0xc3, &peer);
    assert_string_equal(peer.names, "\\C3");
}

static void what_is_no_name_leaves_no_gap(void **state) {
    (void)state;
    smtp_tls_peer peer;
    static unsigned char extensions[] = {0x30, 0x16, 0x30, 0x14, 6,    3, 0x55, 0x1d, 0x11, 4,    0x0d, 0x30,
                                         0x0b, 0x82, 1,    'a',  0x87, 3, 1,    2,    3,    0x82, 1,    'b'};
    mbedtls_x509_crt made;
    mbedtls_x509_crt_init(&made);
    made.v3_ext.p = extensions;
    made.v3_ext.len = sizeof extensions;
    smtp__peer_read(&peer, &made);
    assert_string_equal(peer.names, "a b");
}

static void a_long_subject_is_cut(void **state) {
    (void)state;
    enum { PARTS = 40 };
    static unsigned char oid[] = {0x55, 0x04, 0x03};
    static unsigned char value[60];
    smtp_tls_peer peer;
    mbedtls_x509_name parts[PARTS];
    mbedtls_x509_crt made;
    mbedtls_x509_crt_init(&made);
    memset(parts, 0, sizeof parts);
    memset(value, 'a', sizeof value);
    for (size_t i = 0; i < PARTS; i++) {
        parts[i].oid.tag = MBEDTLS_ASN1_OID;
        parts[i].oid.p = oid;
        parts[i].oid.len = sizeof oid;
        parts[i].val.tag = MBEDTLS_ASN1_UTF8_STRING;
        parts[i].val.p = value;
        parts[i].val.len = sizeof value;
        parts[i].next = i + 1 < PARTS ? &parts[i + 1] : NULL;
    }
    made.subject = parts[0];
    smtp__peer_read(&peer, &made);
    assert_int_equal(strlen(peer.subject), sizeof peer.subject - 1);
    assert_memory_equal(peer.subject, "CN=aaaaa", 8);
}

static void dates_are_seconds(void **state) {
    (void)state;
    static const struct {
        mbedtls_x509_time time;
        int64_t seconds;
    } rows[] = {
        {{1970, 1, 1, 0, 0, 0}, 0},
        {{1950, 1, 1, 0, 0, 0}, 0},
        {{2000, 2, 29, 23, 59, 59}, 951868799},
        {{2000, 3, 1, 0, 0, 0}, 951868800},
        {{2024, 12, 31, 12, 34, 56}, 1735648496},
        {{2100, 2, 28, 0, 0, 0}, 4107456000},
        {{2100, 3, 1, 0, 0, 0}, 4107542400},
        {{9999, 12, 31, 23, 59, 59}, 253402300799},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        smtp_tls_peer peer;
        mbedtls_x509_crt made;
        mbedtls_x509_crt_init(&made);
        made.valid_from = rows[i].time;
        smtp__peer_read(&peer, &made);
        assert_true(peer.not_before == rows[i].seconds);
    }
}

static void cipher_suites_have_their_registered_names(void **state) {
    (void)state;
    smtp_tls_peer peer;
    smtp__peer_set_cipher(&peer, "TLS-ECDHE-RSA-WITH-AES-256-GCM-SHA384");
    assert_string_equal(peer.cipher, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
    smtp__peer_set_cipher(&peer, "TLS1-3-CHACHA20-POLY1305-SHA256");
    assert_string_equal(peer.cipher, "TLS_CHACHA20_POLY1305_SHA256");
}

/* ---- what a transport tells ---- */

static smtp_result ask(const struct peer *peer, smtp_tls_peer *told) {
    memset(told, 0, sizeof *told);
    told->struct_size = sizeof *told;
    return peer->transport.ops->tls_peer(peer->transport.context, told);
}

static smtp_tls_peer met(const char *certificate, const smtp_tls_settings *settings, smtp_result wanted) {
    struct server server = server_start(certificate, NULL, MANNER_ECHO);
    struct peer peer;
    smtp_tls_peer told;
    peer_init(&peer);
    assert_int_equal(ask(&peer, &told), SMTP_E_STATE);
    assert_int_equal(peer_open(&peer, "127.0.0.1", server.port), SMTP_OK);
    assert_int_equal(ask(&peer, &told), SMTP_E_STATE);
    assert_int_equal(peer_start_tls(&peer, settings), wanted);
    assert_int_equal(ask(&peer, &told), SMTP_OK);
    assert_int_equal(told.struct_size, sizeof told);
    smtp_tls_peer after;
    peer.transport.ops->close(peer.transport.context);
    assert_int_equal(ask(&peer, &after), SMTP_E_STATE);
    peer_end(&peer);
    server_stop(&server);
    return told;
}

static void a_verified_peer_is_told(void **state) {
    (void)state;
    smtp_tls_settings settings = settings_for("mail.test");
    smtp_tls_peer told = met("chained", &settings, SMTP_OK);
    smtp_tls_peer from_file;
    read_certificate("chained", &from_file);
    assert_int_equal(told.is_verified, 1);
    assert_int_equal(told.chain, 2);
    assert_string_equal(told.issuer, "CN=Test Intermediate");
    assert_memory_equal(told.sha256, from_file.sha256, sizeof told.sha256);
    assert_memory_equal(told.version, "TLSv1.", 6);
    assert_memory_equal(told.cipher, "TLS_", 4);
    for (const char *c = told.cipher; *c != '\0'; c++) {
        assert_true(*c == '_' || isupper(*c) || isdigit(*c));
    }
    settings.pin = from_file.sha256;
    assert_int_equal(met("chained", &settings, SMTP_OK).is_verified, 1);
}

static void a_peer_that_was_refused_is_told(void **state) {
    (void)state;
    static const struct {
        const char *certificate;
        const char *subject;
        smtp_result result;
    } rows[] = {
        {"expired", "CN=localhost", SMTP_E_CERTIFICATE_EXPIRED},
        {"wrong-name", "CN=localhost", SMTP_E_CERTIFICATE_NAME},
        {"untrusted", "CN=localhost", SMTP_E_CERTIFICATE_UNTRUSTED},
        {"self-signed", "CN=localhost", SMTP_E_CERTIFICATE_UNTRUSTED},
    };
    smtp_tls_settings settings = settings_for("mail.test");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        smtp_tls_peer told = met(rows[i].certificate, &settings, rows[i].result);
        smtp_tls_peer from_file;
        read_certificate(rows[i].certificate, &from_file);
        assert_string_equal(told.subject, rows[i].subject);
        assert_string_equal(told.names, from_file.names);
        assert_true(told.not_after == from_file.not_after);
        assert_memory_equal(told.sha256, from_file.sha256, sizeof told.sha256);
        assert_memory_equal(told.version, "TLSv1.", 6);
        assert_int_equal(told.is_verified, 0);
    }
    uint8_t pin[32] = {0};
    settings.pin = pin;
    assert_int_equal(met("good", &settings, SMTP_E_CERTIFICATE_PIN).is_verified, 0);
}

static void a_peer_that_nobody_verifies_is_told(void **state) {
    (void)state;
    smtp_tls_settings settings = settings_for("mail.test");
    settings.verify = 0;
    smtp_tls_peer told = met("expired", &settings, SMTP_OK);
    assert_true(told.not_after == 1609545600);
    assert_int_equal(told.is_verified, 0);
}

/* What one server showed is not told of the next one. */
static void each_handshake_begins_with_nothing(void **state) {
    (void)state;
    struct server expired = server_start("expired", NULL, MANNER_ECHO);
    struct server plain = server_start(NULL, NULL, MANNER_PLAIN_220);
    smtp_tls_settings settings = settings_for("mail.test");
    struct peer peer;
    smtp_tls_peer told;
    peer_init(&peer);
    assert_int_equal(peer_open(&peer, "127.0.0.1", expired.port), SMTP_OK);
    assert_int_equal(peer_start_tls(&peer, &settings), SMTP_E_CERTIFICATE_EXPIRED);
    peer.transport.ops->close(peer.transport.context);
    assert_int_equal(peer_open(&peer, "127.0.0.1", plain.port), SMTP_OK);
    assert_int_equal(peer_start_tls(&peer, &settings), SMTP_E_NOT_TLS);
    assert_int_equal(ask(&peer, &told), SMTP_E_STATE);
    peer_end(&peer);
    server_stop(&expired);
    server_stop(&plain);
}

static void before_a_certificate_nothing_is_known(void **state) {
    (void)state;
    struct server server = server_start(NULL, NULL, MANNER_PLAIN_220);
    smtp_tls_settings settings = settings_for("mail.test");
    struct peer peer;
    smtp_tls_peer told;
    peer_init(&peer);
    assert_int_equal(peer_open(&peer, "127.0.0.1", server.port), SMTP_OK);
    assert_int_equal(peer_start_tls(&peer, &settings), SMTP_E_NOT_TLS);
    assert_int_equal(ask(&peer, &told), SMTP_E_STATE);
    told.struct_size--;
    assert_int_equal(peer.transport.ops->tls_peer(peer.transport.context, &told), SMTP_E_ARGUMENT);
    assert_int_equal(peer.transport.ops->tls_peer(peer.transport.context, NULL), SMTP_E_ARGUMENT);
    peer_end(&peer);
    server_stop(&server);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_certificate_tells_whose_it_is),
        cmocka_unit_test(text_of_a_certificate_cannot_forge_a_line),
        cmocka_unit_test(names_that_do_not_fit_whole_are_left_off),
        cmocka_unit_test(what_is_no_name_leaves_no_gap),
        cmocka_unit_test(a_long_subject_is_cut),
        cmocka_unit_test(what_is_not_visible_is_escaped_in_a_name),
        cmocka_unit_test(dates_are_seconds),
        cmocka_unit_test(cipher_suites_have_their_registered_names),
        cmocka_unit_test(a_verified_peer_is_told),
        cmocka_unit_test(a_peer_that_was_refused_is_told),
        cmocka_unit_test(a_peer_that_nobody_verifies_is_told),
        cmocka_unit_test(each_handshake_begins_with_nothing),
        cmocka_unit_test(before_a_certificate_nothing_is_known),
    };
    return cmocka_run_group_tests_name("port/peer", tests, NULL, NULL);
}
