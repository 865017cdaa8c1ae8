/* SPDX-License-Identifier: MIT */
/* maildir.h - mails as files: written to tmp, safe on the disk before they appear in new. */
#ifndef SMARTHOST_MAILDIR_H
#define SMARTHOST_MAILDIR_H

#include <stdbool.h>
#include <stddef.h>

/* Makes DIRECTORY/mail/{new,cur,tmp,envelope} where they are missing. Returns a descriptor of mail, or -1 with errno. */
int maildir_open(const char *directory);

enum { MAIL_NAME_MAX = 80 };

struct delivery {
    int maildir;
    int fd; /* -1: none is under way, or it failed */
    char name[MAIL_NAME_MAX];
};

/* Starts a mail; `number` tells the mails of one process apart. Each returns whether it went well. */
bool delivery_start(struct delivery *delivery, int maildir, unsigned number);
bool delivery_write(struct delivery *delivery, const char *data, size_t length);

/* Files the envelope, then the mail. */
bool delivery_commit(struct delivery *delivery, const char *envelope, size_t length);

/* Drops the mail unless it was committed. */
void delivery_drop(struct delivery *delivery);

#endif
