/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "mime/header_reader.h"
#include "support/guard.h"
#include <stdio.h>

static char told[8192];

static const char *name_of(enum smtp__header_field field) {
    static const char *const names[] = {
        [SMTP__HEADER_OTHER] = "-",
        [SMTP__HEADER_BCC] = "bcc",
        [SMTP__HEADER_CC] = "cc",
        [SMTP__HEADER_DATE] = "date",
        [SMTP__HEADER_FROM] = "from",
        [SMTP__HEADER_MESSAGE_ID] = "id",
        [SMTP__HEADER_RESENT_BCC] = "resent-bcc",
        [SMTP__HEADER_SENDER] = "sender",
        [SMTP__HEADER_TO] = "to",
    };
    return names[field];
}

/* Reads a header whose end lies at the end of a page, in pieces, the first ending at `cut`. Tells "[field:octets]" of
   each field, then "|" and what is left of the input. */
static smtp_result read_header(const char *text, size_t length, size_t cut, size_t piece) {
    struct smtp__header_reader reader;
    struct smtp__header_span span;
    smtp_result result = SMTP_PENDING;
    size_t at = 0;
    char *end = told;
    smtp__header_init(&reader);
    told[0] = '\0';
    while (result == SMTP_PENDING) {
        size_t left = length - at;
        size_t n = at < cut ? cut - at : left < piece ? left : piece;
        uint8_t *memory = guard_copy(text + at, n);
        struct smtp__input in = {memory, n, left == 0};
        while ((result = smtp__header_next(&reader, &in, &span)) == SMTP_OK && span.text.length > 0) {
            assert_true(span.field == reader.field);
            if (span.is_first) {
                end += sprintf(end, "%s[%s:", end == told ? "" : "]", name_of(span.field));
            }
            memcpy(end, span.text.data, span.text.length);
            end += span.text.length;
            *end = '\0';
        }
        at += n - in.length;
        guard_free(memory, n);
    }
    if (result == SMTP_OK) {
        sprintf(end, "]|%.*s", (int)(length - at), text + at);
    }
    return result;
}

/* Whole, in every split, and an octet at a time. */
static void check(const char *text, smtp_result result, const char *wanted) {
    size_t length = strlen(text);
    for (size_t cut = 0; cut <= length; cut++) {
        assert_int_equal(read_header(text, length, cut, length + 1), result);
        if (result == SMTP_OK) {
            assert_string_equal(told, wanted);
        }
    }
    assert_int_equal(read_header(text, length, 0, 1), result);
    if (result == SMTP_OK) {
        assert_string_equal(told, wanted);
    }
}

static void every_field_is_told(void **state) {
    (void)state;
    check("A: b\r\n\r\n", SMTP_OK, "[-:A: b\r\n]|\r\n");
    check("A: b\r\n\r\nC: d\r\n", SMTP_OK, "[-:A: b\r\n]|\r\nC: d\r\n");
    check("A: b\r\n", SMTP_OK, "[-:A: b\r\n]|");
    check("A: b", SMTP_OK, "[-:A: b]|");
    check("A:", SMTP_OK, "[-:A:]|");
    check("From:a\r\nTO : b\r\nSender\t \t: c\r\ncC:\r\nBcc:x\r\nRESENT-BCC:y\r\nmessage-id:z\r\nDate:t\r\n\r\n",
          SMTP_OK,
          "[from:From:a\r\n][to:TO : b\r\n][sender:Sender\t \t: c\r\n][cc:cC:\r\n][bcc:Bcc:x\r\n]"
          "[resent-bcc:RESENT-BCC:y\r\n][id:message-id:z\r\n][date:Date:t\r\n]|\r\n");
}

static void a_continuation_belongs_to_its_field(void **state) {
    (void)state;
    check("Bcc: a\r\n b\r\n\tc: d\r\n \r\nTo:\r\n x\r\n\r\n y\r\n", SMTP_OK,
          "[bcc:Bcc: a\r\n b\r\n\tc: d\r\n \r\n][to:To:\r\n x\r\n]|\r\n y\r\n");
}

static void a_name_is_what_it_is_as_a_whole(void **state) {
    (void)state;
    check("Bcca: 1\r\nBc: 2\r\nXBcc: 3\r\nResent-Bccc: 4\r\nResent-Bc: 5\r\nMessage-IDs: 6\r\nResent-Message-ID: 7\r\n",
          SMTP_OK,
          "[-:Bcca: 1\r\n][-:Bc: 2\r\n][-:XBcc: 3\r\n][-:Resent-Bccc: 4\r\n][-:Resent-Bc: 5\r\n][-:Message-IDs: 6\r\n]"
          "[-:Resent-Message-ID: 7\r\n]|");
    check("!~\"'(),;<>@[]{}: 1\r\nAn-Own-Name-That-Is-Rather-Long \t : 2\r\n", SMTP_OK,
          "[-:!~\"'(),;<>@[]{}: 1\r\n][-:An-Own-Name-That-Is-Rather-Long \t : 2\r\n]|");
}

static void what_is_no_field(void **state) {
    (void)state;
    static const char *const texts[] = {
        "",
        "\r\n",
        "\r\nA: b\r\n",
        " A: b\r\n",
        "\tA: b\r\n",
        ": b\r\n",
        " : b\r\n",
        "From ann@example.org Mon Jan  1 00:00:00 2026\r\nFrom: a\r\n",
        ">From: x y\r\nno field\r\n",
        "hello\r\n",
        "hello",
        "A ",
        "A: b\r\nC",
        "A: b\r\nC ",
        "A: b\r\nC d: e\r\n",
        "A: b\r\nC\r\n: d\r\n",
        "A: b\r\n\x01: c\r\n",
        "A: b\r\n\xc3\xa4: c\r\n",
        "A: b\r\nC\xc3\xa4: d\r\n",
        "A: b\r\nC\x7f: d\r\n",
        "\357\273\277A: b\r\n",
        "A: b\r\nAn-Own-Name-That-Is-Rather-Long",
        "A: b\r\nAn-Own-Name-That-Is-Rather-Long x: y",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        check(texts[i], SMTP_E_NOT_A_MESSAGE, NULL);
    }
    assert_int_equal(read_header("A: b\r\nC\0: d\r\n", 14, 0, 100), SMTP_E_NOT_A_MESSAGE);
}

/* What is left after an error: whether there was a field. */
static void a_field_was_there_once_its_colon_was(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool has_field;
    } cases[] = {{"A b", false}, {"A", false}, {"A:", true}, {"A: b\r\nC d", true}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct smtp__header_reader reader;
        struct smtp__header_span span;
        struct smtp__input in = {(const uint8_t *)cases[i].text, strlen(cases[i].text), false};
        smtp__header_init(&reader);
        while (smtp__header_next(&reader, &in, &span) == SMTP_OK) {
        }
        assert_true(reader.has_field == cases[i].has_field);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_is_told),
        cmocka_unit_test(a_continuation_belongs_to_its_field),
        cmocka_unit_test(a_name_is_what_it_is_as_a_whole),
        cmocka_unit_test(what_is_no_field),
        cmocka_unit_test(a_field_was_there_once_its_colon_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
