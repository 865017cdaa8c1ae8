/* SPDX-License-Identifier: MIT */
/* bounce.c - the registry of enhanced status codes (RFC 3463 s3, RFC 5248), as it speaks of an address. */
#include <smtp/explain.h>

enum { SOFT = SMTP_BOUNCE_SOFT, HARD = SMTP_BOUNCE_HARD, REFUSED = SMTP_BOUNCE_REFUSED, SUBJECTS = 8, DETAILS = 31 };

/* Of class 5, [subject][detail]; 0: not registered. */
static const uint8_t bounces[SUBJECTS][DETAILS] = {
    [0] = {REFUSED},
    /* the address; .7 .8 are the sender's, .9 a relay that does not report, .10 a null MX (RFC 7505) */
    [1] = {HARD, HARD, HARD, HARD, HARD, REFUSED, HARD, REFUSED, REFUSED, REFUSED, HARD},
    /* the mailbox: disabled, full, mail too long, list not expanded */
    [2] = {SOFT, HARD, SOFT, REFUSED, SOFT},
    /* the mail system: full, not accepting, not capable, mail too big, badly configured, priority changed */
    [3] = {SOFT, SOFT, SOFT, REFUSED, REFUSED, SOFT, REFUSED},
    /* the way there: no answer, bad connection, directory, no route, congestion, loop, expired */
    [4] = {SOFT, SOFT, SOFT, SOFT, HARD, SOFT, SOFT, SOFT},
    /* the dialogue: command, syntax, too many recipients, arguments, version, long line of AUTH */
    [5] = {REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED},
    /* the content: media, conversions, not available (RFC 4468), not ASCII (RFC 6531) */
    [6] = {REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED},
    /* policy; .17 and .18 another owner of the mailbox or its domain (RFC 7293) */
    [7] = {REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED,
           REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, HARD,    HARD,    REFUSED, REFUSED, REFUSED,
           REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED},
};

static int32_t registered(int32_t subject, int32_t detail) {
    if (subject >= SUBJECTS) {
        return bounces[0][0];
    }
    int32_t bounce = detail < DETAILS ? bounces[subject][detail] : 0;
    return bounce == 0 ? bounces[subject][0] : bounce;
}

int32_t smtp_enhanced_bounce(int32_t enhanced) {
    int32_t class_digit = enhanced / 1000000;
    if (enhanced < 0 || (class_digit != 4 && class_digit != 5)) {
        return SMTP_BOUNCE_NONE;
    }
    return class_digit == 4 ? SMTP_BOUNCE_SOFT : registered(enhanced / 1000 % 1000, enhanced % 1000);
}
