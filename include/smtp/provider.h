/* SPDX-License-Identifier: MIT */
/*
 * provider.h - known smarthosts: where they are, how one logs in, what they allow.
 *
 * A table that is compiled in (lib/provider/providers.tsv); nothing is looked up anywhere else. Providers change their
 * minds: what a server says in its reply to EHLO always wins over the table, and each value can be overridden. Values
 * that no source confirms are told, marked, and never enforced. smtp_client_set_provider (client.h) sets up a client.
 *
 * A provider is static and the same in all threads; all strings of it are static, in ASCII and end with NUL.
 * A library that was built with PROVIDERS=no has none of these functions.
 */
#ifndef LIBSMTP_PROVIDER_H
#define LIBSMTP_PROVIDER_H

#include "result.h"

SMTP_BEGIN_DECLS

typedef struct smtp_provider smtp_provider;

/* What the user name is. The numbers are ABI. */
enum {
    SMTP_PROVIDER_USER_ADDRESS = 1,    /* the whole mail address */
    SMTP_PROVIDER_USER_LOCAL_PART = 2, /* what stands before its "@" */
    SMTP_PROVIDER_USER_ACCOUNT = 3,    /* a name that the provider assigns and shows */
    SMTP_PROVIDER_USER_LITERAL = 4,    /* the same word for everyone: smtp_provider_literal_user */
    SMTP_PROVIDER_USER_TOKEN = 5,      /* a token or key, made there */
    SMTP_PROVIDER_USER_ANY = 6         /* anything */
};

/* What may stand in the password's place: a mask. The numbers are ABI. */
enum {
    SMTP_PROVIDER_SECRET_PASSWORD = 1,     /* that of the mailbox */
    SMTP_PROVIDER_SECRET_APP_PASSWORD = 2, /* one made for programs; that of the web site is refused */
    SMTP_PROVIDER_SECRET_API_KEY = 4,      /* a key or token of a sending service */
    SMTP_PROVIDER_SECRET_OAUTH2 = 8        /* an OAuth2 access token */
};

/* Behaviour that a program may have to know of: a mask. The numbers are ABI. */
enum {
    SMTP_PROVIDER_QUIRK_FROM_IS_LOGIN = 1,       /* the sender must be the address that logs in, or its alias */
    SMTP_PROVIDER_QUIRK_REPLACES_MESSAGE_ID = 2, /* recipients see another Message-ID */
    SMTP_PROVIDER_QUIRK_REPLACES_MAIL_FROM = 4,  /* bounces go to the provider */
    SMTP_PROVIDER_QUIRK_SAVES_SENT = 8,          /* a copy appears among the mails sent */
    SMTP_PROVIDER_QUIRK_NO_SMTPUTF8 = 16,        /* no local parts that are not ASCII */
    SMTP_PROVIDER_QUIRK_BOGUS_STARTTLS = 32,     /* STARTTLS is offered inside TLS, and refused */
    SMTP_PROVIDER_QUIRK_EHLO_ENDS_LOGIN = 64,    /* EHLO after AUTH ends the login */
    SMTP_PROVIDER_QUIRK_RFC2047_FILE_NAMES = 128 /* shows names of files that are not ASCII only as RFC 2047 words */
};

/* Values that may be verified: a mask. The numbers are ABI. */
enum {
    SMTP_PROVIDER_VALUE_SERVER = 1, /* host, port and security */
    SMTP_PROVIDER_VALUE_MECHANISMS = 2,
    SMTP_PROVIDER_VALUE_SIZE = 4,
    SMTP_PROVIDER_VALUE_RECIPIENTS = 8,
    SMTP_PROVIDER_VALUE_PER_CONNECTION = 16,
    SMTP_PROVIDER_VALUE_PER_DAY = 32,
    SMTP_PROVIDER_VALUE_PARALLEL = 64
};

/* The provider of that id, "gmail", in any case. NULL: there is none. Ids never change. */
SMTP_API const smtp_provider *smtp_provider_by_id(const char *id, size_t length);

/* The provider to which a mail domain belongs, "gmx.de", in any case, an internationalised one as A-labels; and that of
   a mail address, by what stands behind its last "@". NULL: not known. Only a verified server is found so. */
SMTP_API const smtp_provider *smtp_provider_by_domain(const char *domain, size_t length);
SMTP_API const smtp_provider *smtp_provider_by_address(const char *address, size_t length);

/* One after the other: that behind `provider`, the first one of NULL. NULL after the last. */
SMTP_API const smtp_provider *smtp_provider_next(const smtp_provider *provider);

/*
 * What is known of a provider. Of NULL and where nothing is known: "", 0.
 *
 * smtp_provider_id, _name         for the program, for a person
 * smtp_provider_host              as smtp_client_set_server takes it. "{region}" in it stands for what the provider calls
 *                                 the region of the account, and has to be replaced.
 * smtp_provider_port, _security   the first choice; SMTP_SECURITY_* (session.h)
 * smtp_provider_user_form         SMTP_PROVIDER_USER_*
 * smtp_provider_literal_user      the user name, if it is the same for everyone
 * smtp_provider_secrets           SMTP_PROVIDER_SECRET_*
 * smtp_provider_mechanisms        SMTP_MECHANISM_*: what the provider takes; without those that this version of the
 *                                 library does not know, so 0 if it knows none of them
 * smtp_provider_size              the greatest mail, in octets
 * smtp_provider_recipients        the most recipients of a mail
 * smtp_provider_per_connection    the most mails on a connection
 * smtp_provider_per_day           the most mails in 24 hours; plans and the age of an account may change it
 * smtp_provider_parallel          the most connections at a time
 * smtp_provider_quirks            SMTP_PROVIDER_QUIRK_*
 * smtp_provider_headers           header fields that mean something to the provider alone, with blanks between them; "*"
 *                                 at the end of one stands for any further characters
 * smtp_provider_domains           mail domains that belong to it, with blanks between them; "*.x.test" is each below x.test
 * smtp_provider_checked           when the row was last compared with a source, "2026-08-07"
 * smtp_provider_help              what a person has to know, in English
 */
SMTP_API const char *smtp_provider_id(const smtp_provider *provider);
SMTP_API const char *smtp_provider_name(const smtp_provider *provider);
SMTP_API const char *smtp_provider_host(const smtp_provider *provider);
SMTP_API uint16_t smtp_provider_port(const smtp_provider *provider);
SMTP_API int32_t smtp_provider_security(const smtp_provider *provider);
SMTP_API int32_t smtp_provider_user_form(const smtp_provider *provider);
SMTP_API const char *smtp_provider_literal_user(const smtp_provider *provider);
SMTP_API uint32_t smtp_provider_secrets(const smtp_provider *provider);
SMTP_API uint32_t smtp_provider_mechanisms(const smtp_provider *provider);
SMTP_API uint32_t smtp_provider_size(const smtp_provider *provider);
SMTP_API uint32_t smtp_provider_recipients(const smtp_provider *provider);
SMTP_API uint32_t smtp_provider_per_connection(const smtp_provider *provider);
SMTP_API uint32_t smtp_provider_per_day(const smtp_provider *provider);
SMTP_API uint32_t smtp_provider_parallel(const smtp_provider *provider);
SMTP_API uint32_t smtp_provider_quirks(const smtp_provider *provider);
SMTP_API const char *smtp_provider_headers(const smtp_provider *provider);
SMTP_API const char *smtp_provider_domains(const smtp_provider *provider);
SMTP_API const char *smtp_provider_checked(const smtp_provider *provider);
SMTP_API const char *smtp_provider_help(const smtp_provider *provider);

/* 1 if a source confirms all of these values, SMTP_PROVIDER_VALUE_*; else 0, also where one is not known, and for 0. */
SMTP_API int32_t smtp_provider_is_verified(const smtp_provider *provider, uint32_t values);

/*
 * Further ports of the same host, for networks that block the first: how many, and one of them. `is_verified` becomes
 * 1 or 0. SMTP_OK; SMTP_E_ARGUMENT (NULL, or there is none of that index), and nothing is written.
 */
SMTP_API size_t smtp_provider_alternative_count(const smtp_provider *provider);
SMTP_API smtp_result smtp_provider_alternative(const smtp_provider *provider, size_t index, uint16_t *port,
                                               int32_t *security, int32_t *is_verified);

SMTP_END_DECLS

#endif
