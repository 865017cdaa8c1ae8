/* SPDX-License-Identifier: MIT */
/* leaf.h - what stands in the header of a part with content: its type, its file name, its identifier. */
#ifndef SMTP__LEAF_H
#define SMTP__LEAF_H

#include "part.h"

/* The first part with content in a tree, and the one after; NULL after the last, and in a multipart without parts. */
struct smtp_part *smtp__leaf_first(struct smtp_part *root);
struct smtp_part *smtp__leaf_next(struct smtp_part *leaf);

/* True for a text of that type in memory that is no attachment: "text/plain". */
bool smtp__leaf_is_text(const struct smtp_part *leaf, const char *type);

/* Its Content-ID without brackets; empty if it has none. */
struct smtp__text smtp__leaf_id(const struct smtp_part *leaf);

/* True if receivers refuse a file with such an end of its name. */
bool smtp__leaf_is_blocked(const struct smtp_part *leaf);

#endif
