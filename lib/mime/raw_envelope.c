/* SPDX-License-Identifier: MIT */
/* raw_envelope.c - the addresses in the header of a raw message, field by field, into an envelope. */
#include "raw_object.h"

#include "recipients.h"
#include <smtp/address.h>
#include <smtp/mailbox.h>
#include <string.h>

enum { FIRST_ROOM = 256, FIELD_MAX = 1024 * 1024 };

enum {
    ORIGINATORS = 1 << SMTP__HEADER_FROM | 1 << SMTP__HEADER_SENDER,
    RECIPIENTS = 1 << SMTP__HEADER_TO | 1 << SMTP__HEADER_CC | 1 << SMTP__HEADER_BCC
};

struct collector {
    struct smtp_raw *raw;
    smtp_envelope *envelope;
    uint32_t wanted; /* fields, 1 << smtp__header_field */
    uint32_t found;  /* those that had an address */
    struct smtp__recipients recipients;
    enum smtp__header_field field; /* the present one */
    bool is_wanted;
    char *address; /* room for one */
    char *name;    /* and for a display name, as much as for the text */
    char *text;    /* of the present field, if it is wanted */
    size_t length;
    size_t room;
};

/* Twice as much room. The old one is given back with the rest. */
static smtp_result grow(struct collector *collector) {
    size_t room = collector->room == 0 ? FIRST_ROOM : collector->room * 2;
    char *memory = smtp__arena_take(&collector->raw->arena, SMTP_MAILBOX_BYTES + room * 2);
    if (memory == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    collector->address = memory;
    collector->name = memory + SMTP_MAILBOX_BYTES;
    if (collector->length > 0) {
        memcpy(collector->name + room, collector->text, collector->length);
    }
    collector->text = collector->name + room;
    collector->room = room;
    return SMTP_OK;
}

static smtp_result collect(struct collector *collector, struct smtp__text text) {
    if (text.length > FIELD_MAX - collector->length) {
        return SMTP_E_HEADER_TOO_LONG;
    }
    while (collector->text == NULL || collector->room - collector->length < text.length) {
        smtp_result result = grow(collector);
        if (result != SMTP_OK) {
            return result;
        }
    }
    memcpy(collector->text + collector->length, text.data, text.length);
    collector->length += text.length;
    return SMTP_OK;
}

/* Each once */
static smtp_result add_recipient(struct collector *collector, struct smtp__text address) {
    struct smtp__message_recipient *recipient = NULL;
    smtp_result result = smtp__recipient_make(&collector->recipients, &collector->raw->arena, address, &recipient);
    if (result == SMTP_OK && recipient != NULL) {
        smtp__recipients_link(&collector->recipients, recipient);
        result = smtp_envelope_add_recipient(collector->envelope, address.data, address.length);
    }
    return result;
}

static smtp_result use_address(struct collector *collector, struct smtp__text address) {
    uint32_t field = UINT32_C(1) << collector->field;
    collector->found |= field;
    return (field & RECIPIENTS) != 0 ? add_recipient(collector, address)
                                     : smtp_envelope_set_mail_from(collector->envelope, address.data, address.length);
}

/* What stands between the colon and the last line end; nothing in a line that proved to be no field. */
static struct smtp__text value_of(const struct collector *collector) {
    const char *colon = memchr(collector->text, ':', collector->length);
    if (colon == NULL) {
        return (struct smtp__text){"", 0};
    }
    struct smtp__text value = {colon + 1, collector->length - (size_t)(colon + 1 - collector->text)};
    if (value.length > 0 && value.data[value.length - 1] == '\n') {
        value.length -= 2;
    }
    return value;
}

/* The addresses of the field that was collected, of an originator's the first. */
static smtp_result use_field(struct collector *collector) {
    struct smtp__text value = value_of(collector);
    struct smtp__text address = {collector->address, 0};
    size_t position = 0;
    size_t name_length;
    bool is_list = (RECIPIENTS >> collector->field & 1) != 0;
    smtp_result result;
    do {
        result = smtp_address_next(value.data, value.length, &position, collector->name, collector->room, &name_length,
                                   collector->address, SMTP_MAILBOX_BYTES, &address.length);
        if (result == SMTP_OK) {
            result = smtp_mailbox_to_ascii(address.data, address.length, collector->address, SMTP_MAILBOX_BYTES,
                                           &address.length);
        }
        if (result == SMTP_OK) {
            result = use_address(collector, address);
        }
    } while (result == SMTP_OK && is_list);
    return result == SMTP_PENDING ? SMTP_OK : result;
}

/* Of originators the first one counts, and Sender before From: who sent it gets the bounces (RFC 5322 s3.6.2). */
static bool is_wanted(const struct collector *collector, enum smtp__header_field field) {
    uint32_t bit = UINT32_C(1) << field;
    uint32_t better = field == SMTP__HEADER_FROM ? ORIGINATORS : field == SMTP__HEADER_SENDER ? bit : 0;
    return (collector->wanted & bit) != 0 && (collector->found & better) == 0;
}

/* Ends a field and begins the next one. */
static smtp_result change_field(struct collector *collector, enum smtp__header_field field) {
    smtp_result result = collector->is_wanted ? use_field(collector) : SMTP_OK;
    collector->field = field;
    collector->is_wanted = is_wanted(collector, field);
    collector->length = 0;
    return result;
}

/* The next span. Where a line is no field the header ends, but not for recipients: one of them may come behind it. */
static smtp_result next(struct collector *collector, struct smtp__header_span *span) {
    smtp_result result = smtp__raw_next(collector->raw, span);
    bool is_end = result == SMTP_E_NOT_A_MESSAGE && collector->raw->reader.header.has_field;
    return is_end && (collector->wanted & RECIPIENTS) == 0 ? SMTP_OK : result;
}

static smtp_result read_header(struct collector *collector) {
    struct smtp__header_span span;
    smtp_result result;
    do {
        result = next(collector, &span);
        if (result == SMTP_OK && (span.is_first || span.text.length == 0)) {
            result = change_field(collector, span.field);
        }
        if (result == SMTP_OK && collector->is_wanted && span.text.length > 0) {
            result = collect(collector, span.text);
        }
    } while (result == SMTP_OK && span.text.length > 0);
    return result;
}

static smtp_result check_found(const struct collector *collector) {
    if ((collector->wanted & ORIGINATORS) != 0 && (collector->found & ORIGINATORS) == 0) {
        return SMTP_E_NO_FROM;
    }
    return (collector->wanted & RECIPIENTS) != 0 && (collector->found & RECIPIENTS) == 0 ? SMTP_E_NO_RECIPIENT
                                                                                         : SMTP_OK;
}

/* Reads the header from the beginning; what that takes of the arena is given back. */
static smtp_result take(struct smtp_raw *raw, smtp_envelope *envelope, uint32_t wanted) {
    struct collector collector;
    memset(&collector, 0, sizeof collector);
    collector.raw = raw;
    collector.envelope = envelope;
    collector.wanted = wanted;
    struct smtp__arena_mark mark = smtp__arena_mark(&raw->arena);
    smtp_result result = smtp__raw_begin(raw);
    if (result == SMTP_OK) {
        result = read_header(&collector);
    }
    if (result == SMTP_OK) {
        result = check_found(&collector);
    }
    smtp__arena_rewind(&raw->arena, mark);
    smtp_result rewound = smtp__raw_begin(raw);
    return result == SMTP_OK ? rewound : result;
}

static smtp_result read_envelope(struct smtp_raw *raw, smtp_envelope *envelope, uint32_t wanted) {
    if (raw == NULL || envelope == NULL) {
        return SMTP_E_ARGUMENT;
    }
    smtp_result result = SMTP_E_NOT_REWINDABLE;
    if (smtp__source_is_rewindable(raw->content.source)) {
        result = take(raw, envelope, wanted);
    }
    if (result != SMTP_OK) {
        smtp_envelope_clear(envelope);
    }
    return result;
}

smtp_result smtp_raw_envelope(smtp_raw *raw, smtp_envelope *envelope) {
    if (envelope != NULL) {
        smtp_envelope_clear(envelope);
    }
    return read_envelope(raw, envelope, ORIGINATORS | RECIPIENTS);
}

smtp_result smtp_raw_mail_from(smtp_raw *raw, smtp_envelope *envelope) {
    return read_envelope(raw, envelope, ORIGINATORS);
}

smtp_result smtp_raw_recipients(smtp_raw *raw, smtp_envelope *envelope) {
    return read_envelope(raw, envelope, RECIPIENTS);
}
