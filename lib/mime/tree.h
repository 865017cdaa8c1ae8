/* SPDX-License-Identifier: MIT */
/* tree.h - the parts of a message from the first to the last. */
#ifndef SMTP__TREE_H
#define SMTP__TREE_H

#include "part.h"

/* What all parts together make of the message. */
struct smtp__tree {
    bool is_rewindable;
    bool is_8bit;
    uint64_t digest; /* of all content that goes as it is */
};

/*
 * Makes each part of the tree as it was when nothing of it was read, and looks at it. SMTP_OK, SMTP_E_PART (a multipart
 * without parts), SMTP_E_NOT_REWINDABLE (something of a source was read, and it cannot be rewound).
 */
smtp_result smtp__tree_prepare(struct smtp_part *root, struct smtp__tree *tree);

#endif
