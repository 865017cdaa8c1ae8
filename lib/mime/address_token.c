/* SPDX-License-Identifier: MIT */
#include "address_token.h"

#include "atom.h"
#include "base/ascii.h"
#include <string.h>

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* CRLF and a blank (RFC 5322 s2.2.3) */
static bool is_at_fold(struct smtp__text rest) {
    return rest.length >= 3 && rest.data[0] == '\r' && rest.data[1] == '\n' && is_blank(rest.data[2]);
}

static smtp_result bad(char c) {
    return smtp__ascii_is_control(c) ? SMTP_E_CONTROL_CHARACTER : SMTP_E_ADDRESS;
}

/* One character inside quotes, brackets or a comment, or an escaped one. */
static smtp_result skip_inner(struct smtp__text *rest) {
    if (is_at_fold(*rest)) {
        smtp__text_skip(rest, 3);
        return SMTP_OK;
    }
    size_t n = rest->data[0] == '\\' ? 2 : 1;
    if (n > rest->length) {
        return SMTP_E_ADDRESS;
    }
    char last = rest->data[n - 1];
    if (smtp__ascii_is_control(last) && last != '\t') {
        return SMTP_E_CONTROL_CHARACTER;
    }
    smtp__text_skip(rest, n);
    return SMTP_OK;
}

/* A comment with those in it (RFC 5322 s3.2.2). */
static smtp_result skip_comment(struct smtp__text *rest) {
    unsigned depth = 0;
    do {
        if (rest->length == 0) {
            return SMTP_E_ADDRESS;
        }
        char c = rest->data[0];
        depth = c == '(' ? depth + 1 : c == ')' ? depth - 1 : depth;
        if (depth > SMTP__COMMENT_DEPTH) {
            return SMTP_E_ADDRESS;
        }
        smtp_result result = skip_inner(rest);
        if (result != SMTP_OK) {
            return result;
        }
    } while (depth > 0);
    return SMTP_OK;
}

/* CFWS */
static smtp_result skip_between(struct smtp__text *rest) {
    while (rest->length > 0) {
        if (is_blank(rest->data[0])) {
            smtp__text_skip(rest, 1);
        } else if (is_at_fold(*rest)) {
            smtp__text_skip(rest, 2);
        } else if (rest->data[0] == '(') {
            smtp_result result = skip_comment(rest);
            if (result != SMTP_OK) {
                return result;
            }
        } else {
            break;
        }
    }
    return SMTP_OK;
}

/* From an opening character to the closing one. */
static smtp_result skip_enclosed(struct smtp__text *rest, char close) {
    smtp__text_skip(rest, 1);
    while (rest->length > 0) {
        bool is_end = rest->data[0] == close;
        smtp_result result = skip_inner(rest);
        if (result != SMTP_OK || is_end) {
            return result;
        }
    }
    return SMTP_E_ADDRESS;
}

/* RFC 5322 s3.2.3 with the dot, and UTF-8 (RFC 6532 s3.2) */
static bool is_atom(char c) {
    return smtp__is_atext(c) || (uint8_t)c > 127 || c == '.';
}

static smtp_result skip_token(struct smtp__text *rest, enum smtp__address_token_kind *kind) {
    char c = rest->data[0];
    if (c == '"' || c == '[') {
        *kind = c == '"' ? SMTP__TOKEN_QUOTED : SMTP__TOKEN_LITERAL;
        return skip_enclosed(rest, c == '"' ? '"' : ']');
    }
    if (c != '\0' && strchr("<>:;,@", c) != NULL) {
        *kind = SMTP__TOKEN_SIGN;
        smtp__text_skip(rest, 1);
        return SMTP_OK;
    }
    if (!is_atom(c)) {
        return bad(c);
    }
    *kind = SMTP__TOKEN_ATOM;
    while (rest->length > 0 && is_atom(rest->data[0])) {
        smtp__text_skip(rest, 1);
    }
    return SMTP_OK;
}

smtp_result smtp__address_token(struct smtp__text *rest, struct smtp__address_token *token) {
    struct smtp__text at = *rest;
    smtp_result result = skip_between(&at);
    if (result != SMTP_OK) {
        return result;
    }
    token->is_apart = at.data != rest->data;
    token->kind = SMTP__TOKEN_END;
    token->text.data = at.data;
    if (at.length > 0) {
        result = skip_token(&at, &token->kind);
    }
    if (result == SMTP_OK) {
        token->text.length = (size_t)(at.data - token->text.data);
        *rest = at;
    }
    return result;
}

bool smtp__address_token_is(const struct smtp__address_token *token, char sign) {
    return token->kind == SMTP__TOKEN_SIGN && token->text.data[0] == sign;
}
