/* SPDX-License-Identifier: MIT */
/* Every door without memory, and every way of content over a source that dies or changes. */
#include "support/doors.h"

static char wanted[1 << 20];
static char got[1 << 20];

static smtp_result enter_good(const struct door *door, struct scene *scene) {
    struct string strings[3];
    for (int i = 0; i < 3; i++) {
        strings[i] = (struct string){door->good[i], door->good[i] == NULL ? 0 : strlen(door->good[i])};
    }
    return door_enter(door, scene, strings);
}

/* What the scene makes when the door was passed so many times. */
static void pass(const struct door *door, long times, char *bytes) {
    struct scene scene;
    scene_begin(&scene);
    for (long i = 0; i < times; i++) {
        assert_int_equal(enter_good(door, &scene), SMTP_OK);
    }
    (void)scene_read(&scene, bytes, sizeof wanted);
    scene_end(&scene);
}

static void is_as_passed(const struct door *door, long times, struct scene *scene) {
    (void)scene_read(scene, got, sizeof got);
    pass(door, times, wanted);
    if (strcmp(got, wanted) != 0) {
        fail_msg("%s: not as after %ld times:\n%s", door->name, times, got);
    }
}

/* Each allocation of a call fails once: all is as before it. */
static void no_door_is_left_half_open(void **state) {
    (void)state;
    for (size_t d = 0; d < doors_count; d++) {
        smtp_result result = SMTP_E_NO_MEMORY;
        for (long n = 1; result != SMTP_OK; n++) {
            struct scene scene;
            scene_begin(&scene);
            scene.allocator.fail_at = n;
            result = enter_good(&doors[d], &scene);
            scene.allocator.fail_at = 0;
            assert_true(result == SMTP_OK || result == SMTP_E_NO_MEMORY);
            is_as_passed(&doors[d], result == SMTP_OK, &scene);
            scene_end(&scene);
        }
    }
}

/* The room that an object has is used up by one door, wherever in its work it ends. */
static void no_door_takes_the_last_room_in_vain(void **state) {
    (void)state;
    for (size_t d = 0; d < doors_count; d++) {
        struct scene scene;
        long times = 0;
        scene_begin(&scene);
        scene.allocator.fail_from = 1;
        smtp_result result;
        while ((result = enter_good(&doors[d], &scene)) == SMTP_OK && times < 500) {
            times++;
        }
        scene.allocator.fail_from = 0;
        if (result == SMTP_E_NO_MEMORY) {
            is_as_passed(&doors[d], times, &scene);
        }
        scene_end(&scene);
    }
}

/* ---- sources ---- */

#define MAIL "From: a@example.org\r\nSubject: s\r\n\r\nline\r\nlast\r\n"
enum { LENGTH = sizeof MAIL - 1 };

/* MAIL, read well for some times; after that it dies before an octet, or has more or fewer of them. */
struct tape {
    size_t at;
    size_t length;
    int passes; /* that are left */
    size_t dies_at;
    int grows_by;
};

static ptrdiff_t read_tape(void *context, void *buffer, size_t size) {
    struct tape *tape = context;
    static const char content[] = MAIL "\n";
    size_t left = tape->length - tape->at;
    if (tape->passes <= 0 && tape->at + left > tape->dies_at) {
        left = tape->dies_at - tape->at;
        if (left == 0) {
            return SMTP_E_SOURCE;
        }
    }
    size_t n = left < size ? left : size;
    memcpy(buffer, content + tape->at, n);
    tape->at += n;
    return (ptrdiff_t)n;
}

static smtp_result rewind_tape(void *context) {
    struct tape *tape = context;
    tape->passes -= tape->at > 0;
    tape->at = 0;
    if (tape->passes == 0) {
        tape->length = (size_t)(LENGTH + tape->grows_by);
    }
    return SMTP_OK;
}

static smtp_source *source_of(struct scene *scene, struct tape *tape) {
    smtp_source *source;
    assert_int_equal(smtp_source_new_callback(&scene->allocator.table, read_tape, rewind_tape, NULL, tape, &source),
                     SMTP_OK);
    return source;
}

/* ---- the ways of content: each yields the source that is read ---- */

static smtp_source *message_source(smtp_message *message) {
    smtp_source *source;
    assert_int_equal(smtp_message_source(message, &source), SMTP_OK);
    return source;
}

static smtp_source *attached(struct scene *scene, smtp_source *content) {
    assert_int_equal(smtp_message_attach(scene->message, NULL, 0, NULL, 0, content), SMTP_OK);
    return message_source(scene->message);
}

static smtp_source *shown(struct scene *scene, smtp_source *content) {
    assert_int_equal(smtp_message_set_html(scene->message, "<img>", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_inline(scene->message, "1@a", SMTP_Z, NULL, 0, NULL, 0, content), SMTP_OK);
    return message_source(scene->message);
}

static smtp_source *embedded(struct scene *scene, smtp_source *content) {
    assert_int_equal(smtp_message_attach_message(scene->message, NULL, 0, content), SMTP_OK);
    return message_source(scene->message);
}

static smtp_source *in_tree(struct scene *scene, smtp_source *content, const char *type) {
    smtp_part *part;
    assert_int_equal(smtp_part_new_source(scene->tree, type, SMTP_Z, content, &part), SMTP_OK);
    assert_int_equal(smtp_part_add(scene->multipart, part), SMTP_OK);
    return message_source(scene->tree);
}

static smtp_source *leaf(struct scene *scene, smtp_source *content) {
    return in_tree(scene, content, "image/png");
}

static smtp_source *embedded_leaf(struct scene *scene, smtp_source *content) {
    return in_tree(scene, content, "message/rfc822");
}

static smtp_source *raw(struct scene *scene, smtp_source *content) {
    smtp_source *source;
    smtp_raw_free(scene->raw);
    assert_int_equal(smtp_raw_new(&scene->allocator.table, content, &scene->raw), SMTP_OK);
    assert_int_equal(smtp_raw_source(scene->raw, &source), SMTP_OK);
    return source;
}

/* A raw mail that is signed: read once while it is. */
static smtp_source *signed_raw(struct scene *scene, smtp_source *content) {
    smtp_source *source;
    assert_int_equal(smtp_dkim_sign(scene->dkim, raw(scene, content), &source), SMTP_OK);
    return source;
}

static smtp_source *signed_message(struct scene *scene, smtp_source *content) {
    smtp_source *source;
    assert_int_equal(smtp_dkim_sign(scene->dkim, attached(scene, content), &source), SMTP_OK);
    return source;
}

static const struct {
    const char *name;
    smtp_source *(*make)(struct scene *scene, smtp_source *content);
    int passes;         /* how often it reads the content before it can be read itself */
    bool knows_content; /* what is read after that must be the same; else what is read after it was measured */
    bool tells_nobody;  /* the engine finds out that it changed, not the source */
} ways[] = {
    {"attached", attached, 0, false, false},          {"shown", shown, 0, false, false},
    {"embedded", embedded, 1, true, false},           {"leaf", leaf, 0, false, false},
    {"embedded leaf", embedded_leaf, 1, true, false}, {"raw", raw, 0, false, true},
    {"signed raw", signed_raw, 2, true, true},        {"signed message", signed_message, 1, true, false},
};

static ptrdiff_t read_all(smtp_source *source) {
    char piece[37];
    ptrdiff_t n;
    do {
        n = smtp_source_read(source, piece, sizeof piece);
    } while (n > 0);
    return n;
}

static void what_dies_is_never_taken_for_whole(void **state) {
    (void)state;
    for (size_t w = 0; w < sizeof ways / sizeof ways[0]; w++) {
        for (size_t n = 0; n < LENGTH; n++) {
            struct scene scene;
            struct tape tape = {0, LENGTH, ways[w].passes, n, 0};
            scene_begin(&scene);
            smtp_source *source = ways[w].make(&scene, source_of(&scene, &tape));
            ptrdiff_t result = read_all(source);
            if (result != SMTP_E_SOURCE) {
                fail_msg("%s: %td when it dies at %zu", ways[w].name, result, n);
            }
            assert_int_equal(smtp_source_read(source, got, 1), SMTP_E_SOURCE);
            scene_end(&scene);
        }
    }
}

/* What was measured, and where it must be what was signed, is found out when it is other content then. */
static void what_changes_is_found_out(void **state) {
    (void)state;
    for (size_t w = 0; w < sizeof ways / sizeof ways[0]; w++) {
        for (int grows = -1; grows <= 1 && !ways[w].tells_nobody; grows += 2) {
            struct scene scene;
            struct tape tape = {0, LENGTH, ways[w].passes + !ways[w].knows_content, SIZE_MAX, grows};
            scene_begin(&scene);
            smtp_source *source = ways[w].make(&scene, source_of(&scene, &tape));
            assert_int_equal(ways[w].knows_content ? SMTP_OK : smtp_source_measure(source), SMTP_OK);
            ptrdiff_t result = read_all(source);
            if (result != SMTP_E_SOURCE_CHANGED) {
                fail_msg("%s: %td when it changes by %d", ways[w].name, result, grows);
            }
            scene_end(&scene);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_door_is_left_half_open),
        cmocka_unit_test(no_door_takes_the_last_room_in_vain),
        cmocka_unit_test(what_dies_is_never_taken_for_whole),
        cmocka_unit_test(what_changes_is_found_out),
    };
    return cmocka_run_group_tests_name("client/every_door", tests, NULL, NULL);
}
