/* SPDX-License-Identifier: MIT */
#include "doors.h"

#include <smtp/mailbox.h>
#include <smtp/message_field.h>

/* ---- doors of other objects than a message, or with more parameters ---- */

static smtp_result add_address(struct scene *scene, const struct string *s) {
    return smtp_message_add_address(scene->message, SMTP_HEADER_CC, s[0].data, s[0].length, s[1].data, s[1].length);
}

/* What a door does with a source: it is its own unless the call fails. */
static smtp_result took(struct scene *scene, smtp_result result) {
    scene->source = result == SMTP_OK ? NULL : scene->source;
    return result;
}

static smtp_result attach(struct scene *scene, const struct string *s) {
    return took(scene,
                smtp_message_attach(scene->message, s[0].data, s[0].length, s[1].data, s[1].length, scene->source));
}

static smtp_result attach_memory(struct scene *scene, const struct string *s) {
    return smtp_message_attach_memory(scene->message, s[0].data, s[0].length, s[1].data, s[1].length, "x", 1);
}

static smtp_result add_inline(struct scene *scene, const struct string *s) {
    return took(scene, smtp_message_add_inline(scene->message, s[0].data, s[0].length, s[1].data, s[1].length,
                                               s[2].data, s[2].length, scene->source));
}

static smtp_result add_inline_memory(struct scene *scene, const struct string *s) {
    return smtp_message_add_inline_memory(scene->message, s[0].data, s[0].length, s[1].data, s[1].length, s[2].data,
                                          s[2].length, "x", 1);
}

static smtp_result attach_message(struct scene *scene, const struct string *s) {
    return took(scene, smtp_message_attach_message(scene->message, s[0].data, s[0].length, scene->source));
}

static smtp_result set_resent(struct scene *scene, const struct string *s) {
    smtp_result result = smtp_message_set_resent(scene->message, 0, 0, s[0].data, s[0].length);
    return result != SMTP_OK
               ? result
               : smtp_message_add_address(scene->message, SMTP_HEADER_RESENT_FROM, NULL, 0, "bob@example.net", SMTP_Z);
}

static smtp_result new_text(struct scene *scene, const struct string *s) {
    smtp_part *part;
    smtp_result result = smtp_part_new_text(scene->tree, s[0].data, s[0].length, s[1].data, s[1].length, &part);
    return result == SMTP_OK ? smtp_part_add(scene->multipart, part) : result;
}

static smtp_result new_source(struct scene *scene, const struct string *s) {
    smtp_part *part;
    smtp_result result = took(scene, smtp_part_new_source(scene->tree, s[0].data, s[0].length, scene->source, &part));
    return result == SMTP_OK ? smtp_part_add(scene->multipart, part) : result;
}

static smtp_result new_multipart(struct scene *scene, const struct string *s) {
    smtp_part *part;
    return smtp_part_new_multipart(scene->tree, s[0].data, s[0].length, &part);
}

static smtp_result set_content_id(struct scene *scene, const struct string *s) {
    return smtp_part_set_content_id(scene->leaf, s[0].data, s[0].length);
}

static smtp_result set_disposition(struct scene *scene, const struct string *s) {
    return smtp_part_set_disposition(scene->leaf, SMTP_DISPOSITION_INLINE, s[0].data, s[0].length);
}

static smtp_result set_part_header(struct scene *scene, const struct string *s) {
    return smtp_part_set_header(scene->leaf, s[0].data, s[0].length, s[1].data, s[1].length);
}

static smtp_result set_missing_id(struct scene *scene, const struct string *s) {
    return smtp_raw_set_missing_message_id(scene->raw, s[0].data, s[0].length);
}

static smtp_result add_key(struct scene *scene, const struct string *s) {
    return smtp_merge_add_key(scene->merge, s[0].data, s[0].length);
}

static smtp_result set_recipient(struct scene *scene, const struct string *s) {
    return smtp_merge_set_recipient(scene->merge, s[0].data, s[0].length, s[1].data, s[1].length);
}

/* The value stands in the subject, too: what its setter refuses, the merge refuses. */
static smtp_result set_value(struct scene *scene, const struct string *s) {
    smtp_result result = smtp_merge_set_recipient(scene->merge, NULL, 0, "carol@example.org", SMTP_Z);
    if (result == SMTP_OK) {
        result = smtp_merge_set_value(scene->merge, s[0].data, s[0].length, s[1].data, s[1].length);
    }
    return result == SMTP_OK ? smtp_merge_apply(scene->merge) : result;
}

static smtp_result add_signer(struct scene *scene, const struct string *s) {
    return smtp_dkim_add_signer(scene->dkim, s[0].data, s[0].length, s[1].data, s[1].length, SMTP_DKIM_RSA_SHA256,
                                scene_sign, NULL, NULL);
}

static smtp_result set_fields(struct scene *scene, const struct string *s) {
    return smtp_dkim_set_fields(scene->dkim, s[0].data, s[0].length);
}

static smtp_result set_mail_from(struct scene *scene, const struct string *s) {
    return smtp_envelope_set_mail_from(scene->envelope, s[0].data, s[0].length);
}

static smtp_result add_recipient(struct scene *scene, const struct string *s) {
    return smtp_envelope_add_recipient(scene->envelope, s[0].data, s[0].length);
}

static smtp_result set_envid(struct scene *scene, const struct string *s) {
    return smtp_envelope_set_envid(scene->envelope, s[0].data, s[0].length);
}

static smtp_result set_auth(struct scene *scene, const struct string *s) {
    return smtp_envelope_set_auth(scene->envelope, s[0].data, s[0].length);
}

static smtp_result add_parameter(struct scene *scene, const struct string *s) {
    return smtp_envelope_add_parameter(scene->envelope, s[0].data, s[0].length, s[1].data, s[1].length);
}

static smtp_result set_original(struct scene *scene, const struct string *s) {
    return smtp_envelope_set_recipient_original(scene->envelope, 0, s[0].data, s[0].length);
}

static smtp_result add_recipient_parameter(struct scene *scene, const struct string *s) {
    return smtp_envelope_add_recipient_parameter(scene->envelope, 0, s[0].data, s[0].length, s[1].data, s[1].length);
}

static smtp_result check_mailbox(struct scene *scene, const struct string *s) {
    (void)scene;
    return smtp_mailbox_check(s[0].data, s[0].length, NULL);
}

static smtp_result mailbox_to_ascii(struct scene *scene, const struct string *s) {
    char buffer[SMTP_MAILBOX_BYTES];
    size_t length;
    (void)scene;
    return smtp_mailbox_to_ascii(s[0].data, s[0].length, buffer, sizeof buffer, &length);
}

static smtp_result check_helo_name(struct scene *scene, const struct string *s) {
    (void)scene;
    return smtp_helo_name_check(s[0].data, s[0].length);
}

/* ---- the table ---- */

#define PERSON                                                                                                         \
    { "Ann", "ann@example.org" }
#define FIELD                                                                                                          \
    { "X-Own", "value" }
#define FILE_OF_TYPE                                                                                                   \
    { "name.png", "image/png" }
#define SHOWN                                                                                                          \
    { "id@example.org", "name.png", "image/png" }
#define ID                                                                                                             \
    { "<1@example.org>" }
#define BODY                                                                                                           \
    { "some text\n" }
#define PARAMETER                                                                                                      \
    { "X-OWN", "value" }
#define DOMAINS                                                                                                        \
    { "example.net", "s2" }

const struct door doors[] = {
    {"smtp_message_set_from name", .pair = smtp_message_set_from, .good = PERSON},
    {"smtp_message_set_from address", .pair = smtp_message_set_from, .good = PERSON, .at = 1, .also = SMTP_E_ADDRESS},
    {"smtp_message_set_sender name", .pair = smtp_message_set_sender, .good = PERSON},
    {"smtp_message_set_sender address", .pair = smtp_message_set_sender, .good = PERSON, .at = 1},
    {"smtp_message_add_reply_to name", .pair = smtp_message_add_reply_to, .good = PERSON},
    {"smtp_message_add_reply_to address", .pair = smtp_message_add_reply_to, .good = PERSON, .at = 1},
    {"smtp_message_add_to name", .pair = smtp_message_add_to, .good = PERSON},
    {"smtp_message_add_to address", .pair = smtp_message_add_to, .good = PERSON, .at = 1},
    {"smtp_message_add_cc name", .pair = smtp_message_add_cc, .good = PERSON},
    {"smtp_message_add_cc address", .pair = smtp_message_add_cc, .good = PERSON, .at = 1},
    {"smtp_message_add_bcc name", .pair = smtp_message_add_bcc, .good = PERSON},
    {"smtp_message_add_bcc address", .pair = smtp_message_add_bcc, .good = PERSON, .at = 1},
    {"smtp_message_set_subject text", .value = smtp_message_set_subject, .good = {"Another subject"}},
    {"smtp_message_set_message_id id", .value = smtp_message_set_message_id, .good = ID, .also = SMTP_E_MESSAGE_ID},
    {"smtp_message_add_header name", .pair = smtp_message_add_header, .good = FIELD, .also = SMTP_E_HEADER_NAME},
    {"smtp_message_add_header value", .pair = smtp_message_add_header, .good = FIELD, .at = 1},
    {"smtp_message_set_header name", .pair = smtp_message_set_header, .good = FIELD, .also = SMTP_E_HEADER_NAME},
    {"smtp_message_set_header value", .pair = smtp_message_set_header, .good = FIELD, .at = 1},
    {"smtp_message_set_text text", .value = smtp_message_set_text, .good = BODY, .is_content = true},
    {"smtp_message_set_html html", .value = smtp_message_set_html, .good = BODY, .is_content = true},
    {"smtp_message_attach name", .own = attach, .good = FILE_OF_TYPE},
    {"smtp_message_attach type", .own = attach, .good = FILE_OF_TYPE, .at = 1, .also = SMTP_E_MEDIA_TYPE},
    {"smtp_message_attach_memory name", .own = attach_memory, .good = FILE_OF_TYPE},
    {"smtp_message_attach_memory type", .own = attach_memory, .good = FILE_OF_TYPE, .at = 1, .also = SMTP_E_MEDIA_TYPE},
    {"smtp_message_set_flowed_text text", .value = smtp_message_set_flowed_text, .good = BODY, .is_content = true},
    {"smtp_message_set_amp amp", .value = smtp_message_set_amp, .good = BODY, .is_content = true},
    {"smtp_message_set_calendar method", .pair = smtp_message_set_calendar, .good = {"REQUEST", "BEGIN:VCALENDAR"},
     .also = SMTP_E_MEDIA_TYPE},
    {"smtp_message_set_calendar calendar", .pair = smtp_message_set_calendar, .good = {"REQUEST", "BEGIN:VCALENDAR"},
     .at = 1, .is_content = true},
    {"smtp_message_add_inline id", .own = add_inline, .good = SHOWN, .also = SMTP_E_MESSAGE_ID},
    {"smtp_message_add_inline name", .own = add_inline, .good = SHOWN, .at = 1},
    {"smtp_message_add_inline type", .own = add_inline, .good = SHOWN, .at = 2, .also = SMTP_E_MEDIA_TYPE},
    {"smtp_message_add_inline_memory id", .own = add_inline_memory, .good = SHOWN, .also = SMTP_E_MESSAGE_ID},
    {"smtp_message_add_inline_memory name", .own = add_inline_memory, .good = SHOWN, .at = 1},
    {"smtp_message_add_inline_memory type", .own = add_inline_memory, .good = SHOWN, .at = 2,
     .also = SMTP_E_MEDIA_TYPE},
    {"smtp_message_attach_message name", .own = attach_message, .good = {"a.eml"}},

    {"smtp_message_add_address name", .own = add_address, .good = PERSON},
    {"smtp_message_add_address address", .own = add_address, .good = PERSON, .at = 1},
    {"smtp_message_open_group name", .numbered = smtp_message_open_group, .number = SMTP_HEADER_TO, .good = {"Group"}},

    {"smtp_message_add_in_reply_to id", .value = smtp_message_add_in_reply_to, .good = ID, .also = SMTP_E_MESSAGE_ID},
    {"smtp_message_add_reference id", .value = smtp_message_add_reference, .good = ID, .also = SMTP_E_MESSAGE_ID},
    {"smtp_message_add_keyword text", .value = smtp_message_add_keyword, .good = {"keyword"}},
    {"smtp_message_add_comment text", .value = smtp_message_add_comment, .good = {"a comment"}},
    {"smtp_message_set_list_id name", .pair = smtp_message_set_list_id, .good = {"News", "news.example.org"}},
    {"smtp_message_set_list_id id", .pair = smtp_message_set_list_id, .good = {"News", "news.example.org"}, .at = 1,
     .also = SMTP_E_ADDRESS},
    {"smtp_message_add_list_url url", .numbered = smtp_message_add_list_url, .number = SMTP_LIST_HELP,
     .good = {"https://example.org/"}, .also = SMTP_E_LIST_URL},
    {"smtp_message_set_one_click_unsubscribe https_url", .pair = smtp_message_set_one_click_unsubscribe,
     .good = {"https://example.org/", "mailto:a@example.org"}, .also = SMTP_E_LIST_URL},
    {"smtp_message_set_one_click_unsubscribe mailto_url", .pair = smtp_message_set_one_click_unsubscribe,
     .good = {"https://example.org/", "mailto:a@example.org"}, .at = 1, .also = SMTP_E_LIST_URL},
    {"smtp_message_set_resent id", .own = set_resent, .good = ID, .also = SMTP_E_MESSAGE_ID},

    {"smtp_part_new_text type", .own = new_text, .good = {"text/x-log", "text"}, .also = SMTP_E_MEDIA_TYPE},
    {"smtp_part_new_text text", .own = new_text, .good = {"text/x-log", "text"}, .at = 1, .is_content = true},
    {"smtp_part_new_source type", .own = new_source, .good = {"image/png"}, .also = SMTP_E_MEDIA_TYPE},
    {"smtp_part_new_multipart type", .own = new_multipart, .good = {"multipart/mixed"}, .also = SMTP_E_MEDIA_TYPE},
    {"smtp_part_set_content_id id", .own = set_content_id, .good = ID, .also = SMTP_E_MESSAGE_ID},
    {"smtp_part_set_disposition name", .own = set_disposition, .good = {"name.txt"}},
    {"smtp_part_set_header name", .own = set_part_header, .good = {"Content-Language", "de"},
     .also = SMTP_E_HEADER_NAME},
    {"smtp_part_set_header value", .own = set_part_header, .good = {"Content-Language", "de"}, .at = 1},

    {"smtp_raw_set_missing_message_id id", .own = set_missing_id, .good = ID, .also = SMTP_E_MESSAGE_ID},

    {"smtp_merge_add_key key", .own = add_key, .good = {"other"}, .also = SMTP_E_TEMPLATE},
    {"smtp_merge_set_value key", .own = set_value, .good = {"key", "value"}, .also = SMTP_E_MERGE_KEY},
    {"smtp_merge_set_value value", .own = set_value, .good = {"key", "value"}, .at = 1, .also = SMTP_E_NUL_IN_CONTENT},
    {"smtp_merge_set_recipient name", .own = set_recipient, .good = PERSON},
    {"smtp_merge_set_recipient address", .own = set_recipient, .good = PERSON, .at = 1},

    {"smtp_dkim_add_signer domain", .own = add_signer, .good = DOMAINS, .also = SMTP_E_DKIM},
    {"smtp_dkim_add_signer selector", .own = add_signer, .good = DOMAINS, .at = 1, .also = SMTP_E_DKIM},
    {"smtp_dkim_set_fields names", .own = set_fields, .good = {"From:Subject"}, .also = SMTP_E_HEADER_NAME},

    {"smtp_envelope_set_mail_from address", .own = set_mail_from, .good = {"ann@example.org"}, .also = SMTP_E_ADDRESS},
    {"smtp_envelope_add_recipient address", .own = add_recipient, .good = {"ann@example.org"}, .also = SMTP_E_ADDRESS},
    {"smtp_envelope_set_envid identifier", .own = set_envid, .good = {"QQ314159"}, .also = SMTP_E_ENVELOPE_ID},
    {"smtp_envelope_set_auth address", .own = set_auth, .good = {"ann@example.org"}, .also = SMTP_E_ADDRESS},
    {"smtp_envelope_add_parameter keyword", .own = add_parameter, .good = PARAMETER, .also = SMTP_E_PARAMETER},
    {"smtp_envelope_add_parameter value", .own = add_parameter, .good = PARAMETER, .at = 1, .also = SMTP_E_PARAMETER},
    {"smtp_envelope_set_recipient_original address", .own = set_original, .good = {"ann@example.org"}},
    {"smtp_envelope_add_recipient_parameter keyword", .own = add_recipient_parameter, .good = PARAMETER,
     .also = SMTP_E_PARAMETER},
    {"smtp_envelope_add_recipient_parameter value", .own = add_recipient_parameter, .good = PARAMETER, .at = 1,
     .also = SMTP_E_PARAMETER},
    {"smtp_mailbox_check address", .own = check_mailbox, .good = {"ann@example.org"}, .also = SMTP_E_ADDRESS},
    {"smtp_mailbox_to_ascii address", .own = mailbox_to_ascii, .good = {"ann@example.org"}, .also = SMTP_E_ADDRESS},
    {"smtp_helo_name_check name", .own = check_helo_name, .good = {"client.example.org"}, .also = SMTP_E_HELO_NAME},
};
const size_t doors_count = sizeof doors / sizeof doors[0];

smtp_result door_enter(const struct door *door, struct scene *scene, const struct string strings[3]) {
    const struct string *s = strings;
    if (door->value != NULL) {
        return door->value(scene->message, s[0].data, s[0].length);
    }
    if (door->pair != NULL) {
        return door->pair(scene->message, s[0].data, s[0].length, s[1].data, s[1].length);
    }
    if (door->numbered != NULL) {
        return door->numbered(scene->message, door->number, s[0].data, s[0].length);
    }
    return door->own(scene, s);
}
