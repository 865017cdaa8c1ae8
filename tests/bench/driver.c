/* SPDX-License-Identifier: MIT */
/* driver.c - the command line, the content and the closing line of every driver. */
#include "driver.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PORT = 1, MAILS, KIB, RECIPIENTS, ATTACH, RECONNECT, ARGUMENTS };
enum { LINE_SIZE = 64 };

/* A field of x makes the header as long as HEADER_SIZE says. */
static void make_header(char header[HEADER_SIZE]) {
    static const char fields[] = "From: <" SENDER ">\r\nTo: <r0@example.org>\r\nSubject: bench\r\n"
                                 "Date: Sun, 22 Nov 2026 12:00:00 +0000\r\nMessage-ID: <1@bench.example.org>\r\nX: ";
    static const char end[] = "\r\n\r\n";
    _Static_assert(sizeof fields + sizeof end < HEADER_SIZE, "the fields fit");
    memset(header, 'x', HEADER_SIZE);
    memcpy(header, fields, sizeof fields - 1);
    memcpy(header + HEADER_SIZE - (sizeof end - 1), end, sizeof end - 1);
}

static void make_block(char block[BLOCK_SIZE]) {
    for (size_t at = 0; at < BLOCK_SIZE; at++) {
        size_t column = at % LINE_SIZE;
        block[at] = column == LINE_SIZE - 2 ? '\r' : column == LINE_SIZE - 1 ? '\n' : (char)('A' + at % 31);
    }
    block[0] = '.';
}

size_t content_size(const struct job *job) {
    return (job->attach ? 0 : HEADER_SIZE) + job->blocks * BLOCK_SIZE;
}

/* One stretch of at most `room` bytes that lie side by side. */
static size_t read_stretch(struct content *from, char *buffer, size_t room) {
    const struct job *job = from->job;
    size_t header = job->attach ? 0 : HEADER_SIZE;
    bool in_header = from->position < header;
    size_t offset = in_header ? from->position : (from->position - header) % BLOCK_SIZE;
    size_t left = (in_header ? header : BLOCK_SIZE) - offset;
    size_t count = left < room ? left : room;
    memcpy(buffer, (in_header ? job->header : job->block) + offset, count);
    from->position += count;
    return count;
}

size_t content_read(struct content *from, void *buffer, size_t room) {
    size_t done = 0;
    size_t size = content_size(from->job);
    while (done < room && from->position < size) {
        done += read_stretch(from, (char *)buffer + done, room - done);
    }
    return done;
}

void recipient_address(char address[ADDRESS_SIZE], int number) {
    snprintf(address, ADDRESS_SIZE, "r%d@example.org", number);
}

/* The peak that wait4() tells counts the parent's memory before exec, too; this one does not. */
static void print_peak(void) {
    char line[128];
    FILE *status = fopen("/proc/self/status", "r");
    while (status != NULL && fgets(line, sizeof line, status) != NULL) {
        if (strncmp(line, "VmHWM:", 6) == 0) {
            printf("%ld\n", strtol(line + 6, NULL, 10));
        }
    }
    if (status != NULL) {
        fclose(status);
    }
}

int main(int count, char **arguments) {
    if (count != ARGUMENTS) {
        fputs("usage: drv_PEER PORT MAILS KIB RECIPIENTS ATTACH RECONNECT\n", stderr);
        return 64;
    }
    struct job job = {.port = (uint16_t)strtol(arguments[PORT], NULL, 10),
                      .mails = strtol(arguments[MAILS], NULL, 10),
                      .blocks = strtoul(arguments[KIB], NULL, 10),
                      .recipients = (int)strtol(arguments[RECIPIENTS], NULL, 10),
                      .attach = arguments[ATTACH][0] == '1',
                      .reconnect = arguments[RECONNECT][0] == '1'};
    make_header(job.header);
    make_block(job.block);
    int status = drive(&job);
    print_peak();
    return status;
}
