/* SPDX-License-Identifier: MIT */
#include "tls.h"

#include "port/posix/tcp.h"
#include "records.h"
#include "trust.h"
#include "verify.h"
#include <mbedtls/error.h>
#include <mbedtls/net_sockets.h>
#include <string.h>

/* Records in a row that bring no data: tickets, empty ones. */
enum { IDLE_RECORDS_MOST = 64 };

struct smtp__tls {
    smtp_allocator allocator;
    struct smtp__tcp *tcp;
    struct smtp__problem *problem;
    struct smtp__trust trust;
    struct smtp__name name;
    struct smtp__verdict verdict;
    struct smtp__records records;
    mbedtls_ssl_config config;
    mbedtls_ssl_context ssl;
    bool on;             /* config and ssl are in use */
    bool established;    /* the handshake is done and the peer verified */
    bool must_verify;    /* the verdict decides */
    size_t blocked;      /* bytes of the send that would block, 0: none */
    smtp_result below;   /* how TCP failed in this call, SMTP_OK: it did not */
    smtp_result failure; /* of the handshake or of reading: sticks */
};

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

/* ---- TCP below ---- */

static int send_below(void *context, const unsigned char *data, size_t length) {
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

static int recv_below(void *context, unsigned char *buffer, size_t length) {
    struct smtp__tls *tls = context;
    ptrdiff_t n = smtp__tcp_recv(tls->tcp, buffer, length);
    if (n > 0) {
        if (!tls->established) {
            smtp__records_feed(&tls->records, buffer, (size_t)n);
        }
        return (int)n;
    }
    if (n == SMTP_E_WANT_READ) {
        return MBEDTLS_ERR_SSL_WANT_READ;
    }
    tls->below = (smtp_result)n;
    return n == SMTP_E_END_OF_STREAM ? 0 : MBEDTLS_ERR_NET_RECV_FAILED;
}

/* ---- the handshake ---- */

static void add_error(struct smtp__tls *tls, int error) {
    char words[128];
    mbedtls_strerror(error, words, sizeof words);
    smtp__problem_begin(tls->problem, words);
}

static int check_mode(const smtp_tls_settings *settings) {
    if (settings->verify == 0) {
        return MBEDTLS_SSL_VERIFY_NONE;
    }
    /* the verdict over a pin is our own: nobody needs to vouch for the certificate */
    return settings->pin != NULL ? MBEDTLS_SSL_VERIFY_OPTIONAL : MBEDTLS_SSL_VERIFY_REQUIRED;
}

static int configure(struct smtp__tls *tls, const smtp_tls_settings *settings) {
    mbedtls_ssl_config *config = &tls->config;
    int error = mbedtls_ssl_config_defaults(config, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM,
                                            MBEDTLS_SSL_PRESET_DEFAULT);
    if (error != 0) {
        return error;
    }
    smtp__compat_least_version(config);
    smtp__compat_signatures(config);
    smtp__compat_random(config, smtp__tls_random);
    mbedtls_ssl_conf_authmode(config, check_mode(settings));
    mbedtls_ssl_conf_verify(config, smtp__verdict_judge, &tls->verdict);
    if (tls->trust.has_anchors) {
        mbedtls_ssl_conf_ca_chain(config, &tls->trust.anchors, NULL);
    }
    if (tls->trust.has_certificate) {
        error = mbedtls_ssl_conf_own_cert(config, &tls->trust.certificate, &tls->trust.key);
    }
    return error;
}

/* The name for SNI and for mbedTLS's own check. An address is neither sent (RFC 6066 s3) nor known to 2.28: NULL says
   to newer versions that the check is done elsewhere. */
static int set_up(struct smtp__tls *tls, const smtp_tls_settings *settings) {
    int error = configure(tls, settings);
    if (error == 0) {
        error = mbedtls_ssl_setup(&tls->ssl, &tls->config);
    }
    if (error == 0) {
        error = mbedtls_ssl_set_hostname(&tls->ssl, tls->name.address_length > 0 ? NULL : tls->name.text);
    }
    mbedtls_ssl_set_bio(&tls->ssl, tls, send_below, recv_below, NULL);
    return error;
}

static smtp_result set_up_result(struct smtp__tls *tls, int error) {
    if (error == MBEDTLS_ERR_SSL_ALLOC_FAILED) {
        return SMTP_E_NO_MEMORY;
    }
    add_error(tls, error);
    return SMTP_E_TLS_HANDSHAKE;
}

/* Nothing is sent before everything that is needed for the check is there. */
static smtp_result begin(struct smtp__tls *tls, const smtp_tls_settings *settings) {
    smtp__problem_clear(tls->problem);
    if (settings->server_name == NULL || !smtp__name_init(&tls->name, settings->server_name)) {
        smtp__problem_add(tls->problem, "no server name to check the certificate against");
        return SMTP_E_ARGUMENT;
    }
    if (smtp__compat_begin() != 0) {
        return SMTP_E_RANDOM;
    }
    smtp_result result = smtp__trust_load(&tls->trust, settings, &tls->allocator, tls->problem);
    if (result != SMTP_OK) {
        return result;
    }
    smtp__verdict_init(&tls->verdict, &tls->name, settings->pin, tls->problem);
    smtp__records_init(&tls->records);
    tls->must_verify = settings->verify != 0;
    tls->established = false;
    tls->blocked = 0;
    tls->failure = SMTP_OK;
    tls->on = true;
    mbedtls_ssl_config_init(&tls->config);
    mbedtls_ssl_init(&tls->ssl);
    int error = set_up(tls, settings);
    if (error != 0) {
        result = set_up_result(tls, error);
        smtp__tls_close(tls);
    }
    return result;
}

/* After a failed write the alert that explains it may still wait to be read. */
static void drain(struct smtp__tls *tls) {
    uint8_t bytes[64];
    ptrdiff_t n = smtp__tcp_recv(tls->tcp, bytes, sizeof bytes);
    if (n > 0) {
        smtp__records_feed(&tls->records, bytes, (size_t)n);
    }
}

static smtp_result broken_below(struct smtp__tls *tls) {
    smtp__problem_begin(tls->problem, "the connection ended in the TLS handshake");
    return tls->below;
}

static smtp_result not_tls(struct smtp__tls *tls) {
    smtp__problem_add(tls->problem, "the server speaks plain text here (\"");
    smtp__problem_quote(tls->problem, tls->records.head, tls->records.have);
    smtp__problem_add(tls->problem, "...\"): is this a STARTTLS port?");
    return SMTP_E_NOT_TLS;
}

static smtp_result alerted(struct smtp__tls *tls) {
    smtp__problem_clear(tls->problem);
    smtp__problem_add_alert(tls->problem, tls->records.alert);
    return tls->records.alert == SMTP__ALERT_PROTOCOL_VERSION ? SMTP_E_TLS_VERSION : SMTP_E_TLS_HANDSHAKE;
}

/* mbedTLS has told the peer by an alert. */
static smtp_result refusal(struct smtp__tls *tls, int error) {
    uint32_t flags = mbedtls_ssl_get_verify_result(&tls->ssl);
    smtp_result result = smtp__verdict_result(&tls->verdict, flags == UINT32_MAX ? 0 : flags);
    if (result != SMTP_OK && tls->must_verify) {
        return result;
    }
    if (tls->records.foreign) {
        return not_tls(tls);
    }
    if (error == MBEDTLS_ERR_NET_SEND_FAILED) {
        drain(tls);
    }
    if (tls->records.has_alert) {
        return alerted(tls);
    }
    if (tls->below != SMTP_OK) {
        return broken_below(tls);
    }
    add_error(tls, error);
    return error == SMTP__COMPAT_BAD_VERSION ? SMTP_E_TLS_VERSION : SMTP_E_TLS_HANDSHAKE;
}

static smtp_result fail(struct smtp__tls *tls, smtp_result result) {
    tls->failure = result;
    return result;
}

/* mbedTLS is not taken at its word: without a verdict over a certificate of the server there is no connection. */
static smtp_result establish(struct smtp__tls *tls) {
    if (tls->must_verify && !tls->verdict.accepted) {
        smtp__problem_begin(tls->problem, "the server's certificate was not checked");
        return fail(tls, SMTP_E_NO_CERTIFICATE);
    }
    smtp__problem_clear(tls->problem);
    tls->established = true;
    return SMTP_OK;
}

/* True if the same call is to be made again at once: mbedTLS has taken a record that brought no data. */
static bool is_idle(const struct smtp__tls *tls, int error) {
    return error == SMTP__COMPAT_TICKET ||
           (error == MBEDTLS_ERR_SSL_WANT_READ && mbedtls_ssl_check_pending(&tls->ssl) != 0);
}

static smtp_result shake_hands(struct smtp__tls *tls) {
    int error;
    tls->below = SMTP_OK;
    do {
        error = mbedtls_ssl_handshake(&tls->ssl);
    } while (is_idle(tls, error));
    switch (error) {
    case 0:
        return establish(tls);
    case MBEDTLS_ERR_SSL_WANT_READ:
        return SMTP_E_WANT_READ;
    case MBEDTLS_ERR_SSL_WANT_WRITE:
        return SMTP_E_WANT_WRITE;
    default:
        return fail(tls, refusal(tls, error));
    }
}

smtp_result smtp__tls_start(struct smtp__tls *tls, const smtp_tls_settings *settings) {
    if (tls->on && tls->established) {
        return SMTP_E_STATE;
    }
    if (!tls->on) {
        smtp_result result = begin(tls, settings);
        if (result != SMTP_OK) {
            return result;
        }
    }
    return tls->failure != SMTP_OK ? tls->failure : shake_hands(tls);
}

/* ---- the connection ---- */

static ptrdiff_t broken(struct smtp__tls *tls, int error) {
    if (tls->below != SMTP_OK) {
        return tls->below;
    }
    smtp__problem_clear(tls->problem);
    add_error(tls, error);
    return SMTP_E_TLS_RECORD;
}

/* mbedTLS takes a record's worth at most. What it has taken and not yet written it remembers by the length it was
   called with: a repeated call must not offer more (caller's buffers grow). */
ptrdiff_t smtp__tls_send(struct smtp__tls *tls, const void *data, size_t length) {
    if (!tls->established) {
        return SMTP_E_STATE;
    }
    size_t n = tls->blocked > 0 && tls->blocked < length ? tls->blocked : length;
    tls->below = SMTP_OK;
    int written = mbedtls_ssl_write(&tls->ssl, data, n);
    tls->blocked = written == MBEDTLS_ERR_SSL_WANT_WRITE || written == MBEDTLS_ERR_SSL_WANT_READ ? n : 0;
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

static int read_data(struct smtp__tls *tls, void *buffer, size_t length) {
    int n;
    int records = 0;
    do {
        n = mbedtls_ssl_read(&tls->ssl, buffer, length);
        records++;
    } while (is_idle(tls, n) && records < IDLE_RECORDS_MOST);
    return is_idle(tls, n) ? MBEDTLS_ERR_SSL_UNEXPECTED_MESSAGE : n;
}

ptrdiff_t smtp__tls_recv(struct smtp__tls *tls, void *buffer, size_t length) {
    if (!tls->established) {
        return SMTP_E_STATE;
    }
    if (tls->failure != SMTP_OK) {
        return tls->failure;
    }
    tls->below = SMTP_OK;
    int n = read_data(tls, buffer, length);
    switch (n) {
    case MBEDTLS_ERR_SSL_WANT_READ:
        return SMTP_E_WANT_READ;
    case MBEDTLS_ERR_SSL_WANT_WRITE:
        return SMTP_E_WANT_WRITE;
    case 0:
    case MBEDTLS_ERR_SSL_CONN_EOF:
    case MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY:
        return fail(tls, SMTP_E_END_OF_STREAM);
    default:
        return n > 0 ? n : fail(tls, (smtp_result)broken(tls, n));
    }
}

bool smtp__tls_has_pending(const struct smtp__tls *tls) {
    return tls->established && mbedtls_ssl_check_pending(&tls->ssl) != 0;
}

const char *smtp__tls_version(const struct smtp__tls *tls) {
    return tls->established ? mbedtls_ssl_get_version(&tls->ssl) : "";
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
