/* SPDX-License-Identifier: MIT */
/* no_provider.c - in the place of provider.c where the library has no table of providers. */
#include "provider.h"

#include "common/exit_status.h"

static bool refuse(struct problem *problem, const char *option) {
    return problem_set(problem, EXIT_CONFIG, SMTP_E_NO_SERVER, option, "this build has no table of providers");
}

bool provider_is_of_sender(const struct options *options) {
    (void)options;
    return false;
}

bool provider_apply(smtp_client *client, const struct options *options, const struct mail *mail,
                    struct problem *problem) {
    (void)client;
    (void)mail;
    return !options_has(options, OPTION_PROVIDER) || refuse(problem, "--provider");
}

const char *provider_user(const struct options *options) {
    return options_value(options, OPTION_USER);
}

bool provider_list(FILE *file, struct problem *problem) {
    (void)file;
    return refuse(problem, "--list-providers");
}
