/* SPDX-License-Identifier: MIT */
/*
 * Nothing that a program hands over forges a header field, a part or a command: octets that could do so are refused by
 * every door, with a result that its header names, and what is made afterwards is as if nobody had tried.
 */
#include "support/doors.h"

#include "support/guard.h"

/* What is put at the beginning, in the middle and at the end of each string. */
static const struct {
    const char *bytes;
    size_t length;
    smtp_result result;
} attacks[] = {
    {"\r", 1, SMTP_E_CONTROL_CHARACTER},
    {"\n", 1, SMTP_E_CONTROL_CHARACTER},
    {"\r\n", 2, SMTP_E_CONTROL_CHARACTER},
    {"\r\nX-Forged: 1\r\n\r\n", 17, SMTP_E_CONTROL_CHARACTER},
    {"\n\tX-Forged: 1", 13, SMTP_E_CONTROL_CHARACTER},
    {"\0", 1, SMTP_E_CONTROL_CHARACTER},
    {"\x01", 1, SMTP_E_CONTROL_CHARACTER},
    {"\t", 1, SMTP_E_CONTROL_CHARACTER},
    {"\v", 1, SMTP_E_CONTROL_CHARACTER},
    {"\x1b[2J", 4, SMTP_E_CONTROL_CHARACTER},
    {"\x7f", 1, SMTP_E_CONTROL_CHARACTER},
    {"\xc2\x80", 2, SMTP_E_CONTROL_CHARACTER},
    {"\xc2\x85", 2, SMTP_E_CONTROL_CHARACTER}, /* NEL */
    {"\xc2\x9f", 2, SMTP_E_CONTROL_CHARACTER},
    {"\xe2\x80\xa8", 3, SMTP_E_CONTROL_CHARACTER}, /* U+2028, a line end to some */
    {"\xe2\x80\xa9", 3, SMTP_E_CONTROL_CHARACTER},
    {"\xff", 1, SMTP_E_UTF8},
    {"\x8a", 1, SMTP_E_UTF8},
    {"\xc3", 1, SMTP_E_UTF8}, /* cut off */
    {"\xe2\x80", 2, SMTP_E_UTF8},
    {"\xc0\x8d", 2, SMTP_E_UTF8}, /* CR and LF in too many octets */
    {"\xc0\x8a", 2, SMTP_E_UTF8},
    {"\xe0\x80\x8a", 3, SMTP_E_UTF8},
    {"\xf0\x80\x80\x8a", 4, SMTP_E_UTF8},
    {"\xed\xa0\x80", 3, SMTP_E_UTF8}, /* half of a pair of UTF-16 */
    {"\xed\xa0\xbd\xed\xb8\x80", 6, SMTP_E_UTF8},
    {"\xf4\x90\x80\x80", 4, SMTP_E_UTF8}, /* beyond U+10FFFF */
};

static char untouched[1 << 16];
static char after[1 << 16];

static int read_untouched(void **state) {
    (void)state;
    struct scene scene;
    scene_begin(&scene);
    (void)scene_read(&scene, untouched, sizeof untouched);
    scene_end(&scene);
    return 0;
}

static void fill(const struct door *door, struct string strings[3]) {
    for (int i = 0; i < 3; i++) {
        strings[i] = (struct string){door->good[i], door->good[i] == NULL ? 0 : strlen(door->good[i])};
    }
}

/* The good string with the attack in it, at the end of a page. */
static char *attacked(const struct string *good, size_t attack, int place, size_t *length) {
    char bytes[128];
    const size_t places[] = {0, good->length / 2, good->length};
    size_t n = attacks[attack].length;
    size_t at = places[place];
    memcpy(bytes, good->data, at);
    memcpy(bytes + at, attacks[attack].bytes, n);
    memcpy(bytes + at + n, good->data + at, good->length - at);
    *length = good->length + n;
    return guard_copy(bytes, *length);
}

static void is_refused(const struct door *door, struct scene *scene, size_t attack, int place) {
    struct string strings[3];
    fill(door, strings);
    size_t length;
    char *bytes = attacked(&strings[door->at], attack, place, &length);
    strings[door->at] = (struct string){bytes, length};
    smtp_result result = door_enter(door, scene, strings);
    if (result == SMTP_OK || (result != attacks[attack].result && result != door->also)) {
        fail_msg("%s: %s at attack %zu, place %d", door->name, smtp_result_name(result), attack, place);
    }
    guard_free(bytes, length);
}

static void every_door_refuses_what_could_forge(void **state) {
    (void)state;
    for (size_t d = 0; d < doors_count; d++) {
        struct scene scene;
        if (doors[d].is_content) {
            continue;
        }
        scene_begin(&scene);
        for (size_t attack = 0; attack < sizeof attacks / sizeof attacks[0]; attack++) {
            for (int place = 0; place < 3; place++) {
                is_refused(&doors[d], &scene, attack, place);
            }
        }
        (void)scene_read(&scene, after, sizeof after);
        if (strcmp(untouched, after) != 0) {
            fail_msg("%s: what was refused has left something in:\n%s", doors[d].name, after);
        }
        scene_end(&scene);
    }
}

/* Without an attack the same strings are taken. */
static void every_door_is_open(void **state) {
    (void)state;
    for (size_t d = 0; d < doors_count; d++) {
        struct scene scene;
        struct string strings[3];
        scene_begin(&scene);
        fill(&doors[d], strings);
        smtp_result result = door_enter(&doors[d], &scene, strings);
        if (result != SMTP_OK) {
            fail_msg("%s: %s", doors[d].name, smtp_result_name(result));
        }
        (void)scene_read(&scene, after, sizeof after);
        scene_end(&scene);
    }
}

/* No line of it begins a field: it stands behind an empty line, in a part. */
static void is_no_field(const char *mail, const char *name) {
    const char *end = strstr(mail, "\r\n\r\n");
    const char *found = strstr(mail, name);
    assert_true(found == NULL || found > end);
}

/* NUL and what is not UTF-8 do not get into a text; line ends do, and stay in it. */
static void content_stays_content(void **state) {
    (void)state;
    for (size_t d = 0; d < doors_count; d++) {
        for (size_t attack = 0; doors[d].is_content && attack < sizeof attacks / sizeof attacks[0]; attack++) {
            struct scene scene;
            struct string strings[3];
            size_t length;
            scene_begin(&scene);
            fill(&doors[d], strings);
            char *bytes = attacked(&strings[doors[d].at], attack, (int)(attack % 3), &length);
            strings[doors[d].at] = (struct string){bytes, length};
            bool has_nul = memchr(bytes, '\0', length) != NULL;
            smtp_result wanted = has_nul                                 ? SMTP_E_NUL_IN_CONTENT
                                 : attacks[attack].result == SMTP_E_UTF8 ? SMTP_E_UTF8
                                                                         : SMTP_OK;
            assert_int_equal(door_enter(&doors[d], &scene, strings), wanted);
            (void)scene_read(&scene, after, sizeof after);
            assert_true(wanted == SMTP_OK || strcmp(untouched, after) == 0);
            is_no_field(after, "X-Forged");
            guard_free(bytes, length);
            scene_end(&scene);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_door_refuses_what_could_forge),
        cmocka_unit_test(every_door_is_open),
        cmocka_unit_test(content_stays_content),
    };
    return cmocka_run_group_tests_name("client/injection", tests, read_untouched, NULL);
}
