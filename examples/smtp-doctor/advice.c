/* SPDX-License-Identifier: MIT */
#include "advice.h"

#include <stdio.h>
#include <string.h>

/* As the library would take them: the strongest first. */
static const uint32_t for_passwords[] = {
    SMTP_MECHANISM_SCRAM_SHA_512_PLUS,
    SMTP_MECHANISM_SCRAM_SHA_256_PLUS,
    SMTP_MECHANISM_SCRAM_SHA_1_PLUS,
    SMTP_MECHANISM_SCRAM_SHA_512,
    SMTP_MECHANISM_SCRAM_SHA_256,
    SMTP_MECHANISM_SCRAM_SHA_1,
    SMTP_MECHANISM_CRAM_MD5,
    SMTP_MECHANISM_PLAIN,
    SMTP_MECHANISM_LOGIN,
    SMTP_MECHANISM_OAUTHBEARER,
    SMTP_MECHANISM_XOAUTH2,
    0,
};

static const char *strongest(uint32_t offered) {
    for (const uint32_t *mechanism = for_passwords; *mechanism != 0; mechanism++) {
        if ((offered & *mechanism) != 0) {
            return smtp_mechanism_name(*mechanism);
        }
    }
    return "";
}

static const char *scheme_of(const struct probe *probe) {
    bool is_lmtp = probe->protocol == SMTP_PROTOCOL_LMTP;
    switch (probe->port.security) {
    case SMTP_SECURITY_IMPLICIT_TLS:
        return is_lmtp ? "lmtps" : "smtps";
    case SMTP_SECURITY_CLEAR:
        return is_lmtp ? "lmtp" : "smtp+plain";
    default:
        return "smtp";
    }
}

static void make_url(struct advice *advice, const struct target *target, const struct probe *probe) {
    bool is_ipv6 = strchr(target->host, ':') != NULL;
    (void)snprintf(advice->url, sizeof advice->url, "%s://%s%s%s:%u", scheme_of(probe), is_ipv6 ? "[" : "",
                   target->host, is_ipv6 ? "]" : "", (unsigned)probe->port.port);
}

/* Who logs in, as far as that can be told. */
static void make_user(struct advice *advice, const struct checkup *checkup) {
    const struct target *target = &checkup->target;
    const char *user = checkup->login.user;
    size_t length = SMTP_MAILBOX_BYTES;
    if (user == NULL) {
        bool has_form = target->known.id != NULL;
        bool is_local = has_form && target->known.user_form == SMTP_PROVIDER_USER_LOCAL_PART;
        bool is_address = !has_form || target->known.user_form == SMTP_PROVIDER_USER_ADDRESS;
        user = is_local || is_address ? target->address : "";
        const char *at = strrchr(user, '@');
        length = is_local && at != NULL ? (size_t)(at - user) : strlen(user);
    }
    (void)snprintf(advice->user, sizeof advice->user, "%.*s", (int)length, user);
}

/* Appends to the command, which is none where it does not fit. */
static void append(struct advice *advice, const char *text, size_t length) {
    size_t used = strlen(advice->command);
    if (used + length < sizeof advice->command && !advice->is_cut) {
        memcpy(advice->command + used, text, length);
        advice->command[used + length] = '\0';
    } else {
        advice->is_cut = true;
    }
}

/* A blank and a word of the shell, in single quotes where it needs them. */
static void append_word(struct advice *advice, const char *word) {
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./-_[]";
    size_t length = strlen(word);
    append(advice, " ", advice->command[0] != '\0' ? 1 : 0);
    if (length > 0 && strspn(word, plain) == length) {
        append(advice, word, length);
        return;
    }
    append(advice, "'", 1);
    for (const char *quote = NULL; (quote = strchr(word, '\'')) != NULL; word = quote + 1) {
        append(advice, word, (size_t)(quote - word));
        append(advice, "'\\''", 4);
    }
    append(advice, word, strlen(word));
    append(advice, "'", 1);
}

/* Options of this run that belong to the way and not to the look at it. */
static void append_trust(struct advice *advice, const struct options *options) {
    static const struct {
        enum option option;
        const char *name;
    } kept[] = {
        {OPTION_CONNECT, "--connect"},         {OPTION_HELO, "--helo"},
        {OPTION_CA_FILE, "--ca-file"},         {OPTION_CA_DIR, "--ca-dir"},
        {OPTION_TLS_NAME, "--tls-name"},       {OPTION_PIN, "--pin"},
        {OPTION_CLIENT_CERT, "--client-cert"}, {OPTION_CLIENT_KEY, "--client-key"},
    };
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        const char *value = options_value(options, kept[i].option);
        if (value != NULL) {
            append_word(advice, kept[i].name);
            append_word(advice, value);
        }
    }
    if (options_has(options, OPTION_NO_VERIFY)) {
        append_word(advice, "--no-verify");
    }
}

static bool is_without_secret(const char *mechanism) {
    return strcmp(mechanism, "EXTERNAL") == 0 || strcmp(mechanism, "ANONYMOUS") == 0;
}

static void append_secret(struct advice *advice, const struct checkup *checkup) {
    bool is_token = checkup->login.has_token || strstr(advice->mechanism, "OAUTH") != NULL;
    enum option option = is_token ? OPTION_TOKEN_FILE : OPTION_PASSWORD_FILE;
    const char *file = options_value(checkup->options, option);
    append_word(advice, is_token ? "--token-file" : "--password-file");
    append_word(advice, file != NULL ? file : "FILE");
}

static void append_login(struct advice *advice, const struct checkup *checkup) {
    bool has_secret = !is_without_secret(advice->mechanism);
    if (advice->mechanism[0] == '\0') {
        return;
    }
    if (has_secret || advice->user[0] != '\0') {
        append_word(advice, "--user");
        append_word(advice, advice->user[0] != '\0' ? advice->user : "NAME");
    }
    append_word(advice, "--auth");
    append_word(advice, advice->mechanism);
    if (options_has(checkup->options, OPTION_PLAINTEXT_AUTH)) {
        append_word(advice, "--allow-plaintext-auth");
    }
    if (has_secret) {
        append_secret(advice, checkup);
    }
}

void advice_make(struct checkup *checkup) {
    struct advice *advice = &checkup->advice;
    for (size_t i = 0; checkup->best == NULL && i < checkup->count; i++) {
        checkup->best = probe_works(&checkup->probes[i]) ? &checkup->probes[i] : NULL;
    }
    if (checkup->best == NULL) {
        return;
    }
    const char *used = checkup->best->mechanism;
    uint32_t offered = smtp_capabilities_mechanisms(smtp_client_capabilities(checkup->best->client));
    (void)snprintf(advice->mechanism, sizeof advice->mechanism, "%s", used[0] != '\0' ? used : strongest(offered));
    make_url(advice, &checkup->target, checkup->best);
    make_user(advice, checkup);
    append_word(advice, "smtp-send");
    append_word(advice, "--server");
    append_word(advice, advice->url);
    append_trust(advice, checkup->options);
    append_login(advice, checkup);
    if (advice->is_cut) {
        advice->command[0] = '\0';
    }
}
