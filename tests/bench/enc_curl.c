/* SPDX-License-Identifier: MIT */
/*
 * enc_curl.c - libcurl's MIME interface. It is read by a transfer alone, so the mail goes to the sink; as much sent
 * ready-made is what is taken off.
 */
#include "encoder.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct content {
    const uint8_t *data;
    size_t length, position;
};

/* The same octets over and over, until there were enough. */
static size_t repeat(char *buffer, size_t size, size_t count, void *context) {
    static const char line[] = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU2Nzg5QUJDREVGR0hJSktMTU5PUFFSU1RVVldY\r\n";
    size_t *left = context;
    size_t n = size * count < *left ? size * count : *left;
    for (size_t at = 0; at < n; at += sizeof line - 1) {
        memcpy(buffer + at, line, n - at < sizeof line - 1 ? n - at : sizeof line - 1);
    }
    *left -= n;
    return n;
}

static size_t read_content(char *buffer, size_t size, size_t count, void *context) {
    struct content *content = context;
    size_t left = content->length - content->position;
    size_t n = size * count < left ? size * count : left;
    memcpy(buffer, content->data + content->position, n);
    content->position += n;
    return n;
}

/* One connection for all mails. */
static CURL *connection(uint16_t port) {
    static CURL *curl;
    char url[64];
    if (curl == NULL) {
        curl_global_init(CURL_GLOBAL_DEFAULT);
        curl = curl_easy_init();
    }
    curl_easy_reset(curl);
    snprintf(url, sizeof url, "smtp://127.0.0.1:%u/bench", (unsigned)port);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, "sender@example.org");
    return curl;
}

static void perform(CURL *curl) {
    struct curl_slist *recipients = curl_slist_append(NULL, "r0@example.org");
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    CURLcode result = curl_easy_perform(curl);
    curl_slist_free_all(recipients);
    if (result != CURLE_OK) {
        fprintf(stderr, "enc_curl: %s\n", curl_easy_strerror(result));
        exit(1);
    }
}

static void add_text(curl_mime *to, const char *type, const char *text) {
    curl_mimepart *part = curl_mime_addpart(to);
    curl_mime_data(part, text, CURL_ZERO_TERMINATED);
    curl_mime_type(part, type);
    curl_mime_encoder(part, "quoted-printable");
}

static void add_attachment(curl_mime *to, struct content *content) {
    curl_mimepart *part = curl_mime_addpart(to);
    curl_mime_data_cb(part, (curl_off_t)content->length, read_content, NULL, NULL, content);
    curl_mime_filename(part, "a.bin");
    curl_mime_type(part, "application/octet-stream");
    curl_mime_encoder(part, "base64");
}

static curl_mime *make_mail(CURL *curl, const struct task *task, struct content *content) {
    curl_mime *mail = curl_mime_init(curl);
    curl_mime *bodies = curl_mime_init(curl);
    add_text(bodies, "text/plain; charset=utf-8", task->text);
    add_text(bodies, "text/html; charset=utf-8", task->html);
    curl_mimepart *part = curl_mime_addpart(mail);
    curl_mime_subparts(part, bodies);
    curl_mime_type(part, "multipart/alternative");
    add_attachment(mail, content);
    return mail;
}

size_t encode(const struct task *task) {
    struct content content = {task->data, task->length, 0};
    curl_off_t octets = 0;
    if (task->work != WORK_MAIL) {
        return 0;
    }
    CURL *curl = connection(task->port);
    curl_mime *mail = make_mail(curl, task, &content);
    struct curl_slist *header = curl_slist_append(NULL, "From: <sender@example.org>");
    header = curl_slist_append(header, "To: <r0@example.org>");
    header = curl_slist_append(header, "Subject: bench");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, header);
    curl_easy_setopt(curl, CURLOPT_MIMEPOST, mail);
    perform(curl);
    curl_easy_getinfo(curl, CURLINFO_SIZE_UPLOAD_T, &octets);
    curl_mime_free(mail);
    curl_slist_free_all(header);
    return (size_t)octets;
}

void put_out(const struct task *task, size_t octets) {
    CURL *curl = connection(task->port);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)octets);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, repeat);
    curl_easy_setopt(curl, CURLOPT_READDATA, &octets);
    perform(curl);
}
