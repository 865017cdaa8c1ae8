/* SPDX-License-Identifier: MIT */
/*
 * report.h - what became of a mail: the whole and each recipient, with the server's own words.
 *
 * A report belongs to its client; that of one mail of many (smtp_client_send_all) is good for the call that tells it.
 * What it says and the strings that it gives are good until the next send, check or command is started or the client is
 * freed; a close does not change it. Strings end with a NUL and are never NULL.
 *
 * Before the first of them, and while one is under way, it says SMTP_OUTCOME_FAILED, SMTP_OK, SMTP_CLASS_NONE,
 * SMTP_PHASE_SETUP and no message, until something is decided: read it when the call, or smtp_client_step, is through.
 */
#ifndef LIBSMTP_REPORT_H
#define LIBSMTP_REPORT_H

#include "event.h"
#include "result.h"

SMTP_BEGIN_DECLS

typedef struct smtp_report smtp_report;

/*
 * The numbers are ABI, the names are those of `smtp-send --json`.
 */
enum {
    SMTP_OUTCOME_SENT = 0,     /* "sent": the server took the mail for every recipient */
    SMTP_OUTCOME_PARTIAL = 1,  /* "partial": it took it for some recipients, and not for the others */
    SMTP_OUTCOME_REFUSED = 2,  /* "refused": it said no for good (5yz) */
    SMTP_OUTCOME_DEFERRED = 3, /* "deferred": it said no for now (4yz): try again later */
    SMTP_OUTCOME_FAILED = 4,   /* "failed": it cannot have taken the mail */
    SMTP_OUTCOME_UNKNOWN = 5   /* "unknown": the content went out, and the answer was lost for a recipient at least.
                                  Sending it again may deliver it twice; a receiver can tell only by an unchanged
                                  Message-ID. */
};

/* The name of an outcome. Static, never NULL; "unknown" for another number. */
SMTP_API const char *smtp_outcome_name(int32_t outcome);

/* SMTP_OUTCOME_*. A check of a server that went well is SMTP_OUTCOME_SENT. */
SMTP_API int32_t smtp_report_outcome(const smtp_report *report);

/* SMTP_OK, or the first error that decided the outcome. */
SMTP_API smtp_result smtp_report_result(const smtp_report *report);

/* SMTP_CLASS_*. For SMTP_OUTCOME_PARTIAL that of the refused recipients: permanent if one of them is; or of the failure
   between two transactions, which the phase tells. */
SMTP_API int32_t smtp_report_class(const smtp_report *report);

/* SMTP_PHASE_*: how far it got; SMTP_PHASE_DONE when the mail was taken. */
SMTP_API int32_t smtp_report_phase(const smtp_report *report);

/* The reply that decided it: code, enhanced code and text as in event.h; 0, 0, "" if there was none. */
SMTP_API int32_t smtp_report_code(const smtp_report *report);
SMTP_API int32_t smtp_report_enhanced(const smtp_report *report);
SMTP_API const char *smtp_report_text(const smtp_report *report);

/* The server's own identifier of the mail, taken from the text of its last reply; "" where none was recognised. */
SMTP_API const char *smtp_report_queue_id(const smtp_report *report);

/* After how many seconds to send it again, by the result and the server's words (smtp_retry_after_s); -1: not as it is.
   For SMTP_OUTCOME_PARTIAL it is about the refused recipients; the others have the mail. */
SMTP_API int32_t smtp_report_retry_after_s(const smtp_report *report);

/* How long it took, milliseconds: in one phase (SMTP_PHASE_*), waiting for the server included, -1 if it was not gone
   through; and in all. A mail over a connection that was open has no phase before SMTP_PHASE_MAIL; what is waited for
   while commands are pipelined counts for the oldest of them. */
SMTP_API int32_t smtp_report_phase_ms(const smtp_report *report, int32_t phase);
SMTP_API uint32_t smtp_report_elapsed_ms(const smtp_report *report);

/* One or two sentences for a person: what happened and why, and what to try; no secrets. "" when all went well. */
SMTP_API const char *smtp_report_message(const smtp_report *report);

/* The number of its explanation (explain.h), whose advice ends the message; 0: none. */
SMTP_API int32_t smtp_report_explanation(const smtp_report *report);

/*
 * The recipients, in the order of the envelope. For an index out of range: "", 0, 0, 0, "".
 *   accepted  1: the server took the mail for this recipient; 0: it did not; -1: it is not known whether it did
 *   code, enhanced, text  of the reply to its RCPT TO, under LMTP of the one to the end of data if it came; 0 and "" if
 *             none came
 */
SMTP_API size_t smtp_report_recipient_count(const smtp_report *report);
SMTP_API const char *smtp_report_recipient_address(const smtp_report *report, size_t index);
SMTP_API int32_t smtp_report_recipient_accepted(const smtp_report *report, size_t index);
SMTP_API int32_t smtp_report_recipient_code(const smtp_report *report, size_t index);
SMTP_API int32_t smtp_report_recipient_enhanced(const smtp_report *report, size_t index);
SMTP_API const char *smtp_report_recipient_text(const smtp_report *report, size_t index);

SMTP_END_DECLS

#endif
