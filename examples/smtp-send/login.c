/* SPDX-License-Identifier: MIT */
#include "login.h"

#include "exit_status.h"
#include "provider.h"
#include "secret.h"

#include <string.h>

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

static bool apply_token(smtp_client *client, const struct options *options, struct problem *problem) {
    const char *user = provider_user(options);
    struct secret token;
    bool done = secret_from_file(&token, options_value(options, OPTION_TOKEN_FILE), "--token-file", options, problem);
    if (done) {
        smtp_result result = smtp_client_set_token(client, user, strlen(user), token.bytes, token.length);
        done = problem_config(problem, result, "--user or its token");
    }
    secret_wipe(&token);
    return done;
}

static bool apply_password(smtp_client *client, const struct options *options, struct problem *problem) {
    const char *user = provider_user(options);
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
static bool apply_user(smtp_client *client, const struct options *options, uint32_t mechanisms,
                       struct problem *problem) {
    const char *user = provider_user(options);
    if (mechanisms == SMTP_MECHANISM_EXTERNAL) {
        return problem_config(problem, smtp_client_set_external(client, user == NULL ? "" : user, SMTP_Z), "--user");
    }
    if (mechanisms == SMTP_MECHANISM_ANONYMOUS) {
        return problem_config(problem, smtp_client_set_anonymous(client, user == NULL ? "" : user, SMTP_Z), "--user");
    }
    if (user == NULL) {
        return true;
    }
    return options_has(options, OPTION_TOKEN_FILE) ? apply_token(client, options, problem)
                                                   : apply_password(client, options, problem);
}

bool login_apply(smtp_client *client, const struct options *options, struct problem *problem) {
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
    return apply_user(client, options, mechanisms, problem);
}
