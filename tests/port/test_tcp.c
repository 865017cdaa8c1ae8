/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE
#include "support/test.h"

#include "port/posix/tcp.h"
#include "support/server.h"
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static void opened(struct peer *peer, const char *host, uint16_t port) {
    peer_init(peer);
    assert_int_equal(peer_open(peer, host, port), SMTP_OK);
    assert_string_equal(peer_problem(peer), "");
}

static void bytes_go_and_come_by_name_and_by_address(void **state) {
    (void)state;
    static const char *const hosts[] = {"127.0.0.1", "localhost"};
    struct server server = server_start(NULL, NULL, MANNER_ECHO);
    char bytes[16];
    for (size_t i = 0; i < 2; i++) {
        struct peer peer;
        opened(&peer, hosts[i], server.port);
        assert_int_equal(peer_recv(&peer, bytes, sizeof bytes), 7);
        assert_memory_equal(bytes, "220 -\r\n", 7);
        assert_int_equal(peer_send(&peer, "hello", 5), 5);
        assert_int_equal(peer_recv(&peer, bytes, sizeof bytes), 5);
        assert_memory_equal(bytes, "hello", 5);
        assert_int_equal(peer_open(&peer, hosts[i], server.port), SMTP_E_STATE);
        peer_end(&peer);
    }
    server_stop(&server);
}

static void the_socket_is_as_it_should_be(void **state) {
    (void)state;
    struct server server = server_start(NULL, NULL, MANNER_ECHO);
    struct peer peer;
    int on = 0;
    socklen_t size = sizeof on;
    opened(&peer, "127.0.0.1", server.port);
    int descriptor = (int)peer.transport.ops->descriptor(peer.transport.context);
    assert_true((fcntl(descriptor, F_GETFL) & O_NONBLOCK) != 0);
    assert_true((fcntl(descriptor, F_GETFD) & FD_CLOEXEC) != 0);
    assert_int_equal(getsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, &size), 0);
    assert_true(on != 0);
    peer.transport.ops->close(peer.transport.context);
    peer.transport.ops->close(peer.transport.context);
    assert_int_equal(peer.transport.ops->descriptor(peer.transport.context), -1);
    assert_int_equal(fcntl(descriptor, F_GETFD), -1);
    peer_end(&peer);
    server_stop(&server);
}

static void a_closed_port_is_told_with_its_address(void **state) {
    (void)state;
    struct peer peer;
    peer_init(&peer);
    assert_int_equal(peer_open(&peer, "127.0.0.1", closed_port()), SMTP_E_CONNECT);
    assert_non_null(strstr(peer_problem(&peer), "127.0.0.1 port "));
    assert_non_null(strstr(peer_problem(&peer), "refused"));
    assert_int_equal(peer_open(&peer, "::1", closed_port()), SMTP_E_CONNECT);
    assert_non_null(strstr(peer_problem(&peer), "::1 port "));
    struct server server = server_start(NULL, NULL, MANNER_ECHO);
    assert_int_equal(peer_open(&peer, "127.0.0.1", server.port), SMTP_OK);
    peer_end(&peer);
    server_stop(&server);
}

static void a_name_that_does_not_exist_is_told(void **state) {
    (void)state;
    struct peer peer;
    peer_init(&peer);
    smtp_result result = peer_open(&peer, "no.such.host.invalid", 25);
    assert_true(result == SMTP_E_RESOLVE || result == SMTP_E_RESOLVE_TRANSIENT);
    assert_non_null(strstr(peer_problem(&peer), "no.such.host.invalid: "));
    assert_int_equal(peer_open(&peer, "not a name\n", 25), SMTP_E_RESOLVE);
    assert_null(strchr(peer_problem(&peer), '\n'));
    assert_int_equal(peer_open(&peer, NULL, 25), SMTP_E_ARGUMENT);
    assert_int_equal(peer_open(&peer, "127.0.0.1", 0), SMTP_E_ARGUMENT);
    peer_end(&peer);
}

static void nothing_moves_without_a_connection(void **state) {
    (void)state;
    struct peer peer;
    char byte;
    smtp_tls_settings settings = settings_for("mail.test");
    peer_init(&peer);
    assert_int_equal(peer_send(&peer, "x", 1), SMTP_E_STATE);
    assert_int_equal(peer_recv(&peer, &byte, 1), SMTP_E_STATE);
    assert_int_equal(peer_start_tls(&peer, &settings), SMTP_E_STATE);
    assert_int_equal(peer.transport.ops->wait(peer.transport.context, SMTP_WAIT_READ, 1), SMTP_E_STATE);
    assert_int_equal(peer.transport.ops->retry(peer.transport.context), SMTP_E_CONNECT);
    peer_end(&peer);
}

static void wait_ends_in_time(void **state) {
    (void)state;
    struct server server = server_start(NULL, NULL, MANNER_ECHO);
    struct peer peer;
    char bytes[16];
    opened(&peer, "127.0.0.1", server.port);
    assert_int_equal(peer_recv(&peer, bytes, sizeof bytes), 7);
    assert_int_equal(peer.transport.ops->recv(peer.transport.context, bytes, 1), SMTP_E_WANT_READ);
    assert_int_equal(peer.transport.ops->wait(peer.transport.context, SMTP_WAIT_READ, 20), SMTP_OK);
    assert_int_equal(peer.transport.ops->wait(peer.transport.context, SMTP_WAIT_WRITE, UINT32_MAX), SMTP_OK);
    peer_end(&peer);
    server_stop(&server);
}

/* Field: the reply that explains the hang-up stands in the socket when the write fails. No SIGPIPE comes. */
static void what_the_server_said_can_be_read_after_a_write_failed(void **state) {
    (void)state;
    struct server server = server_start(NULL, NULL, MANNER_SAY_AND_CUT);
    struct peer peer;
    char bytes[16];
    ptrdiff_t n;
    signal(SIGPIPE, SIG_DFL);
    opened(&peer, "127.0.0.1", server.port);
    do {
        n = peer_send(&peer, "MAIL FROM:<>\r\n", 14);
    } while (n > 0);
    assert_int_equal(n, SMTP_E_CONNECTION_LOST);
    assert_string_not_equal(peer_problem(&peer), "");
    assert_int_equal(peer_recv(&peer, bytes, sizeof bytes), 7);
    assert_memory_equal(bytes, "550 why", 7);
    n = peer_recv(&peer, bytes, sizeof bytes);
    assert_true(n == SMTP_E_END_OF_STREAM || n == SMTP_E_CONNECTION_LOST);
    assert_int_equal(peer_send(&peer, "x", 1), SMTP_E_CONNECTION_LOST); /* EPIPE: this is the one with the signal */
    peer_end(&peer);
    server_stop(&server);
}

/* ---- more than one address: the list is put in by hand, as a resolver might give it ---- */

static struct addrinfo *numeric(const char *host, uint16_t port) {
    struct addrinfo hints;
    struct addrinfo *found = NULL;
    char digits[8];
    memset(&hints, 0, sizeof hints);
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
    (void)snprintf(digits, sizeof digits, "%u", (unsigned)port);
    assert_int_equal(getaddrinfo(host, digits, &hints, &found), 0);
    return found;
}

static void put_in(struct smtp__tcp *tcp, struct smtp__problem *problem, uint16_t first, uint16_t second) {
    smtp__problem_clear(problem);
    smtp__tcp_init(tcp, problem);
    tcp->list = numeric("127.0.0.1", first);
    tcp->list->ai_next = numeric("127.0.0.1", second);
    tcp->current = tcp->list;
}

static smtp_result arrive(struct smtp__tcp *tcp) {
    smtp_result result;
    while ((result = smtp__tcp_open(tcp, "unused", 1)) == SMTP_E_WANT_WRITE) {
        assert_int_equal(smtp__tcp_wait(tcp, SMTP_WAIT_WRITE, 1000), SMTP_OK);
    }
    return result;
}

static void a_dead_address_leads_to_the_next(void **state) {
    (void)state;
    struct server server = server_start(NULL, NULL, MANNER_ECHO);
    struct smtp__problem problem;
    struct smtp__tcp tcp;
    char bytes[16];
    put_in(&tcp, &problem, closed_port(), server.port);
    assert_int_equal(arrive(&tcp), SMTP_OK);
    assert_int_equal(smtp__tcp_wait(&tcp, SMTP_WAIT_READ, 5000), SMTP_OK);
    assert_int_equal(smtp__tcp_recv(&tcp, bytes, sizeof bytes), 7);
    smtp__tcp_close(&tcp);
    server_stop(&server);
}

static void two_dead_addresses_are_both_told(void **state) {
    (void)state;
    struct smtp__problem problem;
    struct smtp__tcp tcp;
    put_in(&tcp, &problem, closed_port(), closed_port());
    assert_int_equal(arrive(&tcp), SMTP_E_CONNECT);
    const char *second = strstr(problem.text, "; 127.0.0.1 port ");
    assert_non_null(second);
    assert_null(tcp.list);
    smtp__tcp_close(&tcp);
}

static void retry_takes_the_next_address_and_then_none(void **state) {
    (void)state;
    struct server server = server_start(NULL, NULL, MANNER_ECHO);
    struct smtp__problem problem;
    struct smtp__tcp tcp;
    put_in(&tcp, &problem, server.port, server.port);
    assert_int_equal(arrive(&tcp), SMTP_OK);
    assert_int_equal(smtp__tcp_retry(&tcp), SMTP_OK);
    assert_int_equal(tcp.descriptor, -1);
    assert_ptr_equal(tcp.current, tcp.list->ai_next);
    assert_int_equal(arrive(&tcp), SMTP_OK);
    assert_int_equal(smtp__tcp_retry(&tcp), SMTP_E_CONNECT);
    assert_non_null(strstr(problem.text, "given up"));
    assert_null(tcp.list);
    server_stop(&server);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_go_and_come_by_name_and_by_address),
        cmocka_unit_test(the_socket_is_as_it_should_be),
        cmocka_unit_test(a_closed_port_is_told_with_its_address),
        cmocka_unit_test(a_name_that_does_not_exist_is_told),
        cmocka_unit_test(nothing_moves_without_a_connection),
        cmocka_unit_test(wait_ends_in_time),
        cmocka_unit_test(what_the_server_said_can_be_read_after_a_write_failed),
        cmocka_unit_test(a_dead_address_leads_to_the_next),
        cmocka_unit_test(two_dead_addresses_are_both_told),
        cmocka_unit_test(retry_takes_the_next_address_and_then_none),
    };
    return cmocka_run_group_tests_name("port/tcp", tests, NULL, NULL);
}
