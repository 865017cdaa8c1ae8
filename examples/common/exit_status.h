/* SPDX-License-Identifier: MIT */
/* exit_status.h - the exit status of the program, numbers of sysexits.h. */
#ifndef EXIT_STATUS_H
#define EXIT_STATUS_H

#include <smtp/smtp.h>

enum {
    EXIT_SENT = 0,
    EXIT_USAGE = 64,     /* EX_USAGE */
    EXIT_INPUT = 65,     /* EX_DATAERR: an address, a header or the content cannot be sent */
    EXIT_NO_INPUT = 66,  /* EX_NOINPUT: a file to be sent cannot be read */
    EXIT_NO_HOST = 68,   /* EX_NOHOST */
    EXIT_REFUSED = 69,   /* EX_UNAVAILABLE: the server said no for good */
    EXIT_TRY_LATER = 75, /* EX_TEMPFAIL: for now, or it is not known */
    EXIT_PROTOCOL = 76,  /* EX_PROTOCOL */
    EXIT_SECURITY = 77,  /* EX_NOPERM: TLS, AUTH, credentials */
    EXIT_CONFIG = 78     /* EX_CONFIG */
};

/* The exit status for an outcome (SMTP_OUTCOME_*), its class (SMTP_CLASS_*) and the result behind it. */
int exit_status(int32_t outcome, int32_t class_number, smtp_result result);

#endif
