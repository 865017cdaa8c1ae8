/* SPDX-License-Identifier: MIT */
/*
 * dialogue.h - a scripted server for the engine. A script is lines of text:
 *
 *     S:220 hello       the server sends this line; lines in a row are sent as one
 *     C:EHLO client     the client must send exactly this line next
 *     T                 the client must shake hands now
 *     X                 the server closes the connection
 *     M                 the host submits the mail; M2: the second of them
 *     N                 the host asks for NOOP
 *     Q                 the host asks for QUIT
 *     V:VRFY smith      the host asks for this command
 *     !                 the session must want to be closed now, with nothing left in the script
 *
 * Each script runs many times: the server's bytes whole, one at a time, and split at every place; the client's bytes
 * acknowledged whole and one at a time. The events must be the same every time.
 */
#ifndef TESTS_DIALOGUE_H
#define TESTS_DIALOGUE_H

#include <smtp/session.h>

/* Makes the session before each run; returns it ready to start. */
typedef smtp_session *(*dialogue_new_fn)(void *context);

/* What the host submits at "M"; where a script has "M2", an array. */
struct dialogue_mail {
    const smtp_envelope *envelope;
    smtp_source *source;
};

/*
 * Runs the script in all ways and compares the events, one to a line:
 *     "greeting", "capabilities", "tls", "authenticated", "ready",
 *     "sender CODE", "recipient INDEX CODE", "delivery INDEX CODE", "reply RESULT CODE", "mail RESULT CODE [unknown]", "closed", "failed RESULT PHASE CODE"
 * (a refused "capabilities" is "capabilities refused"). Fails the test where they differ, or where an event does not name
 * the mail that it is about.
 */
void dialogue_check(dialogue_new_fn new_session, void *context, const struct dialogue_mail *mail, const char *script,
                    const char *events);

/* One run, server's bytes in pieces of `piece` (0: whole). The session is left for a look at it. */
void dialogue_run(smtp_session *session, const struct dialogue_mail *mail, const char *script, size_t piece,
                  char *events, size_t size);

#endif
