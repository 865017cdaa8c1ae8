/* SPDX-License-Identifier: MIT */
#include "mail.h"

#include "source/source.h"
#include <smtp/message_field.h>
#include <stdio.h>

static void fields_stand_in_one_order(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(smtp_message_add_header(m, "X-Two", SMTP_Z, "2", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_header(m, "X-One", SMTP_Z, "1", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_subject(m, "Hello", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_date(m, 0, 0), SMTP_OK);
    has(m, "Date: Thu, 01 Jan 1970 00:00:00 +0000\r\nFrom: ann@example.org\r\nMessage-ID: <1@example.org>\r\n"
           "Subject: Hello\r\nX-Two: 2\r\nX-One: 1\r\nMIME-Version: 1.0\r\n");
    end_mail(&a, m);
}

static void set_replaces_and_add_appends(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(smtp_message_set_subject(m, "first", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_subject(m, "second", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_header(m, "X-A", SMTP_Z, "1", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_header(m, "X-B", SMTP_Z, "2", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_header(m, "x-a", SMTP_Z, "3", SMTP_Z), SMTP_OK);
    has(m, "Subject: second\r\nX-A: 1\r\nX-B: 2\r\nx-a: 3\r\nMIME");
    assert_int_equal(smtp_message_set_header(m, "X-a", SMTP_Z, "4", SMTP_Z), SMTP_OK);
    has(m, "Subject: second\r\nX-a: 4\r\nX-B: 2\r\nMIME");
    assert_int_equal(smtp_message_set_header(m, "X-C", SMTP_Z, "", SMTP_Z), SMTP_OK);
    has(m, "X-B: 2\r\nX-C:\r\nMIME");
    end_mail(&a, m);
}

static void reserved_names_are_refused(void **state) {
    (void)state;
    static const char *const names[] = {"Date",
                                        "from",
                                        "SENDER",
                                        "Reply-To",
                                        "To",
                                        "Cc",
                                        "Bcc",
                                        "Subject",
                                        "Message-Id",
                                        "MIME-Version",
                                        "Content-Type",
                                        "content-x",
                                        "Content-",
                                        "Resent-Date",
                                        "resent-from",
                                        "Resent-Sender",
                                        "Resent-To",
                                        "Resent-Cc",
                                        "Resent-Bcc",
                                        "Resent-Message-ID",
                                        "disposition-notification-to",
                                        "Return-Receipt-To"};
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_int_equal(smtp_message_add_header(m, names[i], SMTP_Z, "x", 1), SMTP_E_HEADER_RESERVED);
        assert_int_equal(smtp_message_set_header(m, names[i], SMTP_Z, "x", 1), SMTP_E_HEADER_RESERVED);
    }
    assert_int_equal(smtp_message_add_header(m, "References", SMTP_Z, "<a@b>", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_header(m, "references", SMTP_Z, "<c@d>", SMTP_Z), SMTP_E_HEADER_RESERVED);
    assert_int_equal(smtp_message_set_header(m, "references", SMTP_Z, "<e@f>", SMTP_Z), SMTP_OK);
    has(m, "references: <e@f>\r\n");
    has_not(m, "a@b");
    end_mail(&a, m);
}

static void names_that_are_none_are_refused(void **state) {
    (void)state;
    char name[78];
    memset(name, 'n', sizeof name);
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(smtp_message_add_header(m, "", 0, "x", 1), SMTP_E_HEADER_NAME);
    assert_int_equal(smtp_message_add_header(m, "A B", 3, "x", 1), SMTP_E_HEADER_NAME);
    assert_int_equal(smtp_message_add_header(m, "A:", 2, "x", 1), SMTP_E_HEADER_NAME);
    assert_int_equal(smtp_message_add_header(m, "\xc3\x84", 2, "x", 1), SMTP_E_HEADER_NAME);
    assert_int_equal(smtp_message_add_header(m, name, 77, "x", 1), SMTP_E_HEADER_NAME);
    assert_int_equal(smtp_message_add_header(m, name, 76, "x", 1), SMTP_OK);
    end_mail(&a, m);
}

/* Provider headers: JSON comes through unfolding as it was. */
static void ascii_values_are_only_folded(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    char json[900] = "{\"unique\":  [";
    while (strlen(json) < 800) {
        strcat(json, "\"a=?b?=\", 12345, ");
    }
    strcat(json, "0]}");
    assert_int_equal(smtp_message_add_header(m, "X-SMTPAPI", SMTP_Z, json, SMTP_Z), SMTP_OK);
    const char *at = strstr(mail_of(m), "X-SMTPAPI: ") + 11;
    size_t column = 11;
    for (const char *wanted = json; *wanted != '\0'; wanted++, at++, column++) {
        if (*at == '\r') {
            assert_memory_equal(at, "\r\n ", 3);
            at += 2;
            column = 0;
        }
        assert_int_equal(*at, *wanted);
        assert_true(column < 78);
    }
    assert_memory_equal(at, "\r\n", 2);
    end_mail(&a, m);
}

static void words_without_a_fold_are_refused(void **state) {
    (void)state;
    char word[1100];
    memset(word, 'x', sizeof word);
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(smtp_message_add_header(m, "X-Long", SMTP_Z, word, 997), SMTP_OK);
    assert_int_equal(smtp_message_add_header(m, "X-Long", SMTP_Z, word, 998), SMTP_E_HEADER_TOO_LONG);
    assert_int_equal(smtp_message_set_header(m, "X-Long", SMTP_Z, word, 998), SMTP_E_HEADER_TOO_LONG);
    has(m, "X-Long:\r\n xxx");
    assert_int_equal(smtp_message_set_subject(m, word, sizeof word), SMTP_OK);
    has(m, "Subject: =?utf-8?Q?xxx");
    end_mail(&a, m);
}

/* So many that quadratic work would not end for minutes. */
static void many_fields(void **state) {
    (void)state;
    enum { MANY = 100000 };
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    char name[16];
    for (int i = 0; i < MANY; i++) {
        sprintf(name, "X-%d", i);
        assert_int_equal(smtp_message_add_header(m, name, SMTP_Z, "v", 1), SMTP_OK);
        assert_int_equal(smtp_message_add_header(m, "X-Same", SMTP_Z, "v", 1), SMTP_OK);
        assert_int_equal(smtp_message_set_header(m, name, SMTP_Z, "w", 1), SMTP_OK);
    }
    assert_int_equal(smtp_message_set_header(m, "X-Same", SMTP_Z, "w", 1), SMTP_OK);
    smtp_source *source;
    assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
    end_mail(&a, m);
}

/* The headers of sending services: one long ASCII value that a machine reads. */
static void provider_headers_survive(void **state) {
    (void)state;
    static const char *const names[] = {
        "X-SMTPAPI",       "X-MSYS-API",          "X-MC-Metadata",         "X-MC-Tags",       "X-MJ-Vars",
        "X-Mailin-custom", "X-Mailgun-Variables", "X-MT-Custom-Variables", "X-PM-Metadata-A", "X-SES-MESSAGE-TAGS"};
    static const char part[] = "\"key\": [1,2, \"v  w\", \"\\u00e9=?utf-8?Q?x?=\", {}], ";
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    char json[2000] = "{";
    while (strlen(json) < 1900) {
        strcat(json, part);
    }
    strcat(json, "\"end\":  1 }");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_int_equal(smtp_message_add_header(m, names[i], SMTP_Z, json, SMTP_Z), SMTP_OK);
    }
    (void)mail_of(m);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char unfolded[2100] = "";
        const char *at = strstr(mail_bytes, names[i]) + strlen(names[i]) + 2;
        for (size_t n = 0; memcmp(at, "\r\n", 2) != 0 || at[2] == ' '; at++) {
            if (*at != '\r' && *at != '\n') {
                unfolded[n++] = *at;
            }
        }
        assert_string_equal(unfolded, json);
    }
    for (char *blank = json; (blank = strchr(blank, ' ')) != NULL;) {
        *blank = '_';
    }
    assert_int_equal(smtp_message_add_header(m, "X-SMTPAPI", SMTP_Z, json, SMTP_Z), SMTP_E_HEADER_TOO_LONG);
    assert_int_equal(smtp_message_add_header(m, "X-SMTPAPI", SMTP_Z, json, 997), SMTP_OK);
    end_mail(&a, m);
}

/* RFC 5322 s3.6.5: there may be many of them. */
static void comments(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(smtp_message_add_comment(m, "one", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_comment(m, " \xc3\xb6 =?", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_comment(NULL, "x", 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_add_comment(m, NULL, 0), SMTP_E_ARGUMENT);
    has(m, "\r\nComments: one\r\nComments: =?utf-8?B?IMO2ID0/?=\r\n");
    end_mail(&a, m);
}

static void fields_that_stand_once(void **state) {
    (void)state;
    static const char *const names[] = {
        "In-Reply-To", "References", "List-Help",    "List-Unsubscribe", "List-Subscribe",
        "List-Post",   "List-Owner", "List-Archive", "List-Id",          "Importance",
        "X-Priority",  "Priority",   "Sensitivity",  "Auto-Submitted",   "List-Unsubscribe-Post"};
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_int_equal(smtp_message_add_header(m, names[i], SMTP_Z, "a", 1), SMTP_OK);
        assert_int_equal(smtp_message_add_header(m, names[i], SMTP_Z, "b", 1), SMTP_E_HEADER_RESERVED);
        assert_int_equal(smtp_message_set_header(m, names[i], SMTP_Z, "c", 1), SMTP_OK);
    }
    assert_int_equal(smtp_message_add_header(m, "Keywords", SMTP_Z, "a", 1), SMTP_OK);
    assert_int_equal(smtp_message_add_header(m, "Keywords", SMTP_Z, "b", 1), SMTP_OK);
    end_mail(&a, m);
}

static bool needs_smtputf8(smtp_message *m) {
    smtp_source *source;
    assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
    return source->needs_smtputf8;
}

static smtp_message *utf8_mail(struct test_allocator *a) {
    smtp_message *m;
    test_allocator_init(a);
    assert_int_equal(smtp_message_new(&a->table, &m), SMTP_OK);
    assert_int_equal(smtp_message_set_smtputf8(m, 1), SMTP_OK);
    assert_int_equal(smtp_message_set_message_id(m, "1@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_seed(m, SEED, 32), SMTP_OK);
    return m;
}

/* RFC 6532: text as it is, but what would not come through so. */
static void utf8_stands_in_the_header(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = utf8_mail(&a);
    assert_int_equal(smtp_message_set_from(m, "J\xc3\xb6rg", SMTP_Z, "j@m\xc3\xbcnchen.example", SMTP_Z), SMTP_OK);
    has(m, "From: J\xc3\xb6rg <j@m\xc3\xbcnchen.example>\r\n");
    assert_true(needs_smtputf8(m));
    assert_int_equal(smtp_message_set_subject(m,
                                              "Gr\xc3\xbc\xc3\x9f"
                                              "e",
                                              SMTP_Z),
                     SMTP_OK);
    assert_int_equal(smtp_message_add_header(m, "X-A", SMTP_Z, "\xc3\xb6 =? \xc3\xb6", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_header(m, "X-B", SMTP_Z, " \xc3\xb6", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_header(m, "X-C", SMTP_Z, "\xc3\xb6 ", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_keyword(m, "\xc3\xb6", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_keyword(m, "b", SMTP_Z), SMTP_OK);
    has(m, "Subject: Gr\xc3\xbc\xc3\x9f"
           "e\r\nX-A: \xc3\xb6 =?utf-8?B?PT8=?= \xc3\xb6\r\n"
           "X-B: =?utf-8?B?IMO2?=\r\nX-C: =?utf-8?B?w7Yg?=\r\nKeywords: \xc3\xb6, b\r\n");
    end_mail(&a, m);
}

static void utf8_folds_at_blanks(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = utf8_mail(&a);
    static char text[9000];
    assert_int_equal(smtp_message_set_from(m, NULL, 0, "a@b.c", SMTP_Z), SMTP_OK);
    while (strlen(text) < 2000) {
        strcat(text, "\xe6\x97\xa5\xe6\x9c\xac ");
    }
    strcat(text, "x");
    assert_int_equal(smtp_message_set_subject(m, text, SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_from(m, text, SMTP_Z, "a@b.c", SMTP_Z), SMTP_OK);
    for (const char *line = mail_of(m); *line != '\0'; line = strstr(line, "\r\n") + 2) {
        assert_true((size_t)(strstr(line, "\r\n") - line) <= 78);
    }
    has_not(m, "=?");
    for (char *blank = text; (blank = strchr(blank, ' ')) != NULL;) {
        *blank = '_';
    }
    assert_int_equal(smtp_message_set_subject(m, text, SMTP_Z), SMTP_OK); /* a word that no line can hold */
    has(m, "Subject: =?utf-8?B?");
    end_mail(&a, m);
}

static void utf8_is_needed_only_where_it_is(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = utf8_mail(&a);
    assert_int_equal(smtp_message_set_smtputf8(m, 0), SMTP_E_STATE);
    assert_int_equal(smtp_message_set_from(m, NULL, 0, "a@b.c", SMTP_Z), SMTP_OK);
    assert_false(needs_smtputf8(m));
    assert_int_equal(smtp_message_add_header(m, "X-A", SMTP_Z, "a", 1), SMTP_OK);
    assert_int_equal(smtp_message_add_header(m, "X-A", SMTP_Z, "\xc3\xb6", 2), SMTP_OK);
    assert_true(needs_smtputf8(m));
    assert_int_equal(smtp_message_set_header(m, "X-A", SMTP_Z, "b", 1), SMTP_OK);
    assert_false(needs_smtputf8(m));
    end_mail(&a, m);
}

static void utf8_is_chosen_first(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m;
    test_allocator_init(&a);
    assert_int_equal(smtp_message_new(&a.table, &m), SMTP_OK);
    assert_int_equal(smtp_message_set_smtputf8(NULL, 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_set_smtputf8(m, 2), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_set_smtputf8(m, -1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_set_smtputf8(m, 1), SMTP_OK);
    assert_int_equal(smtp_message_set_smtputf8(m, 0), SMTP_OK);
    assert_int_equal(smtp_message_add_bcc(m, NULL, 0, "a@b.c", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_smtputf8(m, 1), SMTP_E_STATE);
    assert_int_equal(smtp_message_set_from(m, "J\xc3\xb6rg", SMTP_Z, "a@b.c", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_seed(m, SEED, 32), SMTP_OK);
    has(m, "From: =?utf-8?B?SsO2cmc=?= <a@b.c>\r\n");
    end_mail(&a, m);
}

/* What nobody would see is encoded. */
static void blanks_alone_survive(void **state) {
    (void)state;
    char blanks[1000];
    memset(blanks, ' ', sizeof blanks);
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(smtp_message_add_header(m, "X-A", SMTP_Z, blanks, 3), SMTP_OK);
    has(m, "\r\nX-A: =?utf-8?Q?___?=\r\n");
    assert_int_equal(smtp_message_add_header(m, "X-B", SMTP_Z, blanks, 995), SMTP_OK);
    has_not(m, "\r\n   ");
    end_mail(&a, m);
}

static void null_is_refused(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(smtp_message_set_subject(NULL, "x", 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_set_subject(m, NULL, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_set_seed(m, NULL, 16), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_add_header(m, NULL, 0, "x", 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_add_header(m, "X", 1, NULL, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_set_header(NULL, "X", 1, "x", 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_has_seed(NULL), 0);
    end_mail(&a, m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_stand_in_one_order),
        cmocka_unit_test(set_replaces_and_add_appends),
        cmocka_unit_test(reserved_names_are_refused),
        cmocka_unit_test(names_that_are_none_are_refused),
        cmocka_unit_test(ascii_values_are_only_folded),
        cmocka_unit_test(words_without_a_fold_are_refused),
        cmocka_unit_test(many_fields),
        cmocka_unit_test(provider_headers_survive),
        cmocka_unit_test(comments),
        cmocka_unit_test(fields_that_stand_once),
        cmocka_unit_test(utf8_stands_in_the_header),
        cmocka_unit_test(utf8_folds_at_blanks),
        cmocka_unit_test(utf8_is_needed_only_where_it_is),
        cmocka_unit_test(utf8_is_chosen_first),
        cmocka_unit_test(blanks_alone_survive),
        cmocka_unit_test(null_is_refused),
    };
    return cmocka_run_group_tests_name("mime/message_field", tests, NULL, NULL);
}
