/* SPDX-License-Identifier: MIT */
/* Each row of explanations.tsv is reached by its own example; what no server should send; $SMTP_TEST_TREE is the source
   tree. */
#include "support/test.h"

#include "explain/explain.h"
#include "explain/table.h"
#include "support/guard.h"
#include <smtp/event.h>
#include <smtp/explain.h>
#include <smtp/session.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEY, RESULT, PHASE, SECURITY, CODE, ENHANCED, TEXT, PROVIDER, EXAMPLE, CAUSE, ADVICE, COLUMNS };

static int32_t phase_of(const char *name) {
    static const char *const names[] = {"setup",   "connect",     "greeting", "ehlo", "starttls",
                                        "tls",     "auth",        "mail",     "rcpt", "data",
                                        "content", "end-of-data", "idle",     "quit", "done"};
    for (int32_t i = 0; i < 15; i++) {
        if (strcmp(name, names[i]) == 0) {
            return i;
        }
    }
    return -1;
}

static int32_t security_of(const char *name) {
    static const char *const names[] = {"starttls-required", "implicit-tls", "clear"};
    for (int32_t i = 0; i < 3; i++) {
        if (strcmp(name, names[i]) == 0) {
            return i;
        }
    }
    return -1;
}

#define NAMED(name, number, text)                                                                                      \
    if (strcmp(word, #name) == 0) {                                                                                    \
        return number;                                                                                                 \
    }

static smtp_result result_of(const char *word) {
    SMTP_RESULT_TABLE(NAMED)
    return SMTP_OK;
}

static const char *first_word(char *list) {
    list[strcspn(list, ",")] = '\0';
    return strcmp(list, "*") == 0 ? "" : list;
}

/* "534 5.7.9 words" */
static void read_example(char *example, struct smtp__explain_case *what) {
    if (strcmp(example, "-") == 0) {
        return;
    }
    int digits[3];
    int length = 0;
    char *end;
    what->code = (int32_t)strtol(example, &end, 10);
    assert_in_range(what->code, 200, 599);
    if (sscanf(end, " %d.%d.%d %n", &digits[0], &digits[1], &digits[2], &length) == 3) {
        what->enhanced = digits[0] * 1000000 + digits[1] * 1000 + digits[2];
    }
    what->text = smtp__text_from(length > 0 ? end + length : end + 1, SMTP_Z);
}

/* What a session makes of a reply where the row names no result. */
static smtp_result result_by_code(const struct smtp__explain_case *what) {
    bool is_login = what->phase == SMTP_PHASE_AUTH;
    if (what->code >= 500) {
        return is_login ? SMTP_E_AUTH_REFUSED : SMTP_E_PERMANENT;
    }
    return is_login ? SMTP_E_AUTH_TRANSIENT : SMTP_E_TRANSIENT;
}

static void read_case(char *columns[COLUMNS], struct smtp__explain_case *what) {
    memset(what, 0, sizeof *what);
    what->phase = phase_of(first_word(columns[PHASE]));
    what->security = security_of(first_word(columns[SECURITY]));
    what->provider = smtp__text_from(first_word(columns[PROVIDER]), SMTP_Z);
    what->text = smtp__text_from("", 0);
    read_example(columns[EXAMPLE], what);
    const char *result = first_word(columns[RESULT]);
    what->result = *result == '\0' ? result_by_code(what) : result_of(result);
    assert_true(what->result != SMTP_OK);
}

static void split(char *line, char *columns[COLUMNS]) {
    line[strcspn(line, "\n")] = '\0';
    for (size_t i = 0; i < COLUMNS; i++) {
        columns[i] = line;
        line += strcspn(line, "\t");
        if (*line != '\0') {
            *line++ = '\0';
        }
    }
}

static FILE *open_table(const char *name) {
    char path[512];
    const char *tree = getenv("SMTP_TEST_TREE");
    assert_non_null(tree);
    snprintf(path, sizeof path, "%s/lib/%s", tree, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    return file;
}

static void a_row_is_reached(char *columns[COLUMNS], size_t row) {
    struct smtp__explain_case what;
    read_case(columns, &what);
    size_t found = smtp__explain_find(&what);
    if (found != row) {
        fail_msg("row %zu, %s, %s: its example reaches row %zu", row + 1, columns[KEY], columns[EXAMPLE], found + 1);
    }
    int32_t number = smtp_explain(what.result, what.phase, what.security, what.code, what.enhanced, what.text.data,
                                  what.text.length, what.provider.data);
    assert_string_equal(smtp_explain_key(number), columns[KEY]);
    if (strcmp(columns[CAUSE], "-") != 0) {
        assert_string_equal(smtp_explain_cause(number), columns[CAUSE]);
        assert_string_equal(smtp_explain_advice(number), columns[ADVICE]);
    }
}

/* So none is hidden by one that stands before it. */
static void each_row_is_reached_by_its_example(void **state) {
    (void)state;
    FILE *file = open_table("explain/explanations.tsv");
    char line[1024];
    char *columns[COLUMNS];
    size_t row = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        if (*line != '#') {
            split(line, columns);
            a_row_is_reached(columns, row);
            row++;
        }
    }
    fclose(file);
    assert_int_equal(row, smtp__explain_row_count);
    assert_true(row > 100);
}

static void providers_are_those_of_the_other_table(void **state) {
    (void)state;
    static char table[262144];
    FILE *file = open_table("provider/providers.tsv");
    table[fread(table, 1, sizeof table - 1, file)] = '\0';
    fclose(file);
    for (size_t i = 0; i < smtp__explain_row_count; i++) {
        struct smtp__text rest = smtp__text_from(smtp__explain_text + smtp__explain_rows[i].providers, SMTP_Z);
        struct smtp__text id;
        while (smtp__text_word(&rest, " ", &id)) {
            char line[64];
            snprintf(line, sizeof line, "\n%.*s\t", (int)id.length, id.data);
            if (strstr(table, line) == NULL) {
                fail_msg("row %zu: no provider %s", i + 1, line);
            }
        }
    }
}

static void the_words_are_for_a_person(void **state) {
    (void)state;
    for (int32_t i = 1; i <= smtp_explain_count(); i++) {
        const char *words[] = {smtp_explain_cause(i), smtp_explain_advice(i)};
        for (size_t k = 0; k < 2; k++) {
            size_t length = strlen(words[k]);
            assert_in_range(length, 12, 180);
            assert_true(words[k][0] >= 'A' && words[k][0] <= 'Z' && words[k][length - 1] != '.');
        }
        for (int32_t other = 1; other < i; other++) {
            assert_string_not_equal(smtp_explain_key(i), smtp_explain_key(other));
        }
    }
    const int32_t none[] = {0, -1, INT32_MIN, INT32_MAX, smtp_explain_count() + 1};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        assert_string_equal(smtp_explain_key(none[i]), "");
        assert_string_equal(smtp_explain_cause(none[i]), "");
        assert_string_equal(smtp_explain_advice(none[i]), "");
    }
}

static const char *key(smtp_result result, int32_t phase, int32_t code, int32_t enhanced, const char *text,
                       const char *provider) {
    return smtp_explain_key(smtp_explain(result, phase, -1, code, enhanced, text, SMTP_Z, provider));
}

static void what_differs_by_one_column(void **state) {
    (void)state;
    assert_string_equal(key(SMTP_E_AUTH_REFUSED, SMTP_PHASE_AUTH, 535, 5007008, "no", NULL), "wrong-password");
    assert_string_equal(key(SMTP_E_AUTH_REFUSED, SMTP_PHASE_AUTH, 535, 5007008, "no", "yahoo"),
                        "password-for-programs");
    assert_string_equal(key(SMTP_E_AUTH_REFUSED, SMTP_PHASE_AUTH, 535, 5007008, "no", "YAHOO"),
                        "password-for-programs");
    assert_string_equal(key(SMTP_E_AUTH_REFUSED, SMTP_PHASE_AUTH, 535, 5007008, "no", "yaho"), "wrong-password");
    assert_string_equal(key(SMTP_E_AUTH_REFUSED, SMTP_PHASE_AUTH, 535, 5007003, "no", "outlook"), "oauth2-only");
    assert_string_equal(key(SMTP_E_AUTH_REFUSED, SMTP_PHASE_AUTH, 535, 5007139, "disabled for the Mailbox.", "outlook"),
                        "smtp-auth-off-mailbox");
    assert_string_equal(key(SMTP_E_AUTH_REFUSED, SMTP_PHASE_AUTH, 535, 5007008, "no", ""), "wrong-password");
    assert_string_equal(key(SMTP_E_AUTH_REFUSED, SMTP_PHASE_AUTH, 535, 5007008, "no", "gmx-net,gmx-com"),
                        "wrong-password");
    assert_string_equal(key(SMTP_E_PERMANENT, SMTP_PHASE_END, 550, 5007030, "Basic Authentication is off", NULL),
                        "password-login-off");
    assert_string_equal(key(SMTP_E_PERMANENT, SMTP_PHASE_END, 550, 5007030, "no", NULL), "not-allowed");
    assert_string_equal(key(SMTP_E_TIMEOUT, SMTP_PHASE_GREETING, 0, 0, NULL, NULL), "silent-server");
    assert_string_equal(
        smtp_explain_key(smtp_explain(SMTP_E_TIMEOUT, SMTP_PHASE_GREETING, SMTP_SECURITY_CLEAR, 0, 0, NULL, 0, NULL)),
        "tls-port");
    assert_string_equal(key(SMTP_E_TRANSIENT, SMTP_PHASE_RCPT, 450, 0, "GREYLISTED", NULL), "greylisted");
    assert_string_equal(key(SMTP_E_TRANSIENT, SMTP_PHASE_RCPT, 450, 0, "reylisted", NULL), "later");
    assert_string_equal(key(SMTP_E_TRANSIENT, SMTP_PHASE_RCPT, 399, 0, "greylisted", NULL), "");
    assert_string_equal(key(SMTP_E_TRANSIENT, SMTP_PHASE_RCPT, 500, 0, "greylisted", NULL), "recipient-refused");
    assert_string_equal(key(SMTP_OK, -1, 0, 0, NULL, NULL), "");
    assert_string_equal(key(INT32_MIN, INT32_MAX, INT32_MIN, INT32_MIN, "", NULL), "");
    assert_string_equal(key(INT32_MAX, INT32_MIN, INT32_MAX, INT32_MAX, "", NULL), "");
}

static int32_t explain_octets(const char *text, size_t length) {
    char *copy = guard_copy(text, length);
    int32_t found = smtp_explain(SMTP_E_TRANSIENT, SMTP_PHASE_RCPT, -1, 450, 0, copy, length, NULL);
    guard_free(copy, length);
    return found;
}

/* A text of 64 KiB that almost fits all along; words behind a NUL and at the very end. */
static void any_text(void **state) {
    (void)state;
    enum { LONG = 65536 };
    static char text[LONG];
    for (size_t i = 0; i < LONG; i++) {
        text[i] = "greyliS"[i % 7];
    }
    assert_string_equal(smtp_explain_key(explain_octets(text, LONG)), "later");
    text[100] = '\0';
    memcpy(text + LONG - 8, "GreyList", 8);
    assert_string_equal(smtp_explain_key(explain_octets(text, LONG)), "greylisted");
    assert_string_equal(smtp_explain_key(explain_octets(text, LONG - 1)), "later");
    memset(text, 0xff, LONG);
    assert_string_equal(smtp_explain_key(explain_octets(text, LONG)), "later");
    for (size_t length = 0; length < 9; length++) {
        assert_string_equal(smtp_explain_key(explain_octets("greylist", length)), length < 8 ? "later" : "greylisted");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_row_is_reached_by_its_example),
        cmocka_unit_test(providers_are_those_of_the_other_table),
        cmocka_unit_test(the_words_are_for_a_person),
        cmocka_unit_test(what_differs_by_one_column),
        cmocka_unit_test(any_text),
    };
    return cmocka_run_group_tests_name("explain/explain", tests, NULL, NULL);
}
