/* SPDX-License-Identifier: MIT */
#include "message_check.h"

#include "local_part.h"
#include "template.h"
#include "writer.h"

void smtp__look_note(struct smtp__look *look, int32_t finding, bool is_so) {
    if (is_so) {
        look->found |= UINT64_C(1) << finding;
    }
}

/* ---- fields ---- */

static bool has(const struct smtp_message *message, enum smtp__field_kind kind) {
    return smtp__field_of_kind(&message->fields, kind) != NULL;
}

static const struct smtp__field *own_field(const struct smtp_message *message, const char *name) {
    return smtp__field_find(&message->fields, smtp__text_from(name, SMTP_Z));
}

static void look_at_subject(struct smtp__look *look) {
    const struct smtp__field *subject = smtp__field_of_kind(&look->message->fields, SMTP__FIELD_SUBJECT);
    smtp__look_note(look, SMTP_FINDING_NO_SUBJECT, subject == NULL);
    smtp__look_note(look, SMTP_FINDING_EMPTY_SUBJECT, subject != NULL && smtp__field_value(subject).length == 0);
}

/* Goes on counting the octets of a line; true if it passes the aim. */
static bool is_long(struct smtp__text text, size_t *column) {
    bool is_so = false;
    for (size_t i = 0; i < text.length; i++) {
        *column = text.data[i] == '\n' ? 0 : *column + (text.data[i] != '\r');
        is_so = is_so || *column > SMTP__HEADER_AIM;
    }
    return is_so;
}

static void look_at_pieces(struct smtp__look *look, const struct smtp__field *field) {
    size_t column = 0;
    bool may_be_template = field->kind == SMTP__FIELD_OWN || field->kind == SMTP__FIELD_SUBJECT;
    for (const struct smtp__piece *piece = field->first; piece != NULL; piece = piece->next) {
        smtp__look_note(look, SMTP_FINDING_LONG_LINES, is_long(piece->text, &column));
        smtp__look_note(look, SMTP_FINDING_OPEN_TEMPLATE, may_be_template && smtp__template_has_braces(piece->text));
    }
    smtp__look_note(look, SMTP_FINDING_OPEN_TEMPLATE, field->value.length > 0);
}

static void look_at_fields(struct smtp__look *look) {
    const struct smtp__field *field = smtp__field_first(&look->message->fields);
    smtp__look_note(look, SMTP_FINDING_NO_DATE, !has(look->message, SMTP__FIELD_DATE));
    look_at_subject(look);
    for (; field != NULL; field = smtp__field_next(field)) {
        look_at_pieces(look, field);
    }
    smtp__look_note(look, SMTP_FINDING_NEEDS_8BIT,
                    smtp__fields_are_8bit(&look->message->fields) && look->context->is_8bit_offered != 1);
}

/* ---- mail to many ---- */

static bool is_bulk(const struct smtp__look *look) {
    const struct smtp__field *precedence = own_field(look->message, "Precedence");
    bool is_said = precedence != NULL && (smtp__text_is(smtp__field_value(precedence), "bulk") ||
                                          smtp__text_is(smtp__field_value(precedence), "list"));
    return look->context->is_bulk != 0 || is_said || own_field(look->message, "List-Id") != NULL;
}

static bool has_https_url(struct smtp__text text) {
    struct smtp__text word;
    while (smtp__text_word(&text, "<>, \r\n", &word)) {
        if (smtp__text_begins(word, "https://")) {
            return true;
        }
    }
    return false;
}

/* RFC 8058 s3.1 */
static bool has_one_click(const struct smtp_message *message, const struct smtp__field *unsubscribe) {
    const struct smtp__field *post = own_field(message, "List-Unsubscribe-Post");
    const struct smtp__piece *piece = unsubscribe->first;
    while (piece != NULL && !has_https_url(piece->text)) {
        piece = piece->next;
    }
    return piece != NULL && post != NULL && smtp__text_is(smtp__field_value(post), "List-Unsubscribe=One-Click");
}

static struct smtp__text signer_of(const struct smtp__look *look) {
    return smtp__text_from(look->context->dkim_domain, look->context->dkim_domain_length);
}

static void look_at_bulk(struct smtp__look *look) {
    const struct smtp_message *message = look->message;
    const struct smtp__field *unsubscribe = own_field(message, "List-Unsubscribe");
    struct smtp__text signer = signer_of(look);
    if (is_bulk(look)) {
        smtp__look_note(look, SMTP_FINDING_BULK_WITHOUT_UNSUBSCRIBE, unsubscribe == NULL);
        smtp__look_note(look, SMTP_FINDING_BULK_WITHOUT_ONE_CLICK,
                        unsubscribe != NULL && !has_one_click(message, unsubscribe));
        smtp__look_note(look, SMTP_FINDING_BULK_WITHOUT_DKIM, look->context->dkim_domain != NULL && signer.length == 0);
    }
}

/* The domain of the organisation cannot be known here: one domain that is below the other is taken for aligned. */
static bool are_aligned(struct smtp__text one, struct smtp__text other) {
    struct smtp__text low = one.length > other.length ? one : other;
    struct smtp__text high = one.length > other.length ? other : one;
    size_t front = low.length - high.length;
    struct smtp__text end = {low.data + front, high.length};
    return (front == 0 || low.data[front - 1] == '.') && smtp__text_equal(end, high);
}

static void look_at_alignment(struct smtp__look *look) {
    struct smtp__text signer = signer_of(look);
    struct smtp__text from = look->message->from;
    size_t at = smtp__local_part_length(from) + 1;
    if (signer.length > 0 && from.length > at) {
        struct smtp__text domain = {from.data + at, from.length - at};
        smtp__look_note(look, SMTP_FINDING_DKIM_DOMAIN, !are_aligned(domain, signer));
    }
}

smtp_result smtp_message_check(smtp_message *message, const smtp_check_context *context, uint64_t *findings) {
    static const smtp_check_context nothing = {.struct_size = sizeof nothing, .size_limit = -1};
    if (message == NULL || findings == NULL || (context != NULL && context->struct_size < sizeof *context)) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__look look = {message, context != NULL ? context : &nothing, 0};
    smtp__look_at_addresses(&look);
    look_at_fields(&look);
    look_at_bulk(&look);
    look_at_alignment(&look);
    smtp__look_at_body(&look);
    *findings = look.found;
    return SMTP_OK;
}
