/* SPDX-License-Identifier: MIT */
/*
 * client.c - a client that does what the lines on standard input say, and answers each with one line:
 *
 *   server URL | ca FILE | login USER [PASSWORD] | token USER FILE | fallback | chunking | without EXTENSION |
 *   offers WORD | close
 *       the name of the result
 *   send | command VERB
 *       the same, the outcome and the code of the reply that decided it
 *
 * "token": a callback that reads the file whenever it is asked. Logging in without TLS is allowed. Exit status
 * 0 at the end of the input.
 */
#include <smtp/smtp.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { LINE = 1024, WORDS = 3 };

struct scene {
    smtp_client *client;
    smtp_envelope *envelope;
    smtp_source *source;
    char *words[WORDS]; /* of the line; "" where there is none */
    char user[LINE];    /* and where its token is found */
    char token_file[LINE];
    char token[LINE];
};

static const char content[] = "From: ann@example.org\r\nTo: bob@example.net\r\n\r\nHello.\r\n";

/* The first line of the file, as it is now. */
static smtp_result hand_out(void *context, int32_t kind, uint32_t attempt, smtp_credentials *credentials) {
    struct scene *scene = context;
    FILE *file = fopen(scene->token_file, "r");
    (void)kind;
    (void)attempt;
    if (file == NULL || fgets(scene->token, LINE, file) == NULL) {
        scene->token[0] = '\0';
    }
    if (file != NULL) {
        fclose(file);
    }
    credentials->user = scene->user;
    credentials->user_length = SMTP_Z;
    credentials->secret = scene->token;
    credentials->secret_length = SMTP_Z;
    return SMTP_OK;
}

static smtp_result token(struct scene *scene) {
    snprintf(scene->user, LINE, "%s", scene->words[1]);
    snprintf(scene->token_file, LINE, "%s", scene->words[2]);
    return smtp_client_set_credentials_callback(scene->client, SMTP_CREDENTIALS_TOKEN, hand_out, scene);
}

static smtp_result server(struct scene *scene) {
    return smtp_client_set_url(scene->client, scene->words[1], SMTP_Z);
}

static smtp_result ca(struct scene *scene) {
    return smtp_client_set_ca_file(scene->client, scene->words[1], SMTP_Z);
}

static smtp_result login(struct scene *scene) {
    return smtp_client_set_credentials(scene->client, scene->words[1], SMTP_Z, scene->words[2], SMTP_Z);
}

static smtp_result fallback(struct scene *scene) {
    return smtp_client_set_auth_fallback(scene->client, 1);
}

static smtp_result chunking(struct scene *scene) {
    return smtp_client_set_chunking(scene->client, 1);
}

static smtp_result without(struct scene *scene) {
    uint32_t extensions = smtp_extensions();
    for (uint32_t bit = 1; bit != 0; bit <<= 1) {
        const char *name = smtp_extension_name(bit);
        if (name != NULL && strcmp(name, scene->words[1]) == 0) {
            extensions &= ~bit;
        }
    }
    return smtp_client_set_extensions(scene->client, extensions);
}

/* What the server said to EHLO has this word. */
static smtp_result offers(struct scene *scene) {
    return strstr(smtp_client_ehlo(scene->client), scene->words[1]) != NULL ? SMTP_OK : SMTP_PENDING;
}

static smtp_result command(struct scene *scene) {
    return smtp_client_command(scene->client, scene->words[1], SMTP_Z);
}

static smtp_result send_mail(struct scene *scene) {
    return smtp_client_send(scene->client, scene->envelope, scene->source);
}

static smtp_result hang_up(struct scene *scene) {
    return smtp_client_close(scene->client);
}

static const struct {
    const char *verb;
    smtp_result (*obey)(struct scene *scene);
    bool has_report;
} verbs[] = {
    {"server", server, false},     {"ca", ca, false},
    {"login", login, false},       {"token", token, false},
    {"fallback", fallback, false}, {"chunking", chunking, false},
    {"without", without, false},   {"offers", offers, false},
    {"close", hang_up, false},     {"command", command, true},
    {"send", send_mail, true},
};

static void obey(struct scene *scene) {
    const smtp_report *report = smtp_client_report(scene->client);
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        if (strcmp(scene->words[0], verbs[i].verb) != 0) {
            continue;
        }
        fputs(smtp_result_name(verbs[i].obey(scene)), stdout);
        if (verbs[i].has_report) {
            printf(" %s %d", smtp_outcome_name(smtp_report_outcome(report)), (int)smtp_report_code(report));
        }
    }
    putchar('\n');
}

static void split(struct scene *scene, char *line) {
    line[strcspn(line, "\n")] = '\0';
    char *end = line + strlen(line);
    for (int i = 0; i < WORDS; i++) {
        scene->words[i] = line;
        line += strcspn(line, " ");
        if (line < end) {
            *line++ = '\0';
        }
    }
}

static smtp_result make(struct scene *scene) {
    smtp_result result = smtp_client_new(smtp_platform_posix(), &scene->client);
    if (result == SMTP_OK) {
        result = smtp_client_set_timeout(scene->client, 5000);
    }
    if (result == SMTP_OK) {
        result = smtp_client_set_plaintext_auth(scene->client, 1);
    }
    if (result == SMTP_OK) {
        result = smtp_envelope_new(smtp_allocator_libc(), &scene->envelope);
    }
    if (result == SMTP_OK) {
        result = smtp_envelope_set_mail_from(scene->envelope, "ann@example.org", SMTP_Z);
    }
    if (result == SMTP_OK) {
        result = smtp_envelope_add_recipient(scene->envelope, "bob@example.net", SMTP_Z);
    }
    return result == SMTP_OK
               ? smtp_source_new_memory(smtp_allocator_libc(), content, sizeof content - 1, &scene->source)
               : result;
}

int main(void) {
    static struct scene scene;
    static char line[LINE];
    smtp_result result = make(&scene);
    while (result == SMTP_OK && fgets(line, sizeof line, stdin) != NULL) {
        split(&scene, line);
        obey(&scene);
        fflush(stdout);
    }
    smtp_source_free(scene.source);
    smtp_envelope_free(scene.envelope);
    smtp_client_free(scene.client);
    return result == SMTP_OK ? 0 : 1;
}
