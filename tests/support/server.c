/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE
#include "support/test.h"

#include "port/mbedtls/compat.h"
#include "port/posix/random.h"
#include "server.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE_S = 60, WAIT_MS = 10000 };

struct served {
    enum manner manner;
    bool tls;
    int socket;
    mbedtls_ssl_config config;
    mbedtls_ssl_context ssl;
    mbedtls_x509_crt certificate;
    mbedtls_x509_crt authority;
    mbedtls_pk_context key;
    char sni[256];
};

const char *certificate_path(const char *name, const char *suffix) {
    static char paths[4][512];
    static size_t next;
    const char *directory = getenv("SMTP_TEST_CERTIFICATES");
    char *path = paths[next++ % 4];
    (void)snprintf(path, sizeof paths[0], "%s/%s.%s", directory == NULL ? "build/tests/certificates" : directory, name,
                   suffix);
    return path;
}

static void must(bool condition) {
    if (!condition) {
        abort();
    }
}

static int listen_somewhere(uint16_t *port) {
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    must(listener >= 0 && bind(listener, (struct sockaddr *)&address, size) == 0 && listen(listener, 8) == 0);
    must(getsockname(listener, (struct sockaddr *)&address, &size) == 0);
    *port = ntohs(address.sin_port);
    return listener;
}

uint16_t closed_port(void) {
    uint16_t port;
    close(listen_somewhere(&port));
    return port;
}

static int random_for_tls(void *context, unsigned char *buffer, size_t length) {
    (void)context;
    return smtp__random_fill(buffer, length) == SMTP_OK ? 0 : -1;
}

static int note_sni(void *context, mbedtls_ssl_context *ssl, const unsigned char *name, size_t length) {
    struct served *s = context;
    (void)ssl;
    must(length < sizeof s->sni);
    memcpy(s->sni, name, length);
    s->sni[length] = '\0';
    return 0;
}

static void load(struct served *s, const char *certificate, const char *client_ca) {
    must(smtp__compat_begin() == 0);
    mbedtls_ssl_config_init(&s->config);
    mbedtls_x509_crt_init(&s->certificate);
    mbedtls_x509_crt_init(&s->authority);
    mbedtls_pk_init(&s->key);
    must(mbedtls_x509_crt_parse_file(&s->certificate, certificate_path(certificate, "pem")) == 0);
    must(smtp__compat_parse_key_file(&s->key, certificate_path(certificate, "key"), random_for_tls) == 0);
    must(mbedtls_ssl_config_defaults(&s->config, MBEDTLS_SSL_IS_SERVER, MBEDTLS_SSL_TRANSPORT_STREAM,
                                     MBEDTLS_SSL_PRESET_DEFAULT) == 0);
    smtp__compat_random(&s->config, random_for_tls);
    mbedtls_ssl_conf_sni(&s->config, note_sni, s);
    must(mbedtls_ssl_conf_own_cert(&s->config, &s->certificate, &s->key) == 0);
    if (client_ca != NULL) {
        must(mbedtls_x509_crt_parse_file(&s->authority, certificate_path(client_ca, "pem")) == 0);
        mbedtls_ssl_conf_ca_chain(&s->config, &s->authority, NULL);
        mbedtls_ssl_conf_authmode(&s->config, MBEDTLS_SSL_VERIFY_REQUIRED);
    }
}

static void say(struct served *s, const void *data, size_t length) {
    if (s->tls) {
        (void)mbedtls_ssl_write(&s->ssl, data, length);
    } else {
        (void)send(s->socket, data, length, MSG_NOSIGNAL);
    }
}

static int hear(struct served *s, void *buffer, size_t length) {
    return s->tls ? mbedtls_ssl_read(&s->ssl, buffer, length) : (int)recv(s->socket, buffer, length, 0);
}

static void echo(struct served *s) {
    char bytes[4096];
    int n = snprintf(bytes, sizeof bytes, "220 %s\r\n", s->sni[0] == '\0' ? "-" : s->sni);
    while (n > 0) {
        say(s, bytes, (size_t)n);
        n = hear(s, bytes, sizeof bytes);
    }
}

static void reset_at_close(const struct served *s) {
    struct linger now = {1, 0};
    (void)setsockopt(s->socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

static void behave(struct served *s) {
    char byte;
    switch (s->manner) {
    case MANNER_ECHO:
        echo(s);
        break;
    case MANNER_NOTIFY:
        say(s, "bye", 3);
        (void)mbedtls_ssl_close_notify(&s->ssl);
        break;
    case MANNER_CUT:
        say(s, "bye", 3);
        break;
    case MANNER_SAY_AND_CUT:
        say(s, "550 why", 7);
        (void)recv(s->socket, &byte, 1, MSG_PEEK); /* unread bytes make the close a reset */
        break;
    case MANNER_GARBAGE:
        (void)send(s->socket, "220 nonsense\r\n", 14, MSG_NOSIGNAL);
        break;
    default:
        break;
    }
}

static int send_below(void *context, const unsigned char *data, size_t length) {
    const struct served *s = context;
    ssize_t n = send(s->socket, data, length, MSG_NOSIGNAL);
    return n < 0 ? MBEDTLS_ERR_SSL_CONN_EOF : (int)n;
}

static int recv_below(void *context, unsigned char *buffer, size_t length) {
    const struct served *s = context;
    ssize_t n = recv(s->socket, buffer, length, 0);
    return n < 0 ? MBEDTLS_ERR_SSL_CONN_EOF : (int)n;
}

static void serve_tls(struct served *s) {
    mbedtls_ssl_init(&s->ssl);
    must(mbedtls_ssl_setup(&s->ssl, &s->config) == 0);
    mbedtls_ssl_set_bio(&s->ssl, s, send_below, recv_below, NULL);
    s->sni[0] = '\0';
    if (mbedtls_ssl_handshake(&s->ssl) == 0) {
        behave(s);
    }
    mbedtls_ssl_free(&s->ssl);
}

static void serve(struct served *s) {
    if (s->manner == MANNER_RESET) {
        char byte;
        (void)recv(s->socket, &byte, 1, 0);
        reset_at_close(s);
    } else if (s->manner == MANNER_PLAIN_220) {
        say(s, "220 mail.test\r\n", 15);
        char byte;
        (void)hear(s, &byte, 1);
    } else if (s->tls) {
        serve_tls(s);
    } else {
        behave(s);
    }
    close(s->socket);
}

struct server server_start(const char *certificate, const char *client_ca, enum manner manner) {
    struct server server;
    int listener = listen_somewhere(&server.port);
    server.child = fork();
    must(server.child >= 0);
    if (server.child > 0) {
        close(listener);
        return server;
    }
    static struct served s;
    must(freopen("/dev/null", "w", stdout) != NULL); /* a pipe that the test writes to must not wait for this one */
    alarm(PATIENCE_S);
    signal(SIGPIPE, SIG_IGN);
    s.manner = manner;
    s.tls = certificate != NULL;
    if (s.tls) {
        load(&s, certificate, client_ca);
    }
    for (;;) {
        s.socket = accept(listener, NULL, NULL);
        serve(&s);
    }
}

static uint16_t announced_port(FILE *output) {
    char line[256];
    unsigned port = 0;
    while (port == 0 && fgets(line, sizeof line, output) != NULL) {
        (void)sscanf(line, "ACCEPT 127.0.0.1:%u", &port);
    }
    return (uint16_t)port;
}

/* Nothing is to be read there, and no end. */
static void silence(int descriptor) {
    int input[2];
    must(pipe(input) == 0 && dup2(input[0], descriptor) >= 0);
}

static struct server run_openssl(const char *certificate, const char *const options[], FILE **out) {
    const char *arguments[20] = {"openssl", "s_server",
                                 "-accept", "127.0.0.1:0",
                                 "-cert",   certificate_path(certificate, "pem"),
                                 "-key",    certificate_path(certificate, "key")};
    struct server server;
    int output[2];
    for (size_t i = 0; options[i] != NULL; i++) {
        must(i + 9 < sizeof arguments / sizeof arguments[0]);
        arguments[i + 8] = options[i];
    }
    must(pipe(output) == 0);
    server.child = fork();
    must(server.child >= 0);
    if (server.child == 0) {
        alarm(PATIENCE_S);
        signal(SIGPIPE, SIG_IGN);
        silence(STDIN_FILENO);
        must(dup2(output[1], STDOUT_FILENO) >= 0 && freopen("/dev/null", "w", stderr) != NULL);
        close(output[0]);
        execvp(arguments[0], (char *const *)(uintptr_t)arguments);
        _exit(1);
    }
    close(output[1]);
    *out = fdopen(output[0], "r");
    server.port = announced_port(*out);
    return server;
}

struct server server_openssl(const char *certificate, const char *const options[4]) {
    const char *all[] = {"-rev", options[0], options[1], options[2], options[3], NULL};
    FILE *output;
    struct server server = run_openssl(certificate, all, &output);
    fclose(output);
    return server;
}

struct server server_telling(const char *certificate, const char *version, FILE **output) {
    const char *const options[] = {
        "-trace", "-keymatexport", "EXPORTER-Channel-Binding", "-keymatexportlen", "32", version, NULL};
    return run_openssl(certificate, options, output);
}

void server_stop(const struct server *server) {
    kill(server->child, SIGKILL);
    waitpid(server->child, NULL, 0);
}

void peer_init(struct peer *peer) {
    const smtp_platform *platform = smtp_platform_posix();
    test_allocator_init(&peer->allocator);
    assert_int_equal(platform->transport_new(platform->context, &peer->allocator.table, &peer->transport), SMTP_OK);
}

void peer_end(struct peer *peer) {
    peer->transport.ops->close(peer->transport.context);
    peer->transport.ops->release(peer->transport.context);
    assert_int_equal(peer->allocator.live, 0);
}

static bool wants(struct peer *peer, ptrdiff_t result) {
    if (result != SMTP_E_WANT_READ && result != SMTP_E_WANT_WRITE) {
        return false;
    }
    uint32_t events = result == SMTP_E_WANT_READ ? SMTP_WAIT_READ : SMTP_WAIT_WRITE;
    assert_int_equal(peer->transport.ops->wait(peer->transport.context, events, WAIT_MS), SMTP_OK);
    return true;
}

smtp_result peer_open(struct peer *peer, const char *host, uint16_t port) {
    smtp_result result;
    do {
        result = peer->transport.ops->open(peer->transport.context, host, port);
    } while (wants(peer, result));
    return result;
}

smtp_result peer_start_tls(struct peer *peer, const smtp_tls_settings *settings) {
    smtp_result result;
    do {
        result = peer->transport.ops->start_tls(peer->transport.context, settings);
    } while (wants(peer, result));
    return result;
}

ptrdiff_t peer_send(struct peer *peer, const void *data, size_t length) {
    ptrdiff_t n;
    do {
        n = peer->transport.ops->send(peer->transport.context, data, length);
    } while (wants(peer, n));
    return n;
}

ptrdiff_t peer_recv(struct peer *peer, void *buffer, size_t length) {
    ptrdiff_t n;
    do {
        n = peer->transport.ops->recv(peer->transport.context, buffer, length);
    } while (wants(peer, n));
    return n;
}

const char *peer_problem(struct peer *peer) {
    return peer->transport.ops->problem(peer->transport.context);
}

smtp_tls_settings settings_for(const char *server_name) {
    smtp_tls_settings settings;
    memset(&settings, 0, sizeof settings);
    settings.struct_size = sizeof settings;
    settings.server_name = server_name;
    settings.ca_file = certificate_path("ca", "pem");
    settings.verify = 1;
    return settings;
}
