/* SPDX-License-Identifier: MIT */
/* What the table knows; tests/idn/ has every letter. */
#include "support/test.h"

#include "support/guard.h"
#include "wire/label_ascii.h"

static void check(const char *label, smtp_result wanted, const char *ascii) {
    size_t length = strlen(label);
    size_t room = ascii == NULL ? 100 : strlen(ascii);
    char *copy = guard_copy(label, length);
    struct smtp__text text = {copy, length};
    struct smtp__buffer out = {guard_room(room), room, 0};
    smtp_result result = smtp__label_to_ascii(&out, text);
    if (result != wanted) {
        fail_msg("%s: %d", label, (int)result);
    }
    if (ascii != NULL) {
        assert_int_equal(out.length, room);
        assert_memory_equal(out.data, ascii, room);
    }
    guard_free(out.data, room);
    guard_free(copy, length);
}

static void each_alphabet(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"Ñandú", "xn--and-6ma2c"},
        {"Œuvre", "xn--uvre-f4a"},
        {"ÿ", "xn--wda"},
        {"ŸŽ", "xn--wda8w"},
        {"Ľudia", "xn--udia-f1a"},
        {"ƠƯ", "xn--jia4a"},
        {"Ȧ", NULL},
        {"ȘȚ", "xn--ylae"},
        {"Ḁẹ", "xn--2fg62a"},
        {"ΆΈΌΎΏΐΑΣΫς", "xn--owa9cdr9ff0dejk"},
        {"ЀЯѐҊӁӀӐԯ", "xn--41abb0vxjuco66e"},
        {"ԱՖօ", "xn--y9a6ec"},
        {"აჰ", "xn--lod8d"},
        {"אתץ", "xn--4db6bo"},
        {"ةيګەٹ", "xn--ogb0evgyhvh"},
        {"हिन्दी", "xn--j2bd4cyah0f"},
        {"ก็ผู้น้ำ", NULL},
        {"ผู้", "xn--t3c2d3b"},
        {"々〇ぁゞァヺー", "xn--u6je8ovnpa84coa"},
        {"㐀鿿", "xn--y0k1563a"},
        {"가힣", "xn--o39an14f"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check(rows[i][0], rows[i][1] == NULL ? SMTP_E_IDN : SMTP_OK, rows[i][1]);
    }
}

static void what_is_not_known_is_refused(void **state) {
    (void)state;
    static const char *const labels[] = {
        "mu\u0308nchen",            /* a combining mark */
        "\u304b\u3099",             /* the same in kana */
        "\u1100\u1161",             /* the same in Hangul */
        "\u0929\u093c",             /* nukta */
        "\u0e39",                   /* a mark at the front */
        "\u093e",                   /* the same of another kind */
        "\u0e01\u0e49\u0e39",       /* marks in an order that normalisation changes */
        "\uff4d\u00fcnchen",        /* full-width */
        "\uff76",                   /* half-width */
        "\ufb01le",                 /* a ligature */
        "\u4f8b\u3002\u4f8b",       /* the ideographic full stop */
        "a\uff0e\u00fc",            /* the full-width one */
        "a\u200db",                 /* joiners */
        "\u0928\u094d\u200c\u0926", /* */
        "a\u200fb",                 /* directions */
        "a\u202e\u00fc",            /* */
        "\u00fc\u00adx",            /* the soft hyphen */
        "\u00fc\u00a0",             /* the no-break space */
        "\u00fc\u2014",             /* a dash */
        "l\u00b7l",                 /* the middle dot, which needs its context */
        "\u30a2\u30fb",             /* that of kana */
        "a\u0660",                  /* a digit of Arabic */
        "\u00b2",                   /* superscripts */
        "\u2122",                   /* signs */
        "\u2603",                   /* symbols */
        "\u017f",                   /* the long s */
        "\u0130stanbul",            /* the dotted I, whose small letter has a mark */
        "\u1e9e",                   /* the capital sharp s */
        "\u212a",                   /* the sign of kelvin */
        "\uf900",                   /* a compatibility ideograph */
        "\ue000",                   /* private use */
        "\ufffd",
        "\ufffe",
        "\U0001f600",
        "\U0001f1e9",
        "\U000e0061",
        "\U0010ffff",
    };
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        check(labels[i], SMTP_E_IDN, NULL);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_alphabet),
        cmocka_unit_test(what_is_not_known_is_refused),
    };
    return cmocka_run_group_tests_name("wire/label_ascii", tests, NULL, NULL);
}
