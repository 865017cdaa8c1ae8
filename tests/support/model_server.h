/* SPDX-License-Identifier: MIT */
/*
 * model_server.h - a server for the client that remembers what it has really taken, on a machine in memory.
 *
 * It answers each command as it comes, so that any number of mails can be under way, and it can be lost, with all that
 * was not received, after so many octets of both directions. Each connection finds a new server with the same memory.
 */
#ifndef TESTS_MODEL_SERVER_H
#define TESTS_MODEL_SERVER_H

#include "support/fake_platform.h"

enum { MODEL_MAILS = 32, MODEL_RECIPIENTS = 64 };

/* A transaction whose end of data was answered by 2yz. */
struct model_mail {
    char from[64];
    char to[MODEL_RECIPIENTS][64]; /* accepted, and under LMTP delivered */
    size_t recipients;
    char content[512];
    int connection; /* the first is 1 */
};

struct model {
    struct fake fake; /* its platform is handed to the client; its script is not played */

    /* how it behaves */
    const char *offers;     /* keywords of its EHLO, "," between them; "" for none */
    size_t piece;           /* octets that move at once; 0: as many as there are */
    long dies_at;           /* the connection is lost instead of moving this octet; 0: never */
    int dies_on;            /* on this connection; 0: on each */
    size_t recipients_most; /* in one transaction, 452 for more; 0: any number */
    const char *refuses;    /* RCPT of an address that has this is 550, an end of data with it 554; NULL: none */
    const char *closes_at;  /* a line that begins so is answered by 421 and the end, on the connection `dies_on` */
    const char *breaks_at;  /* the same, by a reply that nothing asked for */
    const char *hangs_at;   /* the same: it says nothing more */
    bool refuses_behind;    /* 503 to MAIL before the answer to the end of data before it was taken, */
    bool dies_behind;       /* or the connection is lost with it */
    bool is_lmtp;

    /* what was seen */
    long octets; /* that moved over the present connection */
    int connections;
    int quits;
    struct model_mail mails[MODEL_MAILS];
    size_t mail_count;
    char ended[4096]; /* MAIL FROM of each end of data that came, in "<>", whatever the answer */
    char said[32768]; /* all commands of all connections */

    /* the present connection */
    bool is_open;
    bool is_lost;
    bool is_closing; /* and says no more than it has said */
    bool is_mute;
    char in[4096];
    size_t in_length;
    char out[8192];
    size_t out_length;
    size_t out_read;
    size_t out_end; /* where the answer to the last end of data ends */
    struct model_mail mail;
    size_t given; /* RCPTs that were accepted or not, in the transaction */
    bool in_data;
    size_t chunk; /* octets of BDAT that are still to come */
    bool chunk_is_last;
    bool in_chunk;
};

void model_init(struct model *model, const char *offers);

/* How often a mail from this address was taken for this recipient. */
size_t model_taken(const struct model *model, const char *from, const char *to);

#endif
