/* SPDX-License-Identifier: MIT */
#include "common/login.h"

#include "common/exit_status.h"

#include <string.h>

static bool wrong(struct problem *problem, const char *what, const char *detail) {
    return problem_set(problem, EXIT_USAGE, SMTP_E_ARGUMENT, what, detail);
}

bool login_check(const struct options *options, const char *user, struct problem *problem) {
    if (options_has(options, OPTION_TOKEN_FILE) && user == NULL) {
        return wrong(problem, "--token-file", "needs --user");
    }
    if (options_has(options, OPTION_PASSWORD_FILE) && user == NULL) {
        return wrong(problem, "--password-file", "needs --user");
    }
    if (options_has(options, OPTION_CLIENT_CERT) != options_has(options, OPTION_CLIENT_KEY)) {
        return wrong(problem, "--client-cert, --client-key", "one needs the other");
    }
    return true;
}

/* MECH[,MECH]; 0 where none were named. */
static bool read_mechanisms(const struct options *options, uint32_t *mechanisms, struct problem *problem) {
    const char *name = options_value(options, OPTION_AUTH);
    *mechanisms = 0;
    while (name != NULL) {
        size_t length = strcspn(name, ",");
        uint32_t mechanism = smtp_mechanism_by_name(name, length);
        if (mechanism == 0) {
            return problem_config(problem, SMTP_E_MECHANISM, "--auth");
        }
        *mechanisms |= mechanism;
        name = name[length] == '\0' ? NULL : name + length + 1;
    }
    return true;
}

/* Two mechanisms have no secret; they are meant by being named alone. */
static bool is_without_secret(const struct login *login) {
    return login->mechanisms == SMTP_MECHANISM_EXTERNAL || login->mechanisms == SMTP_MECHANISM_ANONYMOUS;
}

bool login_is_given(const struct login *login) {
    return login->user != NULL || is_without_secret(login);
}

static bool read_secret(struct login *login, const struct options *options, struct problem *problem) {
    const char *file = options_value(options, OPTION_PASSWORD_FILE);
    if (login->has_token) {
        const char *token_file = options_value(options, OPTION_TOKEN_FILE);
        return secret_from_file(&login->secret, token_file, "--token-file", options, problem);
    }
    return file != NULL ? secret_from_file(&login->secret, file, "--password-file", options, problem)
                        : secret_from_environment(&login->secret, problem);
}

bool login_read(struct login *login, const struct options *options, const char *user, struct problem *problem) {
    login->user = user;
    login->has_token = options_has(options, OPTION_TOKEN_FILE);
    login->plaintext_allowed = options_has(options, OPTION_PLAINTEXT_AUTH);
    return read_mechanisms(options, &login->mechanisms, problem) &&
           (login->user == NULL || is_without_secret(login) || read_secret(login, options, problem));
}

static bool set_user(smtp_client *client, const struct login *login, struct problem *problem) {
    const char *user = login->user != NULL ? login->user : "";
    const struct secret *secret = &login->secret;
    if (login->mechanisms == SMTP_MECHANISM_EXTERNAL) {
        return problem_config(problem, smtp_client_set_external(client, user, SMTP_Z), "--user");
    }
    if (login->mechanisms == SMTP_MECHANISM_ANONYMOUS) {
        return problem_config(problem, smtp_client_set_anonymous(client, user, SMTP_Z), "--user");
    }
    if (login->user == NULL) {
        return true;
    }
    if (login->has_token) {
        smtp_result result = smtp_client_set_token(client, user, SMTP_Z, secret->bytes, secret->length);
        return problem_config(problem, result, "--user or its token");
    }
    smtp_result result = smtp_client_set_credentials(client, user, SMTP_Z, secret->bytes, secret->length);
    return problem_config(problem, result, "--user or its password");
}

bool login_set(smtp_client *client, const struct login *login, struct problem *problem) {
    if (login->plaintext_allowed &&
        !problem_config(problem, smtp_client_set_plaintext_auth(client, 1), "--allow-plaintext-auth")) {
        return false;
    }
    if (login->mechanisms != 0 &&
        !problem_config(problem, smtp_client_set_mechanisms(client, login->mechanisms), "--auth")) {
        return false;
    }
    return set_user(client, login, problem);
}

void login_wipe(struct login *login) {
    secret_wipe(&login->secret);
}
