/* SPDX-License-Identifier: MIT */
#include "quoted_printable.h"

#include "run.h"

enum { LINE = 76, QUOTED = 3, SOFT_BREAK = 3 };

void smtp__quoted_printable_init(struct smtp__quoted_printable *codec) {
    memset(codec, 0, sizeof *codec);
}

static bool is_blank(uint8_t octet) {
    return octet == ' ' || octet == '\t';
}

/* RFC 2045 s6.7 rules 2 and 3: one bit for each octet that may stand for itself, TAB and blank among them. */
static bool is_literal(uint8_t octet) {
    static const uint32_t literals[8] = {0x00000200, 0xdfffffff, 0xffffffff, 0x7fffffff};
    return (literals[octet >> 5] >> (octet & 31) & 1) != 0;
}

static void put_quoted(uint8_t octet, uint8_t *to) {
    static const char digits[] = "0123456789ABCDEF";
    to[0] = '=';
    to[1] = (uint8_t)digits[octet >> 4];
    to[2] = (uint8_t)digits[octet & 15];
}

static void put(struct smtp__quoted_printable *codec, struct smtp__output *out, const void *octets, uint8_t n) {
    memcpy(out->data, octets, n);
    smtp__output_wrote(out, n);
    codec->column = (uint8_t)(codec->column + n);
}

/*
 * Puts out the octet that was kept. Before a line end a blank is quoted (rule 3) and the line may be filled; otherwise
 * one place is left for the "=" of a soft line break (rule 5).
 */
static bool put_kept(struct smtp__quoted_printable *codec, struct smtp__output *out, bool ends_line) {
    uint8_t token[QUOTED] = {codec->kept};
    bool is_quoted = !is_literal(codec->kept) || (ends_line && is_blank(codec->kept));
    uint8_t n = is_quoted ? QUOTED : 1;
    bool is_soft = codec->column + n > (ends_line ? LINE : LINE - 1);
    if (out->length < (size_t)n + (is_soft ? SOFT_BREAK : 0)) {
        return false;
    }
    if (is_soft) {
        put(codec, out, "=\r\n", SOFT_BREAK);
        codec->column = 0;
    }
    if (is_quoted) {
        put_quoted(codec->kept, token);
    }
    put(codec, out, token, n);
    codec->has_kept = false;
    return true;
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Literals of which it is known that their line goes on after them need not be kept. */
static void put_literals(struct smtp__quoted_printable *codec, struct smtp__input *in, struct smtp__output *out) {
    size_t room = least(out->length, (size_t)(LINE - 1 - codec->column));
    size_t most = least(room, in->length - 1);
    size_t n = 0;
    while (n < most && is_literal(in->data[n])) {
        n++;
    }
    if (n > 0 && smtp__run_is_break(in->data[n])) {
        n--;
    }
    put(codec, out, in->data, (uint8_t)n);
    smtp__input_take(in, n);
}

static bool put_break(struct smtp__quoted_printable *codec, struct smtp__input *in, struct smtp__output *out) {
    if (!smtp__run_break(in, out, &codec->after_cr)) {
        return false;
    }
    codec->column = 0;
    return true;
}

/* Takes a line end, or octets of which the last is kept. */
static bool advance(struct smtp__quoted_printable *codec, struct smtp__input *in, struct smtp__output *out) {
    bool is_break = smtp__run_is_break(in->data[0]);
    if (codec->has_kept && !put_kept(codec, out, is_break)) {
        return false;
    }
    if (is_break) {
        return put_break(codec, in, out);
    }
    put_literals(codec, in, out);
    codec->kept = in->data[0];
    codec->has_kept = true;
    codec->after_cr = false;
    smtp__input_take(in, 1);
    return true;
}

smtp_result smtp__quoted_printable_step(struct smtp__quoted_printable *codec, struct smtp__input *in,
                                        struct smtp__output *out) {
    while (in->length > 0) {
        if (!advance(codec, in, out)) {
            return SMTP_PENDING;
        }
    }
    return !in->is_last || !codec->has_kept || put_kept(codec, out, true) ? SMTP_OK : SMTP_PENDING;
}
