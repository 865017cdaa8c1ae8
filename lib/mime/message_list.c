/* SPDX-License-Identifier: MIT */
/* message_list.c - the fields of mailing lists: RFC 2369, RFC 2919, RFC 8058. */
#include "message_object.h"

#include "atom.h"
#include "base/ascii.h"
#include "phrase.h"
#include "text_check.h"
#include <smtp/message_field.h>
#include <string.h>

enum { LIST_ID_MAX = 255 }; /* RFC 2919 s2 */

struct list_id {
    struct smtp__text name;
    struct smtp__text id;
};

static smtp_result write_list_id(struct smtp__writer *writer, const void *what) {
    const struct list_id *list = what;
    if (list->name.length > 0) {
        smtp__mailbox_write(writer, list->name, list->id);
    } else {
        smtp__angle_write(writer, list->id);
    }
    return SMTP_OK;
}

/* RFC 2919 s2: a label and the domain in which it is unique */
static bool is_list_id(struct smtp__text id) {
    return id.length <= LIST_ID_MAX && smtp__is_dot_atom(id) && memchr(id.data, '.', id.length) != NULL;
}

smtp_result smtp_message_set_list_id(smtp_message *message, const char *name, size_t name_length, const char *id,
                                     size_t id_length) {
    if (message == NULL || id == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct list_id list = {smtp__text_from(name, name_length), smtp__text_from(id, id_length)};
    smtp_result result = smtp__text_check(list.name);
    if (result == SMTP_OK) {
        result = smtp__text_check(list.id);
    }
    if (result == SMTP_OK && !is_list_id(list.id)) {
        result = SMTP_E_ADDRESS;
    }
    struct smtp__draft draft = {SMTP__FIELD_OWN, {"List-Id", 7}, write_list_id, &list};
    return result == SMTP_OK ? smtp__message_replace(message, &draft, 1) : result;
}

/* RFC 3986 s3.1: its length, 0 if there is none. */
static size_t scheme_length(struct smtp__text url) {
    size_t n = 0;
    while (n < url.length && (smtp__ascii_is_alnum(url.data[n]) || strchr("+-.", url.data[n]) != NULL)) {
        n++;
    }
    return n > 0 && smtp__ascii_is_alpha(url.data[0]) ? n : 0;
}

/* Something behind a scheme and ":", and nothing that would end it in the field. */
static bool is_url(struct smtp__text url) {
    size_t scheme = scheme_length(url);
    return smtp__text_is_in_url(url) && scheme > 0 && scheme + 1 < url.length && url.data[scheme] == ':';
}

static smtp_result check_url(struct smtp__text url) {
    smtp_result result = smtp__text_check(url);
    return result == SMTP_OK && !is_url(url) ? SMTP_E_LIST_URL : result;
}

/* A comma may follow it. */
static smtp_result write_url(struct smtp__writer *writer, const void *what) {
    const struct smtp__text *url = what;
    if (!writer->is_first) {
        smtp__writer_string(writer, ",");
    }
    smtp__angle_write(writer, *url);
    return writer->column < SMTP__HEADER_MAX ? SMTP_OK : SMTP_E_HEADER_TOO_LONG;
}

static smtp_result write_string(struct smtp__writer *writer, const void *what) {
    smtp__writer_string(writer, what);
    return SMTP_OK;
}

/* It stands alone (RFC 2369 s3.4), whatever came before it or comes after. */
static const char no_post[] = " NO";

static bool says_no(const struct smtp_message *message, struct smtp__text name) {
    const struct smtp__field *field = smtp__field_find(&message->fields, name);
    size_t length = sizeof no_post - 1;
    return field != NULL && field->first->text.length == name.length + 1 + length &&
           memcmp(field->first->text.data + name.length + 1, no_post, length) == 0;
}

static smtp_result add_url(struct smtp_message *message, struct smtp__text name, struct smtp__text url) {
    struct smtp__draft draft = {SMTP__FIELD_OWN, name, write_url, &url};
    smtp_result result = check_url(url);
    if (result != SMTP_OK) {
        return result;
    }
    return says_no(message, name) ? smtp__message_replace(message, &draft, 1) : smtp__message_extend(message, &draft);
}

smtp_result smtp_message_add_list_url(smtp_message *message, int32_t field, const char *url, size_t length) {
    static const char *const names[] = {
        [SMTP_LIST_HELP] = "List-Help",           [SMTP_LIST_UNSUBSCRIBE] = "List-Unsubscribe",
        [SMTP_LIST_SUBSCRIBE] = "List-Subscribe", [SMTP_LIST_POST] = "List-Post",
        [SMTP_LIST_OWNER] = "List-Owner",         [SMTP_LIST_ARCHIVE] = "List-Archive",
    };
    if (message == NULL || url == NULL || field < SMTP_LIST_HELP || field > SMTP_LIST_ARCHIVE) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__text name = smtp__text_from(names[field], SMTP_Z);
    struct smtp__text text = smtp__text_from(url, length);
    if (field == SMTP_LIST_POST && smtp__text_is(text, "NO")) {
        struct smtp__draft draft = {SMTP__FIELD_OWN, name, write_string, no_post};
        return smtp__message_replace(message, &draft, 1);
    }
    return add_url(message, name, text);
}

struct one_click {
    struct smtp__text https;
    struct smtp__text mailto; /* may be empty */
};

static smtp_result write_urls(struct smtp__writer *writer, const void *what) {
    const struct one_click *urls = what;
    smtp_result result = write_url(writer, &urls->https);
    return result == SMTP_OK && urls->mailto.length > 0 ? write_url(writer, &urls->mailto) : result;
}

/* With something behind it */
static bool begins(struct smtp__text url, const char *scheme) {
    return url.length > strlen(scheme) && smtp__text_begins(url, scheme);
}

static smtp_result check_one_click(const struct one_click *urls) {
    bool has_mailto = urls->mailto.length > 0;
    smtp_result result = check_url(urls->https);
    if (result == SMTP_OK && has_mailto) {
        result = check_url(urls->mailto);
    }
    if (result == SMTP_OK && (!begins(urls->https, "https://") || (has_mailto && !begins(urls->mailto, "mailto:")))) {
        result = SMTP_E_LIST_URL;
    }
    return result;
}

smtp_result smtp_message_set_one_click_unsubscribe(smtp_message *message, const char *https_url,
                                                   size_t https_url_length, const char *mailto_url,
                                                   size_t mailto_url_length) {
    if (message == NULL || https_url == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct one_click urls = {smtp__text_from(https_url, https_url_length),
                             smtp__text_from(mailto_url, mailto_url_length)};
    smtp_result result = check_one_click(&urls);
    struct smtp__draft drafts[] = {
        {SMTP__FIELD_OWN, {"List-Unsubscribe", 16}, write_urls, &urls},
        {SMTP__FIELD_OWN, {"List-Unsubscribe-Post", 21}, write_string, " List-Unsubscribe=One-Click"}, /* RFC 8058 s2 */
    };
    return result == SMTP_OK ? smtp__message_replace(message, drafts, 2) : result;
}
