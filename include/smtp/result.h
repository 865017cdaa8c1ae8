/* SPDX-License-Identifier: MIT */
/*
 * result.h - what every function answers.
 *
 * A result is 0 (done), positive ("not yet": call again) or negative (an error). The numbers are ABI: one is never
 * reused or renumbered, new ones may come with a new version, so a caller treats an unknown negative number by its
 * class. The hundreds of a number are its class.
 *
 * After an error in the classes input and config of a setter, or of a function that makes or starts something, no
 * setting was changed and nothing was sent: correct the argument and call again. As the result of a send, which the
 * report or the event tells, the same classes can come later:
 *   while TLS starts                     SMTP_E_CA, SMTP_E_CLIENT_CERTIFICATE, SMTP_E_NO_TLS
 *   after EHLO, before anything of the   SMTP_E_TOO_LARGE, SMTP_E_TOO_MANY_RECIPIENTS, SMTP_E_DELIVER_BY, SMTP_E_HOLD,
 *   mail                                 SMTP_E_NEEDS_... of an extension
 *   in the midst of the content          SMTP_E_SOURCE, SMTP_E_SOURCE_CHANGED or another error of the source; of
 *                                        content that could not be measured before, or that changed since,
 *                                        SMTP_E_LINE_TOO_LONG, SMTP_E_NUL_IN_CONTENT, SMTP_E_NEEDS_8BITMIME. The
 *                                        connection then ends without the end of data, or behind BDAT the mail is
 *                                        reset: the server has no mail.
 * After an error of any other class the report or the event says how far the mail got.
 */
#ifndef LIBSMTP_RESULT_H
#define LIBSMTP_RESULT_H

#include "api.h"

SMTP_BEGIN_DECLS

typedef int32_t smtp_result;

/* Whose matter an error is. The numbers are ABI; the names are those of `smtp-send --json`. */
enum {
    SMTP_CLASS_NONE = 0,        /* no error */
    SMTP_CLASS_INPUT = 1,       /* an address, header or content that cannot be sent as it is */
    SMTP_CLASS_CONFIG = 2,      /* a setting, or a call that is not allowed now */
    SMTP_CLASS_CREDENTIALS = 3, /* the client itself held the credentials back */
    SMTP_CLASS_TLS = 4,         /* no TLS, or the server's certificate was refused */
    SMTP_CLASS_PROTOCOL = 5,    /* the server broke the rules of SMTP */
    SMTP_CLASS_TRANSIENT = 6,   /* the server said 4yz: try again later */
    SMTP_CLASS_PERMANENT = 7,   /* the server said 5yz: do not repeat it unchanged */
    SMTP_CLASS_TIMEOUT = 8,     /* the patience or the deadline ended */
    SMTP_CLASS_IO = 9,          /* the network, or the caller cancelled */
    SMTP_CLASS_RESOURCE = 10    /* memory, a buffer, randomness */
};

/* X(name, number, text): the one table of results. */
#define SMTP_RESULT_TABLE(X)                                                                                           \
    X(OK, 0, "done")                                                                                                   \
    X(PENDING, 1, "not finished yet")                                                                                  \
                                                                                                                       \
    X(E_CONTROL_CHARACTER, -101, "CR, LF, NUL or another control character")                                           \
    X(E_UTF8, -102, "not valid UTF-8")                                                                                 \
    X(E_ADDRESS, -103, "not a mailbox address")                                                                        \
    X(E_ADDRESS_TOO_LONG, -104, "mailbox address too long")                                                            \
    X(E_NO_RECIPIENT, -105, "no recipient")                                                                            \
    X(E_NO_FROM, -106, "no From address")                                                                              \
    X(E_HEADER_NAME, -107, "not a header field name")                                                                  \
    X(E_HEADER_RESERVED, -108, "this header field has a setter of its own")                                            \
    X(E_HEADER_TOO_LONG, -109, "a header field that is too long, or has no blank to fold it at")                       \
    X(E_LINE_TOO_LONG, -110, "a line of the content passes 998 octets")                                                \
    X(E_NUL_IN_CONTENT, -111, "a NUL byte in the content")                                                             \
    X(E_TOO_LARGE, -112, "larger than the server accepts")                                                             \
    X(E_NEEDS_8BITMIME, -113, "8-bit content, and the server does not offer 8BITMIME")                                 \
    X(E_NEEDS_SMTPUTF8, -114, "a non-ASCII address, and the server does not offer SMTPUTF8")                           \
    X(E_SOURCE, -115, "the content could not be read")                                                                 \
    X(E_SOURCE_CHANGED, -116, "the content changed while it was sent")                                                 \
    X(E_NO_FILE, -117, "the file cannot be opened")                                                                    \
    X(E_MEDIA_TYPE, -118, "not a media type")                                                                          \
    X(E_DATE, -119, "date out of range")                                                                               \
    X(E_MESSAGE_ID, -120, "not a message identifier")                                                                  \
    X(E_NOT_A_MESSAGE, -121, "no header fields: not an RFC 5322 message")                                              \
    X(E_PART, -122, "a part cannot stand there")                                                                       \
    X(E_BARE_LINE_END, -123, "a CR or LF that is not part of a CRLF")                                                  \
    X(E_IDN, -124, "a domain that cannot be turned into A-labels here: give it as A-labels (xn--)")                    \
    X(E_NO_SENDER, -125, "several From addresses need a Sender")                                                       \
    X(E_TEMPLATE, -126, "not a template: braces that are not closed, or not a key")                                    \
    X(E_MERGE_KEY, -127, "a key that was not declared")                                                                \
    X(E_MERGE_VALUE, -128, "a key has no value")                                                                       \
    X(E_LIST_URL, -129, "not a URL that a List- field can hold")                                                       \
    X(E_ENVELOPE_ID, -130, "an envelope identifier is 1 to 100 octets of printable ASCII")                             \
    X(E_PARAMETER, -131, "not a parameter of MAIL or RCPT that can be added")                                          \
    X(E_TOO_MANY_RECIPIENTS, -132, "more recipients than the server takes in one mail")                                \
    X(E_DELIVER_BY, -133, "the server does not deliver in so short a time")                                            \
    X(E_HOLD, -134, "the server does not hold a mail back for so long")                                                \
    X(E_NEEDS_BINARYMIME, -135, "binary content, and the server does not offer BINARYMIME with CHUNKING")              \
    X(E_NEEDS_DSN, -136, "a delivery report is asked for, and the server does not offer DSN")                          \
    X(E_NEEDS_AUTH, -137, "a submitter is named, and the server does not offer AUTH")                                  \
    X(E_NEEDS_DELIVERBY, -138, "a time of delivery is asked for, and the server does not offer DELIVERBY")             \
    X(E_NEEDS_FUTURERELEASE, -139, "the mail is to be held back, and the server does not offer FUTURERELEASE")         \
    X(E_NEEDS_MT_PRIORITY, -140, "a priority is asked for, and the server does not offer MT-PRIORITY")                 \
    X(E_NEEDS_REQUIRETLS, -141, "TLS is required all the way, and the server does not offer REQUIRETLS under TLS")     \
                                                                                                                       \
    X(E_ARGUMENT, -201, "a NULL or out-of-range argument")                                                             \
    X(E_STATE, -202, "not allowed in this state")                                                                      \
    X(E_MEMORY_SIZE, -203, "the memory handed in is too small or misaligned")                                          \
    X(E_URL, -204, "not a URL of the form scheme://host[:port]")                                                       \
    X(E_SCHEME, -205, "the scheme must be smtps, smtp, smtp+plain, lmtps or lmtp")                                     \
    X(E_PORT, -206, "the port must be 1 to 65535")                                                                     \
    X(E_HOST, -207, "not a host name or address")                                                                      \
    X(E_HELO_NAME, -208, "not a domain or address literal for EHLO")                                                   \
    X(E_MECHANISM, -209, "unknown authentication mechanism")                                                           \
    X(E_NO_SERVER, -210, "no server was set")                                                                          \
    X(E_CA, -211, "the trust anchors cannot be loaded")                                                                \
    X(E_CLIENT_CERTIFICATE, -212, "the client certificate or its key cannot be loaded")                                \
    X(E_PIN, -213, "a pin is 64 hexadecimal digits")                                                                   \
    X(E_NO_TLS, -214, "this transport has no TLS")                                                                     \
    X(E_USER, -215, "the user name is empty or too long")                                                              \
    X(E_SECRET, -216, "the password or token is too long")                                                             \
    X(E_NOT_REWINDABLE, -217, "the source cannot be read a second time")                                               \
    X(E_DKIM, -218, "not a DKIM domain or selector")                                                                   \
    X(E_DKIM_KEY, -219, "the signing key cannot be loaded or is not fit for DKIM")                                     \
    X(E_DIGEST, -220, "this hash function is not there")                                                               \
    X(E_TOKEN, -221, "a token is one word of visible ASCII")                                                           \
    X(E_COMMAND, -222, "not a command that may be sent beside mails")                                                  \
    X(E_NEEDS_ETRN, -223, "the server does not offer ETRN")                                                            \
    X(E_TOO_MANY_MAILS, -224, "the server takes no more mails over this connection")                                   \
                                                                                                                       \
    X(E_CREDENTIALS_IN_CLEAR, -301, "credentials held back: the connection is not encrypted")                          \
    X(E_AUTH_NOT_OFFERED, -302, "credentials were given, and the server offers no authentication")                     \
    X(E_NO_MECHANISM, -303, "no authentication mechanism fits server, credentials and settings")                       \
                                                                                                                       \
    X(E_TLS_HANDSHAKE, -401, "the TLS handshake failed")                                                               \
    X(E_TLS_NOT_OFFERED, -402, "TLS is required, and the server does not offer STARTTLS")                              \
    X(E_TLS_REFUSED, -403, "the server refused STARTTLS")                                                              \
    X(E_NOT_TLS, -404, "the server does not speak TLS here")                                                           \
    X(E_TLS_VERSION, -405, "the server speaks no TLS version that is allowed")                                         \
    X(E_CERTIFICATE_EXPIRED, -406, "the server's certificate has expired")                                             \
    X(E_CERTIFICATE_NOT_YET_VALID, -407, "the server's certificate is not yet valid: is the clock right?")             \
    X(E_CERTIFICATE_NAME, -408, "the server's certificate is for another name")                                        \
    X(E_CERTIFICATE_UNTRUSTED, -409, "the server's certificate has an unknown issuer")                                 \
    X(E_CERTIFICATE_PIN, -410, "the server's certificate is not the pinned one")                                       \
    X(E_CERTIFICATE_REFUSED, -411, "the server's certificate is not fit for this use")                                 \
    X(E_NO_TRUST_ANCHOR, -412, "no trust anchor to check the server's certificate against")                            \
    X(E_NO_CERTIFICATE, -413, "the server showed no certificate")                                                      \
    X(E_TLS_RECORD, -414, "the TLS connection broke")                                                                  \
                                                                                                                       \
    X(E_REPLY_SYNTAX, -501, "the server sent something that is not a reply")                                           \
    X(E_REPLY_TOO_LONG, -502, "the server sent a reply without an end")                                                \
    X(E_REPLY_MIXED_CODES, -503, "the server sent different codes in one reply")                                       \
    X(E_REPLY_UNEXPECTED, -504, "the server sent a reply that nothing asked for")                                      \
    X(E_REPLY_CODE, -505, "the server sent a code that is not allowed here")                                           \
    X(E_BYTES_BEFORE_TLS, -506, "the server sent bytes between the reply to STARTTLS and the handshake")               \
    X(E_AUTH_CHALLENGE, -507, "the server sent an authentication challenge that cannot be answered")                   \
    X(E_AUTH_SERVER, -508, "the server could not prove that it knows the password")                                    \
                                                                                                                       \
    X(E_TRANSIENT, -601, "refused for now")                                                                            \
    X(E_SERVICE_CLOSING, -602, "the server is closing the connection (421)")                                           \
    X(E_AUTH_TRANSIENT, -603, "authentication refused for now")                                                        \
                                                                                                                       \
    X(E_PERMANENT, -701, "refused")                                                                                    \
    X(E_AUTH_REFUSED, -702, "authentication refused")                                                                  \
                                                                                                                       \
    X(E_TIMEOUT, -801, "the server did not answer in time")                                                            \
    X(E_DEADLINE, -802, "the deadline has passed")                                                                     \
                                                                                                                       \
    X(E_RESOLVE, -901, "the host name is unknown")                                                                     \
    X(E_RESOLVE_TRANSIENT, -902, "the host name cannot be looked up now")                                              \
    X(E_CONNECT, -903, "the connection was refused")                                                                   \
    X(E_CONNECTION_LOST, -904, "the connection broke")                                                                 \
    X(E_END_OF_STREAM, -905, "the server closed the connection")                                                       \
    X(E_CANCELLED, -906, "cancelled by the caller")                                                                    \
    X(E_WANT_READ, -907, "would block: wait until readable")                                                           \
    X(E_WANT_WRITE, -908, "would block: wait until writable")                                                          \
                                                                                                                       \
    X(E_NO_MEMORY, -1001, "out of memory")                                                                             \
    X(E_BUFFER_TOO_SMALL, -1002, "a buffer of fixed size is too small")                                                \
    X(E_RANDOM, -1003, "no randomness")                                                                                \
    X(E_CLOCK, -1004, "the time is not known")

enum {
#define SMTP_RESULT_ENUMERATOR(name, number, text) SMTP_##name = (number),
    SMTP_RESULT_TABLE(SMTP_RESULT_ENUMERATOR)
#undef SMTP_RESULT_ENUMERATOR
};

/*
 * The name of a result as in the source, "SMTP_OK", "SMTP_E_ADDRESS", …
 * Returns a static string, never NULL; "SMTP_E_UNKNOWN" for a number that this version does not know.
 */
SMTP_API const char *smtp_result_name(smtp_result result);

/*
 * A short English sentence for a person, without a full stop. Static, never NULL, never with data of the caller.
 */
SMTP_API const char *smtp_result_text(smtp_result result);

/*
 * The class of a result, SMTP_CLASS_*. 0 and positive results are SMTP_CLASS_NONE.
 */
SMTP_API int32_t smtp_result_class(smtp_result result);

/*
 * The name of a class: "none", "input", "config", "credentials", "tls", "protocol", "transient", "permanent",
 * "timeout", "io", "resource". Static, never NULL; "unknown" for another number.
 */
SMTP_API const char *smtp_class_name(int32_t class_number);

SMTP_END_DECLS

#endif
