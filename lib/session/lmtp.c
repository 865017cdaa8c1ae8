/* SPDX-License-Identifier: MIT */
#include "session.h"

#include "wire/command.h"
#include <string.h>

enum { OCTET = 8 };

static bool begin(struct smtp_session *session, size_t recipients) {
    struct smtp__buffer *out = &session->out;
    struct smtp__deliveries none = {.result = SMTP_PENDING};
    size_t needed = recipients / OCTET + 1;
    if (needed > out->capacity - SMTP__SEND_LEAST) {
        return false;
    }
    session->deliveries = none;
    session->deliveries.kept = needed;
    out->capacity -= needed;
    memset(out->data + out->capacity, 0, needed);
    return true;
}

static void end(struct smtp_session *session) {
    session->out.capacity += session->deliveries.kept;
    session->deliveries.kept = 0;
}

static uint8_t *octet_of(struct smtp_session *session, size_t recipient) {
    return session->out.data + session->out.capacity + recipient / OCTET;
}

static unsigned bit_of(size_t recipient) {
    return 1u << recipient % OCTET;
}

static void accept_recipient(struct smtp_session *session, size_t recipient) {
    uint8_t *octet = octet_of(session, recipient);
    *octet = (uint8_t)(*octet | bit_of(recipient));
}

static bool goes_on(struct smtp_session *session, uint8_t step) {
    bool is_end = step == SMTP__STEP_CONTENT || step == SMTP__STEP_BDAT_LAST;
    return is_end && session->deliveries.told + 1 < smtp__mail_oldest(session)->accepted;
}

static size_t take_next(struct smtp_session *session) {
    size_t recipient = session->deliveries.recipient;
    while ((*octet_of(session, recipient) & bit_of(recipient)) == 0) {
        recipient++;
    }
    session->deliveries.recipient = recipient + 1;
    return recipient;
}

/* One delivery is enough; else permanent counts more than transient. */
static smtp_result count(smtp_result before, smtp_result result) {
    bool stays = before == SMTP_OK || (before == SMTP_E_PERMANENT && result != SMTP_OK);
    return stays ? before : result;
}

static uint8_t answer(struct smtp_session *session, uint8_t successor) {
    struct smtp__transaction *mail = smtp__mail_oldest(session);
    struct smtp__deliveries *deliveries = &session->deliveries;
    smtp_result result = smtp__session_refusal(session, SMTP_PHASE_END);
    smtp__session_emit(session, SMTP_EVENT_DELIVERY, result, SMTP_PHASE_END, true);
    session->event.recipient = take_next(session);
    deliveries->told++;
    deliveries->result = count(deliveries->result, result);
    if (deliveries->told == mail->accepted) {
        (void)smtp__mail_decide(mail, deliveries->result, SMTP_PHASE_END);
        mail->reply_is_its = deliveries->result == result;
    }
    return successor;
}

static const struct smtp__lmtp lmtp = {smtp__command_lhlo, begin, accept_recipient, end, goes_on, answer};

smtp_result smtp_session_set_protocol(smtp_session *session, int32_t protocol) {
    smtp_result result = smtp__session_settable(session);
    if (result != SMTP_OK) {
        return result;
    }
    if (protocol != SMTP_PROTOCOL_SMTP && protocol != SMTP_PROTOCOL_LMTP) {
        return SMTP_E_ARGUMENT;
    }
    session->lmtp = protocol == SMTP_PROTOCOL_LMTP ? &lmtp : NULL;
    return SMTP_OK;
}
