/* SPDX-License-Identifier: MIT */
/* scram_server.h - a whole SCRAM exchange as a server that is right sees it, by the HMAC and PBKDF2 of mbedTLS. */
#ifndef TESTS_SCRAM_SERVER_H
#define TESTS_SCRAM_SERVER_H

#include <stddef.h>
#include <stdint.h>

struct scram_server {
    int32_t digest;   /* SMTP_DIGEST_* */
    const char *user; /* escaped */
    const char *password;
    const char *client_nonce;
    const char *server_nonce; /* what the server adds */
    const char *salt;         /* in base64 */
    const char *iterations;
    const char *extensions; /* behind them, with the comma; "" for none */
    const char *header;     /* the client's gs2-header */
    const void *data;       /* of the channel binding; NULL: none */
    size_t data_length;

    uint8_t salted[64]; /* SaltedPassword */
    char client_first[512];
    char server_first[512];
    char client_final[512];
    char server_final[512];
};

/* Fills in the messages. */
void scram_server_play(struct scram_server *server);

/* The text in base64, static until the eighth call from here. */
const char *test_base64(const char *text);

#endif
