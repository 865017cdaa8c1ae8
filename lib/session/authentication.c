/* SPDX-License-Identifier: MIT */
/* authentication.c - the steps of AUTH, which come with credentials: without any they are never entered. */
#include "session.h"

#include "base/wipe.h"

smtp_result smtp__enter_auth(struct smtp_session *session) {
    return session->authentication->enter(session);
}

smtp_result smtp__enter_auth_response(struct smtp_session *session) {
    return session->authentication->enter_response(session);
}

smtp_result smtp__enter_auth_cancel(struct smtp_session *session) {
    return session->authentication->enter_cancel(session);
}

uint8_t smtp__answer_auth(struct smtp_session *session, uint8_t successor) {
    return session->authentication->answer(session, successor);
}

uint8_t smtp__answer_auth_cancel(struct smtp_session *session, uint8_t successor) {
    return session->authentication->answer_cancel(session, successor);
}

void smtp__hide_secret(struct smtp_session *session, size_t from) {
    if (session->authentication != NULL) {
        session->authentication->hide(session, from);
    }
}

void smtp__exchange_wipe(struct smtp_session *session) {
    smtp__wipe(session->out.data, session->out.capacity);
    session->holds_secret = false;
}
