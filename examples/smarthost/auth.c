/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "auth.h"

#include <mbedtls/base64.h>
#include <mbedtls/constant_time.h>
#include <mbedtls/platform_util.h>
#include <string.h>
#include <strings.h>

enum { SECRET_MAX = 1024 };

/* What one response decodes to; longer ones cannot be right. */
struct secret {
    unsigned char data[SECRET_MAX];
    size_t length;
};

static enum auth_result decode(const char *text, struct secret *secret) {
    secret->length = 0;
    if (strcmp(text, "*") == 0) {
        return AUTH_CANCELLED;
    }
    if (strcmp(text, "=") == 0) {
        return AUTH_OK;
    }
    int result = mbedtls_base64_decode(secret->data, sizeof secret->data, &secret->length, (const unsigned char *)text,
                                       strlen(text));
    return result == 0 ? AUTH_OK : AUTH_SYNTAX;
}

static enum auth_result read_response(struct connection *connection, struct secret *secret) {
    char line[AUTH_LINE_MAX];
    size_t length = 0;
    enum line_result got = connection_line(connection, line, sizeof line, &length);
    if (got == LINE_NONE) {
        return AUTH_GONE;
    }
    enum auth_result result = got == LINE_WHOLE ? decode(line, secret) : AUTH_SYNTAX;
    mbedtls_platform_zeroize(line, sizeof line);
    return result;
}

/* The initial response if there is one, else the answer to a challenge. */
static enum auth_result first_response(struct connection *connection, const char *initial, const char *challenge,
                                       struct secret *secret) {
    if (*initial != '\0') {
        return decode(initial, secret);
    }
    connection_reply(connection, "334 %s\r\n", challenge);
    return read_response(connection, secret);
}

static bool equals(const void *data, size_t length, const char *expected) {
    return strlen(expected) == length && mbedtls_ct_memcmp(data, expected, length) == 0;
}

/* authzid NUL authcid NUL passwd; an authzid must be empty or the user. */
static enum auth_result check_plain(const struct options *options, const struct secret *secret) {
    const char *first = (const char *)secret->data;
    const char *end = first + secret->length;
    const char *user = memchr(first, '\0', secret->length);
    const char *password = user == NULL ? NULL : memchr(user + 1, '\0', (size_t)(end - user - 1));
    if (password == NULL) {
        return AUTH_SYNTAX;
    }
    size_t identity_length = (size_t)(user - first);
    bool right = identity_length == 0 || equals(first, identity_length, options->user);
    right &= equals(user + 1, (size_t)(password - user - 1), options->user);
    right &= equals(password + 1, (size_t)(end - password - 1), options->password);
    return right ? AUTH_OK : AUTH_WRONG;
}

static enum auth_result plain(struct connection *connection, const struct options *options, const char *initial,
                              struct secret *secret) {
    enum auth_result result = first_response(connection, initial, "", secret);
    return result == AUTH_OK ? check_plain(options, secret) : result;
}

/* "Username:" and "Password:" in base64 */
static enum auth_result login(struct connection *connection, const struct options *options, const char *initial,
                              struct secret *secret) {
    enum auth_result result = first_response(connection, initial, "VXNlcm5hbWU6", secret);
    if (result != AUTH_OK) {
        return result;
    }
    bool right = equals(secret->data, secret->length, options->user);
    result = first_response(connection, "", "UGFzc3dvcmQ6", secret);
    if (result != AUTH_OK) {
        return result;
    }
    right &= equals(secret->data, secret->length, options->password);
    return right ? AUTH_OK : AUTH_WRONG;
}

static bool is(const char *text, size_t length, const char *word) {
    return strlen(word) == length && strncasecmp(text, word, length) == 0;
}

enum auth_result auth_run(struct connection *connection, const struct options *options, const char *argument) {
    struct secret secret = {.length = 0};
    size_t length = strcspn(argument, " ");
    const char *initial = argument[length] == ' ' ? argument + length + 1 : "";
    enum auth_result result = AUTH_UNKNOWN;
    if (is(argument, length, "PLAIN")) {
        result = plain(connection, options, initial, &secret);
    } else if (is(argument, length, "LOGIN")) {
        result = login(connection, options, initial, &secret);
    }
    mbedtls_platform_zeroize(&secret, sizeof secret);
    return result;
}
