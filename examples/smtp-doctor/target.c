/* SPDX-License-Identifier: MIT */
#include "target.h"

#include "common/exit_status.h"

#include <string.h>
#include <strings.h>

static bool read_address(struct target *target, struct problem *problem) {
    size_t length = 0;
    smtp_result result =
        smtp_mailbox_to_ascii(target->text, strlen(target->text), target->address, sizeof target->address, &length);
    if (result != SMTP_OK) {
        target->address[0] = '\0';
        return problem_set(problem, EXIT_INPUT, result, "the address", NULL);
    }
    const char *domain = strrchr(target->address, '@') + 1;
    memcpy(target->domain, domain, strlen(domain) + 1);
    return true;
}

/* A domain has A-labels, as an address has. */
static bool read_domain(struct target *target, struct problem *problem) {
    char address[DNS_NAME + 2] = "a@";
    char ascii[SMTP_MAILBOX_BYTES];
    size_t length = strlen(target->text);
    if (length >= DNS_NAME) {
        return problem_set(problem, EXIT_CONFIG, SMTP_E_HOST, "the domain", NULL);
    }
    memcpy(address + 2, target->text, length + 1);
    smtp_result result = smtp_mailbox_to_ascii(address, length + 2, ascii, sizeof ascii, &length);
    if (result != SMTP_OK) {
        return problem_set(problem, EXIT_CONFIG, result, "the domain", NULL);
    }
    memcpy(target->domain, ascii + 2, length - 1);
    return true;
}

static bool read_argument(struct target *target, struct problem *problem) {
    struct server server;
    if (strstr(target->text, "://") == NULL && strchr(target->text, '@') != NULL) {
        return read_address(target, problem);
    }
    smtp_result result = server_read(&server, target->text);
    if (result != SMTP_OK) {
        return problem_set(problem, EXIT_CONFIG, result, "the server", NULL);
    }
    if (server.is_bare) {
        return read_domain(target, problem);
    }
    memcpy(target->host, server.host, sizeof target->host);
    target->port = server.port;
    target->security = server.security;
    target->protocol = server.protocol;
    return true;
}

static bool read_provider(struct target *target, const char *id, struct problem *problem) {
    if (!known_by_id(&target->known, id)) {
        return problem_set(problem, EXIT_CONFIG, SMTP_E_NO_SERVER, "--provider",
                           "is not known; smtp-send --list-providers shows all");
    }
    if (strchr(target->known.host, '{') != NULL) {
        return problem_set(problem, EXIT_CONFIG, SMTP_E_HOST, "--provider",
                           "has a server in each region: give the server of yours");
    }
    return true;
}

void target_init(struct target *target) {
    memset(target, 0, sizeof *target);
    target->text = "";
    target->security = SECURITY_UNSAID;
    target->found_by = "argument";
    target->mx.problem = target->submissions.problem = target->submission.problem = "not asked";
    target->hosts.problem = "";
}

bool target_read(struct target *target, const struct options *options, struct problem *problem) {
    const char *id = options_value(options, OPTION_PROVIDER);
    const char *argument = options_value(options, OPTION_ARGUMENT);
    target->text = argument != NULL ? argument : id;
    return (argument == NULL || read_argument(target, problem)) && (id == NULL || read_provider(target, id, problem));
}

static bool is_found(struct target *target, const char *host, const char *found_by) {
    if (strlen(host) >= sizeof target->host) {
        return false;
    }
    memcpy(target->host, host, strlen(host) + 1);
    target->found_by = found_by;
    return true;
}

static bool by_known(struct target *target, const char *found_by) {
    return target->known.id != NULL && strchr(target->known.host, '{') == NULL &&
           is_found(target, target->known.host, found_by);
}

static bool by_srv(struct target *target) {
    const struct dns_answer *best = target->submissions.count > 0 ? &target->submissions : &target->submission;
    return best->count > 0 && is_found(target, best->list[0].host, "srv");
}

static bool by_mx(struct target *target) {
    return target->mx.count > 0 && known_by_mx(&target->known, target->mx.list[0].host) && by_known(target, "mx");
}

/* Names under which most domains have theirs; a name that is no mail domain is a server's itself. */
static bool by_guess(struct target *target) {
    static const char *const prefixes[] = {"smtp.", "mail.", ""};
    bool is_mail_domain = target->mx.count > 0 || target->address[0] != '\0';
    for (size_t i = is_mail_domain ? 0 : 2; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        char host[DNS_NAME + 8];
        size_t length = strlen(prefixes[i]);
        memcpy(host, prefixes[i], length);
        memcpy(host + length, target->domain, strlen(target->domain) + 1);
        if (hosts_find(&target->hosts, host)) {
            return is_found(target, host, is_mail_domain ? "guess" : "argument");
        }
    }
    return false;
}

/* Records of a mail domain; a name without a dot, such as localhost, has none. */
static void ask(struct target *target, const struct dns_way *way) {
    if (strchr(target->domain, '.') != NULL) {
        dns_mx(way, target->domain, &target->mx);
        dns_srv(way, "_submissions._tcp", target->domain, &target->submissions);
        dns_srv(way, "_submission._tcp", target->domain, &target->submission);
    }
}

static void choose(struct target *target, const struct dns_way *way) {
    bool is_named = target->host[0] != '\0';
    if (!is_named && target->domain[0] != '\0') {
        ask(target, way);
    }
    if (is_named) {
        (void)known_by_host(&target->known, target->host, target->port);
        return;
    }
    if (by_known(target, "provider")) {
        return;
    }
    if (known_by_domain(&target->known, target->domain) && by_known(target, "provider")) {
        return;
    }
    if (!by_srv(target) && !by_mx(target)) {
        (void)by_guess(target);
    }
}

bool target_find(struct target *target, const struct dns_way *way, struct problem *problem) {
    choose(target, way);
    if (target->host[0] == '\0') {
        return problem_set(problem, EXIT_NO_HOST, SMTP_E_RESOLVE, target->domain, "no server for mail is known for it");
    }
    if (hosts_find(&target->hosts, target->host)) {
        return true;
    }
    int status = exit_status(SMTP_OUTCOME_FAILED, smtp_result_class(target->hosts.result), target->hosts.result);
    return problem_set(problem, status, target->hosts.result, target->host, target->hosts.problem);
}

bool target_is_trusted(const struct target *target) {
    size_t host = strlen(target->host);
    size_t domain = strlen(target->domain);
    bool is_of_domain = host >= domain && strcasecmp(target->host + host - domain, target->domain) == 0 &&
                        (host == domain || target->host[host - domain - 1] == '.');
    return strcmp(target->found_by, "srv") != 0 || is_of_domain;
}
