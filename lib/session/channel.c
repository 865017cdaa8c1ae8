/* SPDX-License-Identifier: MIT */
/* channel.c - what the TLS connection is known by: the host tells it after the handshake. */
#include "session.h"

smtp_result smtp_session_set_channel_binding(smtp_session *session, int32_t kind, const void *data, size_t length) {
    bool is_kind = kind >= SMTP_CHANNEL_TLS_EXPORTER && kind <= SMTP_CHANNEL_TLS_UNIQUE;
    if (session == NULL || !is_kind || data == NULL || length == 0 || length > SMTP_CHANNEL_BYTES) {
        return SMTP_E_ARGUMENT;
    }
    if (session->is_encrypted) {
        return SMTP_E_STATE;
    }
    struct smtp__channel channel = {kind, {data, length}};
    session->channel = channel;
    return SMTP_OK;
}
