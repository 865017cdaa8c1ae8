/* SPDX-License-Identifier: MIT */
/*
 * encoder.h - what the programs share that encode and send nothing. Each enc_PEER.c does the same by another library:
 *
 *   enc_PEER WORK PORT
 *
 *   WORK  mail: text, HTML and an attachment, composed and put out; base64, base64-lines, qp-ascii, qp-german: a block
 *         by itself
 *   PORT  of the sink, for a library that puts out nothing but to a server
 *
 * The last line of output has octets that went in, octets that came out, and the CPU time of one encoding in seconds,
 * user and system, the best of several. Exit status 77: this peer cannot do that.
 */
#ifndef BENCH_ENCODER_H
#define BENCH_ENCODER_H

#include <stddef.h>
#include <stdint.h>

enum { EXIT_CANNOT = 77 };
enum work { WORK_MAIL, WORK_BASE64, WORK_BASE64_LINES, WORK_QP_ASCII, WORK_QP_GERMAN, WORKS };

struct task {
    enum work work;
    const uint8_t *data; /* the attachment, or the block */
    size_t length;
    const char *text, *html; /* of the mail */
    uint8_t *room;           /* for what becomes of a block: three times its length, and more */
    uint16_t port;
};

/* Each peer's own: encodes once. Returns the octets that came out, 0 if the peer cannot do it. */
size_t encode(const struct task *task);

/* What encode() does beside encoding, to be taken off its time: `octets` put out that were made beforehand. */
void put_out(const struct task *task, size_t octets);

#endif
