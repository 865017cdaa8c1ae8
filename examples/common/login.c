/* SPDX-License-Identifier: MIT */
#include "common/login.h"

#include "common/exit_status.h"
#include "common/secret.h"

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

static bool apply_token(smtp_client *client, const struct options *options, const char *user, struct problem *problem) {
    struct secret token;
    bool done = secret_from_file(&token, options_value(options, OPTION_TOKEN_FILE), "--token-file", options, problem);
    if (done) {
        smtp_result result = smtp_client_set_token(client, user, strlen(user), token.bytes, token.length);
        done = problem_config(problem, result, "--user or its token");
    }
    secret_wipe(&token);
    return done;
}

static bool apply_password(smtp_client *client, const struct options *options, const char *user,
                           struct problem *problem) {
    const char *file = options_value(options, OPTION_PASSWORD_FILE);
    struct secret secret;
    bool done = file != NULL ? secret_from_file(&secret, file, "--password-file", options, problem)
                             : secret_from_environment(&secret, problem);
    if (done) {
        smtp_result result = smtp_client_set_credentials(client, user, strlen(user), secret.bytes, secret.length);
        done = problem_config(problem, result, "--user or its password");
    }
    secret_wipe(&secret);
    return done;
}

/* Who is named needs a secret, but for the two mechanisms that have none, named alone. */
static bool apply_user(smtp_client *client, const struct options *options, const char *user, uint32_t mechanisms,
                       struct problem *problem) {
    if (mechanisms == SMTP_MECHANISM_EXTERNAL) {
        return problem_config(problem, smtp_client_set_external(client, user == NULL ? "" : user, SMTP_Z), "--user");
    }
    if (mechanisms == SMTP_MECHANISM_ANONYMOUS) {
        return problem_config(problem, smtp_client_set_anonymous(client, user == NULL ? "" : user, SMTP_Z), "--user");
    }
    if (user == NULL) {
        return true;
    }
    return options_has(options, OPTION_TOKEN_FILE) ? apply_token(client, options, user, problem)
                                                   : apply_password(client, options, user, problem);
}

bool login_apply(smtp_client *client, const struct options *options, const char *user, struct problem *problem) {
    uint32_t mechanisms;
    if (options_has(options, OPTION_PLAINTEXT_AUTH) &&
        !problem_config(problem, smtp_client_set_plaintext_auth(client, 1), "--allow-plaintext-auth")) {
        return false;
    }
    if (!read_mechanisms(options, &mechanisms, problem)) {
        return false;
    }
    if (mechanisms != 0 && !problem_config(problem, smtp_client_set_mechanisms(client, mechanisms), "--auth")) {
        return false;
    }
    return apply_user(client, options, user, mechanisms, problem);
}
