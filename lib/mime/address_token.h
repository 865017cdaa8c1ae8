/* SPDX-License-Identifier: MIT */
/* address_token.h - the words and signs of an address field, without what stands between them (RFC 5322 s3.2). */
#ifndef SMTP__ADDRESS_TOKEN_H
#define SMTP__ADDRESS_TOKEN_H

#include "base/text.h"
#include <smtp/result.h>
#include <stdbool.h>

enum { SMTP__COMMENT_DEPTH = 16 };

enum smtp__address_token_kind {
    SMTP__TOKEN_END,
    SMTP__TOKEN_ATOM,    /* with the dots in it */
    SMTP__TOKEN_QUOTED,  /* with its quotes */
    SMTP__TOKEN_LITERAL, /* with its brackets */
    SMTP__TOKEN_SIGN     /* one of < > : ; , @ */
};

struct smtp__address_token {
    enum smtp__address_token_kind kind;
    struct smtp__text text; /* as it stands; a fold may be in it */
    bool is_apart;          /* blanks or comments stand before it */
};

/*
 * Takes the next token off *rest, with the blanks, folds and comments before it.
 * SMTP_OK; SMTP_E_CONTROL_CHARACTER, SMTP_E_ADDRESS: *rest is unchanged.
 */
smtp_result smtp__address_token(struct smtp__text *rest, struct smtp__address_token *token);

/* True if it is that sign. */
bool smtp__address_token_is(const struct smtp__address_token *token, char sign);

#endif
