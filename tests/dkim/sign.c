/* SPDX-License-Identifier: MIT */
/*
 * sign.c - signs messages as told on standard input, for tests/dkim/verify.py. usage: sign RSA.pem ED25519.pem
 * An order is a line "VERB HEADER BODY KEYS FIELDS LENGTH" and so many bytes:
 *
 *   VERB          raw: the bytes are the message; compose: they are a subject, a line end and a text
 *   HEADER, BODY  the canonicalization, 0 simple, 1 relaxed
 *   KEYS          a letter for each signature: r RSA by mbedTLS, o RSA and e Ed25519 by a callback with libcrypto
 *   FIELDS        for smtp_dkim_set_fields; "-" for its default
 *
 * The answer is "RESULT LENGTH\n" and the signed message.
 */
#include <smtp/smtp.h>

#include <inttypes.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct order {
    char verb[16];
    int header;
    int body;
    char keys[16];
    char fields[256];
    char *data;
    size_t length;
};

struct keys {
    char rsa_pem[8192];
    EVP_PKEY *rsa;
    EVP_PKEY *ed25519;
};

static void must(int is_good, const char *what) {
    if (!is_good) {
        fprintf(stderr, "sign: %s\n", what);
        exit(1);
    }
}

static int read_order(struct order *order) {
    int fields = scanf("%15s %d %d %15s %255s %zu", order->verb, &order->header, &order->body, order->keys,
                       order->fields, &order->length);
    if (fields == EOF) {
        return 0;
    }
    must(fields == 6 && getchar() == '\n', "not an order");
    order->data = malloc(order->length + 1);
    must(order->data != NULL && fread(order->data, 1, order->length, stdin) == order->length,
         "the input ends too early");
    order->data[order->length] = '\0';
    return 1;
}

/* Signs the 32 octets: RSA takes them as a SHA-256, Ed25519 as a message. */
static smtp_result sign_with(EVP_PKEY *key, const uint8_t *hash, size_t hash_length, uint8_t *signature,
                             size_t *length) {
    int is_done;
    if (EVP_PKEY_base_id(key) == EVP_PKEY_ED25519) {
        EVP_MD_CTX *context = EVP_MD_CTX_new();
        is_done = EVP_DigestSignInit(context, NULL, NULL, NULL, key) == 1 &&
                  EVP_DigestSign(context, signature, length, hash, hash_length) == 1;
        EVP_MD_CTX_free(context);
    } else {
        EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
        is_done = EVP_PKEY_sign_init(context) == 1 && EVP_PKEY_CTX_set_signature_md(context, EVP_sha256()) == 1 &&
                  EVP_PKEY_sign(context, signature, length, hash, hash_length) == 1;
        EVP_PKEY_CTX_free(context);
    }
    return is_done ? SMTP_OK : SMTP_E_DKIM_KEY;
}

static smtp_result sign(void *context, const uint8_t *hash, size_t hash_length, uint8_t *signature, size_t size,
                        size_t *length) {
    *length = size;
    return sign_with(context, hash, hash_length, signature, length);
}

static void add_signers(smtp_dkim *dkim, const struct keys *keys, const char *letters) {
    for (; *letters != '\0'; letters++) {
        smtp_result result = SMTP_E_ARGUMENT;
        if (*letters == 'r') {
            result = smtp_dkim_add_key(dkim, smtp_platform_posix(), "example.org", SMTP_Z, "rsa", SMTP_Z, keys->rsa_pem,
                                       SMTP_Z, NULL, 0);
        } else if (*letters == 'o') {
            result = smtp_dkim_add_signer(dkim, "example.org", SMTP_Z, "rsa", SMTP_Z, SMTP_DKIM_RSA_SHA256, sign, NULL,
                                          keys->rsa);
        } else if (*letters == 'e') {
            result = smtp_dkim_add_signer(dkim,
                                          "b\xc3\xbc"
                                          "cher.example",
                                          SMTP_Z, "ed", SMTP_Z, SMTP_DKIM_ED25519_SHA256, sign, NULL, keys->ed25519);
        }
        must(result == SMTP_OK, "a key");
    }
}

static smtp_dkim *new_dkim(const struct order *order, const struct keys *keys) {
    smtp_dkim *dkim;
    must(smtp_dkim_new(smtp_allocator_libc(), smtp_digest_mbedtls(), &dkim) == SMTP_OK, "smtp_dkim_new");
    add_signers(dkim, keys, order->keys);
    must(smtp_dkim_set_canonicalization(dkim, order->header, order->body) == SMTP_OK, "the canonicalization");
    must(smtp_dkim_set_time(dkim, 1700000000, 4000000000) == SMTP_OK, "the time");
    if (strcmp(order->fields, "-") != 0) {
        must(smtp_dkim_set_fields(dkim, order->fields, SMTP_Z) == SMTP_OK, "the fields");
    }
    return dkim;
}

static void write_signed(smtp_dkim *dkim, smtp_source *message) {
    smtp_source *source;
    char *data = malloc(1 << 24);
    size_t length = 0;
    ptrdiff_t got = 0;
    smtp_result result = smtp_dkim_sign(dkim, message, &source);
    must(data != NULL, "no memory");
    while (result == SMTP_OK && (got = smtp_source_read(source, data + length, 1000)) > 0) {
        length += (size_t)got;
        must(length < (1 << 24) - 1000, "too long");
    }
    must(got == 0, "the signed message");
    printf("%s %zu\n", smtp_result_name(result), length);
    fwrite(data, 1, length, stdout);
    fflush(stdout);
    free(data);
}

static void raw(smtp_dkim *dkim, const struct order *order) {
    smtp_source *message;
    must(smtp_source_new_memory(smtp_allocator_libc(), order->data, order->length, &message) == SMTP_OK, "the message");
    write_signed(dkim, message);
    smtp_source_free(message);
}

static void compose(smtp_dkim *dkim, const struct order *order) {
    smtp_message *message = NULL;
    smtp_source *source = NULL;
    const char *text = strchr(order->data, '\n');
    size_t subject_length = (size_t)(text - order->data);
    int is_done = smtp_message_new(smtp_allocator_libc(), &message) == SMTP_OK &&
                  smtp_message_set_from(message, "Bücher", SMTP_Z, "ann@example.org", SMTP_Z) == SMTP_OK &&
                  smtp_message_add_to(message, NULL, 0, "bob@example.com", SMTP_Z) == SMTP_OK &&
                  smtp_message_set_subject(message, order->data, subject_length) == SMTP_OK &&
                  smtp_message_set_text(message, text + 1, SMTP_Z) == SMTP_OK &&
                  smtp_message_set_date(message, 1700000000, 60) == SMTP_OK &&
                  smtp_message_set_seed(message, "0123456789abcdef0123456789abcdef", 32) == SMTP_OK &&
                  smtp_message_source(message, &source) == SMTP_OK;
    must(is_done, "the message cannot be composed");
    write_signed(dkim, source);
    smtp_message_free(message);
}

static EVP_PKEY *read_key(const char *path) {
    FILE *file = fopen(path, "r");
    must(file != NULL, path);
    EVP_PKEY *key = PEM_read_PrivateKey(file, NULL, NULL, NULL);
    must(key != NULL, path);
    fclose(file);
    return key;
}

static void read_pem(const char *path, char *pem, size_t size) {
    FILE *file = fopen(path, "r");
    must(file != NULL, path);
    pem[fread(pem, 1, size - 1, file)] = '\0';
    fclose(file);
}

int main(int argc, char **argv) {
    struct order order;
    struct keys keys;
    must(argc == 3, "usage: sign RSA.pem ED25519.pem");
    read_pem(argv[1], keys.rsa_pem, sizeof keys.rsa_pem);
    keys.rsa = read_key(argv[1]);
    keys.ed25519 = read_key(argv[2]);
    while (read_order(&order)) {
        smtp_dkim *dkim = new_dkim(&order, &keys);
        (strcmp(order.verb, "raw") == 0 ? raw : compose)(dkim, &order);
        smtp_dkim_free(dkim);
        free(order.data);
    }
    EVP_PKEY_free(keys.rsa);
    EVP_PKEY_free(keys.ed25519);
    return 0;
}
