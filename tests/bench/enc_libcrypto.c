/* SPDX-License-Identifier: MIT */
/* enc_libcrypto.c - OpenSSL's EVP_EncodeBlock, and with lines (of 64 and LF, as it has them) EVP_EncodeUpdate. */
#include "encoder.h"

#include <openssl/evp.h>

static size_t in_lines(const struct task *task) {
    int octets = 0;
    int rest = 0;
    EVP_ENCODE_CTX *context = EVP_ENCODE_CTX_new();
    EVP_EncodeInit(context);
    EVP_EncodeUpdate(context, task->room, &octets, task->data, (int)task->length);
    EVP_EncodeFinal(context, task->room + octets, &rest);
    EVP_ENCODE_CTX_free(context);
    return (size_t)octets + (size_t)rest;
}

size_t encode(const struct task *task) {
    switch (task->work) {
    case WORK_BASE64:
        return (size_t)EVP_EncodeBlock(task->room, task->data, (int)task->length);
    case WORK_BASE64_LINES:
        return in_lines(task);
    default:
        return 0;
    }
}

void put_out(const struct task *task, size_t octets) {
    (void)task;
    (void)octets;
}
