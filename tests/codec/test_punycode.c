/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "codec/punycode.h"
#include "codec/utf8.h"
#include "support/guard.h"

struct sample {
    const char *text;
    const char *code;
};

/* RFC 3492 s7.1, in its order. ASCII keeps its case; the annotations of case in the code itself are left out. */
static const struct sample samples[] = {
    {"ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn"},
    {"他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"},
    {"他們爲什麽不說中文", "ihqwctvzc91f659drss3x8bo0yb"},
    {"Pročprostěnemluvíčesky", "Proprostnemluvesky-uyb24dma41a"},
    {"למההםפשוטלאמדבריםעברית", "4dbcagdahymbxekheh6e0a7fei0b"},
    {"यहलोगहिन्दीक्योंनहींबोलसकतेहैं", "i1baa7eci9glrd9b2ae1bj0hfcgg6iyaf8o0a1dig0cd"},
    {"なぜみんな日本語を話してくれないのか", "n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa"},
    {"세계의모든사람들이한국어를이해한다면얼마나좋을까",
     "989aomsvi5e83db1d2a355cv1e0vak1dwrv93d5xbh15a0dt30a5jpsd879ccm6fea98c"},
    {"почемужеонинеговорятпорусски", "b1abfaaepdrnnbgefbadotcwatmq2g4l"},
    {"PorquénopuedensimplementehablarenEspañol", "PorqunopuedensimplementehablarenEspaol-fmd56a"},
    {"TạisaohọkhôngthểchỉnóitiếngViệt", "TisaohkhngthchnitingVit-kjcr8268qyxafd2f1b9g"},
    {"3年B組金八先生", "3B-ww4c5e180e575a65lsy2b"},
    {"安室奈美恵-with-SUPER-MONKEYS", "-with-SUPER-MONKEYS-pc58ag80a8qai00g7n9n"},
    {"Hello-Another-Way-それぞれの場所", "Hello-Another-Way--fc4qua05auwb3674vfr0b"},
    {"ひとつ屋根の下2", "2-u9tlzr9756bt3uc0v"},
    {"MajiでKoiする5秒前", "MajiKoi5-783gue6qz075azm5e"},
    {"パフィーdeルンバ", "de-jg4avhby1noc0d"},
    {"そのスピードで", "d9juau41awczczp"},
    {"-> $1.00 <-", "-> $1.00 <--"},
    {"", ""},
    {"a", "a-"},
    {"ü", "tda"},
    {"üüüü", "tdaaaa"},
};

static size_t read_characters(const char *text, uint32_t *characters) {
    size_t count = 0;
    for (size_t at = 0; text[at] != '\0'; count++) {
        at += smtp__utf8_next(text + at, strlen(text + at), &characters[count]);
    }
    return count;
}

/* With room for the code and no more, and with every smaller room. */
static void check(const uint32_t *characters, size_t count, const char *code) {
    size_t length = strlen(code);
    uint32_t *copy = guard_copy(characters, count * sizeof *characters);
    for (size_t room = 0; room <= length; room++) {
        struct smtp__buffer out = {guard_room(room), room, 0};
        bool fits = smtp__punycode_encode(&out, copy, count);
        assert_int_equal(fits, room == length);
        assert_memory_equal(out.data, code, out.length);
        assert_true(!fits || out.length == length);
        guard_free(out.data, room);
    }
    guard_free(copy, count * sizeof *characters);
}

static void the_samples_of_the_rfc(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        uint32_t characters[SMTP__PUNYCODE_MAX];
        size_t count = read_characters(samples[i].text, characters);
        check(characters, count, samples[i].code);
    }
}

/* RFC 3492 s6.4: the longest input with the largest deltas. The codes are those of another implementation. */
static void the_largest_deltas(void **state) {
    (void)state;
    uint32_t characters[SMTP__PUNYCODE_MAX];
    for (size_t i = 0; i < SMTP__PUNYCODE_MAX; i++) {
        characters[i] = 'a';
    }
    characters[SMTP__PUNYCODE_MAX - 1] = 0x10ffff;
    check(characters, SMTP__PUNYCODE_MAX, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-gv4048c");
    for (size_t i = 0; i < SMTP__PUNYCODE_MAX; i++) {
        characters[i] = i == 0 || i == 32 ? 0x80 : 0x10ffff;
    }
    check(characters, SMTP__PUNYCODE_MAX, "aa260354aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaabaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_samples_of_the_rfc),
        cmocka_unit_test(the_largest_deltas),
    };
    return cmocka_run_group_tests_name("codec/punycode", tests, NULL, NULL);
}
