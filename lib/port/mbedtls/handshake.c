/* SPDX-License-Identifier: MIT */
/* handshake.c - from the settings to a connection whose peer is verified, or to the reason why not. */
#include "tls_state.h"

#include "peer.h"
#include <mbedtls/net_sockets.h>
#include <string.h>

/* More than any handshake that mbedTLS accepts: each of its messages fits in 16 KiB. */
enum { HANDSHAKE_MOST = 256 * 1024 };

static int check_mode(const smtp_tls_settings *settings) {
    /* the verdict over a pin is our own: nobody needs to vouch for the certificate */
    if (settings->pin != NULL) {
        return MBEDTLS_SSL_VERIFY_OPTIONAL;
    }
    return settings->verify != 0 ? MBEDTLS_SSL_VERIFY_REQUIRED : MBEDTLS_SSL_VERIFY_NONE;
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
    mbedtls_ssl_set_bio(&tls->ssl, tls, smtp__tls_send_below, smtp__tls_recv_below, NULL);
    return error;
}

static smtp_result set_up_result(struct smtp__tls *tls, int error) {
    if (error == MBEDTLS_ERR_SSL_ALLOC_FAILED) {
        return SMTP_E_NO_MEMORY;
    }
    smtp__tls_add_error(tls, error);
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
    smtp__verdict_init(&tls->verdict, &tls->name, settings->pin, tls->problem, &tls->peer);
    memset(&tls->peer, 0, sizeof tls->peer);
    smtp__records_init(&tls->records);
    tls->must_verify = settings->verify != 0 || settings->pin != NULL;
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
    smtp__tls_add_error(tls, error);
    return error == SMTP__COMPAT_BAD_VERSION ? SMTP_E_TLS_VERSION : SMTP_E_TLS_HANDSHAKE;
}

static smtp_result fail(struct smtp__tls *tls, smtp_result result) {
    tls->failure = result;
    return result;
}

/* Where nothing is verified the certificate went by unseen. */
static void look_at_peer(struct smtp__tls *tls) {
    const mbedtls_x509_crt *chain = mbedtls_ssl_get_peer_cert(&tls->ssl);
    if (tls->peer.chain == 0 && chain != NULL) {
        smtp__peer_read(&tls->peer, chain);
    }
    tls->peer.is_verified = tls->must_verify;
}

/* mbedTLS is not taken at its word: without a verdict over a certificate of the server there is no connection. */
static smtp_result establish(struct smtp__tls *tls) {
    if (tls->must_verify && !tls->verdict.accepted) {
        smtp__problem_begin(tls->problem, "the server's certificate was not checked");
        return fail(tls, SMTP_E_NO_CERTIFICATE);
    }
    smtp__problem_clear(tls->problem);
    tls->established = true;
    look_at_peer(tls);
    return SMTP_OK;
}

/* An allowance for each call makes a flood come by here again and again. */
static smtp_result wait_or_end(struct smtp__tls *tls) {
    if (tls->records.total <= HANDSHAKE_MOST) {
        return SMTP_E_WANT_READ;
    }
    smtp__problem_clear(tls->problem);
    smtp__problem_add(tls->problem, "the server sent more than 256 KiB and no end of the TLS handshake");
    return fail(tls, SMTP_E_TLS_HANDSHAKE);
}

static smtp_result shake_hands(struct smtp__tls *tls) {
    int error;
    smtp__tls_begin_call(tls);
    do {
        error = mbedtls_ssl_handshake(&tls->ssl);
    } while (smtp__tls_is_idle(tls, error));
    switch (error) {
    case 0:
        return establish(tls);
    case MBEDTLS_ERR_SSL_WANT_READ:
        return wait_or_end(tls);
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
