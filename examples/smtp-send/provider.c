/* SPDX-License-Identifier: MIT */
#include "provider.h"

#include "addresses.h"
#include "common/exit_status.h"

#include <string.h>

static const char option_name[] = "--provider";

bool provider_is_of_sender(const struct options *options) {
    const char *id = options_value(options, OPTION_PROVIDER);
    return id != NULL && strcmp(id, "auto") == 0;
}

static bool unknown(struct problem *problem, const char *what, const char *name) {
    char detail[256];
    (void)snprintf(detail, sizeof detail, "%s '%.120s' is not known; --list-providers shows all, --server names others",
                   what, name);
    return problem_set(problem, EXIT_CONFIG, SMTP_E_NO_SERVER, option_name, detail);
}

static bool apply(smtp_client *client, const smtp_provider *provider, struct problem *problem) {
    const char *host = smtp_provider_host(provider);
    char detail[256];
    if (strchr(host, '{') == NULL) {
        return problem_config(problem, smtp_client_set_provider(client, provider), option_name);
    }
    (void)snprintf(detail, sizeof detail, "has a server in each region: --server smtp://%s:%u", host,
                   (unsigned)smtp_provider_port(provider));
    return problem_set(problem, EXIT_CONFIG, SMTP_E_HOST, option_name, detail);
}

static bool apply_sender(smtp_client *client, const char *address, struct problem *problem) {
    const char *at = strrchr(address, '@');
    const smtp_provider *provider = smtp_provider_by_address(address, SMTP_Z);
    if (at == NULL) {
        return problem_set(problem, EXIT_CONFIG, SMTP_E_NO_SERVER, option_name,
                           "auto needs a sender: --mail-from or --from");
    }
    return provider != NULL ? apply(client, provider, problem) : unknown(problem, "the provider of", at + 1);
}

/* --check has no mail: an option names the sender. */
static bool apply_argument(smtp_client *client, const struct options *options, struct problem *problem) {
    const char *name = options_has(options, OPTION_MAIL_FROM) ? "--mail-from" : "--from";
    const char *text = options_value(options, options_has(options, OPTION_MAIL_FROM) ? OPTION_MAIL_FROM : OPTION_FROM);
    struct addresses list;
    if (text == NULL || strcmp(text, "<>") == 0) {
        return apply_sender(client, "", problem);
    }
    smtp_result result = addresses_single(&list, text);
    bool done = mail_input(problem, result, name) && apply_sender(client, list.address, problem);
    addresses_free(&list);
    return done;
}

bool provider_apply(smtp_client *client, const struct options *options, const struct mail *mail,
                    struct problem *problem) {
    const char *id = options_value(options, OPTION_PROVIDER);
    if (id == NULL) {
        return true;
    }
    if (provider_is_of_sender(options)) {
        return mail->envelope != NULL ? apply_sender(client, smtp_envelope_mail_from(mail->envelope, NULL), problem)
                                      : apply_argument(client, options, problem);
    }
    const smtp_provider *provider = smtp_provider_by_id(id, SMTP_Z);
    return provider != NULL ? apply(client, provider, problem) : unknown(problem, "the provider", id);
}

const char *provider_user(const struct options *options) {
    const char *user = options_value(options, OPTION_USER);
    const char *literal =
        smtp_provider_literal_user(smtp_provider_by_id(options_value(options, OPTION_PROVIDER), SMTP_Z));
    return user != NULL || literal[0] == '\0' ? user : literal;
}

bool provider_list(FILE *file, struct problem *problem) {
    (void)problem;
    (void)fprintf(file, "%-20s %-34s %5s %-9s %s\n", "ID", "SERVER", "PORT", "TLS", "NAME");
    for (const smtp_provider *p = smtp_provider_next(NULL); p != NULL; p = smtp_provider_next(p)) {
        bool is_implicit = smtp_provider_security(p) == SMTP_SECURITY_IMPLICIT_TLS;
        bool is_verified = smtp_provider_is_verified(p, SMTP_PROVIDER_VALUE_SERVER) != 0;
        (void)fprintf(file, "%-20s %-34s %5u %-9s %s%s\n", smtp_provider_id(p), smtp_provider_host(p),
                      (unsigned)smtp_provider_port(p), is_implicit ? "implicit" : "starttls", smtp_provider_name(p),
                      is_verified ? "" : " (not verified)");
    }
    return true;
}
