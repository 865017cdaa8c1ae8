/* SPDX-License-Identifier: MIT */
#include "label_ascii.h"

#include "base/ascii.h"
#include "codec/punycode.h"
#include "codec/utf8.h"

enum kind {
    LETTER,  /* `add` makes a small letter of it */
    EVEN,    /* capitals are even, each with its small letter after it */
    ODD,     /* capitals are odd */
    MARK,    /* follows a letter */
    ORDERED, /* follows a letter, and others of the kind in rising order alone: normalisation would sort them */
};

/*
 * What may stand in a label. Each small letter and mark here is PVALID (RFC 5892) and its own normal form C whatever
 * stands around it, so that what is accepted needs no tables of normalisation; the capitals are mapped as RFC 5895 s2
 * does. Whole alphabets that are in use, for few octets: what is not here may be a good label, but is not known to be.
 */
static const struct range {
    uint16_t first, last;
    uint8_t kind;
    int8_t add;
} ranges[] = {
    /* Latin: Latin-1, Extended-A, Vietnamese, Romanian, Extended Additional */
    {0x00c0, 0x00d6, LETTER, 32},
    {0x00d8, 0x00de, LETTER, 32},
    {0x00df, 0x00f6, LETTER, 0},
    {0x00f8, 0x00ff, LETTER, 0},
    {0x0100, 0x012f, EVEN, 0},
    {0x0131, 0x0131, LETTER, 0},
    {0x0134, 0x0137, EVEN, 0},
    {0x0138, 0x0138, LETTER, 0},
    {0x0139, 0x013e, ODD, 0},
    {0x0141, 0x0148, ODD, 0},
    {0x014a, 0x0177, EVEN, 0},
    {0x0178, 0x0178, LETTER, -121},
    {0x0179, 0x017e, ODD, 0},
    {0x01a0, 0x01a1, EVEN, 0},
    {0x01af, 0x01b0, ODD, 0},
    {0x0218, 0x021b, EVEN, 0},
    {0x1e00, 0x1e95, EVEN, 0},
    {0x1ea0, 0x1eff, EVEN, 0},
    /* Greek */
    {0x0386, 0x0386, LETTER, 38},
    {0x0388, 0x038a, LETTER, 37},
    {0x038c, 0x038c, LETTER, 64},
    {0x038e, 0x038f, LETTER, 63},
    {0x0390, 0x0390, LETTER, 0},
    {0x0391, 0x03a1, LETTER, 32},
    {0x03a3, 0x03ab, LETTER, 32},
    {0x03ac, 0x03ce, LETTER, 0},
    /* Cyrillic */
    {0x0400, 0x040f, LETTER, 80},
    {0x0410, 0x042f, LETTER, 32},
    {0x0430, 0x045f, LETTER, 0},
    {0x048a, 0x04bf, EVEN, 0},
    {0x04c0, 0x04c0, LETTER, 15},
    {0x04c1, 0x04ce, ODD, 0},
    {0x04cf, 0x04cf, LETTER, 0},
    {0x04d0, 0x052f, EVEN, 0},
    /* Armenian, Georgian */
    {0x0531, 0x0556, LETTER, 48},
    {0x0561, 0x0586, LETTER, 0},
    {0x10d0, 0x10fa, LETTER, 0},
    /* Hebrew and Arabic, without points and digits */
    {0x05d0, 0x05ea, LETTER, 0},
    {0x0620, 0x063f, LETTER, 0},
    {0x0641, 0x064a, LETTER, 0},
    {0x0671, 0x0674, LETTER, 0},
    {0x0679, 0x06d3, LETTER, 0},
    {0x06d5, 0x06d5, LETTER, 0},
    /* Devanagari without nukta, Thai */
    {0x0900, 0x0903, MARK, 0},
    {0x0904, 0x0939, LETTER, 0},
    {0x093e, 0x094c, MARK, 0},
    {0x094d, 0x094d, ORDERED, 0},
    {0x0966, 0x096f, LETTER, 0},
    {0x0e01, 0x0e30, LETTER, 0},
    {0x0e31, 0x0e31, MARK, 0},
    {0x0e32, 0x0e32, LETTER, 0},
    {0x0e34, 0x0e37, MARK, 0},
    {0x0e38, 0x0e39, ORDERED, 0},
    {0x0e40, 0x0e46, LETTER, 0},
    {0x0e47, 0x0e47, MARK, 0},
    {0x0e48, 0x0e4b, ORDERED, 0},
    {0x0e4c, 0x0e4e, MARK, 0},
    {0x0e50, 0x0e59, LETTER, 0},
    /* Chinese, Japanese, Korean */
    {0x3005, 0x3007, LETTER, 0},
    {0x3041, 0x3096, LETTER, 0},
    {0x309d, 0x309e, LETTER, 0},
    {0x30a1, 0x30fa, LETTER, 0},
    {0x30fc, 0x30fe, LETTER, 0},
    {0x3400, 0x4dbf, LETTER, 0},
    {0x4e00, 0x9fff, LETTER, 0},
    {0xac00, 0xd7a3, LETTER, 0},
};

struct label {
    uint32_t characters[SMTP__PUNYCODE_MAX];
    size_t count;
};

static const struct range *find_range(uint32_t character) {
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        if (character >= ranges[i].first && character <= ranges[i].last) {
            return &ranges[i];
        }
    }
    return NULL;
}

/* Whether the mark may stand after what the label has. */
static bool may_follow(const struct label *label, uint32_t mark, bool is_ordered) {
    if (label->count == 0) {
        return false; /* RFC 5891 s4.2.3.2 */
    }
    uint32_t last = label->characters[label->count - 1];
    const struct range *range = find_range(last);
    return !is_ordered || range == NULL || range->kind != ORDERED || last <= mark;
}

/* Appends a character above 127 as a small letter. False if it may not stand there. */
static bool add_character(struct label *label, uint32_t character) {
    const struct range *range = find_range(character);
    bool is_good = range != NULL;
    if (is_good) {
        switch ((enum kind)range->kind) {
        case LETTER:
            character = (uint32_t)((int32_t)character + range->add);
            break;
        case EVEN:
            character |= 1;
            break;
        case ODD:
            character += character & 1;
            break;
        case MARK:
        case ORDERED:
            is_good = may_follow(label, character, range->kind == ORDERED);
            break;
        }
        label->characters[label->count++] = character;
    }
    return is_good;
}

static smtp_result read_label(struct smtp__text text, struct label *label) {
    while (text.length > 0) {
        uint32_t character;
        size_t n = smtp__utf8_next(text.data, text.length, &character);
        if (n == 0) {
            return SMTP_E_UTF8;
        }
        if (label->count == SMTP__PUNYCODE_MAX) {
            return SMTP_E_ADDRESS;
        }
        if (n == 1) {
            label->characters[label->count++] = (uint8_t)smtp__ascii_lower((char)character);
        } else if (!add_character(label, character)) {
            return SMTP_E_IDN;
        }
        text.data += n;
        text.length -= n;
    }
    return SMTP_OK;
}

/* RFC 5891 s4.2.3.1: none at either end, no two in the third and fourth place. */
static bool has_good_hyphens(const struct label *label) {
    const uint32_t *c = label->characters;
    return label->count > 0 && c[0] != '-' && c[label->count - 1] != '-' &&
           (label->count < 4 || c[2] != '-' || c[3] != '-');
}

smtp_result smtp__label_to_ascii(struct smtp__buffer *out, struct smtp__text text) {
    struct label label;
    label.count = 0;
    smtp_result result = read_label(text, &label);
    if (result != SMTP_OK) {
        return result;
    }
    if (!has_good_hyphens(&label)) {
        return SMTP_E_IDN;
    }
    bool fits = smtp__buffer_append_string(out, "xn--") && smtp__punycode_encode(out, label.characters, label.count);
    return fits ? SMTP_OK : SMTP_E_BUFFER_TOO_SMALL;
}
