/* SPDX-License-Identifier: MIT */
/* listener.h - two listening sockets on loopback and a process for each connection. */
#ifndef SMARTHOST_LISTENER_H
#define SMARTHOST_LISTENER_H

#include "options.h"

enum { DOORS = 2, DOOR_NAME_MAX = 64 };

struct listener {
    const struct options *options;
    int maildir;
    int doors[DOORS];                 /* sockets: STARTTLS, implicit TLS */
    char names[DOORS][DOOR_NAME_MAX]; /* "127.0.0.1:2525", "[::1]:2525" */
};

/* Listens. If it cannot, the reason is on stderr. */
bool listener_open(struct listener *listener, const struct options *options, int maildir);

/* Prints the ready line, with the file of the CA to trust, and serves until SIGTERM, SIGINT or SIGHUP, the end of standard input (--die-with-parent) or the last mail (--once).
   Returns when every connection has ended. */
bool listener_run(struct listener *listener, const char *ca);

#endif
