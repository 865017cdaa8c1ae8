/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* The text that was signed: the fields and the signature's own without what it signs. */
static const char *signed_text(const struct fixture *f) {
    return f->recorder->text[1];
}

static void relaxed(void **state) {
    (void)state;
    struct fixture f;
    begin_with(&f, 3);
    assert_int_equal(
        sign_text(&f, "FROM : Ann\r\n <ann@example.org>\r\nTo: bob\r\nX-A: b\r\nSubject: \r\n\r\nhello\r\n"), SMTP_OK);
    assert_string_equal(f.text, "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=s1;\r\n"
                                "\th=Subject:To:FROM:Subject:To:FROM;\r\n"
                                "\tbh=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=; b=////\r\n"
                                "FROM : Ann\r\n <ann@example.org>\r\nTo: bob\r\nX-A: b\r\nSubject: \r\n\r\nhello\r\n");
    assert_string_equal(f.recorder->text[0], "hello\r\n");
    assert_string_equal(signed_text(&f),
                        "subject:\r\nto:bob\r\nfrom:Ann <ann@example.org>\r\n"
                        "dkim-signature:v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=s1; "
                        "h=Subject:To:FROM:Subject:To:FROM; bh=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=; b=");
    end(&f);
}

static void simple(void **state) {
    (void)state;
    struct fixture f;
    begin_with(&f, 3);
    assert_int_equal(smtp_dkim_set_canonicalization(f.dkim, SMTP_DKIM_SIMPLE, SMTP_DKIM_SIMPLE), SMTP_OK);
    assert_int_equal(sign_text(&f, "From :  Ann\n <ann@example.org>\n\nhello  \n\n\n"), SMTP_OK);
    assert_string_equal(f.recorder->text[0], "hello  \r\n");
    assert_string_equal(signed_text(&f), "From :  Ann\r\n <ann@example.org>\r\n"
                                         "DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d=example.org; s=s1;\r\n"
                                         "\th=From:From; bh=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=; b=");
    end(&f);
}

/* RFC 6376 s5.4.2 */
static void repeated_fields_from_the_bottom_up(void **state) {
    (void)state;
    struct fixture f;
    begin_with(&f, 3);
    assert_int_equal(smtp_dkim_set_fields(f.dkim, "X-A:Subject", SMTP_Z), SMTP_OK);
    assert_int_equal(sign_text(&f, "X-A: 1\r\nSubject: 2\r\nx-a: 3\r\nFrom: 4\r\nSubject: 5\r\nReceived: 6\r\n\r\n"),
                     SMTP_OK);
    assert_non_null(strstr(f.text, "h=Subject:From:x-a:Subject:X-A:Subject:From:Subject;"));
    assert_memory_equal(signed_text(&f), "subject:5\r\nfrom:4\r\nx-a:3\r\nsubject:2\r\nx-a:1\r\ndkim-signature:", 59);
    end(&f);
}

static void longest_line(const char *text, size_t wanted) {
    size_t longest = 0;
    for (const char *end; (end = strstr(text, "\r\n")) != NULL; text = end + 2) {
        size_t length = (size_t)(end - text);
        longest = length > longest ? length : longest;
    }
    assert_int_equal(longest, wanted);
}

/* RFC 5322 s2.1.1 */
static void lines_of_78(void **state) {
    (void)state;
    struct fixture f;
    begin_with(&f, 1024);
    char text[1000] = "From: a\r\n";
    char name[60];
    for (int i = 1; i < 20; i++) {
        memset(name, 'x', sizeof name);
        snprintf(name + i, sizeof name - (size_t)i, ": y\r\n");
        strcat(text, name);
    }
    strcat(text, "\r\n");
    assert_int_equal(smtp_dkim_set_fields(f.dkim, "*", SMTP_Z), SMTP_OK);
    assert_int_equal(sign_text(&f, text), SMTP_OK);
    *strstr(f.text, "\r\nFrom: ") = '\0';
    longest_line(f.text, 78);
    end(&f);
}

/* What stands together at the front: a tag or, of h=, a name, with what ends it; of b= the first octet. */
static size_t unit_length(const char *text) {
    return memcmp(text, "b=", 2) == 0 ? 3 : strcspn(text, ":;") + 1;
}

/* A line is folded at 78 (RFC 5322 s2.1.1), and not before what would have stood on it. */
static void check_folds(const char *line) {
    const char *fold;
    for (; (fold = strstr(line, "\r\n")) != NULL && fold[2] == '\t'; line = fold + 2) {
        size_t length = (size_t)(fold - line);
        bool is_tag = fold[-1] == ';';
        bool is_name = fold[-1] == ':';
        size_t next = is_tag ? 1 + unit_length(fold + 3) : is_name ? unit_length(fold + 3) : 1;
        assert_true(length <= 78);
        assert_memory_not_equal(fold - 3, " b=", 3);
        assert_true(length + next > 78);
    }
    assert_true(fold - line <= 78);
}

static void folds_no_sooner_than_it_must(void **state) {
    (void)state;
    char text[1000];
    char names[70];
    memset(names, 'x', sizeof names);
    for (int i = 1; i < 60; i++) {
        struct fixture f;
        begin_with(&f, 256);
        assert_int_equal(smtp_dkim_set_fields(f.dkim, "x*", SMTP_Z), SMTP_OK);
        assert_int_equal(
            smtp_dkim_add_signer(f.dkim, names, (size_t)i, "s", 1, SMTP_DKIM_ED25519_SHA256, pen_sign, NULL, &f.pen),
            SMTP_OK);
        snprintf(text, sizeof text, "From: a\r\n%.*s: b\r\nx: c\r\nxxx: d\r\n%.*s: e\r\n\r\n", i, names, 70 - i, names);
        assert_int_equal(sign_text(&f, text), SMTP_OK);
        check_folds(f.text);
        check_folds(strstr(f.text, "\nDKIM-Signature:") + 1);
        end(&f);
    }
}

/* Every length gives the base64 of it (RFC 4648 s4), wherever it is folded. */
static void signatures_of_any_length(void **state) {
    (void)state;
    for (size_t length = 1; length <= SMTP_DKIM_SIGNATURE_BYTES; length += length < 200 ? 1 : 103) {
        struct fixture f;
        begin_with(&f, length);
        assert_int_equal(sign_text(&f, "From: a\r\n\r\n"), SMTP_OK);
        const char *at = strstr(f.text, " b=") + 3;
        size_t slashes = 0;
        size_t others = 0;
        size_t pads = 0;
        for (; memcmp(at, "\r\nFrom", 6) != 0; at++) {
            slashes += *at == '/';
            pads += *at == '=';
            others += strchr("/=\r\n\t", *at) == NULL;
        }
        assert_int_equal(slashes + others + pads, (length + 2) / 3 * 4);
        assert_int_equal(pads, (3 - length % 3) % 3);
        assert_int_equal(others, length % 3 == 0 ? 0 : 1);
        end(&f);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(relaxed),
        cmocka_unit_test(simple),
        cmocka_unit_test(repeated_fields_from_the_bottom_up),
        cmocka_unit_test(lines_of_78),
        cmocka_unit_test(folds_no_sooner_than_it_must),
        cmocka_unit_test(signatures_of_any_length),
    };
    return cmocka_run_group_tests_name("dkim/signature", tests, NULL, NULL);
}
