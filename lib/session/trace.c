/* SPDX-License-Identifier: MIT */
#include "session.h"

#include <string.h>

void smtp__trace(const struct smtp_session *session, int32_t direction, const char *text, size_t length) {
    if (session->trace != NULL) {
        session->trace(session->trace_context, direction, text, length);
    }
}

void smtp__trace_string(const struct smtp_session *session, int32_t direction, const char *text) {
    smtp__trace(session, direction, text, strlen(text));
}

void smtp__trace_content(const struct smtp_session *session) {
    uint8_t memory[64];
    struct smtp__buffer text = {memory, sizeof memory, 0};
    if (smtp__buffer_append_string(&text, "[content: ") &&
        smtp__buffer_append_number(&text, session->content.dot.octets) &&
        smtp__buffer_append_string(&text, " octets]")) {
        smtp__trace(session, '>', (const char *)text.data, text.length);
        smtp__trace_string(session, '>', ".");
    }
}
