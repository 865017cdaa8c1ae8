/* SPDX-License-Identifier: MIT */
/*
 * flowed.h - text whose paragraphs the reader wraps (RFC 3676). Each line of the given text is a paragraph:
 *
 *     ">", ">>", …  at its beginning: it is quoted so deep; one blank behind the marks belongs to them
 *     "-- "         alone, quoted or not: the signature begins here; it stays as it is
 *     any other     loses the blanks at its end, and is wrapped behind blanks
 *
 * What a reader puts together is the paragraph as it was given.
 */
#ifndef SMTP__FLOWED_H
#define SMTP__FLOWED_H

#include "content.h"

/* As smtp__part_content_make. A word is never broken, nor is a line that is quoted deeper than 40 marks wrapped. */
smtp_result smtp__flowed_make(struct smtp__arena *arena, struct smtp__text text, struct smtp__part_content *content);

#endif
