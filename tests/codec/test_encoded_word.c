/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "codec/encoded_word.h"
#include "support/guard.h"

/* All words of a text, parted by blanks. */
static void encode(char form, const char *text, size_t length, size_t room, char *out) {
    char *guarded = guard_copy(text, length);
    const char *at = guarded;
    while (length > 0) {
        size_t used = 0;
        char *word = guard_room(room);
        size_t n = smtp__encoded_word_write(form, at, length, word, room, &used);
        assert_true(n <= room && n <= SMTP__ENCODED_WORD_MAX);
        assert_true(used > 0 && used <= length);
        memcpy(out, word, n);
        out += n;
        *out++ = ' ';
        guard_free(word, room);
        at += used;
        length -= used;
    }
    out[-1] = '\0';
    guard_free(guarded, (size_t)(at - guarded));
}

static void gives(char form, const char *text, size_t room, const char *wanted) {
    char got[1024];
    encode(form, text, strlen(text), room, got);
    assert_string_equal(got, wanted);
}

static void the_shorter_form_is_chosen(void **state) {
    (void)state;
    assert_int_equal(smtp__encoded_word_form("Gr\xc3\xbc\xc3\x9f"
                                             "e aus Berlin, viele davon",
                                             31),
                     'Q');
    assert_int_equal(smtp__encoded_word_form("\xe6\x97\xa5\xe6\x9c\xac", 6), 'B');
    assert_int_equal(smtp__encoded_word_form("", 0), 'Q');
}

static void q_words(void **state) {
    (void)state;
    gives('Q', "a b", 75, "=?utf-8?Q?a_b?=");
    gives('Q', "_?=.,()<>@\"", 75, "=?utf-8?Q?=5F=3F=3D=2E=2C=28=29=3C=3E=40=22?=");
    gives('Q', "aZ09!*+-/", 75, "=?utf-8?Q?aZ09!*+-/?=");
    gives('Q', "\xc3\xbc", 24, "=?utf-8?Q?=C3=BC?=");
    gives('Q', "\xf0\x9f\x98\x80\xf0\x9f\x98\x80", 24, "=?utf-8?Q?=F0=9F=98=80?= =?utf-8?Q?=F0=9F=98=80?=");
    gives('Q', "a\xf0\x9f\x98\x80", 24, "=?utf-8?Q?a?= =?utf-8?Q?=F0=9F=98=80?=");
}

static void b_words(void **state) {
    (void)state;
    gives('B', "J\xc3\xbcrgen", 75, "=?utf-8?B?SsO8cmdlbg==?=");
    gives('B', "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe6\x96\x87", 24, "=?utf-8?B?5pel5pys6Kqe?= =?utf-8?B?5paH?=");
}

/* No word passes its room or ends inside a character. */
/* Padding stands in the last word alone, where the characters allow: two octets, four, one and then three. */
static void padding_stands_at_the_end(void **state) {
    (void)state;
    static const struct {
        const char *character;
        const char *before;
        bool can_be;
    } texts[] = {{"\xd0\x96", "", true}, {"\xf0\x9f\x98\x80", "", true}, {"\xe6\x97\xa5", "a", false}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        char text[256];
        char got[1024];
        strcpy(text, texts[i].before);
        for (int n = 0; n < 40; n++) {
            strcat(text, texts[i].character);
        }
        encode('B', text, strlen(text), SMTP__ENCODED_WORD_MAX, got);
        assert_int_equal(strstr(got, "=?= =?") == NULL, texts[i].can_be);
    }
}

static void every_room(void **state) {
    (void)state;
    static const char text[] =
        "a\xc3\xa9 \xe6\x97\xa5 \xf0\x9f\x98\x80 words \xf0\x9f\x98\x80\xf0\x9f\x98\x80 and \xc3\xbc";
    char got[2048];
    for (size_t room = SMTP__ENCODED_WORD_LEAST; room < 90; room++) {
        for (size_t n = 1; n < sizeof text; n++) {
            if (((uint8_t)text[n] & 0xc0) != 0x80) {
                encode('Q', text, n, room, got);
                encode('B', text, n, room, got);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shorter_form_is_chosen), cmocka_unit_test(q_words),    cmocka_unit_test(b_words),
        cmocka_unit_test(padding_stands_at_the_end),  cmocka_unit_test(every_room),
    };
    return cmocka_run_group_tests_name("codec/encoded_word", tests, NULL, NULL);
}
