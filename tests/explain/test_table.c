/* SPDX-License-Identifier: MIT */
/* table.awk: what it refuses, with file and line. */
#include "support/test.h"

#include "support/made_table.h"
#include <string.h>

enum { COLUMNS = 11, RESULT = 1, CODE = 4, ENHANCED = 5, ADVICE = 10 };

static const char *const good[COLUMNS] = {
    "some-key", "E_TIMEOUT", "end-of-data,rcpt",     "clear",    "421-450", "X.7.139",
    "it's",     "one,two",   "421 4.7.139 It's so.", "A cause.", "Advice"};

static const struct table_maker maker = {
    "lib/explain/table.awk include/smtp/result.h include/smtp/event.h include/smtp/session.h", good, COLUMNS};

static void a_row_becomes_c(void **state) {
    (void)state;
    static const char *const parts[] = {".results = {SMTP_E_TIMEOUT}",
                                        ".phases = 1U << SMTP_PHASE_END | 1U << SMTP_PHASE_RCPT",
                                        ".securities = 1U << SMTP_SECURITY_CLEAR",
                                        ".lowest = 421, .highest = 450, .subject = 7, .detail = 139",
                                        "'i', 't', '\\'', 's', 0,",
                                        "'o', 'n', 'e', ' ', 't', 'w', 'o', 0,",
                                        "smtp__explain_row_count = 1;"};
    char row[1024];
    table_row(&maker, row, sizeof row, COLUMNS, "");
    table_has(&maker, row, parts, sizeof parts / sizeof parts[0]);
}

static void a_malformed_value_is_refused_with_its_line(void **state) {
    (void)state;
    static const struct {
        size_t column;
        const char *value;
        const char *words;
    } bad[] = {
        {0, "Some", "key 'Some'"},
        {RESULT, "E_TIMEUOT", "'E_TIMEUOT' is not known"},
        {RESULT, "TIMEOUT_MS", "'TIMEOUT_MS' is not known"},
        {RESULT, "E_CA,E_CA,E_CA,E_CA,E_CA,E_CA", "more than 5 results"},
        {2, "greting", "'greting' is not known"},
        {3, "tls", "'tls' is not known"},
        {CODE, "4xx", "code '4xx'"},
        {CODE, "450-421", "code '450-421'"},
        {CODE, "421-", "code '421-'"},
        {CODE, "600", "code '600'"},
        {ENHANCED, "5.7.1", "enhanced '5.7.1'"},
        {ENHANCED, "X.7", "enhanced 'X.7'"},
        {ENHANCED, "X.*.1", "enhanced 'X.*.1'"},
        {ENHANCED, "X.7.1000", "enhanced 'X.7.1000'"},
        {6, "It's", "not in lower case"},
        {6, "*", "nothing beside a *"},
        {6, "its*", "nothing beside a *"},
        {6, "*its", "nothing beside a *"},
        {6, "it**s", "nothing beside a *"},
        {7, "one two", "provider 'one two'"},
        {9, "-", "cause and advice"},
        {ADVICE, "-", "cause and advice"},
        {ADVICE, "", "column advice"},
        {ADVICE, "caf\xc3\xa9", "column advice"},
    };
    char rows[1024];
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        table_row(&maker, rows, sizeof rows, bad[i].column, bad[i].value);
        table_refuses(&maker, rows, 2, bad[i].words);
    }
}

static void so_are_rows(void **state) {
    (void)state;
    char rows[2048];
    char said[TABLE_SAID];
    table_refuses(&maker, "one\tOne\n", 2, "2 columns, not 11");
    table_row(&maker, rows, sizeof rows, COLUMNS, "");
    table_row(&maker, rows + strlen(rows), sizeof rows / 2, RESULT, "E_CA");
    table_refuses(&maker, rows, 3, "in the first row of a key, and there alone");
    assert_int_equal(table_make(&maker, "", said), 1);
    assert_non_null(strstr(said, "no rows"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_becomes_c),
        cmocka_unit_test(a_malformed_value_is_refused_with_its_line),
        cmocka_unit_test(so_are_rows),
    };
    return cmocka_run_group_tests_name("explain/table", tests, NULL, NULL);
}
