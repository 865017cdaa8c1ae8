/* SPDX-License-Identifier: MIT */
#include "login.h"

#include "exit_status.h"
#include "secret.h"

#include <string.h>

/* MECH[,MECH] */
static bool apply_mechanisms(smtp_client *client, const struct options *options, struct problem *problem) {
    const char *name = options_value(options, OPTION_AUTH);
    uint32_t mechanisms = 0;
    if (name == NULL) {
        return true;
    }
    for (;;) {
        size_t length = strcspn(name, ",");
        uint32_t mechanism = smtp_mechanism_by_name(name, length);
        if (mechanism == 0) {
            return problem_config(problem, SMTP_E_MECHANISM, "--auth");
        }
        mechanisms |= mechanism;
        if (name[length] == '\0') {
            return problem_config(problem, smtp_client_set_mechanisms(client, mechanisms), "--auth");
        }
        name += length + 1;
    }
}

static bool apply_password(smtp_client *client, const struct options *options, struct problem *problem) {
    const char *user = options_value(options, OPTION_USER);
    const char *file = options_value(options, OPTION_PASSWORD_FILE);
    struct secret secret;
    if (user == NULL) {
        return true;
    }
    bool done = file != NULL ? secret_from_file(&secret, file, "--password-file", options, problem)
                             : secret_from_environment(&secret, problem);
    if (done) {
        smtp_result result = smtp_client_set_credentials(client, user, strlen(user), secret.bytes, secret.length);
        done = problem_config(problem, result, "--user or its password");
    }
    secret_wipe(&secret);
    return done;
}

bool login_apply(smtp_client *client, const struct options *options, struct problem *problem) {
    if (options_has(options, OPTION_TOKEN_FILE)) {
        return problem_set(problem, EXIT_CONFIG, SMTP_E_MECHANISM, "--token-file",
                           "this build has no authentication mechanism for tokens");
    }
    if (options_has(options, OPTION_PLAINTEXT_AUTH) &&
        !problem_config(problem, smtp_client_set_plaintext_auth(client, 1), "--allow-plaintext-auth")) {
        return false;
    }
    return apply_mechanisms(client, options, problem) && apply_password(client, options, problem);
}
