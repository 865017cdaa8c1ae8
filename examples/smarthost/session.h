/* SPDX-License-Identifier: MIT */
/* session.h - the server's side of SMTP with one client, from the greeting to the end. */
#ifndef SMARTHOST_SESSION_H
#define SMARTHOST_SESSION_H

#include "auth.h"
#include "connection.h"
#include "envelope.h"
#include "options.h"

struct session {
    const struct options *options;
    int maildir;
    int notify; /* a byte is written here for each mail */
    unsigned mails;
    unsigned faults; /* commands that made no sense, failed logins */
    bool greeted;    /* HELO or EHLO was said */
    bool esmtp;      /* EHLO was said */
    bool authenticated;
    bool closing;
    struct connection connection;
    struct envelope envelope;
    char hello[256];
    char line[AUTH_LINE_MAX];
};

/*
 * Serves the client on `fd` and closes it.
 *   fd, life      as in socket.h
 *   implicit_tls  TLS from the first byte
 */
void session_run(const struct options *options, int maildir, int notify, int fd, int life, bool implicit_tls);

/* Reads the content of a mail, stores it, replies (data.c). */
void session_receive(struct session *session);

#endif
