/* SPDX-License-Identifier: MIT */
#include "base64.h"

#include "base/ascii.h"
#include "base64_wide.h"
#include "step.h"

enum { GROUP = 3, QUAD = 4, LINE_END = 2 };

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

char smtp__base64_digit(unsigned bits) {
    return alphabet[bits & 63];
}

void smtp__base64_init(struct smtp__base64 *codec, uint8_t line) {
    memset(codec, 0, sizeof *codec);
    codec->line = line;
}

static void encode(const uint8_t *in, size_t groups, uint8_t *out) {
    for (; groups > 0; groups--, in += GROUP, out += QUAD) {
        uint32_t bits = (uint32_t)in[0] << 16 | (uint32_t)in[1] << 8 | in[2];
        out[0] = (uint8_t)alphabet[bits >> 18];
        out[1] = (uint8_t)alphabet[bits >> 12 & 63];
        out[2] = (uint8_t)alphabet[bits >> 6 & 63];
        out[3] = (uint8_t)alphabet[bits & 63];
    }
}

static bool put_line_end(struct smtp__base64 *codec, struct smtp__output *out) {
    if (out->length < LINE_END) {
        return false;
    }
    out->data[0] = '\r';
    out->data[1] = '\n';
    smtp__output_wrote(out, LINE_END);
    codec->column = 0;
    return true;
}

/* How many groups can be put out now; a line that is full is ended first. */
static size_t room(struct smtp__base64 *codec, struct smtp__output *out) {
    bool is_full = codec->line > 0 && codec->column == codec->line;
    if (is_full && !put_line_end(codec, out)) {
        return 0;
    }
    size_t most = out->length / QUAD;
    size_t on_line = (size_t)(codec->line - codec->column) / QUAD;
    return codec->line > 0 && on_line < most ? on_line : most;
}

static void wrote(struct smtp__base64 *codec, struct smtp__output *out, size_t groups) {
    smtp__output_wrote(out, groups * QUAD);
    if (codec->line > 0) {
        codec->column = (uint8_t)(codec->column + groups * QUAD);
    }
}

static void keep(struct smtp__base64 *codec, struct smtp__input *in) {
    while (in->length > 0 && codec->kept_length < GROUP) {
        codec->kept[codec->kept_length++] = in->data[0];
        smtp__input_take(in, 1);
    }
}

/* Puts out the group that was kept, filled up and padded if it is the last (RFC 4648 s4). */
static bool put_kept(struct smtp__base64 *codec, struct smtp__output *out) {
    if (room(codec, out) == 0) {
        return false;
    }
    memset(codec->kept + codec->kept_length, 0, GROUP - codec->kept_length);
    encode(codec->kept, 1, out->data);
    memset(out->data + codec->kept_length + 1, '=', GROUP - codec->kept_length);
    wrote(codec, out, 1);
    codec->kept_length = 0;
    return true;
}

/* Groups that fit on the line, the machine's own way first. */
static bool put_groups(struct smtp__base64 *codec, struct smtp__input *in, struct smtp__output *out) {
    if (codec->column == 0) {
        smtp__base64_wide(in, out, codec->line);
    }
    size_t groups = room(codec, out);
    if (groups * GROUP > in->length) {
        groups = in->length / GROUP;
    }
    encode(in->data, groups, out->data);
    smtp__input_take(in, groups * GROUP);
    wrote(codec, out, groups);
    return groups > 0 || in->length < GROUP;
}

static smtp_result finish(struct smtp__base64 *codec, struct smtp__output *out) {
    if (codec->kept_length > 0 && !put_kept(codec, out)) {
        return SMTP_PENDING;
    }
    return codec->column == 0 || put_line_end(codec, out) ? SMTP_OK : SMTP_PENDING;
}

smtp_result smtp__base64_step(struct smtp__base64 *codec, struct smtp__input *in, struct smtp__output *out) {
    while (in->length > 0) {
        bool is_whole = codec->kept_length == 0 && in->length >= GROUP;
        if (!is_whole) {
            keep(codec, in);
        }
        if (!is_whole && codec->kept_length < GROUP) {
            break;
        }
        if (!(is_whole ? put_groups(codec, in, out) : put_kept(codec, out))) {
            return SMTP_PENDING;
        }
    }
    return in->is_last ? finish(codec, out) : SMTP_OK;
}

uint64_t smtp__base64_size(uint64_t bytes, uint8_t line) {
    if (bytes > INT64_MAX) {
        return UINT64_MAX;
    }
    uint64_t size = (bytes + GROUP - 1) / GROUP * QUAD;
    return line == 0 ? size : size + (size + line - 1) / line * LINE_END;
}

/* The six bits that a character stands for, -1 if it is not of the alphabet. */
static int bits_of(char c) {
    if (smtp__ascii_is_digit(c)) {
        return c - '0' + 52;
    }
    if (smtp__ascii_is_alpha(c)) {
        return c >= 'a' ? c - 'a' + 26 : c - 'A';
    }
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* How many "=" stand at the end, two at most. */
static size_t padding_of(const char *text, size_t length) {
    size_t n = 0;
    while (n < 2 && n < length && text[length - 1 - n] == '=') {
        n++;
    }
    return n;
}

/* The length without padding. No bit beyond the last octet may be set. */
static bool is_canonical(const char *text, size_t length) {
    int bits = 0;
    for (size_t i = 0; i < length; i++) {
        bits = bits_of(text[i]);
        if (bits < 0) {
            return false;
        }
    }
    static const uint8_t unused[QUAD] = {0, 0, 15, 3};
    return (bits & unused[length % QUAD]) == 0;
}

/* Each character but the first of a quad completes an octet. Returns how many there are. */
static size_t decode(const char *text, size_t length, uint8_t *out) {
    uint32_t bits = 0;
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        bits = bits << 6 | (uint32_t)bits_of(text[i]);
        if (i % QUAD > 0) {
            out[n++] = (uint8_t)(bits >> (6 - 2 * (i % QUAD)));
        }
    }
    return n;
}

smtp_result smtp__base64_decode(const char *text, size_t length, uint8_t *out, size_t size, size_t *out_length) {
    size_t characters = length - padding_of(text, length);
    if (length % QUAD != 0 || !is_canonical(text, characters)) {
        return SMTP_E_ARGUMENT;
    }
    if (characters - (characters + QUAD - 1) / QUAD > size) {
        return SMTP_E_BUFFER_TOO_SMALL;
    }
    *out_length = decode(text, characters, out);
    return SMTP_OK;
}
