/* SPDX-License-Identifier: MIT */
/*
 * verify.h - the judgement of the server's certificate: mbedTLS builds and checks the chain, the name and the pin are
 * checked here on every version (2.28 checks no name when none was set and knows no IP addresses).
 */
#ifndef SMTP__VERIFY_H
#define SMTP__VERIFY_H

#include "name.h"
#include "port/posix/problem.h"
#include <mbedtls/x509_crt.h>
#include <smtp/transport.h>
#include <stdbool.h>

struct smtp__verdict {
    const struct smtp__name *name;
    const uint8_t *pin; /* NULL: by chain and name */
    struct smtp__problem *problem;
    smtp_tls_peer *peer; /* what the server's own certificate says is put down there, whatever the verdict */
    bool accepted;       /* the server's own certificate was seen and has the name or is the pinned one */
    bool pin_differs;    /* it is another one */
};

void smtp__verdict_init(struct smtp__verdict *verdict, const struct smtp__name *name, const uint8_t *pin,
                        struct smtp__problem *problem, smtp_tls_peer *peer);

/*
 * For mbedtls_ssl_conf_verify, with a struct smtp__verdict: called for each certificate of the chain, the server's
 * own last. Says in words what is wrong with it.
 */
int smtp__verdict_judge(void *context, mbedtls_x509_crt *certificate, int depth, uint32_t *flags);

/* What the flags of the whole chain mean; SMTP_OK if they say nothing. Adds the words that are still missing. */
smtp_result smtp__verdict_result(const struct smtp__verdict *verdict, uint32_t flags);

#endif
