/* SPDX-License-Identifier: MIT */
/*
 * finding.h - what a receiver would hold against a message: a set of findings, each with a severity, a sentence for a
 * person and the rule that it comes from.
 *
 *     uint64_t found;
 *     smtp_message_check(message, &context, &found);
 *     for (int32_t f = smtp_finding_next(found, -1); f >= 0; f = smtp_finding_next(found, f))
 *         puts(smtp_finding_text(f));
 */
#ifndef LIBSMTP_FINDING_H
#define LIBSMTP_FINDING_H

#include "message.h"

SMTP_BEGIN_DECLS

/* How bad it is. */
enum {
    SMTP_SEVERITY_NOTE = 1,    /* good to know */
    SMTP_SEVERITY_WARNING = 2, /* some receivers mark such mail as spam */
    SMTP_SEVERITY_ERROR = 3    /* many receivers refuse it */
};

/* What can be found; smtp_finding_text says more. The numbers are ABI, and new ones may come. */
enum {
    SMTP_FINDING_NO_DATE = 0,
    SMTP_FINDING_NO_FROM = 1,
    SMTP_FINDING_SEVERAL_FROM = 2,
    SMTP_FINDING_NO_SENDER = 3, /* several From addresses without one */
    SMTP_FINDING_NO_MESSAGE_ID = 4,
    SMTP_FINDING_NO_RECIPIENT = 5,
    SMTP_FINDING_ONLY_BCC = 6,
    SMTP_FINDING_MANY_RECIPIENTS = 7,
    SMTP_FINDING_BARE_DOMAIN = 8, /* without a dot */
    SMTP_FINDING_ADDRESS_LITERAL = 9,
    SMTP_FINDING_REPLY_TO_IS_FROM = 10,
    SMTP_FINDING_ADDRESS_IN_NAME = 11, /* another address in the display name */
    SMTP_FINDING_NO_SUBJECT = 12,
    SMTP_FINDING_EMPTY_SUBJECT = 13,
    SMTP_FINDING_LONG_LINES = 14, /* in the header */
    SMTP_FINDING_OPEN_TEMPLATE = 15,
    SMTP_FINDING_HTML_WITHOUT_TEXT = 16,
    SMTP_FINDING_EMPTY_TEXT = 17,
    SMTP_FINDING_MISSING_INLINE = 18,
    SMTP_FINDING_UNUSED_INLINE = 19,
    SMTP_FINDING_ONLY_IMAGES = 20,
    SMTP_FINDING_LONG_HTML = 21,
    SMTP_FINDING_BLOCKED_ATTACHMENT = 22,
    SMTP_FINDING_LARGE = 23,
    SMTP_FINDING_TOO_LARGE = 24,
    SMTP_FINDING_NEEDS_8BIT = 25, /* and that is not known to be offered */
    SMTP_FINDING_BULK_WITHOUT_UNSUBSCRIBE = 26,
    SMTP_FINDING_BULK_WITHOUT_ONE_CLICK = 27,
    SMTP_FINDING_BULK_WITHOUT_DKIM = 28,
    SMTP_FINDING_DKIM_DOMAIN = 29 /* it is another one than that of From */
};

/*
 * What is known of the mail beside the message; 0, NULL or -1 where it is not.
 *   struct_size      sizeof(smtp_check_context)
 *   is_bulk          1: sent to many who did not just ask for it; a List-Id or Precedence field says so, too
 *   dkim_domain      the d= that it will be signed with, "" if it will not be signed, NULL if that is not known
 *   size_limit       octets that the receiver takes; 0, too: not known, or no limit
 *   is_8bit_offered  1: the server has 8BITMIME or SMTPUTF8
 */
typedef struct smtp_check_context {
    size_t struct_size;
    int32_t is_bulk;
    int32_t is_8bit_offered;
    const char *dkim_domain;
    size_t dkim_domain_length;
    int64_t size_limit;
} smtp_check_context;

/*
 * Looks through a message as it would be sent; nothing is changed, no attachment is read.
 *   context   NULL: nothing is known
 *   findings  out: the set, 0: nothing found
 * Returns SMTP_OK, SMTP_E_ARGUMENT.
 */
SMTP_API smtp_result smtp_message_check(smtp_message *message, const smtp_check_context *context, uint64_t *findings);

/* The first finding of a set after `previous` (-1: the first of all); -1 when there is no further. */
SMTP_API int32_t smtp_finding_next(uint64_t findings, int32_t previous);

/* A finding's severity; its name, "no_date", stable for translation; a sentence in English that says what is wrong and
   what to do; the RFC and section or the provider's rule. Static; of a number that is none 0 and "". */
SMTP_API int32_t smtp_finding_severity(int32_t finding);
SMTP_API const char *smtp_finding_name(int32_t finding);
SMTP_API const char *smtp_finding_text(int32_t finding);
SMTP_API const char *smtp_finding_rule(int32_t finding);

SMTP_END_DECLS

#endif
