/* SPDX-License-Identifier: MIT */
#include "dkim.h"

#include "common/secret.h"

/* Without a clock a signature has no t=, which is optional. */
static smtp_result set_time(smtp_dkim *dkim) {
    const smtp_platform *platform = smtp_platform_posix();
    int64_t seconds = -1;
    int32_t offset_minutes = 0;
    if (platform->utc(platform->context, &seconds, &offset_minutes) != SMTP_OK) {
        seconds = -1;
    }
    return smtp_dkim_set_time(dkim, seconds, -1);
}

static bool add_key(smtp_dkim *dkim, const struct options *options, struct problem *problem) {
    struct secret key;
    bool done = secret_whole_file(&key, options_value(options, OPTION_DKIM_KEY), "--dkim-key", options, problem);
    if (done) {
        smtp_result result =
            smtp_dkim_add_key(dkim, smtp_platform_posix(), options_value(options, OPTION_DKIM_DOMAIN), SMTP_Z,
                              options_value(options, OPTION_DKIM_SELECTOR), SMTP_Z, key.bytes, key.length, NULL, 0);
        done =
            problem_config(problem, result, result == SMTP_E_DKIM ? "--dkim-domain or --dkim-selector" : "--dkim-key");
    }
    secret_wipe(&key);
    return done;
}

bool dkim_apply(smtp_client *client, const struct options *options, smtp_dkim **dkim, struct problem *problem) {
    *dkim = NULL;
    if (!options_has(options, OPTION_DKIM_KEY)) {
        return true;
    }
    smtp_result result = smtp_dkim_new(smtp_allocator_libc(), smtp_digest_mbedtls(), dkim);
    if (result == SMTP_OK) {
        result = set_time(*dkim);
    }
    return problem_config(problem, result, "--dkim-key") && add_key(*dkim, options, problem) &&
           problem_config(problem, smtp_client_set_dkim(client, *dkim), "--dkim-key");
}

void dkim_free(smtp_client *client, smtp_dkim *dkim) {
    (void)smtp_client_set_dkim(client, NULL);
    smtp_dkim_free(dkim);
}
