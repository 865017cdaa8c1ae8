/* SPDX-License-Identifier: MIT */
/*
 * driver.h - what the programs of the benchmark share. Each drv_PEER.c sends the same mails by another library:
 *
 *   drv_PEER PORT MAILS KIB RECIPIENTS ATTACH RECONNECT
 *
 *   KIB        content of each mail after its header, or size of its attachment; above 64 a multiple of 64
 *   ATTACH     1: a message with an attachment is built anew for each mail; 0: the content is ready-made
 *   RECONNECT  1: a connection for each mail; 0: one for all
 *
 * The last line of output is the peak resident memory of the program in KiB. Exit status 77: this peer cannot do that.
 */
#ifndef BENCH_DRIVER_H
#define BENCH_DRIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { EXIT_CANNOT = 77, HEADER_SIZE = 256, BLOCK_SIZE = 1024, ADDRESS_SIZE = 64 };

#define SENDER "sender@example.org"

struct job {
    uint16_t port;
    long mails;
    size_t blocks; /* of BLOCK_SIZE */
    int recipients;
    bool attach;
    bool reconnect;
    char header[HEADER_SIZE];
    char block[BLOCK_SIZE]; /* lines with CRLF; one begins with a dot */
};

/* The content of a mail, or of its attachment, read piece by piece and never held. */
struct content {
    const struct job *job;
    size_t position;
};

size_t content_size(const struct job *job);
size_t content_read(struct content *from, void *buffer, size_t room);

/* Writes the address of a recipient. Each mail's list of recipients is made anew. */
void recipient_address(char address[ADDRESS_SIZE], int number);

/* Each driver's own: sends the mails of the job. Returns the exit status. */
int drive(const struct job *job);

#endif
