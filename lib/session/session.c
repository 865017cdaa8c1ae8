/* SPDX-License-Identifier: MIT */
/* session.c - making a session, its settings, what can be asked of it. */
#include "session.h"

#include "base/memory.h"
#include "base/wipe.h"
#include <smtp/mailbox.h>
#include <string.h>

_Static_assert(sizeof(struct smtp_session) + SMTP__SLACK <= SMTP_SESSION_BYTES, "SMTP_SESSION_BYTES is too small");

enum { SEND_LEAST = 64, SEND_MOST = 1 << 20, REPLY_LEAST = 64, REPLY_MOST = 65535 };

static bool sizes_are_sane(size_t send_bytes, size_t reply_bytes) {
    return send_bytes >= SEND_LEAST && send_bytes <= SEND_MOST && reply_bytes >= REPLY_LEAST &&
           reply_bytes <= REPLY_MOST;
}

size_t smtp_session_bytes(size_t send_bytes, size_t reply_bytes) {
    return sizes_are_sane(send_bytes, reply_bytes)
               ? sizeof(struct smtp_session) + SMTP__SLACK + send_bytes + reply_bytes
               : 0;
}

smtp_result smtp_session_init(void *memory, size_t memory_size, size_t send_bytes, size_t reply_bytes,
                              smtp_session **session) {
    if (session == NULL) {
        return SMTP_E_ARGUMENT;
    }
    *session = NULL;
    if (memory == NULL || !sizes_are_sane(send_bytes, reply_bytes)) {
        return SMTP_E_ARGUMENT;
    }
    size_t rest;
    struct smtp_session *s = smtp__memory_place(memory, memory_size, sizeof *s, &rest);
    if (s == NULL || rest < send_bytes + reply_bytes) {
        return SMTP_E_MEMORY_SIZE;
    }
    memset(s, 0, sizeof *s);
    s->helo = smtp__text_from("[127.0.0.1]", SMTP_Z);
    s->mechanisms = smtp_mechanisms();
    s->security = SMTP_SECURITY_STARTTLS_REQUIRED;
    s->pipelining = SMTP_PIPELINING_WITHIN_MAIL;
    s->step = SMTP__STEP_GREETING;
    s->out.data = (uint8_t *)(s + 1);
    s->out.capacity = send_bytes;
    smtp__reply_init(&s->reply, s->out.data + send_bytes, reply_bytes);
    *session = s;
    return SMTP_OK;
}

smtp_result smtp_session_new(const smtp_allocator *allocator, size_t send_bytes, size_t reply_bytes,
                             smtp_session **session) {
    if (session == NULL) {
        return SMTP_E_ARGUMENT;
    }
    *session = NULL;
    size_t size = smtp_session_bytes(send_bytes, reply_bytes);
    if (size == 0 || !smtp__allocator_is_whole(allocator)) {
        return SMTP_E_ARGUMENT;
    }
    void *memory = allocator->allocate(allocator->context, size);
    if (memory == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    smtp_result result = smtp_session_init(memory, size, send_bytes, reply_bytes, session);
    if (result != SMTP_OK) {
        allocator->release(allocator->context, memory);
        return result;
    }
    (*session)->allocator = *allocator;
    return SMTP_OK;
}

void smtp_session_fini(smtp_session *session) {
    if (session != NULL) {
        smtp__wipe(session->out.data, session->out.capacity);
        smtp__wipe(session->reply.text.data, session->reply.text.capacity); /* a challenge may repeat a secret */
        smtp__wipe(session, sizeof *session);
    }
}

void smtp_session_free(smtp_session *session) {
    if (session != NULL) {
        smtp_allocator allocator = session->allocator;
        smtp_session_fini(session);
        if (allocator.release != NULL) {
            allocator.release(allocator.context, session);
        }
    }
}

smtp_result smtp__session_settable(const smtp_session *session) {
    if (session == NULL) {
        return SMTP_E_ARGUMENT;
    }
    return session->is_started ? SMTP_E_STATE : SMTP_OK;
}

smtp_result smtp_session_set_security(smtp_session *session, int32_t security) {
    smtp_result result = smtp__session_settable(session);
    if (result != SMTP_OK) {
        return result;
    }
    if (security < SMTP_SECURITY_STARTTLS_REQUIRED || security > SMTP_SECURITY_CLEAR) {
        return SMTP_E_ARGUMENT;
    }
    session->security = security;
    session->step = security == SMTP_SECURITY_IMPLICIT_TLS ? SMTP__STEP_HANDSHAKE : SMTP__STEP_GREETING;
    return SMTP_OK;
}

smtp_result smtp_session_set_helo(smtp_session *session, const char *name, size_t length) {
    smtp_result result = smtp__session_settable(session);
    if (result != SMTP_OK) {
        return result;
    }
    struct smtp__text text = smtp__text_from(name, length);
    result = smtp_helo_name_check(text.data, text.length);
    if (result == SMTP_OK) {
        session->helo = text;
    }
    return result;
}

smtp_result smtp_session_set_mechanisms(smtp_session *session, uint32_t mechanisms) {
    smtp_result result = smtp__session_settable(session);
    if (result != SMTP_OK) {
        return result;
    }
    if (mechanisms == 0 || (mechanisms & ~smtp_mechanisms()) != 0) {
        return SMTP_E_ARGUMENT;
    }
    session->mechanisms = mechanisms;
    return SMTP_OK;
}

smtp_result smtp_session_set_plaintext_auth(smtp_session *session, int32_t allowed) {
    smtp_result result = smtp__session_settable(session);
    if (result == SMTP_OK) {
        session->plaintext_auth = allowed != 0;
    }
    return result;
}

smtp_result smtp_session_set_auth_fallback(smtp_session *session, int32_t allowed) {
    smtp_result result = smtp__session_settable(session);
    if (result == SMTP_OK) {
        session->auth_fallback = allowed != 0;
    }
    return result;
}

smtp_result smtp_session_set_chunking(smtp_session *session, int32_t wanted) {
    smtp_result result = smtp__session_settable(session);
    if (result == SMTP_OK) {
        session->chunking = wanted != 0;
    }
    return result;
}

smtp_result smtp_session_set_all_or_nothing(smtp_session *session, int32_t wanted) {
    smtp_result result = smtp__session_settable(session);
    if (result == SMTP_OK) {
        session->all_or_nothing = wanted != 0;
    }
    return result;
}

smtp_result smtp_session_set_extensions(smtp_session *session, uint32_t extensions) {
    smtp_result result = smtp__session_settable(session);
    if (result != SMTP_OK) {
        return result;
    }
    if ((extensions & ~smtp_extensions()) != 0) {
        return SMTP_E_ARGUMENT;
    }
    session->capabilities.withheld = ~extensions;
    return SMTP_OK;
}

smtp_result smtp_session_set_pipelining(smtp_session *session, int32_t level) {
    smtp_result result = smtp__session_settable(session);
    if (result != SMTP_OK) {
        return result;
    }
    if (level < SMTP_PIPELINING_OFF || level > SMTP_PIPELINING_ACROSS_MAILS) {
        return SMTP_E_ARGUMENT;
    }
    session->pipelining = (uint8_t)level;
    return SMTP_OK;
}

void smtp_session_set_trace(smtp_session *session, smtp_trace_fn trace, void *context) {
    if (session != NULL) {
        session->trace = trace;
        session->trace_context = context;
    }
}

const smtp_capabilities *smtp_session_capabilities(const smtp_session *session) {
    return session == NULL ? NULL : &session->capabilities;
}
