/* SPDX-License-Identifier: MIT */
/* smtp-doctor - looks at a submission server and says what works. smtp-doctor --help, man smtp-doctor. */
#include "advice.h"
#include "common/deadline.h"
#include "common/exit_status.h"
#include "common/settings.h"
#include "common/standard_files.h"
#include "common/terminal.h"
#include "help.h"
#include "json.h"
#include "round.h"
#include "sheet.h"
#include "test_mail.h"
#include "usage.h"

#include <string.h>

/* Where nothing was found the problem is the last line. */
static int tell(const struct checkup *checkup) {
    if (options_has(checkup->options, OPTION_JSON)) {
        json_write(stdout, checkup);
    } else {
        sheet_write(stdout, checkup);
        if (checkup->problem.result != SMTP_OK) {
            (void)fflush(stdout);
            (void)fputs("smtp-doctor: ", stderr);
            terminal_write(stderr, checkup->problem.text, strlen(checkup->problem.text));
            (void)fputc('\n', stderr);
        }
    }
    if (fflush(stdout) != 0) {
        (void)fputs("smtp-doctor: the result cannot be written\n", stderr);
    }
    return checkup_status(checkup);
}

static bool look(struct checkup *checkup, const struct probe_way *way, struct problem *problem) {
    struct known_port ports[PORTS_MAX];
    size_t count = ports_of(&checkup->target, ports);
    for (size_t i = 0; i < count; i++) {
        checkup->count = i + 1;
        if (!probe_make(&checkup->probes[i], way, ports[i], problem)) {
            checkup->count = 0;
            return problem_set(problem, EXIT_TRY_LATER, SMTP_E_DEADLINE, "--deadline", NULL);
        }
    }
    for (size_t i = 0; i < count; i++) {
        probe_start(&checkup->probes[i]);
    }
    round_run(checkup->probes, count, way);
    advice_make(checkup);
    return true;
}

/* Whoever answers in the place of a name server shall not choose who gets the password. */
static bool may_log_in(const struct checkup *checkup, struct problem *problem) {
    const struct options *options = checkup->options;
    bool is_named = options_has(options, OPTION_PIN) || options_has(options, OPTION_TLS_NAME);
    return is_named || !login_is_given(&checkup->login) || target_is_trusted(&checkup->target) ||
           problem_set(problem, EXIT_CONFIG, SMTP_E_HOST, checkup->target.host,
                       "it is the DNS alone that names this server, which is not of the domain: nobody logs in there; "
                       "look without --user, or name the server instead");
}

/* Everything but the test mail. False: the problem is set. */
static bool examine(struct checkup *checkup, const struct probe_way *way) {
    const struct options *options = checkup->options;
    struct problem *problem = &checkup->problem;
    struct dns_way dns;
    settings_warn(options);
    return target_read(&checkup->target, options, problem) && test_mail_check(checkup, problem) &&
           usage_dns(options, &dns, problem) &&
           login_read(&checkup->login, options, usage_user(options, &checkup->target), problem) &&
           target_find(&checkup->target, &dns, problem) && may_log_in(checkup, problem) && look(checkup, way, problem);
}

static int run(const struct options *options, const struct problem *problem) {
    struct checkup checkup = {.options = options, .problem = *problem};
    struct probe_way way = {options, &checkup.target, &checkup.login};
    const smtp_platform *platform = smtp_platform_posix();
    int32_t unused = 0;
    if (platform->utc(platform->context, &checkup.now_s, &unused) != SMTP_OK) {
        checkup.now_s = 0;
    }
    target_init(&checkup.target);
    if (problem->result == SMTP_OK && examine(&checkup, &way) && checkup.best != NULL &&
        options_has(options, OPTION_SEND_TEST)) {
        (void)test_mail_send(&checkup, &way, &checkup.problem);
    }
    int status = tell(&checkup);
    for (size_t i = 0; i < PORTS_MAX; i++) {
        probe_free(&checkup.probes[i]);
    }
    probe_free(&checkup.test);
    login_wipe(&checkup.login);
    return status;
}

int main(int argc, char **argv) {
    struct options options;
    struct problem problem = {SMTP_OK, 0, ""};
    int status = EXIT_SENT;
    standard_files_secure();
    bool parsed = options_parse(&options, OPTIONS_DOCTOR, argc, argv, &problem);
    if (parsed && options_has(&options, OPTION_HELP)) {
        help_print(stdout);
    } else if (parsed && options_has(&options, OPTION_VERSION)) {
        (void)printf("smtp-doctor %s\n", smtp_library_version());
    } else {
        if (parsed) {
            options_default(&options, OPTION_TIMEOUT, "10");
            options_default(&options, OPTION_DEADLINE, "60");
            (void)usage_check(&options, &problem);
        }
        status = run(&options, &problem);
    }
    options_free(&options);
    return status;
}
