/* SPDX-License-Identifier: MIT */
/*
 * explain.h - what went wrong and what to try, for a person; and what a refusal says about an address.
 *
 * A table that is compiled in (lib/explain/explanations.tsv); its first row that fits wins. All strings are static, in
 * ASCII and English, never NULL, without a full stop at their end. A key is never changed or used again: a program that
 * speaks another language looks its own words up by the key. Nothing that a server said comes out again.
 */
#ifndef LIBSMTP_EXPLAIN_H
#define LIBSMTP_EXPLAIN_H

#include "result.h"

SMTP_BEGIN_DECLS

/*
 * The explanation of what a report, a recipient of it or an event tells: its number from 1, good for this version of
 * the library; 0 if the table has none. What is not known is given as:
 *   result    0
 *   phase     -1; else SMTP_PHASE_* (event.h)
 *   security  -1; else SMTP_SECURITY_* (session.h)
 *   code, enhanced, text  0, 0 and NULL with 0: no reply; as in event.h. Any octets may stand in the text.
 *   provider  NULL; else the id of a known smarthost as smtp_provider_id gives it, ended by a NUL
 */
SMTP_API int32_t smtp_explain(smtp_result result, int32_t phase, int32_t security, int32_t code, int32_t enhanced,
                              const char *text, size_t length, const char *provider);

/* "app-password", what happened, and what to do about it. "" for 0 and for a number that is none. */
SMTP_API const char *smtp_explain_key(int32_t explanation);
SMTP_API const char *smtp_explain_cause(int32_t explanation);
SMTP_API const char *smtp_explain_advice(int32_t explanation);

/* How many explanations there are: their numbers are 1 to this. */
SMTP_API int32_t smtp_explain_count(void);

/*
 * After how many seconds another try makes sense: what the text of a reply asks for ("try again in 5 minutes"), up to a
 * day, else what is usual for the result, the code and the enhanced code (RFC 5321 s4.5.4.1). -1: not as it is, something
 * has to be changed first. result, code, enhanced and text as for smtp_explain; a result of 0 goes by the code. A result
 * does not tell whether the mail may have arrived, which SMTP_OUTCOME_UNKNOWN does (report.h): then ask a person.
 */
SMTP_API int32_t smtp_retry_after_s(smtp_result result, int32_t code, int32_t enhanced, const char *text,
                                    size_t length);

/* What a refusal says about the address it was for. The numbers are ABI. */
enum {
    SMTP_BOUNCE_NONE = 0,   /* no refusal, or not an enhanced code */
    SMTP_BOUNCE_SOFT = 1,   /* the address may be good: try again later */
    SMTP_BOUNCE_HARD = 2,   /* nothing can be delivered there: take the address off lists */
    SMTP_BOUNCE_REFUSED = 3 /* for good, but for what was sent, who sent it or how; nothing is said about the address */
};

/*
 * SMTP_BOUNCE_* of an enhanced code, a number as in event.h. A code of class 4 is always soft. One of class 5 goes by
 * the IANA registry of enhanced status codes: what that does not have goes by its subject, and a subject that is not
 * there by 5.0.0.
 */
SMTP_API int32_t smtp_enhanced_bounce(int32_t enhanced);

SMTP_END_DECLS

#endif
