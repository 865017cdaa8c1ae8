/* SPDX-License-Identifier: MIT */
#include "tls_state.h"

#include "channel.h"
#include "peer.h"
#include <mbedtls/error.h>
#include <mbedtls/net_sockets.h>
#include <string.h>

/* Messages in a row that bring no data and stand in few records: tickets. */
enum { IDLE_MESSAGES_MOST = 64 };

/*
 * mbedTLS passes over warning alerts, empty records and the like for as long as there are more of them. What it may
 * receive in one call has a limit, so that the caller sees its clock: receiving costs a price and
 * its bytes, and is done twice for a record (its header; at most 16 KiB and some). The next call goes on in the middle.
 */
enum { ALLOWANCE = 65536, PRICE = 512 };

struct smtp__tls *smtp__tls_new(const smtp_allocator *allocator, struct smtp__tcp *tcp, struct smtp__problem *problem) {
    struct smtp__tls *tls = allocator->allocate(allocator->context, sizeof *tls);
    if (tls == NULL) {
        return NULL;
    }
    memset(tls, 0, sizeof *tls);
    tls->allocator = *allocator;
    tls->tcp = tcp;
    tls->problem = problem;
    smtp__trust_init(&tls->trust);
    return tls;
}

void smtp__tls_free(struct smtp__tls *tls) {
    if (tls == NULL) {
        return;
    }
    if (tls->on) {
        smtp__tls_close(tls);
    }
    smtp__trust_clear(&tls->trust);
    tls->allocator.release(tls->allocator.context, tls);
}

bool smtp__tls_is_on(const struct smtp__tls *tls) {
    return tls != NULL && tls->on;
}

void smtp__tls_begin_call(struct smtp__tls *tls) {
    tls->below = SMTP_OK;
    tls->allowance = ALLOWANCE;
    tls->dry = false;
}

int smtp__tls_send_below(void *context, const unsigned char *data, size_t length) {
    struct smtp__tls *tls = context;
    ptrdiff_t n = smtp__tcp_send(tls->tcp, data, length);
    if (n > 0) {
        return (int)n;
    }
    if (n == SMTP_E_WANT_WRITE) {
        return MBEDTLS_ERR_SSL_WANT_WRITE;
    }
    tls->below = (smtp_result)n;
    return MBEDTLS_ERR_NET_SEND_FAILED;
}

static void account_for(struct smtp__tls *tls, const uint8_t *data, size_t length) {
    size_t cost = length + PRICE;
    tls->allowance -= cost < tls->allowance ? cost : tls->allowance;
    if (!tls->established) {
        smtp__records_feed(&tls->records, data, length);
    }
}

int smtp__tls_recv_below(void *context, unsigned char *buffer, size_t length) {
    struct smtp__tls *tls = context;
    ptrdiff_t n = tls->allowance > 0 ? smtp__tcp_recv(tls->tcp, buffer, length) : SMTP_E_WANT_READ;
    if (n > 0) {
        account_for(tls, buffer, (size_t)n);
        return (int)n;
    }
    if (n == SMTP_E_WANT_READ) {
        tls->dry = true;
        return MBEDTLS_ERR_SSL_WANT_READ;
    }
    tls->below = (smtp_result)n;
    return n == SMTP_E_END_OF_STREAM ? 0 : MBEDTLS_ERR_NET_RECV_FAILED;
}

void smtp__tls_add_error(struct smtp__tls *tls, int error) {
    char words[128];
    mbedtls_strerror(error, words, sizeof words);
    smtp__problem_begin(tls->problem, words);
}

bool smtp__tls_is_idle(const struct smtp__tls *tls, int error) {
    return error == SMTP__COMPAT_TICKET ||
           (error == MBEDTLS_ERR_SSL_WANT_READ && !tls->dry && mbedtls_ssl_check_pending(&tls->ssl) != 0);
}

static ptrdiff_t broken(struct smtp__tls *tls, int error) {
    if (tls->below != SMTP_OK) {
        return tls->below;
    }
    smtp__problem_clear(tls->problem);
    smtp__tls_add_error(tls, error);
    return SMTP_E_TLS_RECORD;
}

static ptrdiff_t bytes_or_result(struct smtp__tls *tls, int written) {
    switch (written) {
    case MBEDTLS_ERR_SSL_WANT_READ:
        return SMTP_E_WANT_READ;
    case 0:
    case MBEDTLS_ERR_SSL_WANT_WRITE:
        return SMTP_E_WANT_WRITE;
    default:
        return written > 0 ? written : broken(tls, written);
    }
}

/* mbedTLS takes a record's worth at most. What it has taken and not yet written it remembers by the length it was
   called with: a repeated call must not offer more (caller's buffers grow). */
ptrdiff_t smtp__tls_send(struct smtp__tls *tls, const void *data, size_t length) {
    if (tls == NULL || !tls->established) {
        return SMTP_E_STATE;
    }
    size_t n = tls->blocked > 0 && tls->blocked < length ? tls->blocked : length;
    smtp__tls_begin_call(tls);
    int written = mbedtls_ssl_write(&tls->ssl, data, n);
    tls->blocked = written == MBEDTLS_ERR_SSL_WANT_WRITE || written == MBEDTLS_ERR_SSL_WANT_READ ? n : 0;
    return bytes_or_result(tls, written);
}

/* Of an empty record mbedTLS reads 0 bytes, as at the end: but there TCP has ended, too. */
static bool brought_nothing(const struct smtp__tls *tls, int n) {
    return n == 0 ? tls->below == SMTP_OK : smtp__tls_is_idle(tls, n);
}

static int read_data(struct smtp__tls *tls, void *buffer, size_t length) {
    int n;
    int messages = 0;
    do {
        n = mbedtls_ssl_read(&tls->ssl, buffer, length);
        messages++;
    } while (brought_nothing(tls, n) && messages < IDLE_MESSAGES_MOST);
    return brought_nothing(tls, n) ? MBEDTLS_ERR_SSL_UNEXPECTED_MESSAGE : n;
}

ptrdiff_t smtp__tls_recv(struct smtp__tls *tls, void *buffer, size_t length) {
    if (tls == NULL || !tls->established) {
        return SMTP_E_STATE;
    }
    if (tls->failure != SMTP_OK) {
        return tls->failure;
    }
    smtp__tls_begin_call(tls);
    int n = read_data(tls, buffer, length);
    switch (n) {
    case MBEDTLS_ERR_SSL_WANT_READ:
        return SMTP_E_WANT_READ;
    case MBEDTLS_ERR_SSL_WANT_WRITE:
        return SMTP_E_WANT_WRITE;
    case 0:
    case MBEDTLS_ERR_SSL_CONN_EOF:
    case MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY:
        tls->failure = SMTP_E_END_OF_STREAM;
        break;
    default:
        if (n > 0) {
            return n;
        }
        tls->failure = (smtp_result)broken(tls, n);
    }
    return tls->failure;
}

bool smtp__tls_has_pending(const struct smtp__tls *tls) {
    return tls->established && mbedtls_ssl_check_pending(&tls->ssl) != 0;
}

const char *smtp__tls_version(const struct smtp__tls *tls) {
    return tls->established ? mbedtls_ssl_get_version(&tls->ssl) : "";
}

smtp_result smtp__tls_channel(struct smtp__tls *tls, int32_t *kind, uint8_t data[SMTP_CHANNEL_BYTES], size_t *length) {
    bool is_there = tls != NULL && tls->established;
    return is_there ? smtp__channel_find(&tls->ssl, kind, data, length) : SMTP_E_STATE;
}

/* The version is settled before a certificate is seen, the cipher suite at the end of the handshake. */
smtp_result smtp__tls_peer(const struct smtp__tls *tls, smtp_tls_peer *peer) {
    if (!smtp__tls_is_on(tls) || (!tls->established && tls->peer.chain == 0)) {
        return SMTP_E_STATE;
    }
    size_t struct_size = peer->struct_size;
    const char *cipher = mbedtls_ssl_get_ciphersuite(&tls->ssl);
    const char *version = mbedtls_ssl_get_version(&tls->ssl);
    *peer = tls->peer;
    peer->struct_size = struct_size;
    strncpy(peer->version, version, sizeof peer->version - 1);
    if (cipher != NULL) {
        smtp__peer_set_cipher(peer, cipher);
    }
    return SMTP_OK;
}

void smtp__tls_close(struct smtp__tls *tls) {
    if (tls->established && tls->tcp->connected) {
        (void)mbedtls_ssl_close_notify(&tls->ssl);
    }
    mbedtls_ssl_free(&tls->ssl);
    mbedtls_ssl_config_free(&tls->config);
    tls->on = false;
    tls->established = false;
}
