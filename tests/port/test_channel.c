/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "support/server.h"
#include <ctype.h>

struct binding {
    int32_t kind;
    uint8_t data[SMTP_CHANNEL_BYTES];
    size_t length;
};

static smtp_result ask(const struct peer *peer, struct binding *binding) {
    return peer->transport.ops->channel_binding(peer->transport.context, &binding->kind, binding->data,
                                                &binding->length);
}

/* "LABEL: HEX", somewhere in the lines to come. */
static size_t read_hex(FILE *output, const char *label, uint8_t *bytes, size_t size) {
    char line[512];
    const char *at = NULL;
    size_t n = 0;
    while (at == NULL && fgets(line, sizeof line, output) != NULL) {
        at = strstr(line, label);
    }
    assert_non_null(at);
    at += strlen(label);
    for (unsigned octet; n < size && sscanf(at, "%2x", &octet) == 1 && isxdigit(*at); at += 2) {
        bytes[n++] = (uint8_t)octet;
    }
    return n;
}

/* The client's Finished is the first of both in a full handshake. */
static struct binding as_openssl_has_it(FILE *output, bool is_1_3) {
    struct binding binding = {.kind = is_1_3 ? SMTP_CHANNEL_TLS_EXPORTER : SMTP_CHANNEL_TLS_UNIQUE};
    uint8_t exported[SMTP_CHANNEL_BYTES];
    if (!is_1_3) {
        binding.length = read_hex(output, "verify_data (len=12): ", binding.data, sizeof binding.data);
        assert_int_equal(binding.length, 12);
        (void)read_hex(output, "Keying material: ", exported, sizeof exported);
    } else {
        binding.length = read_hex(output, "Keying material: ", binding.data, sizeof binding.data);
        assert_int_equal(binding.length, 32);
    }
    return binding;
}

static struct binding expect_as_openssl(const struct server *server, FILE *output) {
    struct peer peer;
    struct binding binding = {0};
    smtp_tls_settings settings = settings_for("mail.test");
    peer_init(&peer);
    assert_int_equal(ask(&peer, &binding), SMTP_E_STATE);
    assert_int_equal(peer_open(&peer, "127.0.0.1", server->port), SMTP_OK);
    assert_int_equal(ask(&peer, &binding), SMTP_E_STATE);
    assert_int_equal(peer_start_tls(&peer, &settings), SMTP_OK);
    assert_int_equal(ask(&peer, &binding), SMTP_OK);
    bool is_1_3 = strcmp(peer.transport.ops->tls_version(peer.transport.context), "TLSv1.3") == 0;
    struct binding other = as_openssl_has_it(output, is_1_3);
    assert_int_equal(binding.kind, other.kind);
    assert_int_equal(binding.length, other.length);
    assert_memory_equal(binding.data, other.data, other.length);
    peer.transport.ops->close(peer.transport.context);
    assert_int_equal(ask(&peer, &other), SMTP_E_STATE);
    peer_end(&peer);
    return binding;
}

static void expect_another_each_time(const char *version) {
    FILE *output;
    struct server server = server_telling("good", version, &output);
    struct binding first = expect_as_openssl(&server, output);
    struct binding second = expect_as_openssl(&server, output);
    assert_int_equal(first.kind, second.kind);
    assert_memory_not_equal(first.data, second.data, first.length);
    server_stop(&server);
    fclose(output);
}

static void both_ends_know_the_connection_by_the_same(void **state) {
    (void)state;
    expect_another_each_time("-trace");
    expect_another_each_time("-tls1_2");
}

static void what_is_no_place_for_it(void **state) {
    (void)state;
    struct peer peer;
    struct binding b;
    peer_init(&peer);
    const smtp_transport *t = &peer.transport;
    assert_int_equal(t->ops->channel_binding(t->context, NULL, b.data, &b.length), SMTP_E_ARGUMENT);
    assert_int_equal(t->ops->channel_binding(t->context, &b.kind, NULL, &b.length), SMTP_E_ARGUMENT);
    assert_int_equal(t->ops->channel_binding(t->context, &b.kind, b.data, NULL), SMTP_E_ARGUMENT);
    peer_end(&peer);
}

static void none_after_a_handshake_that_failed(void **state) {
    (void)state;
    struct server server = server_start("expired", NULL, MANNER_ECHO);
    struct peer peer;
    struct binding binding;
    smtp_tls_settings settings = settings_for("mail.test");
    peer_init(&peer);
    assert_int_equal(peer_open(&peer, "127.0.0.1", server.port), SMTP_OK);
    assert_int_equal(peer_start_tls(&peer, &settings), SMTP_E_CERTIFICATE_EXPIRED);
    assert_int_equal(ask(&peer, &binding), SMTP_E_STATE);
    peer_end(&peer);
    server_stop(&server);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_ends_know_the_connection_by_the_same),
        cmocka_unit_test(what_is_no_place_for_it),
        cmocka_unit_test(none_after_a_handshake_that_failed),
    };
    return cmocka_run_group_tests_name("port/channel", tests, NULL, NULL);
}
