/* SPDX-License-Identifier: MIT */
#include "reply.h"

#include "base/ascii.h"
#include <string.h>

_Static_assert(SMTP_CFG_REPLY_LINE >= 510 && SMTP_CFG_REPLY_LINE <= 65535, "SMTP_CFG_REPLY_LINE: 510..65535");
_Static_assert(SMTP_CFG_REPLY_LINES >= 16 && SMTP_CFG_REPLY_LINES <= 1024, "SMTP_CFG_REPLY_LINES: 16..1024");

/*
 * The memory: the text of the lines taken, one octet (its NUL, or the LF before the next line), the present line.
 * While more lines follow, LINE_ROOM stays free, so that the code and the enhanced code of each line can be read.
 */
enum { LINE_ROOM = 16, CODE_LENGTH = 3 };

void smtp__reply_init(struct smtp__reply *reply, void *memory, size_t size) {
    memset(reply, 0, sizeof *reply);
    reply->text.data = memory;
    reply->text.capacity = size;
    smtp__reply_clear(reply);
}

/* The text ends at `end`; the next line begins. */
static void begin_line(struct smtp__reply *reply, size_t end) {
    reply->text.data[end] = '\0';
    reply->line_at = end + 1;
    reply->text.length = reply->line_at;
    reply->line_length = 0;
    reply->after_cr = false;
    reply->line_is_cut = false;
}

void smtp__reply_clear(struct smtp__reply *reply) {
    begin_line(reply, 0);
    reply->lines = 0;
    reply->code = 0;
    reply->enhanced = 0;
    reply->is_cut = false;
}

struct smtp__text smtp__reply_line(const struct smtp__reply *reply) {
    struct smtp__text line = {(const char *)reply->text.data + reply->line_at, reply->text.length - reply->line_at};
    return line;
}

struct smtp__text smtp__reply_text(struct smtp__reply *reply) {
    struct smtp__text text = {(const char *)reply->text.data, reply->line_at - 1};
    return text;
}

/* Adds the present line without its first `skip` octets to the text, which then ends at `most`. */
static void keep_line(struct smtp__reply *reply, size_t skip, size_t most) {
    struct smtp__text line = smtp__reply_line(reply);
    size_t end = reply->line_at - 1;
    bool nothing_before = reply->lines == 0 || (end == 0 && reply->is_cut);
    if (!nothing_before) {
        reply->text.data[end++] = '\n';
    }
    memmove(reply->text.data + end, line.data + skip, line.length - skip);
    end += line.length - skip;
    reply->is_cut = reply->is_cut || reply->line_is_cut || end > most;
    begin_line(reply, end > most ? most : end);
}

static smtp_result breach(struct smtp__reply *reply, smtp_result result) {
    keep_line(reply, 0, reply->text.capacity - 1);
    return result;
}

/* False when the line gets too long. What does not fit is counted. */
static bool add_octet(struct smtp__reply *reply, uint8_t octet) {
    if (reply->line_length == SMTP_CFG_REPLY_LINE) {
        return false;
    }
    reply->line_length++;
    if (!smtp__buffer_append_byte(&reply->text, octet)) {
        reply->line_is_cut = true;
    }
    return true;
}

static smtp_result take_octet(struct smtp__reply *reply, uint8_t octet) {
    if (octet == '\n') {
        return SMTP_OK;
    }
    if (octet == '\0') {
        return SMTP_E_REPLY_SYNTAX;
    }
    if (reply->after_cr && !add_octet(reply, '\r')) {
        return SMTP_E_REPLY_TOO_LONG;
    }
    reply->after_cr = octet == '\r';
    return reply->after_cr || add_octet(reply, octet) ? SMTP_PENDING : SMTP_E_REPLY_TOO_LONG;
}

smtp_result smtp__reply_feed(struct smtp__reply *reply, const uint8_t *data, size_t length, size_t *used) {
    smtp_result result = SMTP_PENDING;
    size_t n = 0;
    while (n < length && result == SMTP_PENDING) {
        result = take_octet(reply, data[n++]);
    }
    *used = n;
    reply->line_is_cut = reply->line_is_cut || result < 0; /* nobody reads the rest of it */
    return result < 0 ? breach(reply, result) : result;
}

/* RFC 5321 s4.2: Reply-code = %x32-35 %x30-35 %x30-39, then "-", blank or the end. 0: not a reply. */
static int16_t read_code(struct smtp__text line) {
    const char *c = line.data;
    if (line.length < CODE_LENGTH || c[0] < '2' || c[0] > '5' || c[1] < '0' || c[1] > '5' ||
        !smtp__ascii_is_digit(c[2])) {
        return 0;
    }
    if (line.length > CODE_LENGTH && c[CODE_LENGTH] != ' ' && c[CODE_LENGTH] != '-') {
        return 0;
    }
    return (int16_t)((c[0] - '0') * 100 + (c[1] - '0') * 10 + (c[2] - '0'));
}

static bool take(struct smtp__text *rest, char c) {
    bool is_there = rest->length > 0 && rest->data[0] == c;
    rest->data += is_there;
    rest->length -= is_there;
    return is_there;
}

/* RFC 3463 s2: 1*3digit without leading zeros. */
static bool take_number(struct smtp__text *rest, int32_t *value) {
    size_t n = 0;
    *value = 0;
    while (n < 3 && n < rest->length && smtp__ascii_is_digit(rest->data[n])) {
        *value = *value * 10 + (rest->data[n++] - '0');
    }
    bool is_number = n == 1 || (n > 1 && rest->data[0] != '0');
    rest->data += n;
    rest->length -= n;
    return is_number;
}

/* "class.subject.detail" before a blank or the end (RFC 2034 s4); its class must be the code's. 0: none. */
static int32_t read_enhanced(struct smtp__text text, int16_t code) {
    int32_t class_number;
    int32_t subject;
    int32_t detail;
    if (!take_number(&text, &class_number) || !take(&text, '.') || !take_number(&text, &subject) || !take(&text, '.') ||
        !take_number(&text, &detail)) {
        return 0;
    }
    bool is_end = text.length == 0 || text.data[0] == ' ';
    bool is_class = class_number != 3 && class_number == code / 100;
    return is_end && is_class ? class_number * 1000000 + subject * 1000 + detail : 0;
}

static smtp_result check_line(const struct smtp__reply *reply, int16_t code) {
    if (code == 0) {
        return SMTP_E_REPLY_SYNTAX;
    }
    if (reply->code != 0 && reply->code != code) {
        return SMTP_E_REPLY_MIXED_CODES;
    }
    return reply->lines == SMTP_CFG_REPLY_LINES ? SMTP_E_REPLY_TOO_LONG : SMTP_OK;
}

smtp_result smtp__reply_take_line(struct smtp__reply *reply, bool keep) {
    struct smtp__text line = smtp__reply_line(reply);
    int16_t code = read_code(line);
    smtp_result result = check_line(reply, code);
    if (result != SMTP_OK) {
        return breach(reply, result);
    }
    size_t skip = line.length > CODE_LENGTH ? CODE_LENGTH + 1 : CODE_LENGTH;
    bool more_follow = line.length > CODE_LENGTH && line.data[CODE_LENGTH] == '-';
    if (reply->enhanced == 0) {
        struct smtp__text text = {line.data + skip, line.length - skip};
        reply->enhanced = read_enhanced(text, code);
    }
    if (keep) {
        keep_line(reply, skip, reply->text.capacity - 1 - (more_follow ? LINE_ROOM : 0));
    } else {
        reply->is_cut = true;
        begin_line(reply, reply->line_at - 1);
    }
    reply->code = code;
    reply->lines++;
    return more_follow ? SMTP_PENDING : SMTP_OK;
}

void smtp__reply_add(struct smtp__reply *reply, struct smtp__text line) {
    for (size_t i = 0; i < line.length && !reply->line_is_cut; i++) {
        reply->line_is_cut = !smtp__buffer_append_byte(&reply->text, (uint8_t)line.data[i]);
    }
    keep_line(reply, 0, reply->text.capacity - 1);
}

smtp_result smtp__reply_end(struct smtp__reply *reply) {
    struct smtp__text line = smtp__reply_line(reply);
    int16_t code = read_code(line);
    if (check_line(reply, code) != SMTP_OK) {
        return SMTP_PENDING;
    }
    /* three digits alone may be the beginning of "250-" */
    bool is_last = line.length == CODE_LENGTH ? reply->after_cr : line.data[CODE_LENGTH] == ' ';
    return is_last ? smtp__reply_take_line(reply, true) : SMTP_PENDING;
}
