/* SPDX-License-Identifier: MIT */
#include "test.h"

#include "fake_platform.h"
#include <stdio.h>
#include <stdlib.h>

enum { WAITS_MOST = 1000000, SECONDS = 1795305600 };

/* ---- the script ---- */

static void next_line(struct fake *fake) {
    fake->at += strcspn(fake->at, "\n");
    fake->at += *fake->at == '\n';
    fake->received = 0;
}

static long number(const char *line) {
    return line[1] == ':' ? strtol(line + 2, NULL, 10) : 0;
}

/* The mark of the present line, '\0' at the end; a pause that is over has been left behind. */
static char mark(struct fake *fake) {
    if (*fake->at == 'K') {
        fake->send_fails = (smtp_result)number(fake->at);
        next_line(fake);
    }
    while (*fake->at == 'P' || *fake->at == 'B') {
        fake->is_deaf = fake->is_deaf || fake->at[1] != ':';
        if (!fake->is_pausing) {
            fake->is_pausing = true;
            fake->pause_until = fake->now_ms + (uint64_t)number(fake->at);
        }
        if (fake->now_ms < fake->pause_until) {
            return *fake->at;
        }
        fake->is_pausing = false;
        next_line(fake);
    }
    return *fake->at == '=' ? '\0' : *fake->at;
}

static bool skip_connection(struct fake *fake) {
    while (*fake->at != '\0' && *fake->at != '=') {
        next_line(fake);
    }
    bool has_next = *fake->at == '=';
    if (has_next) {
        next_line(fake);
    }
    return has_next;
}

/* The server reads what it has been waiting for. */
static void take_command(struct fake *fake) {
    size_t length = strcspn(fake->at, "\n") - 2;
    const char *end = memchr(fake->unread, '\n', fake->unread_length);
    size_t used = (size_t)(end - fake->unread) + 1;
    if (used != length + 2 || memcmp(fake->unread, fake->at + 2, length) != 0) {
        fail_msg("wanted: %.*s sent: %.*s", (int)length, fake->at + 2, (int)used, fake->unread);
    }
    memmove(fake->unread, end + 1, fake->unread_length - used);
    fake->unread_length -= used;
    next_line(fake);
}

static bool take_content(struct fake *fake) {
    fake->unread[fake->unread_length] = '\0';
    const char *dot = strstr(fake->unread, "\r\n.\r\n");
    bool is_empty = strncmp(fake->unread, ".\r\n", 3) == 0;
    if (dot == NULL && !is_empty) {
        return false;
    }
    size_t length = is_empty ? 0 : (size_t)(dot - fake->unread) + 2;
    assert_true(length < sizeof fake->content);
    memcpy(fake->content, fake->unread, length);
    fake->content[length] = '\0';
    fake->unread_length -= length + 3;
    memmove(fake->unread, fake->unread + length + 3, fake->unread_length);
    fake->content_is_whole = true;
    fake->verdict_is_out = false;
    next_line(fake);
    return true;
}

static void read_client(struct fake *fake) {
    bool more = true;
    while (more && fake->unread_length > 0) {
        char m = mark(fake);
        more = false;
        if (m == 'C' && memchr(fake->unread, '\n', fake->unread_length) != NULL) {
            take_command(fake);
            more = true;
        } else if (m == 'D') {
            more = take_content(fake);
        }
    }
}

bool fake_is_played(const struct fake *fake) {
    return *fake->at == '\0' && fake->unread_length == 0;
}

/* ---- the transport ---- */

/* What every operation asks first: 0, or its answer. */
static ptrdiff_t begin(struct fake *fake, smtp_result would_block) {
    bool reads = would_block == SMTP_E_WANT_READ;
    fake->operations++;
    fake->is_touched = true;
    if (fake->operations == fake->hook_at) {
        fake->hook(fake->hook_context);
    }
    if (fake->operations == fake->fail_at) {
        fake->is_dead = true;
    }
    if (fake->is_dead) {
        return fake->fail_with;
    }
    bool *has_blocked = &fake->has_blocked[reads ? 0 : 1];
    *has_blocked = fake->blocks && !*has_blocked;
    if (*has_blocked) {
        return reads != fake->is_crossed ? SMTP_E_WANT_READ : SMTP_E_WANT_WRITE;
    }
    if (mark(fake) == 'F') {
        return number(fake->at);
    }
    return SMTP_OK;
}

static smtp_result fake_open(void *context, const char *host, uint16_t port) {
    struct fake *fake = context;
    assert_false(fake->is_open);
    ptrdiff_t result = begin(fake, SMTP_E_WANT_WRITE);
    if (result != SMTP_OK) {
        return (smtp_result)result;
    }
    if (mark(fake) == 'P') {
        return SMTP_E_WANT_WRITE;
    }
    snprintf(fake->host, sizeof fake->host, "%s", host);
    fake->port = port;
    fake->is_open = true;
    fake->opens++;
    return SMTP_OK;
}

static void hang_up(struct fake *fake) {
    fake->is_open = false;
    fake->is_dead = false;
    fake->is_touched = false;
    fake->is_pausing = false;
    fake->is_deaf = false;
    fake->send_fails = SMTP_OK;
    memset(fake->has_blocked, 0, sizeof fake->has_blocked);
    fake->unread_length = 0;
}

static smtp_result fake_retry(void *context) {
    struct fake *fake = context;
    fake->retries++;
    if (fake->addresses == 0) {
        return SMTP_E_CONNECT;
    }
    fake->addresses--;
    hang_up(fake);
    assert_true(skip_connection(fake));
    return SMTP_OK;
}

static ptrdiff_t fake_send(void *context, const void *data, size_t length) {
    struct fake *fake = context;
    assert_true(fake->is_open && length > 0);
    ptrdiff_t result = begin(fake, SMTP_E_WANT_WRITE);
    if (result != SMTP_OK) {
        return result;
    }
    char m = mark(fake);
    if (fake->send_fails != SMTP_OK) {
        return fake->send_fails;
    }
    if (m == 'B' || fake->is_deaf) {
        return SMTP_E_WANT_WRITE;
    }
    size_t n = fake->send_piece > 0 && fake->send_piece < length ? fake->send_piece : length;
    if (m != 'X') {
        assert_true(fake->unread_length + n < sizeof fake->unread);
        memcpy(fake->unread + fake->unread_length, data, n);
        fake->unread_length += n;
        read_client(fake);
    }
    return (ptrdiff_t)n;
}

/* The lines that the server sends in a row. */
static size_t block_of(const char *at, char *bytes, size_t size) {
    size_t n = 0;
    while (*at == 'S') {
        size_t length = strcspn(at, "\n");
        assert_true(n + length <= size);
        memcpy(bytes + n, at + 2, length - 2);
        memcpy(bytes + n + length - 2, "\r\n", 2);
        n += length;
        at += length;
        at += *at == '\n';
    }
    return n;
}

static void block_is_out(struct fake *fake) {
    while (*fake->at == 'S') {
        next_line(fake);
    }
    fake->verdict_is_out = fake->content_is_whole;
    read_client(fake);
}

static ptrdiff_t serve(struct fake *fake, void *buffer, size_t length) {
    char bytes[8192];
    size_t whole = block_of(fake->at, bytes, sizeof bytes);
    size_t n = whole - fake->received;
    n = fake->piece > 0 && fake->piece < n ? fake->piece : n;
    n = n < length ? n : length;
    memcpy(buffer, bytes + fake->received, n);
    fake->received += n;
    if (fake->received == whole) {
        block_is_out(fake);
    }
    return (ptrdiff_t)n;
}

static bool drips(struct fake *fake) {
    if (fake->drip_ms > 0 && !fake->is_pausing) {
        fake->is_pausing = true;
        fake->pause_until = fake->now_ms + fake->drip_ms;
    }
    bool is_waiting = fake->is_pausing && fake->now_ms < fake->pause_until;
    fake->is_pausing = is_waiting;
    return is_waiting;
}

static ptrdiff_t fake_recv(void *context, void *buffer, size_t length) {
    struct fake *fake = context;
    assert_true(fake->is_open && length > 0);
    ptrdiff_t result = begin(fake, SMTP_E_WANT_READ);
    if (result != SMTP_OK) {
        return result;
    }
    switch (mark(fake)) {
    case 'S':
        return drips(fake) ? SMTP_E_WANT_READ : serve(fake, buffer, length);
    case 'X':
        return SMTP_E_END_OF_STREAM;
    default:
        return SMTP_E_WANT_READ;
    }
}

static smtp_result fake_start_tls(void *context, const smtp_tls_settings *settings) {
    struct fake *fake = context;
    assert_true(fake->is_open);
    ptrdiff_t result = begin(fake, SMTP_E_WANT_READ);
    if (result != SMTP_OK) {
        return (smtp_result)result;
    }
    char m = mark(fake);
    if (m == 'P' || m == '\0') {
        return SMTP_E_WANT_READ;
    }
    if (m != 'T') {
        fail_msg("no handshake was due: %s", fake->at);
    }
    fake->tls = *settings;
    snprintf(fake->server_name, sizeof fake->server_name, "%s", settings->server_name);
    fake->handshakes++;
    smtp_result answer = (smtp_result)number(fake->at);
    next_line(fake);
    return answer;
}

/* Time passes until a pause is over, or as long as the client wants. */
static smtp_result fake_wait(void *context, uint32_t events, uint32_t timeout_ms) {
    struct fake *fake = context;
    assert_in_range(events, 1, 3);
    fake->waits++;
    assert_true(fake->waits < WAITS_MOST);
    if (fake->wait_hook != NULL) {
        fake->wait_hook(fake->hook_context);
    }
    if (fake->has_blocked[0] || fake->has_blocked[1]) {
        return SMTP_OK;
    }
    uint64_t left = fake->is_pausing ? fake->pause_until - fake->now_ms : timeout_ms;
    fake->now_ms += left < timeout_ms ? left : timeout_ms;
    return SMTP_OK;
}

static intptr_t fake_descriptor(void *context) {
    struct fake *fake = context;
    return fake->is_open ? 7 : -1;
}

static const char *fake_problem(void *context) {
    struct fake *fake = context;
    return fake->problem;
}

static const char *fake_tls_version(void *context) {
    (void)context;
    return "TLSv1.3";
}

static void fake_close(void *context) {
    struct fake *fake = context;
    fake->closes++;
    if (fake->is_touched) {
        (void)skip_connection(fake);
    }
    hang_up(fake);
}

static void fake_release(void *context) {
    struct fake *fake = context;
    assert_false(fake->is_open);
    fake->releases++;
}

/* ---- the platform ---- */

static smtp_result transport_new(void *context, const smtp_allocator *allocator, smtp_transport *transport) {
    struct fake *fake = context;
    void *memory = allocator->allocate(allocator->context, 1);
    if (memory == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    allocator->release(allocator->context, memory);
    fake->transports++;
    transport->ops = &fake->ops;
    transport->context = fake;
    return SMTP_OK;
}

static uint64_t monotonic_ms(void *context) {
    const struct fake *fake = context;
    return fake->now_ms;
}

static smtp_result utc(void *context, int64_t *seconds, int32_t *offset_minutes) {
    const struct fake *fake = context;
    *seconds = SECONDS;
    *offset_minutes = 60;
    return fake->utc_result;
}

static smtp_result random_bytes(void *context, void *buffer, size_t length) {
    const struct fake *fake = context;
    memset(buffer, 0x5a, length);
    return fake->random_result;
}

static smtp_result host_name(void *context, char *buffer, size_t size) {
    const struct fake *fake = context;
    if (fake->host_name == NULL) {
        return SMTP_E_RESOLVE;
    }
    snprintf(buffer, size, "%s", fake->host_name);
    return SMTP_OK;
}

void fake_init(struct fake *fake, const char *script) {
    static const smtp_transport_ops ops = {
        .struct_size = sizeof ops,
        .open = fake_open,
        .retry = fake_retry,
        .send = fake_send,
        .recv = fake_recv,
        .start_tls = fake_start_tls,
        .wait = fake_wait,
        .descriptor = fake_descriptor,
        .problem = fake_problem,
        .tls_version = fake_tls_version,
        .close = fake_close,
        .release = fake_release,
    };
    memset(fake, 0, sizeof *fake);
    test_allocator_init(&fake->allocator);
    fake->ops = ops;
    fake->script = script;
    fake->at = script;
    fake->now_ms = UINT64_C(1) << 33;
    fake->problem = "";
    fake->fail_with = SMTP_E_CONNECTION_LOST;
    fake->host_name = "me.test";
    fake->platform.struct_size = sizeof fake->platform;
    fake->platform.context = fake;
    fake->platform.allocator = &fake->allocator.table;
    fake->platform.transport_new = transport_new;
    fake->platform.monotonic_ms = monotonic_ms;
    fake->platform.utc = utc;
    fake->platform.random = random_bytes;
    fake->platform.host_name = host_name;
}

void fake_end(struct fake *fake) {
    assert_int_equal(fake->allocator.live, 0);
    assert_int_equal(fake->transports, fake->releases);
    assert_false(fake->is_open);
}
