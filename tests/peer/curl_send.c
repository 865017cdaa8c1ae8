/* SPDX-License-Identifier: MIT */
/*
 * curl_send.c - hands one message file to a server by libcurl: what the tests compare libsmtp with.
 *
 *   curl_send URL CA-FILE USER PASSWORD MECHANISM FROM MESSAGE RECIPIENT…
 *
 * URL as libcurl knows it: smtp:// (with a CA file: STARTTLS required) or smtps://. "" for CA-FILE: no TLS; "" for USER:
 * no AUTH. libcurl sends lines as they are, so lone LFs become CRLF here.
 * Exit status: 0, or libcurl's CURLcode; 100 for a usage error, 101 for a file that cannot be read.
 */
#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

enum { URL = 1, CA_FILE, USER, PASSWORD, MECHANISM, FROM, MESSAGE, RECIPIENTS };
enum { EXIT_USAGE = 100, EXIT_FILE = 101 };

typedef struct upload {
    FILE *file;
    int previous;
} upload;

/* Gives whole bytes of the file with each lone LF made CRLF. */
static size_t read_lines(char *buffer, size_t size, size_t count, void *context) {
    upload *from = context;
    size_t room = size * count;
    size_t used = 0;
    while (used + 2 <= room) {
        int byte = getc(from->file);
        if (byte == EOF) {
            break;
        }
        if (byte == '\n' && from->previous != '\r') {
            buffer[used++] = '\r';
        }
        buffer[used++] = (char)byte;
        from->previous = byte;
    }
    return ferror(from->file) ? CURL_READFUNC_ABORT : used;
}

static void set_security(CURL *curl, char **arguments) {
    if (arguments[CA_FILE][0] != '\0') {
        curl_easy_setopt(curl, CURLOPT_CAINFO, arguments[CA_FILE]);
        curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
    }
    if (arguments[USER][0] != '\0') {
        char options[64];
        snprintf(options, sizeof options, "AUTH=%s", arguments[MECHANISM]);
        curl_easy_setopt(curl, CURLOPT_USERNAME, arguments[USER]);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, arguments[PASSWORD]);
        curl_easy_setopt(curl, CURLOPT_LOGIN_OPTIONS, options);
    }
}

static CURLcode send_file(CURL *curl, char **arguments, struct curl_slist *recipients, upload *from) {
    set_security(curl, arguments);
    curl_easy_setopt(curl, CURLOPT_URL, arguments[URL]);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, arguments[FROM]);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_lines);
    curl_easy_setopt(curl, CURLOPT_READDATA, from);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 30L);
    return curl_easy_perform(curl);
}

int main(int count, char **arguments) {
    if (count <= RECIPIENTS) {
        fputs("usage: curl_send URL CA-FILE USER PASSWORD MECHANISM FROM MESSAGE RECIPIENT...\n", stderr);
        return EXIT_USAGE;
    }
    upload from = {fopen(arguments[MESSAGE], "rb"), 0};
    if (from.file == NULL) {
        perror(arguments[MESSAGE]);
        return EXIT_FILE;
    }
    struct curl_slist *recipients = NULL;
    for (int i = RECIPIENTS; i < count; i++) {
        recipients = curl_slist_append(recipients, arguments[i]);
    }
    CURL *curl = curl_easy_init();
    CURLcode result = curl != NULL ? send_file(curl, arguments, recipients, &from) : CURLE_FAILED_INIT;
    if (result != CURLE_OK) {
        fprintf(stderr, "curl_send: %s\n", curl_easy_strerror(result));
    }
    curl_easy_cleanup(curl);
    curl_slist_free_all(recipients);
    fclose(from.file);
    return (int)result;
}
