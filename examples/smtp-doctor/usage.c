/* SPDX-License-Identifier: MIT */
#include "usage.h"

#include "common/exit_status.h"
#include "common/login.h"
#include "common/times.h"
#include "server.h"

#include <string.h>

static bool wrong(struct problem *problem, const char *what, const char *detail) {
    return problem_set(problem, EXIT_USAGE, SMTP_E_ARGUMENT, what, detail);
}

static bool arguments(const struct options *options, struct problem *problem) {
    size_t position = 0;
    bool has_one = options_next(options, OPTION_ARGUMENT, &position) != NULL;
    if (has_one && options_next(options, OPTION_ARGUMENT, &position) != NULL) {
        return wrong(problem, "arguments", "one address, domain or server at a time");
    }
    return has_one || options_has(options, OPTION_PROVIDER) ||
           problem_set(problem, EXIT_USAGE, SMTP_E_NO_SERVER, "nothing to look at",
                       "give an address, a domain or a server; smtp-doctor --help says more");
}

/* One port of another host is dialled: that fits one port of the server alone. */
static bool dial(const struct options *options, struct problem *problem) {
    struct server server;
    const char *argument = options_value(options, OPTION_ARGUMENT);
    bool has_port = argument != NULL && server_read(&server, argument) == SMTP_OK && server.port > 0;
    return has_port || !options_has(options, OPTION_CONNECT) ||
           wrong(problem, "--connect", "needs a server with a port: smtps://HOST:PORT");
}

bool usage_check(const struct options *options, struct problem *problem) {
    struct dns_way unused;
    if (options_has(options, OPTION_MAIL_FROM) && !options_has(options, OPTION_SEND_TEST)) {
        return wrong(problem, "--mail-from", "is for --send-test");
    }
    return arguments(options, problem) && times_check(options, problem) && dial(options, problem) &&
           usage_dns(options, &unused, problem) &&
           (options_has(options, OPTION_PROVIDER) ||
            login_check(options, options_value(options, OPTION_USER), problem));
}

bool usage_dns(const struct options *options, struct dns_way *way, struct problem *problem) {
    struct server server;
    const char *text = options_value(options, OPTION_DNS);
    *way = (struct dns_way){.port = 53, .options = options};
    (void)times_read(options_value(options, OPTION_TIMEOUT), &way->timeout_ms);
    if (text == NULL) {
        return true;
    }
    bool is_read = strstr(text, "://") == NULL && server_read(&server, text) == SMTP_OK;
    if (!is_read || !hosts_is_ipv4(server.host)) {
        return wrong(problem, "--dns", "must be an IPv4 address, with or without a port");
    }
    memcpy(way->server, server.host, sizeof way->server);
    way->port = server.port > 0 ? server.port : way->port;
    return true;
}

const char *usage_user(const struct options *options, const struct target *target) {
    const char *user = options_value(options, OPTION_USER);
    const char *literal = target->known.id != NULL ? target->known.literal_user : "";
    return user != NULL || literal[0] == '\0' ? user : literal;
}
