/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "common/settings.h"

#include "common/connect.h"
#include "common/deadline.h"
#include "common/exit_status.h"
#include "common/file_kind.h"
#include "common/times.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The options that are one string for one setter. */
static bool apply_strings(smtp_client *client, const struct options *options, struct problem *problem) {
    static const struct {
        enum option option;
        const char *name;
        smtp_result (*set)(smtp_client *client, const char *text, size_t length);
    } strings[] = {
        {OPTION_SERVER, "--server", smtp_client_set_url},
        {OPTION_CONNECT, "--connect", connect_set},
        {OPTION_HELO, "--helo", smtp_client_set_helo},
        {OPTION_TLS_NAME, "--tls-name", smtp_client_set_tls_name},
        {OPTION_PIN, "--pin", smtp_client_set_pin},
        {OPTION_CA_FILE, "--ca-file", smtp_client_set_ca_file},
        {OPTION_CA_DIR, "--ca-dir", smtp_client_set_ca_directory},
    };
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++) {
        const char *value = options_value(options, strings[i].option);
        if (value != NULL && !problem_config(problem, strings[i].set(client, value, strlen(value)), strings[i].name)) {
            return false;
        }
    }
    return true;
}

static bool is_readable(const char *path, const char *name, smtp_result result, struct problem *problem) {
    int descriptor = deadline_open(path);
    if (descriptor < 0) {
        return problem_errno(problem, EXIT_CONFIG, result, name, errno);
    }
    (void)close(descriptor);
    return true;
}

/* The library reads these files when TLS starts; a wrong name is better told before anything is sent. */
static bool check_files(const struct options *options, struct problem *problem) {
    static const struct {
        const char *name;
        enum option option;
        smtp_result result;
        bool (*is_fit)(const char *path, const char *what, int status, smtp_result result, struct problem *problem);
    } files[] = {
        {"--ca-file", OPTION_CA_FILE, SMTP_E_CA, file_kind_is_regular},
        {"--ca-dir", OPTION_CA_DIR, SMTP_E_CA, file_kind_is_directory},
        {"--client-cert", OPTION_CLIENT_CERT, SMTP_E_CLIENT_CERTIFICATE, file_kind_is_regular},
        {"--client-key", OPTION_CLIENT_KEY, SMTP_E_CLIENT_CERTIFICATE, file_kind_is_regular},
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        const char *path = options_value(options, files[i].option);
        if (path != NULL && !(files[i].is_fit(path, files[i].name, EXIT_CONFIG, files[i].result, problem) &&
                              is_readable(path, files[i].name, files[i].result, problem))) {
            return false;
        }
    }
    return true;
}

static bool apply_trust(smtp_client *client, const struct options *options, struct problem *problem) {
    const char *certificate = options_value(options, OPTION_CLIENT_CERT);
    const char *key = options_value(options, OPTION_CLIENT_KEY);
    if (certificate != NULL && key != NULL) {
        smtp_result result = smtp_client_set_client_certificate(client, certificate, SMTP_Z, key, SMTP_Z);
        if (!problem_config(problem, result, "--client-cert")) {
            return false;
        }
    }
    return !options_has(options, OPTION_NO_VERIFY) ||
           problem_config(problem, smtp_client_set_verify(client, 0), "--no-verify");
}

void settings_warn(const struct options *options) {
    if (options_has(options, OPTION_NO_VERIFY)) {
        (void)fprintf(stderr,
                      "%s: warning: --no-verify: the server is not verified; "
                      "anyone on the way can read and change everything\n",
                      options_program(options));
    }
}

static bool apply_timeout(smtp_client *client, const struct options *options, struct problem *problem) {
    const char *timeout = options_value(options, OPTION_TIMEOUT);
    uint32_t timeout_ms = 0;
    return timeout == NULL || !times_read(timeout, &timeout_ms) ||
           problem_config(problem, smtp_client_set_timeout(client, timeout_ms), "--timeout");
}

bool settings_apply(smtp_client *client, const struct options *options, struct problem *problem) {
    return apply_strings(client, options, problem) && check_files(options, problem) &&
           apply_trust(client, options, problem) && apply_timeout(client, options, problem);
}
