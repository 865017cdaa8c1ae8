/* SPDX-License-Identifier: MIT */
/* table.awk: what it refuses, with file and line; $SMTP_TEST_TREE is the source tree. */
#define _POSIX_C_SOURCE 200809L

#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

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

/* Runs it over a comment and these rows; what it says on both outputs. Returns its exit status. */
static int make_table(const char *rows, char *path, char *said, size_t size) {
    char command[2048];
    strcpy(path, "/tmp/libsmtp-table-XXXXXX");
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    FILE *file = fdopen(descriptor, "w");
    assert_non_null(file);
    fprintf(file, "# a comment\n%s", rows);
    assert_int_equal(fclose(file), 0);
    const char *tree = getenv("SMTP_TEST_TREE");
    assert_non_null(tree);
    snprintf(command, sizeof command,
             "cd '%s' && awk -f lib/base/table.awk -f lib/provider/table.awk include/smtp/mechanism.h "
             "include/smtp/provider.h '%s' 2>&1",
             tree, path);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    said[fread(said, 1, size - 1, pipe)] = '\0';
    int status = pclose(pipe);
    unlink(path);
    return WEXITSTATUS(status);
}

static void write_row(char *row, size_t size, size_t column, const char *value) {
    size_t n = 0;
    for (size_t i = 0; i < COLUMNS; i++) {
        n += (size_t)snprintf(row + n, size - n, "%s%c", i == column ? value : good[i], i + 1 < COLUMNS ? '\t' : '\n');
    }
}

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
    char path[64];
    char row[2048];
    char said[8192];
    write_row(row, sizeof row, COLUMNS, "");
    assert_int_equal(make_table(row, path, said, sizeof said), 0);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (strstr(said, parts[i]) == NULL) {
            fail_msg("no %s in %s", parts[i], said);
        }
    }
    write_row(row, sizeof row, 8, "DIGEST-MD5,LOGIN?");
    assert_int_equal(make_table(row, path, said, sizeof said), 0);
    assert_non_null(strstr(said, ".mechanisms = SMTP_MECHANISM_LOGIN,"));
    assert_non_null(strstr(said, ".verified = 0 | SMTP_PROVIDER_VALUE_SERVER | SMTP_PROVIDER_VALUE_SIZE,"));
}

static void check_refused(const char *rows, int line, const char *words) {
    char path[64];
    char said[8192];
    char place[96];
    assert_int_equal(make_table(rows, path, said, sizeof said), 1);
    snprintf(place, sizeof place, "%s:%d: ", path, line);
    if (strncmp(said, place, strlen(place)) != 0 || strstr(said, words) == NULL || strstr(said, "const") != NULL) {
        fail_msg("wanted '%s%s', said '%s'", place, words, said);
    }
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
        write_row(rows, sizeof rows, bad[i].column, bad[i].value);
        check_refused(rows, 2, bad[i].words);
    }
}

static void so_are_rows(void **state) {
    (void)state;
    char rows[4096];
    char path[64];
    char said[8192];
    check_refused("one\tOne\n", 2, "2 columns, not 21");
    write_row(rows, sizeof rows, COLUMNS, "");
    write_row(rows + strlen(rows), sizeof rows / 2, DOMAINS, "-");
    check_refused(rows, 3, "id 'one'");
    write_row(rows, sizeof rows, COLUMNS, "");
    write_row(rows + strlen(rows), sizeof rows / 2, 0, "two");
    check_refused(rows, 3, "domain 'one.test' belongs to one");
    assert_int_equal(make_table("", path, said, sizeof said), 1);
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
