/* SPDX-License-Identifier: MIT */
/* smtp-send - hands a mail to a smarthost. smtp-send --help, man smtp-send. */
#include "common/deadline.h"
#include "common/exit_status.h"
#include "common/login.h"
#include "common/settings.h"
#include "common/standard_files.h"
#include "common/terminal.h"
#include "delivery.h"
#include "dkim.h"
#include "help.h"
#include "json.h"
#include "mail.h"
#include "provider.h"
#include "repeat.h"
#include "usage.h"

#include <stdio.h>

/* Tells what became of the mail and returns the exit status. */
static int tell(const struct verdict *verdict, const struct options *options) {
    if (options_has(options, OPTION_JSON)) {
        json_write(stdout, verdict);
        if (fflush(stdout) != 0) {
            (void)fputs("smtp-send: the result cannot be written\n", stderr);
        }
    } else {
        verdict_print(verdict);
    }
    return verdict->status;
}

static int tell_problem(const struct problem *problem, const struct options *options) {
    struct verdict verdict = verdict_of_problem(problem);
    return tell(&verdict, options);
}

static struct verdict send_repeatedly(struct repeat *repeat, smtp_client *client, const struct mail *mail,
                                      struct problem *problem) {
    if (!repeat_send(repeat, client, mail, problem)) {
        return verdict_of_problem(problem);
    }
    struct verdict verdict = verdict_of_report(smtp_client_report(client));
    verdict.repeat = repeat;
    return verdict;
}

/* The one blocking call. Its result stands in the report, with more. */
static struct verdict submit(struct repeat *repeat, smtp_client *client, const struct mail *mail,
                             const struct options *options, struct problem *problem) {
    if (repeat->wanted > 0) {
        return send_repeatedly(repeat, client, mail, problem);
    }
    if (options_has(options, OPTION_CHECK)) {
        (void)smtp_client_check(client);
    } else {
        (void)smtp_client_send(client, mail->envelope, mail->content);
    }
    return verdict_of_report(smtp_client_report(client));
}

/* QUIT has what the mail leaves of the deadline. */
static int submit_and_tell(smtp_client *client, const struct mail *mail, const struct options *options,
                           struct problem *problem) {
    struct delivery delivery;
    struct repeat repeat = {.wanted = 0};
    if (delivery_read(&delivery, options, problem)) {
        repeat.wanted = delivery.repetitions;
    }
    struct verdict verdict = submit(&repeat, client, mail, options, problem);
    int status = tell(&verdict, options);
    if (deadline_limit(client, options)) {
        (void)smtp_client_close(client);
    }
    return status;
}

static bool make(struct mail *mail, const struct options *options, struct problem *problem) {
    return options_has(options, OPTION_CHECK) || mail_make(mail, options, problem);
}

static bool log_in(smtp_client *client, const struct options *options, struct problem *problem) {
    struct login login;
    bool done = login_read(&login, options, provider_user(options), problem) && login_set(client, &login, problem);
    login_wipe(&login);
    return done;
}

/* Where the mail goes and how: all but the mail. */
static bool set_up(smtp_client *client, const struct options *options, const struct mail *mail,
                   struct problem *problem) {
    bool done = provider_apply(client, options, mail, problem) && settings_apply(client, options, problem) &&
                log_in(client, options, problem) && delivery_set_client(client, options, problem);
    settings_warn(options);
    if (done && options_has(options, OPTION_TRACE)) {
        return problem_config(problem, smtp_client_set_trace(client, terminal_trace, NULL), "--trace");
    }
    return done;
}

/* A wrong setting is told before the mail is read, unless the mail is what tells the server. */
static int run(smtp_client *client, const struct options *options, struct problem *problem) {
    struct mail mail = mail_none();
    smtp_dkim *dkim = NULL;
    bool by_sender = provider_is_of_sender(options);
    bool ready = (!by_sender || make(&mail, options, problem)) && set_up(client, options, &mail, problem) &&
                 dkim_apply(client, options, &dkim, problem) && (by_sender || make(&mail, options, problem));
    if (ready && !deadline_limit(client, options)) {
        ready = problem_set(problem, EXIT_TRY_LATER, SMTP_E_DEADLINE, "--deadline", NULL);
    }
    int status = ready ? submit_and_tell(client, &mail, options, problem) : tell_problem(problem, options);
    dkim_free(client, dkim);
    mail_free(&mail);
    return status;
}

static int with_client(const struct options *options, struct problem *problem) {
    smtp_client *client = NULL;
    smtp_result result = smtp_client_new(smtp_platform_posix(), &client);
    if (result != SMTP_OK) {
        (void)mail_input(problem, result, "the client");
        return tell_problem(problem, options);
    }
    int status = run(client, options, problem);
    smtp_client_free(client);
    return status;
}

static int start(const struct options *options, bool parsed, struct problem *problem) {
    if (parsed && options_has(options, OPTION_HELP)) {
        help_print(stdout);
        return 0;
    }
    if (parsed && options_has(options, OPTION_VERSION)) {
        (void)printf("smtp-send %s\n", smtp_library_version());
        return 0;
    }
    if (parsed && options_has(options, OPTION_LIST_PROVIDERS)) {
        return provider_list(stdout, problem) ? EXIT_SENT : tell_problem(problem, options);
    }
    if (!parsed || !usage_check(options, problem)) {
        return tell_problem(problem, options);
    }
    return with_client(options, problem);
}

int main(int argc, char **argv) {
    struct options options;
    struct problem problem = {SMTP_OK, 0, ""};
    standard_files_secure();
    bool parsed = options_parse(&options, OPTIONS_SEND, argc, argv, &problem);
    int status = start(&options, parsed, &problem);
    options_free(&options);
    return status;
}
