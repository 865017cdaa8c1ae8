/* SPDX-License-Identifier: MIT */
/*
 * client.c - a client that does what the lines on standard input say, and answers each with one line:
 *
 *   server URL | ca FILE | login USER [PASSWORD] | token USER FILE | fallback | close
 *       the name of the result
 *   send
 *       the same, the outcome and the code of the reply that decided it
 *
 * "token": a callback that reads the file whenever it is asked. Logging in without TLS is allowed. Exit status
 * 0 at the end of the input.
 */
#include <smtp/smtp.h>

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

static smtp_result set_token(struct scene *scene) {
    snprintf(scene->user, LINE, "%s", scene->words[1]);
    snprintf(scene->token_file, LINE, "%s", scene->words[2]);
    return smtp_client_set_credentials_callback(scene->client, SMTP_CREDENTIALS_TOKEN, hand_out, scene);
}

static smtp_result set(struct scene *scene) {
    const char *verb = scene->words[0];
    if (strcmp(verb, "server") == 0) {
        return smtp_client_set_url(scene->client, scene->words[1], SMTP_Z);
    }
    if (strcmp(verb, "ca") == 0) {
        return smtp_client_set_ca_file(scene->client, scene->words[1], SMTP_Z);
    }
    if (strcmp(verb, "login") == 0) {
        return smtp_client_set_credentials(scene->client, scene->words[1], SMTP_Z, scene->words[2], SMTP_Z);
    }
    if (strcmp(verb, "token") == 0) {
        return set_token(scene);
    }
    if (strcmp(verb, "fallback") == 0) {
        return smtp_client_set_auth_fallback(scene->client, 1);
    }
    return strcmp(verb, "close") == 0 ? smtp_client_close(scene->client) : SMTP_E_ARGUMENT;
}

static void obey(struct scene *scene) {
    if (strcmp(scene->words[0], "send") != 0) {
        puts(smtp_result_name(set(scene)));
        return;
    }
    smtp_result result = smtp_client_send(scene->client, scene->envelope, scene->source);
    const smtp_report *report = smtp_client_report(scene->client);
    printf("%s %s %d\n", smtp_result_name(result), smtp_outcome_name(smtp_report_outcome(report)),
           (int)smtp_report_code(report));
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
