/* SPDX-License-Identifier: MIT */
#include "header_reader.h"

#include "codec/step.h"

void smtp__header_init(struct smtp__header_reader *reader) {
    memset(reader, 0, sizeof *reader);
}

static bool is_blank(uint8_t octet) {
    return octet == ' ' || octet == '\t';
}

/* ftext, RFC 5322 s3.6.8 */
static bool is_name(uint8_t octet) {
    return octet > ' ' && octet <= '~' && octet != ':';
}

static enum smtp__header_field field_of(struct smtp__text name) {
    static const char *const names[] = {
        [SMTP__HEADER_BCC] = "Bcc",
        [SMTP__HEADER_CC] = "Cc",
        [SMTP__HEADER_DATE] = "Date",
        [SMTP__HEADER_FROM] = "From",
        [SMTP__HEADER_MESSAGE_ID] = "Message-ID",
        [SMTP__HEADER_RESENT_BCC] = "Resent-Bcc",
        [SMTP__HEADER_SENDER] = "Sender",
        [SMTP__HEADER_TO] = "To",
    };
    for (size_t i = SMTP__HEADER_OTHER + 1; i < sizeof names / sizeof names[0]; i++) {
        if (smtp__text_is(name, names[i])) {
            return (enum smtp__header_field)i;
        }
    }
    return SMTP__HEADER_OTHER;
}

/* Octets as they stand in the input. */
static void give(struct smtp__input *in, size_t n, struct smtp__header_span *span) {
    span->text.data = (const char *)in->data;
    span->text.length = n;
    smtp__input_take(in, n);
}

/* The empty line, a continuation (RFC 5322 s2.2.3), or a name. */
static bool begin_line(struct smtp__header_reader *reader, uint8_t octet) {
    if (is_name(octet)) {
        reader->place = SMTP__HEADER_IN_NAME;
        reader->held = 0;
        return true;
    }
    reader->place = octet == '\r' ? SMTP__HEADER_ENDED : SMTP__HEADER_IN_VALUE;
    return reader->has_field && (octet == '\r' || is_blank(octet));
}

/* Holds one more octet of a name; gives it out at its end, or when it is longer than any that is looked for. */
static void hold_name(struct smtp__header_reader *reader, struct smtp__input *in, struct smtp__header_span *span) {
    bool goes_on = is_name(in->data[0]);
    if (goes_on && reader->held < sizeof reader->name) {
        reader->name[reader->held++] = (char)in->data[0];
        smtp__input_take(in, 1);
        return;
    }
    span->text.data = reader->name;
    span->text.length = reader->held;
    span->is_first = true;
    reader->field = goes_on ? SMTP__HEADER_OTHER : field_of(span->text);
    reader->place = SMTP__HEADER_PAST_HELD;
}

/* What may stand before the colon: the rest of a long name, then blanks (RFC 5322 s4.5.8). */
static bool go_to_colon(struct smtp__header_reader *reader, struct smtp__input *in, struct smtp__header_span *span) {
    uint8_t octet = in->data[0];
    if (octet == ':') {
        reader->place = SMTP__HEADER_IN_VALUE;
        reader->has_field = true;
    } else if (is_blank(octet)) {
        reader->place = SMTP__HEADER_IN_GAP;
    } else if (!is_name(octet) || reader->place == SMTP__HEADER_IN_GAP) {
        return false;
    }
    give(in, 1, span);
    return true;
}

/* The rest of a line, as far as it is there. */
static void give_line(struct smtp__header_reader *reader, struct smtp__input *in, struct smtp__header_span *span) {
    const uint8_t *end = memchr(in->data, '\n', in->length);
    give(in, end == NULL ? in->length : (size_t)(end - in->data) + 1, span);
    reader->place = end == NULL ? SMTP__HEADER_IN_VALUE : SMTP__HEADER_AT_START;
}

/* One step with the octet at the front. False: it cannot stand there. */
static bool step(struct smtp__header_reader *reader, struct smtp__input *in, struct smtp__header_span *span) {
    switch (reader->place) {
    case SMTP__HEADER_AT_START:
        return begin_line(reader, in->data[0]);
    case SMTP__HEADER_IN_NAME:
        hold_name(reader, in, span);
        return true;
    case SMTP__HEADER_IN_VALUE:
        give_line(reader, in, span);
        return true;
    default:
        return go_to_colon(reader, in, span);
    }
}

/* The input is at its end: a header may be all there is (RFC 5322 s3.5), and its last line may lack its end. */
static smtp_result finish(struct smtp__header_reader *reader) {
    bool is_whole = reader->place == SMTP__HEADER_AT_START || reader->place == SMTP__HEADER_IN_VALUE;
    if (!is_whole || !reader->has_field) {
        return SMTP_E_NOT_A_MESSAGE;
    }
    reader->place = SMTP__HEADER_ENDED;
    return SMTP_OK;
}

smtp_result smtp__header_next(struct smtp__header_reader *reader, struct smtp__input *in,
                              struct smtp__header_span *span) {
    span->text.length = 0;
    span->is_first = false;
    while (in->length > 0 && span->text.length == 0 && reader->place != SMTP__HEADER_ENDED) {
        if (!step(reader, in, span)) {
            return SMTP_E_NOT_A_MESSAGE;
        }
    }
    span->field = reader->field;
    if (span->text.length > 0 || reader->place == SMTP__HEADER_ENDED) {
        return SMTP_OK;
    }
    return in->is_last ? finish(reader) : SMTP_PENDING;
}
