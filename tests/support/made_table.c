/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "made_table.h"

#include "test.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

void table_row(const struct table_maker *maker, char *row, size_t size, size_t column, const char *value) {
    size_t n = 0;
    for (size_t i = 0; i < maker->columns; i++) {
        n += (size_t)snprintf(row + n, size - n, "%s%c", i == column ? value : maker->good[i],
                              i + 1 < maker->columns ? '\t' : '\n');
    }
}

static int run(const struct table_maker *maker, const char *rows, char *path, char *said) {
    char command[2048];
    strcpy(path, "/tmp/libsmtp-table-XXXXXX");
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_true(dprintf(descriptor, "# a comment\n%s", rows) > 0);
    close(descriptor);
    const char *tree = getenv("SMTP_TEST_TREE");
    assert_non_null(tree);
    snprintf(command, sizeof command, "cd '%s' && awk -f lib/base/table.awk -f %s '%s' 2>&1", tree, maker->program,
             path);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    said[fread(said, 1, TABLE_SAID - 1, pipe)] = '\0';
    int status = pclose(pipe);
    unlink(path);
    return WEXITSTATUS(status);
}

int table_make(const struct table_maker *maker, const char *rows, char said[TABLE_SAID]) {
    char path[64];
    return run(maker, rows, path, said);
}

void table_has(const struct table_maker *maker, const char *rows, const char *const *parts, size_t count) {
    char said[TABLE_SAID];
    assert_int_equal(table_make(maker, rows, said), 0);
    for (size_t i = 0; i < count; i++) {
        if (strstr(said, parts[i]) == NULL) {
            fail_msg("no %s in %s", parts[i], said);
        }
    }
}

void table_refuses(const struct table_maker *maker, const char *rows, int line, const char *words) {
    char path[64];
    char said[TABLE_SAID];
    char place[96];
    assert_int_equal(run(maker, rows, path, said), 1);
    snprintf(place, sizeof place, "%s:%d: ", path, line);
    if (strncmp(said, place, strlen(place)) != 0 || strstr(said, words) == NULL || strstr(said, "const") != NULL) {
        fail_msg("wanted '%s%s', said '%s'", place, words, said);
    }
}
