/* SPDX-License-Identifier: MIT */
/* A server in this process that sends records which TLS passes over: no call may go on for as long as they come. */
#define _DEFAULT_SOURCE
#include "support/test.h"

#include "port/mbedtls/compat.h"
#include "port/posix/random.h"
#include "support/server.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { RECORDS_MOST = 64, HANDSHAKE_MOST = 256 * 1024, PART = 8192, USER_CANCELED = 90, WAIT_MS = 20 };

/* A warning that the handshake is cancelled, which is to be ignored until the close_notify comes (RFC 8446 s6.1). */
static const uint8_t alert[] = {21, 3, 3, 0, 2, 1, USER_CANCELED};

struct flood {
    struct peer peer;
    smtp_tls_settings settings;
    int socket;
    size_t sent; /* by mbedTLS on the server's side */
    mbedtls_ssl_config config;
    mbedtls_ssl_context ssl;
    mbedtls_x509_crt certificate;
    mbedtls_pk_context key;
};

static int listen_here(uint16_t *port) {
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(listener, 1), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &size), 0);
    *port = ntohs(address.sin_port);
    return listener;
}

static void begin(struct flood *f) {
    int on = 1;
    uint16_t port;
    int listener = listen_here(&port);
    memset(f, 0, sizeof *f);
    f->settings = settings_for("mail.test");
    peer_init(&f->peer);
    assert_int_equal(peer_open(&f->peer, "127.0.0.1", port), SMTP_OK);
    f->socket = accept(listener, NULL, NULL);
    assert_true(f->socket >= 0);
    assert_int_equal(setsockopt(f->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), 0);
    close(listener);
}

static void end(struct flood *f) {
    peer_end(&f->peer);
    close(f->socket);
}

/* What the client has not yet taken from its socket. */
static size_t unread(const struct flood *f) {
    int n = 0;
    int descriptor = (int)f->peer.transport.ops->descriptor(f->peer.transport.context);
    assert_int_equal(ioctl(descriptor, FIONREAD, &n), 0);
    return (size_t)n;
}

static smtp_result start(struct flood *f) {
    return f->peer.transport.ops->start_tls(f->peer.transport.context, &f->settings);
}

static void wait_a_little(struct flood *f) {
    assert_int_equal(f->peer.transport.ops->wait(f->peer.transport.context, SMTP_WAIT_READ, WAIT_MS), SMTP_OK);
}

static void pour_alerts(const struct flood *f) {
    uint8_t bytes[PART / sizeof alert * sizeof alert];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = alert[i % sizeof alert];
    }
    assert_int_equal(send(f->socket, bytes, sizeof bytes, MSG_NOSIGNAL), sizeof bytes);
}

static void a_handshake_takes_a_part_at_a_time_and_has_an_end(void **state) {
    (void)state;
    struct flood f;
    size_t poured = 0;
    smtp_result result;
    begin(&f);
    assert_int_equal(start(&f), SMTP_E_WANT_READ);
    do {
        if (unread(&f) < sizeof alert * RECORDS_MOST) {
            pour_alerts(&f);
            poured += PART / sizeof alert * sizeof alert;
        }
        size_t before = unread(&f);
        result = start(&f);
        size_t after = unread(&f);
        assert_true(before <= after + sizeof alert * RECORDS_MOST);
    } while (result == SMTP_E_WANT_READ && poured < (size_t)2 * HANDSHAKE_MOST);
    assert_int_equal(result, SMTP_E_TLS_HANDSHAKE);
    assert_in_range(poured, HANDSHAKE_MOST, HANDSHAKE_MOST + 2 * PART);
    assert_string_equal(peer_problem(&f.peer), "the server sent more than 256 KiB and no end of the TLS handshake");
    assert_int_equal(start(&f), SMTP_E_TLS_HANDSHAKE);
    end(&f);
}

/* ---- after the handshake ---- */

static int send_below(void *context, const unsigned char *data, size_t length) {
    struct flood *f = context;
    ssize_t n = send(f->socket, data, length, MSG_NOSIGNAL);
    f->sent += n > 0 ? (size_t)n : 0;
    return n > 0 ? (int)n : MBEDTLS_ERR_SSL_CONN_EOF;
}

static int recv_below(void *context, unsigned char *buffer, size_t length) {
    const struct flood *f = context;
    ssize_t n = recv(f->socket, buffer, length, MSG_DONTWAIT);
    return n > 0 ? (int)n : MBEDTLS_ERR_SSL_WANT_READ;
}

static int random_for_tls(void *context, unsigned char *buffer, size_t length) {
    (void)context;
    return smtp__random_fill(buffer, length) == SMTP_OK ? 0 : -1;
}

static void shake_hands(struct flood *f) {
    smtp_result result;
    int error;
    do {
        result = start(f);
        error = mbedtls_ssl_handshake(&f->ssl);
        assert_true(result == SMTP_OK || result == SMTP_E_WANT_READ);
        assert_true(error == 0 || error == MBEDTLS_ERR_SSL_WANT_READ);
        if (result != SMTP_OK) {
            wait_a_little(f);
        }
    } while (result != SMTP_OK);
    while (error != 0) {
        error = mbedtls_ssl_handshake(&f->ssl);
        assert_true(error == 0 || error == MBEDTLS_ERR_SSL_WANT_READ);
    }
}

static void begin_tls(struct flood *f) {
    begin(f);
    assert_int_equal(smtp__compat_begin(), 0);
    mbedtls_ssl_config_init(&f->config);
    mbedtls_ssl_init(&f->ssl);
    mbedtls_x509_crt_init(&f->certificate);
    mbedtls_pk_init(&f->key);
    assert_int_equal(mbedtls_x509_crt_parse_file(&f->certificate, certificate_path("good", "pem")), 0);
    assert_int_equal(smtp__compat_parse_key_file(&f->key, certificate_path("good", "key"), random_for_tls), 0);
    assert_int_equal(mbedtls_ssl_config_defaults(&f->config, MBEDTLS_SSL_IS_SERVER, MBEDTLS_SSL_TRANSPORT_STREAM,
                                                 MBEDTLS_SSL_PRESET_DEFAULT),
                     0);
    smtp__compat_random(&f->config, random_for_tls);
    assert_int_equal(mbedtls_ssl_conf_own_cert(&f->config, &f->certificate, &f->key), 0);
    assert_int_equal(mbedtls_ssl_setup(&f->ssl, &f->config), 0);
    mbedtls_ssl_set_bio(&f->ssl, f, send_below, recv_below, NULL);
    shake_hands(f);
    f->sent = 0;
}

static void end_tls(struct flood *f) {
    end(f);
    mbedtls_ssl_free(&f->ssl);
    mbedtls_ssl_config_free(&f->config);
    mbedtls_x509_crt_free(&f->certificate);
    mbedtls_pk_free(&f->key);
}

/* Receives until there is more to say than "wait"; no call may take more than `part`. */
static ptrdiff_t receive(struct flood *f, char *buffer, size_t length, size_t part, size_t *calls) {
    ptrdiff_t n;
    for (*calls = 1;; ++*calls) {
        size_t before = unread(f);
        n = f->peer.transport.ops->recv(f->peer.transport.context, buffer, length);
        assert_true(before <= unread(f) + part);
        if (n != SMTP_E_WANT_READ) {
            return n;
        }
        wait_a_little(f);
    }
}

static void a_receiver_comes_back_from_each_part_and_finds_the_data_behind(void **state) {
    (void)state;
    enum { ALERTS = 1000 };
    struct flood f;
    char bytes[16];
    size_t calls;
    begin_tls(&f);
    for (size_t i = 0; i < ALERTS; i++) {
        assert_int_equal(mbedtls_ssl_send_alert_message(&f.ssl, MBEDTLS_SSL_ALERT_LEVEL_WARNING, USER_CANCELED), 0);
    }
    size_t part = f.sent / ALERTS * RECORDS_MOST;
    assert_int_equal(mbedtls_ssl_write(&f.ssl, (const unsigned char *)"220 hi", 6), 6);
    assert_int_equal(receive(&f, bytes, sizeof bytes, part, &calls), 6);
    assert_memory_equal(bytes, "220 hi", 6);
    assert_true(calls >= ALERTS / RECORDS_MOST);
    end_tls(&f);
}

/* An empty record is not the end. mbedTLS takes four in a row for an attack, but not in TLS 1.3. */
static void empty_records_are_passed_over_in_parts(void **state) {
    (void)state;
    enum { FEW = 3, MANY = 500 };
    struct flood f;
    char bytes[16];
    size_t calls;
    begin_tls(&f);
    for (size_t i = 0; i < FEW; i++) {
        assert_int_equal(mbedtls_ssl_write(&f.ssl, (const unsigned char *)"", 0), 0);
    }
    size_t part = f.sent / FEW * RECORDS_MOST;
    assert_int_equal(mbedtls_ssl_write(&f.ssl, (const unsigned char *)"220 hi", 6), 6);
    assert_int_equal(receive(&f, bytes, sizeof bytes, part, &calls), 6);
    for (size_t i = 0; i < MANY; i++) {
        assert_int_equal(mbedtls_ssl_write(&f.ssl, (const unsigned char *)"", 0), 0);
    }
    assert_int_equal(mbedtls_ssl_write(&f.ssl, (const unsigned char *)"250 hi", 6), 6);
    ptrdiff_t n = receive(&f, bytes, sizeof bytes, part, &calls);
    assert_true(n == SMTP_E_TLS_RECORD || (n == 6 && calls >= MANY / RECORDS_MOST));
    end_tls(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_handshake_takes_a_part_at_a_time_and_has_an_end),
        cmocka_unit_test(a_receiver_comes_back_from_each_part_and_finds_the_data_behind),
        cmocka_unit_test(empty_records_are_passed_over_in_parts),
    };
    return cmocka_run_group_tests_name("port/flood", tests, NULL, NULL);
}
