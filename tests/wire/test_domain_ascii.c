/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "support/guard.h"
#include "wire/domain_ascii.h"

enum { UNTOUCHED = 0x5a5a };

#define TEN "0123456789"
#define SIXTY TEN TEN TEN TEN TEN TEN

struct row {
    const char *domain;
    smtp_result result;
    const char *ascii;
};

static smtp_result convert(const char *domain, size_t length, char *out, size_t size, size_t *out_length) {
    char *copy = guard_copy(domain, length);
    char *room = guard_room(size);
    struct smtp__text text = {copy, length};
    smtp_result result = smtp__domain_to_ascii(text, room, size, out_length);
    if (result == SMTP_OK) {
        memcpy(out, room, *out_length);
    }
    guard_free(room, size);
    guard_free(copy, length);
    return result;
}

static void check(const struct row *row) {
    size_t length = strlen(row->domain);
    size_t size = row->result == SMTP_OK ? strlen(row->ascii) : SMTP__DOMAIN_MAX;
    char out[SMTP__DOMAIN_MAX + 1] = "";
    size_t out_length = UNTOUCHED;
    smtp_result result = convert(row->domain, length, out, size, &out_length);
    if (result != row->result) {
        fail_msg("%s: %d", row->domain, (int)result);
    }
    if (result != SMTP_OK) {
        assert_int_equal(out_length, UNTOUCHED);
        return;
    }
    assert_string_equal(out, row->ascii);
    assert_int_equal(out_length, size);
    for (out_length = UNTOUCHED; size > 0; size--) {
        assert_int_equal(convert(row->domain, length, out, size - 1, &out_length), SMTP_E_BUFFER_TOO_SMALL);
        assert_int_equal(out_length, UNTOUCHED);
    }
}

#define CHECK_ALL(rows)                                                                                                \
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {                                                        \
        check(&rows[i]);                                                                                               \
    }

static void known_names(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"münchen.de", SMTP_OK, "xn--mnchen-3ya.de"},
        {"bücher.example", SMTP_OK, "xn--bcher-kva.example"},
        {"straße.de", SMTP_OK, "xn--strae-oqa.de"},
        {"例え.テスト", SMTP_OK, "xn--r8jz45g.xn--zckzah"},
        {"пример.рф", SMTP_OK, "xn--e1afmkfd.xn--p1ai"},
        {"παράδειγμα.δοκιμή", SMTP_OK, "xn--hxajbheg2az3al.xn--jxalpdlp"},
        {"βόλος.com", SMTP_OK, "xn--nxasmm1c.com"}, /* the final sigma */
        {"例子.测试", SMTP_OK, "xn--fsqu00a.xn--0zwm56d"},
        {"例子.測試", SMTP_OK, "xn--fsqu00a.xn--g6w251d"},
        {"실례.테스트", SMTP_OK, "xn--9n2bp8q.xn--9t4b11yi5a"},
        {"उदाहरण.परीक्षा", SMTP_OK, "xn--p1b6ci4b4b3a.xn--11b5bs3a9aj6g"},
        {"مثال.إختبار", SMTP_OK, "xn--mgbh0fb.xn--kgbechtv"},
        {"בדיקה.example", SMTP_OK, "xn--5dbedt4e.example"},
        {"ผู้ใหญ่.ไทย", SMTP_OK, "xn--e3c3a7bzc8b6ad.xn--o3cw4h"},
        {"việtnam.vn", SMTP_OK, "xn--vitnam-jk8b.vn"},
        {"a.b-c.ü.d", SMTP_OK, "a.b-c.xn--tda.d"},
    };
    CHECK_ALL(rows)
}

static void ascii_is_untouched(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"Example.ORG", SMTP_OK, "Example.ORG"},
        {"xn--mnchen-3ya.de", SMTP_OK, "xn--mnchen-3ya.de"},
        {"XN--MNCHEN-3YA.ü", SMTP_OK, "XN--MNCHEN-3YA.xn--tda"},
        {"a--b", SMTP_OK, "a--b"},
        {"1.2.3.4", SMTP_OK, "1.2.3.4"},
        {"", SMTP_E_ADDRESS, NULL},
        {".", SMTP_E_ADDRESS, NULL},
        {"a.", SMTP_E_ADDRESS, NULL},
        {".ü", SMTP_E_ADDRESS, NULL},
        {"ü..ü", SMTP_E_ADDRESS, NULL},
        {"a b", SMTP_E_ADDRESS, NULL},
        {"[192.0.2.1]", SMTP_E_ADDRESS, NULL},
        {"a_b.ü", SMTP_E_ADDRESS, NULL},
        {"a>b.ü", SMTP_E_ADDRESS, NULL},
        {"a\nb.ü", SMTP_E_ADDRESS, NULL},
        {"-a.ü", SMTP_E_ADDRESS, NULL},
    };
    CHECK_ALL(rows)
}

static void nothing_else_comes_out(void **state) {
    (void)state;
    for (int c = 0; c < 128; c++) {
        char domain[] = "ü?b";
        char out[SMTP__DOMAIN_MAX];
        size_t length = 0;
        domain[2] = (char)c;
        bool is_good =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.';
        smtp_result result = convert(domain, sizeof domain - 1, out, sizeof out, &length);
        assert_int_equal(result == SMTP_OK, is_good);
        assert_true(result == SMTP_OK || result == SMTP_E_ADDRESS || result == SMTP_E_IDN);
    }
}

static void capitals_become_small(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"MÜNCHEN.DE", SMTP_OK, "xn--mnchen-3ya.DE"},
        {"ŽLUŤOUČKÝ.cz", SMTP_OK, "xn--luouk-uva4it5a4g.cz"},
        {"ŁÓDŹ.pl", SMTP_OK, "xn--d-uga0v4h.pl"},
        {"Ÿ", SMTP_OK, "xn--wda"},
        {"BUCUREȘTI.ro", SMTP_OK, "xn--bucureti-m9c.ro"},
        {"ПРИМЕР.РФ", SMTP_OK, "xn--e1afmkfd.xn--p1ai"},
        {"ЇЖАК", SMTP_OK, "xn--80aln7i"},
        {"ΔΟΚΙΜΉ", SMTP_OK, "xn--jxalpdlp"},
        {"VIỆTNAM", SMTP_OK, "xn--vitnam-jk8b"},
    };
    CHECK_ALL(rows)
}

static void hyphens(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"-ü", SMTP_E_IDN, NULL},    {"ü-", SMTP_E_IDN, NULL},         {"xn--ü", SMTP_E_IDN, NULL},
        {"ab--ü", SMTP_E_IDN, NULL}, {"ü--a", SMTP_OK, "xn----a-goa"}, {"a-ü-b", SMTP_OK, "xn--a--b-1ra"},
        {"üa--", SMTP_E_IDN, NULL},
    };
    CHECK_ALL(rows)
}

static void what_is_not_utf8(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"\xff", SMTP_E_UTF8, NULL},        {"m\xc3", SMTP_E_UTF8, NULL},        {"m\xfcnchen.de", SMTP_E_UTF8, NULL},
        {"\xc0\xae.de", SMTP_E_UTF8, NULL}, {"\xed\xa0\x80", SMTP_E_UTF8, NULL},
    };
    CHECK_ALL(rows)
}

static void lengths(void **state) {
    (void)state;
    static const struct row rows[] = {
        {TEN TEN TEN TEN TEN "12345ü", SMTP_OK, "xn--" TEN TEN TEN TEN TEN "12345-8yf"}, /* 63 octets */
        {TEN TEN TEN TEN TEN "123456ü", SMTP_E_ADDRESS, NULL},                           /* 64 */
        {"ü" SIXTY "12", SMTP_E_ADDRESS, NULL},
        {"ü" SIXTY "123", SMTP_E_ADDRESS, NULL}, /* characters above 63 */
        {SIXTY "." SIXTY "." SIXTY "." SIXTY ".123.xn--tda", SMTP_OK,
         SIXTY "." SIXTY "." SIXTY "." SIXTY ".123.xn--tda"}, /* 255 octets */
        {SIXTY "." SIXTY "." SIXTY "." SIXTY ".123.ü", SMTP_OK, SIXTY "." SIXTY "." SIXTY "." SIXTY ".123.xn--tda"},
        {SIXTY "." SIXTY "." SIXTY "." SIXTY ".1234.ü", SMTP_E_ADDRESS, NULL}, /* 256 */
        {SIXTY "." SIXTY "." SIXTY "." SIXTY ".123456789012", SMTP_E_ADDRESS, NULL},
        {SIXTY "." SIXTY "." SIXTY "." SIXTY ".12345678901.ü", SMTP_E_ADDRESS, NULL},
    };
    CHECK_ALL(rows)
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_names),
        cmocka_unit_test(ascii_is_untouched),
        cmocka_unit_test(nothing_else_comes_out),
        cmocka_unit_test(capitals_become_small),
        cmocka_unit_test(hyphens),
        cmocka_unit_test(what_is_not_utf8),
        cmocka_unit_test(lengths),
    };
    return cmocka_run_group_tests_name("wire/domain_ascii", tests, NULL, NULL);
}
