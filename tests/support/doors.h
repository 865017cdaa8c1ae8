/* SPDX-License-Identifier: MIT */
/* doors.h - every string that a program hands to the library for a mail: a row for each. */
#ifndef TESTS_DOORS_H
#define TESTS_DOORS_H

#include "scene.h"

struct string {
    const char *data;
    size_t length;
};

/* A row: the strings that are accepted, and which of them stands for the row. */
struct door {
    const char *name; /* function and parameter */
    smtp_result (*value)(smtp_message *, const char *, size_t);
    smtp_result (*pair)(smtp_message *, const char *, size_t, const char *, size_t);
    smtp_result (*numbered)(smtp_message *, int32_t, const char *, size_t);
    smtp_result (*own)(struct scene *, const struct string *);
    const char *good[3];
    int at;
    int32_t number;
    smtp_result also; /* what it may say of a bad string beside "control character" and "UTF-8" */
    bool is_content;  /* text of a body: controls but NUL are let through */
};

extern const struct door doors[];
extern const size_t doors_count;

/* Calls the function with the strings. */
smtp_result door_enter(const struct door *door, struct scene *scene, const struct string strings[3]);

#endif
