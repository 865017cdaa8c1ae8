/* SPDX-License-Identifier: MIT */
/* raw.h - a mail that is a message already: RFC 5322 text in a file or on standard input, sent as it is. */
#ifndef RAW_H
#define RAW_H

#include "mail.h"

/*
 * Opens the message and sets the mail's content, and the envelope as far as it is taken from the header: the
 * reverse-path from From where no option gives it; with -t the recipients from To, Cc and Bcc, and Bcc and Resent-Bcc
 * are left out of what is sent. false: the problem is set.
 */
bool raw(struct mail *mail, const struct options *options, struct problem *problem);

#endif
