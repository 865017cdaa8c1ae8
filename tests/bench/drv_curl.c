/* SPDX-License-Identifier: MIT */
/* drv_curl.c - libcurl's easy interface, one handle for all mails. */
#include "driver.h"
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>

static size_t read_content(char *buffer, size_t size, size_t count, void *context) {
    return content_read(context, buffer, size * count);
}

static struct curl_slist *make_recipients(const struct job *job) {
    struct curl_slist *recipients = NULL;
    char address[ADDRESS_SIZE];
    for (int i = 0; i < job->recipients; i++) {
        recipient_address(address, i);
        recipients = curl_slist_append(recipients, address);
    }
    return recipients;
}

static curl_mime *make_message(CURL *curl, struct content *attachment) {
    curl_mime *message = curl_mime_init(curl);
    curl_mimepart *part = curl_mime_addpart(message);
    curl_mime_data(part, "see below\r\n", CURL_ZERO_TERMINATED);
    curl_mime_type(part, "text/plain");
    part = curl_mime_addpart(message);
    curl_mime_data_cb(part, (curl_off_t)content_size(attachment->job), read_content, NULL, NULL, attachment);
    curl_mime_filename(part, "a.bin");
    curl_mime_type(part, "application/octet-stream");
    curl_mime_encoder(part, "base64");
    return message;
}

static void send_mail(CURL *curl, const struct job *job) {
    struct content content = {job, 0};
    curl_mime *message = NULL;
    struct curl_slist *recipients = make_recipients(job);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    if (job->attach) {
        message = make_message(curl, &content);
        curl_easy_setopt(curl, CURLOPT_MIMEPOST, message);
    } else {
        curl_easy_setopt(curl, CURLOPT_READDATA, &content);
        curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)content_size(job));
    }
    CURLcode result = curl_easy_perform(curl);
    if (result != CURLE_OK) {
        fprintf(stderr, "drv_curl: %s\n", curl_easy_strerror(result));
        exit(1);
    }
    curl_mime_free(message);
    curl_slist_free_all(recipients);
}

int drive(const struct job *job) {
    char url[64];
    struct curl_slist *header = NULL;
    snprintf(url, sizeof url, "smtp://127.0.0.1:%u/bench", (unsigned)job->port);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURL *curl = curl_easy_init();
    header = curl_slist_append(header, "From: <" SENDER ">");
    header = curl_slist_append(header, "To: <r0@example.org>");
    header = curl_slist_append(header, "Subject: bench");
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, SENDER);
    curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, (long)job->reconnect);
    if (job->attach) {
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, header);
    } else {
        curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_content);
    }
    for (long i = 0; i < job->mails; i++) {
        send_mail(curl, job);
    }
    curl_easy_cleanup(curl);
    curl_slist_free_all(header);
    curl_global_cleanup();
    return 0;
}
