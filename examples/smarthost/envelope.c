/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "envelope.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { PATH_MAX_OCTETS = 256, LOCAL_PART_MAX = 64, SIZE_DIGITS_MAX = 20 };

static const char syntax_error[] = "501 5.5.4 Syntax error in the arguments\r\n";
static const char bad_sender[] = "553 5.1.7 Not a mailbox\r\n";
static const char bad_recipient[] = "553 5.1.3 Not a mailbox\r\n";
static const char needs_utf8[] = "553 5.6.7 A non-ASCII address needs SMTPUTF8\r\n";

void envelope_clear(struct envelope *envelope) {
    envelope->has_sender = envelope->is_utf8 = false;
    envelope->recipients = envelope->length = 0;
}

/* There is always room: the bounds of lines and recipients say so, and if they ever do not, the line is left out. */
static void add(struct envelope *envelope, const char *first, const char *second) {
    size_t room = sizeof envelope->text - envelope->length;
    int length = snprintf(envelope->text + envelope->length, room, "%s %s\n", first, second);
    envelope->length += length > 0 && (size_t)length < room ? (size_t)length : 0;
}

void envelope_note(struct envelope *envelope, const char *name, const char *value) {
    add(envelope, name, value);
}

struct path {
    const char *text; /* what stands between < and > */
    size_t length;
    size_t local_length; /* up to the last @ outside quotes; the whole if there is none */
    const char *parameters;
    bool is_ascii;
};

static bool is_forbidden(unsigned char byte, bool quoted) {
    return byte < ' ' || byte == 127 || (byte == ' ' && !quoted);
}

/* Where the path ends: the first > outside a quoted string (RFC 5321 s4.1.2); NULL if there is none or a blank. */
static const char *path_end(const char *text, struct path *path) {
    bool quoted = false;
    bool escaped = false;
    for (const char *at = text; *at != '\0'; at++) {
        unsigned char byte = (unsigned char)*at;
        if (is_forbidden(byte, quoted)) {
            return NULL;
        }
        if (byte == '>' && !quoted) {
            return at;
        }
        if (byte == '@' && !quoted) {
            path->local_length = (size_t)(at - text);
        }
        quoted ^= byte == '"' && !escaped;
        escaped = quoted && byte == '\\' && !escaped;
        path->is_ascii &= byte < 128;
    }
    return NULL;
}

static bool read_path(const char *argument, const char *keyword, struct path *path) {
    size_t length = strlen(keyword);
    if (strncasecmp(argument, keyword, length) != 0 || argument[length] != '<') {
        return false;
    }
    *path = (struct path){.text = argument + length + 1, .local_length = SIZE_MAX, .is_ascii = true};
    const char *end = path_end(path->text, path);
    if (end == NULL || (end[1] != '\0' && end[1] != ' ')) {
        return false;
    }
    path->length = (size_t)(end - path->text);
    path->parameters = end + 1;
    return path->length <= PATH_MAX_OCTETS - 2;
}

static bool is_mailbox(const struct path *path) {
    return path->local_length > 0 && path->local_length <= LOCAL_PART_MAX && path->local_length + 1 < path->length &&
           path->text[path->length - 1] != '@';
}

static bool is(const char *text, size_t length, const char *word) {
    return strlen(word) == length && strncasecmp(text, word, length) == 0;
}

static const char *check_size(const char *digits, size_t length, uint64_t max_size) {
    uint64_t size = 0;
    if (length == 0 || length > SIZE_DIGITS_MAX || strspn(digits, "0123456789") < length) {
        return syntax_error;
    }
    for (size_t i = 0; i < length; i++) {
        unsigned digit = (unsigned)(digits[i] - '0');
        size = size > (UINT64_MAX - digit) / 10 ? UINT64_MAX : size * 10 + digit;
    }
    return max_size != 0 && size > max_size ? "552 5.3.4 The mail is too large\r\n" : NULL;
}

/* One parameter of MAIL (RFC 1870, 6152, 6531, 4954 s5). NULL: fine. */
static const char *check_parameter(struct envelope *envelope, const char *text, size_t length, uint64_t max_size) {
    const char *equals = memchr(text, '=', length);
    size_t name = equals != NULL ? (size_t)(equals - text) : length;
    const char *value = equals != NULL ? equals + 1 : text + length;
    size_t value_length = length - (size_t)(value - text);
    if (is(text, name, "SIZE")) {
        return check_size(value, value_length, max_size);
    }
    if (is(text, name, "BODY")) {
        bool known = is(value, value_length, "7BIT") || is(value, value_length, "8BITMIME");
        return known ? NULL : syntax_error;
    }
    if (is(text, length, "SMTPUTF8")) {
        envelope->is_utf8 = true;
        return NULL;
    }
    return is(text, name, "AUTH") && value_length > 0 ? NULL : "555 5.5.4 Unknown parameter\r\n";
}

static const char *check_parameters(struct envelope *envelope, const char *text, uint64_t max_size) {
    const char *problem = NULL;
    while (*text == ' ' && problem == NULL) {
        size_t length = strcspn(++text, " ");
        problem = length == 0 ? syntax_error : check_parameter(envelope, text, length, max_size);
        text += length;
    }
    return problem;
}

const char *envelope_mail(struct envelope *envelope, const char *argument, uint64_t max_size) {
    struct path path;
    envelope_clear(envelope);
    if (!read_path(argument, "FROM:", &path)) {
        return syntax_error;
    }
    if (path.length > 0 && !is_mailbox(&path)) {
        return bad_sender;
    }
    const char *problem = check_parameters(envelope, path.parameters, max_size);
    if (problem != NULL) {
        return problem;
    }
    if (!path.is_ascii && !envelope->is_utf8) {
        return needs_utf8;
    }
    envelope->has_sender = true;
    add(envelope, "MAIL", argument);
    return "250 2.1.0 Sender ok\r\n";
}

static const char *answer_for(const struct path *path) {
    static const struct {
        const char *local_part, *reply;
    } answers[] = {
        {"nobody", "550 5.1.1 No such mailbox here\r\n"},
        {"later", "451 4.3.0 Not now, try again later\r\n"},
        {"full", "452 4.2.2 The mailbox is full\r\n"},
        {"long", "550-5.1.1 This mailbox does not exist.\r\n"
                 "550-5.1.1 It may have existed once,\r\n"
                 "550-5.1.1 or it may exist some day,\r\n"
                 "550-5.1.1 but there is no such mailbox now.\r\n"
                 "550 5.1.1 This reply has five lines.\r\n"},
    };
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        if (is(path->text, path->local_length, answers[i].local_part)) {
            return answers[i].reply;
        }
    }
    return "250 2.1.5 Recipient ok\r\n";
}

const char *envelope_recipient(struct envelope *envelope, const char *argument) {
    struct path path;
    if (!read_path(argument, "TO:", &path)) {
        return syntax_error;
    }
    if (!is_mailbox(&path)) {
        return bad_recipient;
    }
    if (*path.parameters != '\0') {
        return "555 5.5.4 Unknown parameter\r\n";
    }
    if (!path.is_ascii && !envelope->is_utf8) {
        return needs_utf8;
    }
    if (envelope->recipients == RECIPIENTS_MAX) {
        return "452 4.5.3 Too many recipients\r\n";
    }
    const char *reply = answer_for(&path);
    if (*reply == '2') {
        envelope->recipients++;
        add(envelope, "RCPT", argument);
    }
    return reply;
}
