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

/* True only if each octet is a literal: a control has its high bit set by the first line, "=" by the second, DEL and most
   above 127 by the third, the last of them by the first. */
static bool is_literal_word(smtp__word word) {
    smtp__word controls = word - SMTP__WORD_ONES * ' ';
    smtp__word equals = (word ^ SMTP__WORD_ONES * '=') - SMTP__WORD_ONES;
    smtp__word deletes = word + SMTP__WORD_ONES;
    return ((controls | equals | deletes) & SMTP__WORD_HIGH) == 0;
}

static void wrote(struct smtp__quoted_printable *codec, struct smtp__output *out, size_t n) {
    smtp__output_wrote(out, n);
    codec->column = (uint8_t)(codec->column + n);
}

/* Returns how many octets it becomes. */
static size_t write_octet(uint8_t octet, bool is_quoted, uint8_t *to) {
    static const char digits[] = "0123456789ABCDEF";
    to[0] = octet;
    if (!is_quoted) {
        return 1;
    }
    to[0] = '=';
    to[1] = (uint8_t)digits[octet >> 4];
    to[2] = (uint8_t)digits[octet & 15];
    return QUOTED;
}

/*
 * Puts out one octet. Before a line end a blank is quoted (rule 3) and the line may be filled; otherwise one place is
 * left for the "=" of a soft line break (rule 5).
 */
static bool put_octet(struct smtp__quoted_printable *codec, struct smtp__output *out, uint8_t octet, bool ends_line) {
    bool is_quoted = !is_literal(octet) || (ends_line && is_blank(octet));
    size_t n = is_quoted ? QUOTED : 1;
    bool is_soft = codec->column + n > (ends_line ? LINE : LINE - 1);
    if (out->length < n + (is_soft ? SOFT_BREAK : 0)) {
        return false;
    }
    if (is_soft) {
        memcpy(out->data, "=\r\n", SOFT_BREAK);
        smtp__output_wrote(out, SOFT_BREAK);
        codec->column = 0;
    }
    wrote(codec, out, write_octet(octet, is_quoted, out->data));
    return true;
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

struct stretch {
    const uint8_t *from, *last; /* the octet after *last is not known */
    uint8_t *to, *end;
};

static void take_words(struct stretch *stretch) {
    size_t most = least((size_t)(stretch->last - stretch->from), (size_t)(stretch->end - stretch->to));
    size_t n = 0;
    while (most - n >= SMTP__WORD && is_literal_word(smtp__word_load(stretch->from + n))) {
        memcpy(stretch->to + n, stretch->from + n, SMTP__WORD);
        n += SMTP__WORD;
    }
    stretch->from += n;
    stretch->to += n;
}

static bool has_room(const struct stretch *stretch) {
    return stretch->from < stretch->last && stretch->end - stretch->to >= QUOTED;
}

/* A word's worth of octets. False at a line end. */
static bool take_octets(struct stretch *stretch) {
    for (size_t n = 0; n < SMTP__WORD && has_room(stretch); n++) {
        uint8_t octet = *stretch->from;
        bool is_quoted = !is_literal(octet);
        if (is_quoted && smtp__run_is_break(octet)) {
            return false;
        }
        stretch->to += write_octet(octet, is_quoted, stretch->to);
        stretch->from++;
    }
    return true;
}

/* Most octets stand in the midst of a line that has room for them: all until a line end, but for a blank before it. */
static void put_stretch(struct smtp__quoted_printable *codec, struct smtp__input *in, struct smtp__output *out) {
    size_t room = least(out->length, (size_t)(LINE - 1 - codec->column));
    struct stretch stretch = {in->data, in->data + in->length - 1, out->data, out->data + room};
    do {
        take_words(&stretch);
    } while (take_octets(&stretch) && has_room(&stretch));
    if (stretch.from > in->data && is_blank(stretch.from[-1]) && smtp__run_is_break(*stretch.from)) {
        stretch.from--;
        stretch.to--;
    }
    smtp__input_take(in, (size_t)(stretch.from - in->data));
    wrote(codec, out, (size_t)(stretch.to - out->data));
}

static bool put_break(struct smtp__quoted_printable *codec, struct smtp__input *in, struct smtp__output *out) {
    if (!smtp__run_break(in, out, &codec->after_cr)) {
        return false;
    }
    codec->column = 0;
    return true;
}

static bool put_kept(struct smtp__quoted_printable *codec, struct smtp__output *out, bool ends_line) {
    if (codec->has_kept && !put_octet(codec, out, codec->kept, ends_line)) {
        return false;
    }
    codec->has_kept = false;
    return true;
}

/* An octet by itself; it is kept while it is not known what follows. */
static bool put_single(struct smtp__quoted_printable *codec, struct smtp__input *in, struct smtp__output *out) {
    codec->kept = in->data[0];
    codec->has_kept = in->length == 1;
    if (!codec->has_kept && !put_octet(codec, out, codec->kept, smtp__run_is_break(in->data[1]))) {
        return false;
    }
    smtp__input_take(in, 1);
    return true;
}

/* Takes a line end, or literals and the octet after them. */
static bool advance(struct smtp__quoted_printable *codec, struct smtp__input *in, struct smtp__output *out) {
    bool is_break = smtp__run_is_break(in->data[0]);
    if (!put_kept(codec, out, is_break)) {
        return false;
    }
    if (is_break) {
        return put_break(codec, in, out);
    }
    codec->after_cr = false;
    put_stretch(codec, in, out);
    return smtp__run_is_break(in->data[0]) || put_single(codec, in, out);
}

smtp_result smtp__quoted_printable_step(struct smtp__quoted_printable *codec, struct smtp__input *in,
                                        struct smtp__output *out) {
    while (in->length > 0) {
        if (!advance(codec, in, out)) {
            return SMTP_PENDING;
        }
    }
    return !in->is_last || put_kept(codec, out, true) ? SMTP_OK : SMTP_PENDING;
}
