/* SPDX-License-Identifier: MIT */
#include "scene.h"

#include "wire/command.h"

#define RAW "From: a@example.org\r\nTo: b@example.org\r\n\r\nraw\r\n"

/* ---- a hash of nothing but noughts, a signature of three octets ---- */

static smtp_result hash_begin(void *context, void *state, int32_t digest) {
    (void)context;
    (void)state;
    (void)digest;
    return SMTP_OK;
}

static smtp_result hash_update(void *state, const void *data, size_t length) {
    (void)state;
    (void)data;
    (void)length;
    return SMTP_OK;
}

static smtp_result hash_finish(void *state, uint8_t *out) {
    (void)state;
    memset(out, 0, 32);
    return SMTP_OK;
}

static void hash_end(void *state) {
    (void)state;
}

const smtp_digest_ops scene_digests = {sizeof scene_digests, NULL, hash_begin, hash_update, hash_finish, hash_end};

smtp_result scene_sign(void *context, const uint8_t *digest, size_t digest_length, uint8_t *signature, size_t size,
                       size_t *length) {
    (void)context;
    (void)digest;
    (void)digest_length;
    (void)size;
    memcpy(signature, "\1\2\3", 3);
    *length = 3;
    return SMTP_OK;
}

/* ---- the objects ---- */

static smtp_message *new_message(struct scene *scene) {
    smtp_message *message;
    assert_int_equal(smtp_message_new(&scene->allocator.table, &message), SMTP_OK);
    assert_int_equal(smtp_message_set_from(message, "Ann", SMTP_Z, "ann@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_seed(message, "0123456789abcdef", 16), SMTP_OK);
    return message;
}

static void begin_tree(struct scene *scene) {
    scene->tree = new_message(scene);
    assert_int_equal(smtp_part_new_multipart(scene->tree, "multipart/mixed", SMTP_Z, &scene->multipart), SMTP_OK);
    assert_int_equal(smtp_part_new_text(scene->tree, "text/plain", SMTP_Z, "leaf\n", SMTP_Z, &scene->leaf), SMTP_OK);
    assert_int_equal(smtp_part_add(scene->multipart, scene->leaf), SMTP_OK);
    assert_int_equal(smtp_message_set_root(scene->tree, scene->multipart), SMTP_OK);
}

static void begin_merge(struct scene *scene) {
    scene->prepared = new_message(scene);
    assert_int_equal(smtp_message_set_subject(scene->prepared, "Dear {{key}}", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_text(scene->prepared, "{{key}}\n", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_merge_new(&scene->allocator.table, scene->prepared, &scene->merge), SMTP_OK);
    assert_int_equal(smtp_merge_add_key(scene->merge, "key", SMTP_Z), SMTP_OK);
}

void scene_begin(struct scene *scene) {
    smtp_source *content;
    memset(scene, 0, sizeof *scene);
    test_allocator_init(&scene->allocator);
    const smtp_allocator *allocator = &scene->allocator.table;
    scene->message = new_message(scene);
    assert_int_equal(smtp_message_add_to(scene->message, NULL, 0, "bob@example.net", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_subject(scene->message, "Subject", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_text(scene->message, "text\n", SMTP_Z), SMTP_OK);
    begin_tree(scene);
    begin_merge(scene);
    assert_int_equal(smtp_envelope_new(allocator, &scene->envelope), SMTP_OK);
    assert_int_equal(smtp_envelope_add_recipient(scene->envelope, "dave@example.net", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_source_new_memory(allocator, RAW, sizeof RAW - 1, &content), SMTP_OK);
    assert_int_equal(smtp_raw_new(allocator, content, &scene->raw), SMTP_OK);
    assert_int_equal(smtp_dkim_new(allocator, &scene_digests, &scene->dkim), SMTP_OK);
    assert_int_equal(smtp_dkim_add_signer(scene->dkim, "example.org", SMTP_Z, "s1", SMTP_Z, SMTP_DKIM_RSA_SHA256,
                                          scene_sign, NULL, NULL),
                     SMTP_OK);
    assert_int_equal(smtp_source_new_memory(allocator, RAW, sizeof RAW - 1, &scene->source), SMTP_OK);
}

void scene_end(struct scene *scene) {
    smtp_dkim_free(scene->dkim);
    smtp_raw_free(scene->raw);
    smtp_envelope_free(scene->envelope);
    smtp_merge_free(scene->merge);
    smtp_message_free(scene->prepared);
    smtp_message_free(scene->tree);
    smtp_message_free(scene->message);
    smtp_source_free(scene->source);
    assert_int_equal(scene->allocator.live, 0);
}

/* ---- what they make ---- */

struct bytes {
    char *data;
    size_t size;
    size_t length;
};

static void read_source(struct bytes *bytes, smtp_source *source) {
    ptrdiff_t got;
    do {
        assert_true(bytes->length + 1 < bytes->size);
        got = smtp_source_read(source, bytes->data + bytes->length, bytes->size - bytes->length - 1);
        bytes->length += got > 0 ? (size_t)got : 0;
    } while (got > 0);
    assert_int_equal(got, 0);
}

static void read_message(struct bytes *bytes, smtp_message *message) {
    smtp_source *source;
    assert_int_equal(smtp_message_source(message, &source), SMTP_OK);
    read_source(bytes, source);
}

static void read_merge(struct bytes *bytes, struct scene *scene) {
    assert_int_equal(smtp_merge_set_recipient(scene->merge, NULL, 0, "carol@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_merge_set_value(scene->merge, "key", SMTP_Z, "Carol", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_merge_apply(scene->merge), SMTP_OK);
    read_message(bytes, scene->prepared);
}

/* As its commands say it. */
static void read_envelope(struct bytes *bytes, const smtp_envelope *envelope) {
    static const struct smtp__mail_parameters none = {-1, SMTP__BODY_NONE, false};
    struct smtp__buffer buffer = {(uint8_t *)bytes->data, bytes->size, bytes->length};
    assert_int_equal(smtp__command_mail(&buffer, envelope, &none), SMTP_OK);
    for (size_t i = 0; i < smtp_envelope_recipient_count(envelope); i++) {
        assert_int_equal(smtp__command_rcpt(&buffer, envelope, i), SMTP_OK);
    }
    bytes->length = buffer.length;
}

size_t scene_read(struct scene *scene, char *data, size_t size) {
    struct bytes bytes = {data, size, 0};
    smtp_source *source;
    smtp_source *signed_source;
    read_message(&bytes, scene->message);
    read_message(&bytes, scene->tree);
    read_merge(&bytes, scene);
    assert_int_equal(smtp_raw_source(scene->raw, &source), SMTP_OK);
    read_source(&bytes, source);
    assert_int_equal(smtp_raw_source(scene->raw, &source), SMTP_OK);
    assert_int_equal(smtp_dkim_sign(scene->dkim, source, &signed_source), SMTP_OK);
    read_source(&bytes, signed_source);
    read_envelope(&bytes, scene->envelope);
    bytes.data[bytes.length] = '\0';
    return bytes.length;
}
