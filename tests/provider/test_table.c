/* SPDX-License-Identifier: MIT */
/* table.awk: what it refuses, with file and line. */
#include "support/test.h"

#include "support/made_table.h"
#include <string.h>

enum { COLUMNS = 21, DOMAINS = 9, SIZE = 10, VERIFIED = 17 };

static const char *const good[COLUMNS] = {"one",
                                          "One",
                                          "smtp.one.test",
                                          "587",
                                          "starttls",
                                          "465/implicit,25/starttls?",
                                          "address",
                                          "password,oauth2",
                                          "PLAIN,LOGIN",
                                          "one.test,two.test",
                                          "1000",
                                          "10?",
                                          "-",
                                          "-",
                                          "-",
                                          "saves-sent",
                                          "X-One,X-Two-*",
                                          "yes",
                                          "2026-08-07",
                                          "a page",
                                          "It's a \\ help."};

static const struct table_maker maker = {"lib/provider/table.awk include/smtp/mechanism.h include/smtp/provider.h",
                                         good, COLUMNS};

static void a_row_becomes_c(void **state) {
    (void)state;
    static const char *const parts[] = {"{587, SMTP_SECURITY_STARTTLS_REQUIRED, 1},",
                                        "{465, SMTP_SECURITY_IMPLICIT_TLS, 1},",
                                        "{25, SMTP_SECURITY_STARTTLS_REQUIRED, 0},",
                                        "'I', 't', '\\'', 's', ' ', 'a', ' ', '\\\\',",
                                        ".mechanisms = SMTP_MECHANISM_PLAIN | SMTP_MECHANISM_LOGIN,",
                                        ".secrets = SMTP_PROVIDER_SECRET_PASSWORD | SMTP_PROVIDER_SECRET_OAUTH2,",
                                        ".size = 1000, .recipients = 10,",
                                        " | SMTP_PROVIDER_VALUE_MECHANISMS | SMTP_PROVIDER_VALUE_SIZE,",
                                        "smtp__provider_count = 1;"};
    char row[2048];
    char said[TABLE_SAID];
    table_row(&maker, row, sizeof row, COLUMNS, "");
    table_has(&maker, row, parts, sizeof parts / sizeof parts[0]);
    table_row(&maker, row, sizeof row, 8, "DIGEST-MD5,LOGIN?");
    assert_int_equal(table_make(&maker, row, said), 0);
    assert_non_null(strstr(said, ".mechanisms = SMTP_MECHANISM_LOGIN,"));
    assert_non_null(strstr(said, ".verified = 0 | SMTP_PROVIDER_VALUE_SERVER | SMTP_PROVIDER_VALUE_SIZE,"));
}

static void a_malformed_value_is_refused_with_its_line(void **state) {
    (void)state;
    static const struct {
        size_t column;
        const char *value;
        const char *words;
    } bad[] = {
        {0, "One", "id 'One'"},
        {0, "one-", "id 'one-'"},
        {1, "", "column name"},
        {1, "One ", "column name"},
        {1, "\xc3\x96ne", "column name"},
        {1, "O\033ne", "column name"},
        {2, "smtp one", "host"},
        {2, "-", "host"},
        {3, "0", "port '0'"},
        {3, "65536", "port '65536'"},
        {3, "587?", "port '587?'"},
        {4, "tls", "tls 'tls'"},
        {5, "465", "'465' is not PORT/TLS"},
        {5, "465/implicit,", "is not PORT/TLS"},
        {5, "465/tls", "tls 'tls'"},
        {6, "-", "'-' is not known"},
        {6, "address,any", "'address,any' is not known"},
        {6, "literal", "literal:NAME"},
        {6, "literal:", "literal:NAME"},
        {7, "pass", "'pass' is not known"},
        {8, "PLIAN", "mechanism 'PLIAN'"},
        {8, "PLAIN,", "mechanism ''"},
        {DOMAINS, "One.test", "domain 'One.test'"},
        {DOMAINS, "one..test", "domain 'one..test'"},
        {DOMAINS, "localhost", "domain 'localhost'"},
        {DOMAINS, "*.test", "domain '*.test'"},
        {DOMAINS, "*one.test", "domain '*one.test'"},
        {DOMAINS, "one.*.test", "domain 'one.*.test'"},
        {DOMAINS, "one.test,one.test", "belongs to one"},
        {SIZE, "0", "size: '0'"},
        {SIZE, "20 MB", "size: '20 MB'"},
        {SIZE, "4294967296", "size: '4294967296'"},
        {SIZE, "99999999999", "size: '99999999999'"},
        {15, "quirky", "'quirky' is not known"},
        {16, "X One", "headers"},
        {VERIFIED, "maybe", "verified 'maybe'"},
        {VERIFIED, "no", "not found by a domain"},
        {18, "yesterday", "checked"},
    };
    char rows[2048];
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        table_row(&maker, rows, sizeof rows, bad[i].column, bad[i].value);
        table_refuses(&maker, rows, 2, bad[i].words);
    }
}

static void so_are_rows(void **state) {
    (void)state;
    char rows[4096];
    char said[TABLE_SAID];
    table_refuses(&maker, "one\tOne\n", 2, "2 columns, not 21");
    table_row(&maker, rows, sizeof rows, COLUMNS, "");
    table_row(&maker, rows + strlen(rows), sizeof rows / 2, DOMAINS, "-");
    table_refuses(&maker, rows, 3, "id 'one'");
    table_row(&maker, rows, sizeof rows, COLUMNS, "");
    table_row(&maker, rows + strlen(rows), sizeof rows / 2, 0, "two");
    table_refuses(&maker, rows, 3, "domain 'one.test' belongs to one");
    assert_int_equal(table_make(&maker, "", said), 1);
    assert_non_null(strstr(said, "no rows"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_becomes_c),
        cmocka_unit_test(a_malformed_value_is_refused_with_its_line),
        cmocka_unit_test(so_are_rows),
    };
    return cmocka_run_group_tests_name("provider/table", tests, NULL, NULL);
}
