/* SPDX-License-Identifier: MIT */
/*
 * drv_raw.c - the floor: bytes made beforehand, on a bare socket, in the flights that DATA and PIPELINING allow:
 * MAIL, RCPTs and DATA; the content; the wait for its reply. It reads replies only to count them.
 * For an attachment it sends as much as base64 makes of it.
 */
#define _DEFAULT_SOURCE
#include "driver.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { GROUP = 64 }; /* blocks sent at once */

/* What lies ready: the commands of a mail; and its content, of which the blocks go out `rounds` times. */
typedef struct canned {
    char *commands, *content;
    size_t commands_length, content_length;
    size_t rounds;
    int replies;
} canned;

/* The block as it is on the wire, its leading dots doubled (RFC 5321 s4.5.2). */
static size_t put_block(char *to, const char block[BLOCK_SIZE]) {
    size_t length = 0;
    for (size_t at = 0; at < BLOCK_SIZE; at++) {
        if (block[at] == '.' && (at == 0 || block[at - 1] == '\n')) {
            to[length++] = '.';
        }
        to[length++] = block[at];
    }
    return length;
}

static void make_content(canned *mail, const struct job *job) {
    size_t blocks = job->attach ? job->blocks * 4 / 3 * 78 / 76 / GROUP * GROUP : job->blocks;
    size_t at_once = blocks < GROUP ? blocks : GROUP;
    mail->rounds = blocks / at_once;
    mail->content = malloc(HEADER_SIZE + at_once * BLOCK_SIZE * 2 + 3);
    memcpy(mail->content, job->header, HEADER_SIZE);
    mail->content_length = HEADER_SIZE;
    for (size_t i = 0; i < at_once; i++) {
        mail->content_length += put_block(mail->content + mail->content_length, job->block);
    }
    memcpy(mail->content + mail->content_length, ".\r\n", 3);
}

static void make_commands(canned *mail, const struct job *job) {
    char address[ADDRESS_SIZE];
    size_t size = ADDRESS_SIZE * 2 * ((size_t)job->recipients + 2);
    mail->commands = malloc(size);
    size_t used = (size_t)snprintf(mail->commands, size, "MAIL FROM:<%s> SIZE=%zu\r\n", SENDER, content_size(job));
    for (int i = 0; i < job->recipients; i++) {
        recipient_address(address, i);
        used += (size_t)snprintf(mail->commands + used, size - used, "RCPT TO:<%s>\r\n", address);
    }
    used += (size_t)snprintf(mail->commands + used, size - used, "DATA\r\n");
    mail->commands_length = used;
    mail->replies = job->recipients + 2;
}

static void put(int descriptor, const char *data, size_t length) {
    while (length > 0) {
        ssize_t count = send(descriptor, data, length, MSG_NOSIGNAL);
        if (count <= 0) {
            perror("send");
            exit(1);
        }
        data += count;
        length -= (size_t)count;
    }
}

/* Waits for so many lines. */
static void await(int descriptor, int lines) {
    char buffer[4096];
    while (lines > 0) {
        ssize_t count = recv(descriptor, buffer, sizeof buffer, 0);
        if (count <= 0) {
            perror("recv");
            exit(1);
        }
        const char *end = buffer + count;
        for (const char *at = buffer; (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++) {
            lines--;
        }
    }
}

static int connect_sink(uint16_t port) {
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    if (connect(descriptor, (struct sockaddr *)&address, sizeof address) != 0) {
        perror("connect");
        exit(1);
    }
    await(descriptor, 1);
    put(descriptor, "EHLO bench\r\n", 12);
    await(descriptor, 4);
    return descriptor;
}

static void disconnect(int descriptor) {
    put(descriptor, "QUIT\r\n", 6);
    await(descriptor, 1);
    close(descriptor);
}

static void send_mail(int descriptor, const canned *mail) {
    put(descriptor, mail->commands, mail->commands_length);
    await(descriptor, mail->replies);
    for (size_t i = 0; i < mail->rounds; i++) {
        size_t from = i == 0 ? 0 : HEADER_SIZE;
        size_t to = mail->content_length + (i + 1 == mail->rounds ? 3 : 0);
        put(descriptor, mail->content + from, to - from);
    }
    await(descriptor, 1);
}

int drive(const struct job *job) {
    canned mail = {0};
    int descriptor = -1;
    make_commands(&mail, job);
    make_content(&mail, job);
    for (long i = 0; i < job->mails; i++) {
        descriptor = descriptor < 0 ? connect_sink(job->port) : descriptor;
        send_mail(descriptor, &mail);
        if (job->reconnect || i + 1 == job->mails) {
            disconnect(descriptor);
            descriptor = -1;
        }
    }
    free(mail.commands);
    free(mail.content);
    return 0;
}
