/* SPDX-License-Identifier: MIT */
/* scene.h - one of each object that takes strings, and all that they make, for the tests of every door. */
#ifndef TESTS_SCENE_H
#define TESTS_SCENE_H

#include "support/test.h"

#include "support/allocator.h"
#include <smtp/dkim.h>
#include <smtp/envelope.h>
#include <smtp/merge.h>
#include <smtp/message.h>
#include <smtp/message_address.h>
#include <smtp/part.h>
#include <smtp/raw.h>

struct scene {
    struct test_allocator allocator;
    smtp_message *message;
    smtp_message *tree; /* a message whose body is the multipart with the leaf in it */
    smtp_part *multipart;
    smtp_part *leaf;
    smtp_envelope *envelope;
    smtp_raw *raw;
    smtp_message *prepared;
    smtp_merge *merge; /* over the prepared message, with the key "key" */
    smtp_dkim *dkim;
    smtp_source *source; /* free for a door that takes one over; NULL once it is */
};

void scene_begin(struct scene *scene);
void scene_end(struct scene *scene); /* also checks that nothing leaked */

/* Its hash is nothing but noughts. */
extern const smtp_digest_ops scene_digests;

/* A smtp_dkim_sign_fn; its signature is "\1\2\3". */
smtp_result scene_sign(void *context, const uint8_t *digest, size_t digest_length, uint8_t *signature, size_t size,
                       size_t *length);

/* All that comes out of it: the messages, what is signed, the envelope. Its length; the bytes end with a NUL. */
size_t scene_read(struct scene *scene, char *bytes, size_t size);

#endif
