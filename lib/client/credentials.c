/* SPDX-License-Identifier: MIT */
/* credentials.c - what a client logs in with: set before, or asked for when there is a connection. */
#include "client.h"

#include "auth/auth.h"

static struct smtp__text text_of(struct smtp__setting setting) {
    return smtp__text_from(setting.data, setting.length);
}

static void forget(struct smtp_client *client) {
    smtp__setting_clear(client, &client->settings.user);
    smtp__setting_clear(client, &client->settings.secret);
}

/* User and secret, copied. */
struct pair {
    struct smtp__setting user;
    struct smtp__setting secret;
};

/* Both, or neither. */
static smtp_result copy(struct smtp_client *client, const struct smtp__credentials *given, struct pair *fresh) {
    smtp_result result = smtp__setting_copy(client, given->user.data, given->user.length, &fresh->user);
    if (result == SMTP_OK) {
        result = smtp__setting_copy(client, given->secret.data, given->secret.length, &fresh->secret);
    }
    if (result != SMTP_OK) {
        smtp__setting_clear(client, &fresh->user);
    }
    return result;
}

/* In the place of those before. */
static void put(struct smtp_client *client, struct pair fresh) {
    forget(client);
    client->settings.user = fresh.user;
    client->settings.secret = fresh.secret;
}

static smtp_result check(int32_t login, const struct smtp__credentials *given) {
    switch (login) {
    case SMTP_CREDENTIALS_PASSWORD:
        return smtp__credentials_check(given);
    case SMTP_CREDENTIALS_TOKEN:
        return smtp__token_check(given);
    case SMTP__LOGIN_EXTERNAL:
        return smtp__identity_check(given->user, SMTP_CFG_SECRET);
    default:
        return smtp__identity_check(given->user, SMTP__ANONYMOUS_MOST);
    }
}

static void set_login(struct smtp_client *client, int32_t login, smtp_credentials_fn ask, void *context) {
    client->settings.login = login;
    client->settings.ask = ask;
    client->settings.ask_context = context;
}

/* user NULL: none from now on. */
static smtp_result set(struct smtp_client *client, int32_t login, struct smtp__credentials given) {
    struct pair fresh = {{NULL, 0}, {NULL, 0}};
    smtp_result result = SMTP_OK;
    if (given.user.data != NULL) {
        result = check(login, &given);
    }
    if (result == SMTP_OK && given.user.data != NULL) {
        result = copy(client, &given, &fresh);
    }
    if (result == SMTP_OK) {
        smtp__client_changed(client);
        put(client, fresh);
        set_login(client, login, NULL, NULL);
    }
    return result;
}

static struct smtp__text given(const char *data, size_t length) {
    struct smtp__text none = {NULL, 0};
    return data == NULL ? none : smtp__text_from(data, length);
}

static smtp_result set_both(smtp_client *client, int32_t login, struct smtp__text user, struct smtp__text secret) {
    smtp_result result = smtp__client_changeable(client);
    if (result == SMTP_OK && (user.data == NULL) != (secret.data == NULL)) {
        result = SMTP_E_ARGUMENT;
    }
    struct smtp__credentials both = {.user = user, .secret = secret};
    return result == SMTP_OK ? set(client, login, both) : result;
}

smtp_result smtp_client_set_credentials(smtp_client *client, const char *user, size_t user_length, const char *secret,
                                        size_t secret_length) {
    return set_both(client, SMTP_CREDENTIALS_PASSWORD, given(user, user_length), given(secret, secret_length));
}

smtp_result smtp_client_set_token(smtp_client *client, const char *user, size_t user_length, const char *token,
                                  size_t token_length) {
    return set_both(client, SMTP_CREDENTIALS_TOKEN, given(user, user_length), given(token, token_length));
}

smtp_result smtp_client_set_external(smtp_client *client, const char *identity, size_t length) {
    struct smtp__text name = given(identity, length);
    return set_both(client, SMTP__LOGIN_EXTERNAL, name, given(identity, 0));
}

smtp_result smtp_client_set_anonymous(smtp_client *client, const char *trace, size_t length) {
    struct smtp__text name = given(trace, length);
    return set_both(client, SMTP__LOGIN_ANONYMOUS, name, given(trace, 0));
}

smtp_result smtp_client_set_credentials_callback(smtp_client *client, int32_t kind, smtp_credentials_fn ask,
                                                 void *context) {
    smtp_result result = smtp__client_changeable(client);
    if (result != SMTP_OK) {
        return result;
    }
    if (kind != SMTP_CREDENTIALS_PASSWORD && kind != SMTP_CREDENTIALS_TOKEN) {
        return SMTP_E_ARGUMENT;
    }
    smtp__client_changed(client);
    forget(client);
    set_login(client, kind, ask, context);
    return SMTP_OK;
}

smtp_result smtp_client_set_own_mechanism(smtp_client *client, const smtp_own_mechanism *own) {
    struct smtp__mechanism unused;
    smtp_result result = smtp__client_changeable(client);
    if (result == SMTP_OK && own != NULL) {
        result = smtp__mechanism_from(own, &unused);
    }
    if (result == SMTP_OK) {
        smtp__client_changed(client);
        forget(client);
        set_login(client, own == NULL ? SMTP_CREDENTIALS_PASSWORD : SMTP__LOGIN_OWN, NULL, NULL);
        client->settings.own = own;
    }
    return result;
}

smtp_result smtp_client_set_auth_fallback(smtp_client *client, int32_t allowed) {
    smtp_result result = smtp__client_changeable(client);
    if (result == SMTP_OK) {
        smtp__client_changed(client);
        client->settings.auth_fallback = allowed != 0;
    }
    return result;
}

static smtp_result ask(struct smtp_client *client) {
    const struct smtp__settings *settings = &client->settings;
    smtp_credentials answer = {.struct_size = sizeof answer};
    uint32_t attempt = client->token_was_refused ? 2 : 1;
    smtp_result result = settings->ask(settings->ask_context, settings->login, attempt, &answer);
    if (result != SMTP_OK) {
        return result < 0 ? result : SMTP_E_ARGUMENT;
    }
    struct smtp__credentials both = {.user = given(answer.user, answer.user_length),
                                     .secret = given(answer.secret, answer.secret_length)};
    if (both.user.data == NULL || both.secret.data == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct pair fresh = {{NULL, 0}, {NULL, 0}};
    result = check(settings->login, &both);
    if (result == SMTP_OK) {
        result = copy(client, &both, &fresh);
    }
    if (result == SMTP_OK) {
        put(client, fresh);
    }
    return result;
}

smtp_result smtp__credentials_give(struct smtp_client *client, smtp_session *session) {
    const struct smtp__settings *settings = &client->settings;
    smtp_result result = settings->ask == NULL ? SMTP_OK : ask(client);
    if (settings->login == SMTP__LOGIN_OWN) {
        return smtp_session_set_own_mechanism(session, settings->own);
    }
    if (result != SMTP_OK || settings->user.data == NULL) {
        return result;
    }
    struct smtp__text user = text_of(settings->user);
    struct smtp__text secret = text_of(settings->secret);
    switch (settings->login) {
    case SMTP_CREDENTIALS_PASSWORD:
        return smtp_session_set_credentials(session, user.data, user.length, secret.data, secret.length);
    case SMTP_CREDENTIALS_TOKEN:
        return smtp_session_set_token(session, user.data, user.length, secret.data, secret.length);
    case SMTP__LOGIN_EXTERNAL:
        return smtp_session_set_external(session, user.data, user.length);
    default:
        return smtp_session_set_anonymous(session, user.data, user.length);
    }
}

void smtp__credentials_forget(struct smtp_client *client) {
    if (client->settings.ask != NULL) {
        forget(client);
    }
}

bool smtp__credentials_ask_again(struct smtp_client *client, const smtp_event *event) {
    bool is_refused = smtp_event_kind(event) == SMTP_EVENT_FAILED && smtp_event_result(event) == SMTP_E_AUTH_REFUSED &&
                      client->settings.ask != NULL && client->settings.login == SMTP_CREDENTIALS_TOKEN;
    bool is_first = is_refused && !client->token_was_refused;
    client->token_was_refused = client->token_was_refused || is_refused;
    return is_first;
}
