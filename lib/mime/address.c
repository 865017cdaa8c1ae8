/* SPDX-License-Identifier: MIT */
/*
 * address.c - a list of addresses as a small machine over tokens.
 *
 * The position is all that is kept between two calls, and it tells where in the list it stands: inside a group it is at
 * the "," or ";" after an address; outside it is after all commas, and so never at one, but for the list's beginning.
 */
#include <smtp/address.h>

#include "address_token.h"
#include "text_check.h"
#include <smtp/mailbox.h>
#include <string.h>

/* The caller's buffer, filled so far. */
struct text_out {
    char *data;
    size_t size;
    size_t length;
};

struct list {
    struct smtp__text rest;
    bool is_in_group;
    struct text_out name;
    struct text_out address;
};

static smtp_result put(struct text_out *out, const char *data, size_t length) {
    if (out->size - out->length <= length) {
        return SMTP_E_BUFFER_TOO_SMALL;
    }
    memcpy(out->data + out->length, data, length);
    out->length += length;
    out->data[out->length] = '\0';
    return SMTP_OK;
}

/* A token without the line ends of folds. */
static smtp_result put_unfolded(struct text_out *out, struct smtp__text text) {
    smtp_result result = SMTP_OK;
    for (size_t i = 0; i < text.length && result == SMTP_OK; i++) {
        if (text.data[i] != '\r' && text.data[i] != '\n') {
            result = put(out, text.data + i, 1);
        }
    }
    return result;
}

/* What stands in quotes, without escapes. */
static smtp_result put_unquoted(struct text_out *out, struct smtp__text text) {
    smtp_result result = SMTP_OK;
    for (size_t i = 1; i + 1 < text.length && result == SMTP_OK; i++) {
        i += text.data[i] == '\\';
        char c = text.data[i] == '\t' ? ' ' : text.data[i];
        if (c != '\r' && c != '\n') {
            result = put(out, &c, 1);
        }
    }
    return result;
}

/* Takes a token, which must be that sign. */
static smtp_result expect(struct smtp__text *rest, char sign) {
    struct smtp__address_token token;
    smtp_result result = smtp__address_token(rest, &token);
    if (result == SMTP_OK && !smtp__address_token_is(&token, sign)) {
        result = SMTP_E_ADDRESS;
    }
    return result;
}

static smtp_result put_addr_spec(struct text_out *out, const struct smtp__address_token *local,
                                 const struct smtp__address_token *domain) {
    bool is_local = local->kind == SMTP__TOKEN_ATOM || local->kind == SMTP__TOKEN_QUOTED;
    bool is_domain = domain->kind == SMTP__TOKEN_ATOM || domain->kind == SMTP__TOKEN_LITERAL;
    if (!is_local || !is_domain || smtp__text_has(local->text, "=?")) {
        return SMTP_E_ADDRESS;
    }
    smtp_result result = put_unfolded(out, local->text);
    if (result == SMTP_OK) {
        result = put(out, "@", 1);
    }
    return result == SMTP_OK ? put_unfolded(out, domain->text) : result;
}

/* local-part "@" domain, RFC 5322 s3.4.1; what may stand in it is smtp_mailbox_check's business. */
static smtp_result read_addr_spec(struct list *list) {
    struct smtp__address_token local;
    struct smtp__address_token domain;
    smtp_result result = smtp__address_token(&list->rest, &local);
    if (result == SMTP_OK) {
        result = expect(&list->rest, '@');
    }
    if (result == SMTP_OK) {
        result = smtp__address_token(&list->rest, &domain);
    }
    return result == SMTP_OK ? put_addr_spec(&list->address, &local, &domain) : result;
}

static bool begins_route(const struct smtp__address_token *token) {
    return smtp__address_token_is(token, '@') || smtp__address_token_is(token, ',');
}

/* obs-route, RFC 5322 s4.4: passed over. "@a,@b:" */
static smtp_result skip_route(struct smtp__text *rest) {
    struct smtp__address_token token;
    struct smtp__text at = *rest;
    smtp_result result = smtp__address_token(&at, &token);
    bool is_route = result == SMTP_OK && begins_route(&token);
    while (is_route && result == SMTP_OK && !smtp__address_token_is(&token, ':')) {
        bool is_part = token.kind == SMTP__TOKEN_ATOM || token.kind == SMTP__TOKEN_LITERAL || begins_route(&token);
        result = is_part ? smtp__address_token(&at, &token) : SMTP_E_ADDRESS;
    }
    if (is_route && result == SMTP_OK) {
        *rest = at;
    }
    return result;
}

/* What follows the "<". */
static smtp_result read_angle(struct list *list) {
    smtp_result result = skip_route(&list->rest);
    if (result == SMTP_OK) {
        result = read_addr_spec(list);
    }
    return result == SMTP_OK ? expect(&list->rest, '>') : result;
}

/* Words up to a sign: how many, and the sign; '\0' for the end. */
static smtp_result look_ahead(struct smtp__text rest, size_t *words, char *sign) {
    struct smtp__address_token token;
    *words = 0;
    for (;;) {
        smtp_result result = smtp__address_token(&rest, &token);
        if (result != SMTP_OK || token.kind == SMTP__TOKEN_LITERAL) {
            return result != SMTP_OK ? result : SMTP_E_ADDRESS;
        }
        if (token.kind == SMTP__TOKEN_END || token.kind == SMTP__TOKEN_SIGN) {
            *sign = token.kind == SMTP__TOKEN_END ? '\0' : token.text.data[0];
            return SMTP_OK;
        }
        ++*words;
    }
}

/* Words, and the sign after them, which is passed over. RFC 5322 s3.2.5; one blank for whatever stood between two. */
static smtp_result read_phrase(struct list *list, size_t words) {
    struct smtp__address_token token;
    smtp_result result = SMTP_OK;
    for (size_t i = 0; i < words && result == SMTP_OK; i++) {
        (void)smtp__address_token(&list->rest, &token);
        if (i > 0 && token.is_apart) {
            result = put(&list->name, " ", 1);
        }
        if (result == SMTP_OK) {
            result = token.kind == SMTP__TOKEN_QUOTED ? put_unquoted(&list->name, token.text)
                                                      : put_unfolded(&list->name, token.text);
        }
    }
    (void)smtp__address_token(&list->rest, &token);
    return result;
}

static void skip_words(struct smtp__text *rest, size_t words) {
    struct smtp__address_token token;
    for (size_t i = 0; i <= words; i++) {
        (void)smtp__address_token(rest, &token);
    }
}

static bool begins_group(const struct list *list, size_t words, char sign) {
    return words > 0 && sign == ':' && !list->is_in_group;
}

static bool ends_group(const struct list *list, size_t words, char sign) {
    return words == 0 && sign == ';' && list->is_in_group;
}

/* Behind the ";" of a group comes a comma or the end. */
static smtp_result check_after_group(const struct list *list) {
    size_t words;
    char sign;
    smtp_result result = look_ahead(list->rest, &words, &sign);
    if (result != SMTP_OK) {
        return result;
    }
    return words == 0 && (sign == ',' || sign == '\0') ? SMTP_OK : SMTP_E_ADDRESS;
}

/* Empty members, the ends and the beginnings of groups: *words and *sign are of what comes after them. */
static smtp_result to_next(struct list *list, size_t *words, char *sign) {
    smtp_result result;
    while ((result = look_ahead(list->rest, words, sign)) == SMTP_OK) {
        bool is_comma = *words == 0 && *sign == ',';
        bool is_end = ends_group(list, *words, *sign);
        bool is_group = begins_group(list, *words, *sign);
        if (!is_comma && !is_end && !is_group) {
            return SMTP_OK;
        }
        skip_words(&list->rest, *words);
        list->is_in_group = is_group || (is_comma && list->is_in_group);
        result = is_end ? check_after_group(list) : SMTP_OK;
        if (result != SMTP_OK) {
            return result;
        }
    }
    return result;
}

/* After an address in a group: at the sign behind it. */
static smtp_result leave_in_group(struct list *list) {
    struct smtp__address_token token;
    struct smtp__text at = list->rest;
    smtp_result result = smtp__address_token(&at, &token);
    if (result != SMTP_OK) {
        return result;
    }
    if (!smtp__address_token_is(&token, ',') && !smtp__address_token_is(&token, ';')) {
        return SMTP_E_ADDRESS;
    }
    list->rest.length -= (size_t)(token.text.data - list->rest.data);
    list->rest.data = token.text.data;
    return SMTP_OK;
}

/* After any other: behind all commas, or at the end. What cannot be read there is left to the next call. */
static smtp_result leave(struct list *list) {
    struct smtp__address_token token;
    struct smtp__text at = list->rest;
    smtp_result result = smtp__address_token(&at, &token);
    if (result != SMTP_OK) {
        return result;
    }
    if (token.kind != SMTP__TOKEN_END && !smtp__address_token_is(&token, ',')) {
        return SMTP_E_ADDRESS;
    }
    while (result == SMTP_OK && smtp__address_token_is(&token, ',')) {
        list->rest = at;
        result = smtp__address_token(&at, &token);
    }
    if (result != SMTP_OK) {
        return SMTP_OK;
    }
    if (token.kind == SMTP__TOKEN_END) {
        list->rest = at;
    }
    return smtp__address_token_is(&token, ';') ? SMTP_E_ADDRESS : SMTP_OK;
}

/* The address that the words and the sign begin. */
static smtp_result read_mailbox(struct list *list, size_t words, char sign) {
    if (sign == '<') {
        smtp_result result = read_phrase(list, words);
        return result == SMTP_OK ? read_angle(list) : result;
    }
    return sign == '@' && words == 1 ? read_addr_spec(list) : SMTP_E_ADDRESS;
}

static smtp_result check(const struct list *list) {
    smtp_result result = smtp__text_check(smtp__text_from(list->name.data, list->name.length));
    return result == SMTP_OK ? smtp_mailbox_check(list->address.data, list->address.length, NULL) : result;
}

static smtp_result next(struct list *list) {
    size_t words;
    char sign;
    smtp_result result = to_next(list, &words, &sign);
    if (result != SMTP_OK) {
        return result;
    }
    if (words == 0 && sign == '\0') {
        return list->is_in_group ? SMTP_E_ADDRESS : SMTP_PENDING;
    }
    result = read_mailbox(list, words, sign);
    if (result == SMTP_OK) {
        result = check(list);
    }
    if (result == SMTP_OK) {
        result = list->is_in_group ? leave_in_group(list) : leave(list);
    }
    return result;
}

/* The position tells: see above. */
static bool stands_in_group(size_t position, struct smtp__text rest) {
    return position > 0 && rest.length > 0 && (rest.data[0] == ',' || rest.data[0] == ';');
}

static smtp_result read_next(struct list *list) {
    smtp_result result = put(&list->name, "", 0);
    if (result == SMTP_OK) {
        result = put(&list->address, "", 0);
    }
    return result == SMTP_OK ? next(list) : result;
}

smtp_result smtp_address_next(const char *text, size_t length, size_t *position, char *name_buffer, size_t name_size,
                              size_t *name_length, char *address_buffer, size_t address_size, size_t *address_length) {
    if (text == NULL || position == NULL || name_buffer == NULL || name_length == NULL || address_buffer == NULL ||
        address_length == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__text whole = smtp__text_from(text, length);
    if (*position > whole.length) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__text rest = {whole.data + *position, whole.length - *position};
    struct list list = {
        rest, stands_in_group(*position, rest), {name_buffer, name_size, 0}, {address_buffer, address_size, 0}};
    smtp_result result = read_next(&list);
    if (result == SMTP_OK) {
        *position = whole.length - list.rest.length;
        *name_length = list.name.length;
        *address_length = list.address.length;
    }
    return result;
}
