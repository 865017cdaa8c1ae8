/* SPDX-License-Identifier: MIT */
#include "media_type.h"

#include "text_check.h"
#include <string.h>

enum {
    TOKEN_MAX = 127, /* RFC 6838 s4.2 */
    VALUE_MAX = 800
};

/* RFC 2045 s5.1, token: printable ASCII without blanks and tspecials */
static struct smtp__text take_token(struct smtp__text *rest) {
    size_t n = 0;
    while (n < rest->length && rest->data[n] > ' ' && rest->data[n] <= '~' &&
           strchr("()<>@,;:\\\"/[]?=", rest->data[n]) == NULL) {
        n++;
    }
    struct smtp__text token = {rest->data, n};
    rest->data += n;
    rest->length -= n;
    return token;
}

static bool take_char(struct smtp__text *rest, char c) {
    if (rest->length == 0 || rest->data[0] != c) {
        return false;
    }
    rest->data++;
    rest->length--;
    return true;
}

/* What is left after its opening quote; ends behind the closing one. */
static bool take_quoted(struct smtp__text *rest) {
    while (rest->length > 0 && rest->data[0] >= ' ' && rest->data[0] <= '~') {
        if (take_char(rest, '"')) {
            return true;
        }
        if (take_char(rest, '\\') && rest->length == 0) {
            return false;
        }
        rest->data++;
        rest->length--;
    }
    return false;
}

/* A parameter after its ";". */
static bool take_parameter(struct smtp__text *rest, struct smtp__text *name, struct smtp__text *whole) {
    *rest = smtp__text_trim(*rest);
    whole->data = rest->data;
    *name = take_token(rest);
    if (name->length == 0 || name->length > TOKEN_MAX || !take_char(rest, '=')) {
        return false;
    }
    bool is_good = take_char(rest, '"') ? take_quoted(rest) : take_token(rest).length > 0;
    whole->length = (size_t)(rest->data - whole->data);
    *rest = smtp__text_trim(*rest);
    return is_good && whole->length <= VALUE_MAX;
}

/* True of a parameter and of its extended forms, "name*" and "name*0" (RFC 2231). */
static bool is_parameter(struct smtp__text parameter, const char *name) {
    size_t length = strlen(name);
    bool is_extended = parameter.length > length && parameter.data[length] == '*';
    struct smtp__text front = {parameter.data, is_extended ? length : parameter.length};
    return smtp__text_is(front, name);
}

static enum smtp__media media_of(struct smtp__text type) {
    static const char *const names[] = {
        [SMTP__MEDIA_TEXT] = "text", [SMTP__MEDIA_MULTIPART] = "multipart", [SMTP__MEDIA_MESSAGE] = "message"};
    enum smtp__media media = SMTP__MEDIA_MESSAGE;
    while (media > SMTP__MEDIA_OTHER && !smtp__text_is(type, names[media])) {
        media--;
    }
    return media;
}

/* type/subtype */
static bool take_type(struct smtp__text *rest, enum smtp__media *media) {
    struct smtp__text type = take_token(rest);
    bool has_slash = take_char(rest, '/');
    struct smtp__text subtype = take_token(rest);
    *rest = smtp__text_trim(*rest);
    *media = media_of(type);
    return has_slash && type.length > 0 && type.length <= TOKEN_MAX && subtype.length > 0 &&
           subtype.length <= TOKEN_MAX;
}

smtp_result smtp__media_type_check(struct smtp__text type, const char *ours, enum smtp__media *media) {
    smtp_result result = smtp__text_check(type);
    if (result != SMTP_OK) {
        return result;
    }
    if (!take_type(&type, media)) {
        return SMTP_E_MEDIA_TYPE;
    }
    while (take_char(&type, ';')) {
        struct smtp__text name;
        struct smtp__text whole;
        bool is_good = take_parameter(&type, &name, &whole);
        if (!is_good || is_parameter(name, "name") || (ours != NULL && is_parameter(name, ours))) {
            return SMTP_E_MEDIA_TYPE;
        }
    }
    return type.length == 0 ? SMTP_OK : SMTP_E_MEDIA_TYPE;
}

void smtp__media_type_write(struct smtp__writer *writer, struct smtp__text type) {
    struct smtp__text rest = type;
    struct smtp__text name;
    struct smtp__text whole;
    enum smtp__media media;
    (void)take_type(&rest, &media);
    type.length = (size_t)(rest.data - type.data);
    type = smtp__text_trim(type);
    smtp__writer_word(writer, 1, type, smtp__writer_aim(writer, type.length + 1, 0));
    while (take_char(&rest, ';') && take_parameter(&rest, &name, &whole)) {
        smtp__writer_string(writer, ";");
        smtp__writer_word(writer, 1, whole, SMTP__LIST_AIM);
    }
}

struct smtp__text smtp__media_type_guess(struct smtp__text file_name) {
    static const char *const table[][2] = {
        {"csv", "text/csv"},
        {"doc", "application/msword"},
        {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
        {"gif", "image/gif"},
        {"gz", "application/gzip"},
        {"htm", "text/html"},
        {"html", "text/html"},
        {"ics", "text/calendar"},
        {"jpeg", "image/jpeg"},
        {"jpg", "image/jpeg"},
        {"json", "application/json"},
        {"log", "text/plain"},
        {"md", "text/markdown"},
        {"mov", "video/quicktime"},
        {"mp3", "audio/mpeg"},
        {"mp4", "video/mp4"},
        {"ods", "application/vnd.oasis.opendocument.spreadsheet"},
        {"odt", "application/vnd.oasis.opendocument.text"},
        {"pdf", "application/pdf"},
        {"png", "image/png"},
        {"ppt", "application/vnd.ms-powerpoint"},
        {"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
        {"svg", "image/svg+xml"},
        {"tar", "application/x-tar"},
        {"txt", "text/plain"},
        {"webm", "video/webm"},
        {"webp", "image/webp"},
        {"xls", "application/vnd.ms-excel"},
        {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
        {"xml", "application/xml"},
        {"zip", "application/zip"},
    };
    size_t at = file_name.length;
    while (at > 0 && file_name.data[at - 1] != '.') {
        at--;
    }
    struct smtp__text ending = {file_name.data + at, file_name.length - at};
    for (size_t i = 0; at > 0 && i < sizeof table / sizeof table[0]; i++) {
        if (smtp__text_is(ending, table[i][0])) {
            return smtp__text_from(table[i][1], SMTP_Z);
        }
    }
    return smtp__text_from("application/octet-stream", SMTP_Z);
}
