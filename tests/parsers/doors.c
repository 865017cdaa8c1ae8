/* SPDX-License-Identifier: MIT */
/*
 * doors.c - the orders of `generate`: the doors of the message builder by name, and what they take. A number stands in
 * decimal.
 */
#include "generate.h"

#include <stdlib.h>
#include <string.h>

typedef smtp_result (*value_fn)(smtp_message *, const char *, size_t);
typedef smtp_result (*pair_fn)(smtp_message *, const char *, size_t, const char *, size_t);
typedef smtp_result (*number_fn)(smtp_message *, int32_t);
typedef smtp_result (*numbered_fn)(smtp_message *, int32_t, const char *, size_t);
typedef smtp_result (*numbered_pair_fn)(smtp_message *, int32_t, const char *, size_t, const char *, size_t);
typedef smtp_result (*own_fn)(struct making *, const struct string *);

static int32_t number_of(const struct string *string) {
    return (int32_t)strtol(string->data, NULL, 10);
}

/* A source of unknown length over a copy that it owns. */
struct content {
    size_t length;
    size_t at;
    char data[];
};

static ptrdiff_t read_content(void *context, void *buffer, size_t size) {
    struct content *content = context;
    size_t left = content->length - content->at;
    size_t n = left < size ? left : size;
    memcpy(buffer, content->data + content->at, n);
    content->at += n;
    return (ptrdiff_t)n;
}

static smtp_result rewind_content(void *context) {
    ((struct content *)context)->at = 0;
    return SMTP_OK;
}

static void free_content(void *context) {
    free(context);
}

smtp_source *source_of(const struct string *string) {
    smtp_source *source;
    struct content *content = malloc(sizeof *content + string->length);
    must(content != NULL, "no memory");
    content->length = string->length;
    content->at = 0;
    memcpy(content->data, string->data, string->length);
    must(smtp_source_new_callback(&libc_allocator, read_content, rewind_content, free_content, content, &source) ==
             SMTP_OK,
         "no source");
    if (string->length % 2 == 0) {
        must(smtp_source_set_length(source, (int64_t)string->length) == SMTP_OK, "no length");
    }
    return source;
}

/* seconds, offset in minutes */
static smtp_result set_date(struct making *making, const struct string *s) {
    return smtp_message_set_date(making->message, strtoll(s[0].data, NULL, 10), number_of(&s[1]));
}

/* seconds, offset in minutes, identifier or nothing */
static smtp_result set_resent(struct making *making, const struct string *s) {
    return smtp_message_set_resent(making->message, strtoll(s[0].data, NULL, 10), number_of(&s[1]),
                                   s[2].length > 0 ? s[2].data : NULL, s[2].length);
}

/* name, type, content */
static smtp_result attach(struct making *making, const struct string *s) {
    return smtp_message_attach(making->message, s[0].data, s[0].length, s[1].data, s[1].length, source_of(&s[2]));
}

/* identifier, name, type, content */
static smtp_result add_inline(struct making *making, const struct string *s) {
    return smtp_message_add_inline(making->message, s[0].data, s[0].length, s[1].data, s[1].length, s[2].data,
                                   s[2].length, source_of(&s[3]));
}

/* name, content */
static smtp_result attach_message(struct making *making, const struct string *s) {
    return smtp_message_attach_message(making->message, s[0].data, s[0].length, source_of(&s[1]));
}

static smtp_result begin_merge(struct making *making, const struct string *s) {
    (void)s;
    return smtp_merge_new(&libc_allocator, making->message, &making->merge);
}

static smtp_result add_key(struct making *making, const struct string *s) {
    return smtp_merge_add_key(making->merge, s[0].data, s[0].length);
}

static smtp_result set_recipient(struct making *making, const struct string *s) {
    return smtp_merge_set_recipient(making->merge, s[0].data, s[0].length, s[1].data, s[1].length);
}

static smtp_result set_value(struct making *making, const struct string *s) {
    return smtp_merge_set_value(making->merge, s[0].data, s[0].length, s[1].data, s[1].length);
}

static smtp_result apply(struct making *making, const struct string *s) {
    (void)s;
    smtp_result result = smtp_merge_check(making->merge, NULL, NULL);
    return result == SMTP_OK ? smtp_merge_apply(making->merge) : result;
}

/* content, and what is missing in it: seconds, offset in minutes, Message-ID */
static smtp_result begin_raw(struct making *making, const struct string *s) {
    must(smtp_raw_new(&libc_allocator, source_of(&s[0]), &making->raw) == SMTP_OK, "no raw message");
    must(smtp_raw_set_remove_bcc(making->raw, 1) == SMTP_OK, "no removing of Bcc");
    must(smtp_raw_set_prefix(making->raw, making->message) == SMTP_OK, "no prefix");
    smtp_result result = smtp_raw_set_missing_message_id(making->raw, s[3].data, s[3].length);
    return result == SMTP_OK ? smtp_raw_set_missing_date(making->raw, strtoll(s[1].data, NULL, 10), number_of(&s[2]))
                             : result;
}

static const struct {
    const char *verb;
    value_fn value;
    pair_fn pair;
    number_fn number;
    numbered_fn numbered;
    numbered_pair_fn numbered_pair;
    own_fn own;
} doors[] = {
    {"from", .pair = smtp_message_set_from},
    {"sender", .pair = smtp_message_set_sender},
    {"to", .pair = smtp_message_add_to},
    {"cc", .pair = smtp_message_add_cc},
    {"bcc", .pair = smtp_message_add_bcc},
    {"reply-to", .pair = smtp_message_add_reply_to},
    {"subject", .value = smtp_message_set_subject},
    {"date", .own = set_date},
    {"message-id", .value = smtp_message_set_message_id},
    {"address", .numbered_pair = smtp_message_add_address},
    {"open-group", .numbered = smtp_message_open_group},
    {"close-group", .number = smtp_message_close_group},
    {"smtputf8", .number = smtp_message_set_smtputf8},
    {"in-reply-to", .value = smtp_message_add_in_reply_to},
    {"reference", .value = smtp_message_add_reference},
    {"keyword", .value = smtp_message_add_keyword},
    {"comment", .value = smtp_message_add_comment},
    {"auto-submitted", .number = smtp_message_set_auto_submitted},
    {"importance", .number = smtp_message_set_importance},
    {"list-id", .pair = smtp_message_set_list_id},
    {"list-url", .numbered = smtp_message_add_list_url},
    {"one-click", .pair = smtp_message_set_one_click_unsubscribe},
    {"resent", .own = set_resent},
    {"header", .pair = smtp_message_add_header},
    {"text", .value = smtp_message_set_text},
    {"html", .value = smtp_message_set_html},
    {"flowed", .value = smtp_message_set_flowed_text},
    {"amp", .value = smtp_message_set_amp},
    {"calendar", .pair = smtp_message_set_calendar},
    {"attach", .own = attach},
    {"inline", .own = add_inline},
    {"attach-message", .own = attach_message},
    {"open", .own = open_multipart},
    {"close", .own = close_multipart},
    {"leaf-text", .own = add_text},
    {"leaf", .own = add_leaf},
    {"part-id", .own = set_content_id},
    {"part-disposition", .own = set_disposition},
    {"part-header", .own = set_part_header},
    {"merge", .own = begin_merge},
    {"merge-key", .own = add_key},
    {"merge-recipient", .own = set_recipient},
    {"merge-value", .own = set_value},
    {"merge-apply", .own = apply},
    {"raw", .own = begin_raw},
};

smtp_result obey(struct making *making, const struct order *order) {
    const struct string *s = order->strings;
    size_t i = 0;
    while (i < sizeof doors / sizeof doors[0] && strcmp(order->verb, doors[i].verb) != 0) {
        i++;
    }
    must(i < sizeof doors / sizeof doors[0], order->verb);
    smtp_message *message = making->message;
    if (doors[i].value != NULL) {
        return doors[i].value(message, s[0].data, s[0].length);
    }
    if (doors[i].pair != NULL) {
        return doors[i].pair(message, s[0].data, s[0].length, s[1].data, s[1].length);
    }
    if (doors[i].number != NULL) {
        return doors[i].number(message, number_of(&s[0]));
    }
    if (doors[i].numbered != NULL) {
        return doors[i].numbered(message, number_of(&s[0]), s[1].data, s[1].length);
    }
    if (doors[i].numbered_pair != NULL) {
        return doors[i].numbered_pair(message, number_of(&s[0]), s[1].data, s[1].length, s[2].data, s[2].length);
    }
    return doors[i].own(making, s);
}
