/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

/*
 * smarthost - a small mail submission server on loopback: STARTTLS and implicit TLS, AUTH PLAIN and LOGIN, PIPELINING;
 * mails end in a maildir as they came. It shows the server's side of what libsmtp does, without libsmtp.
 *
 *   options -> certificate -> listener -> (a process each) session -> connection -> tls, socket
 *                                         auth, envelope, data -> content, maildir
 */
#include "certificate.h"
#include "listener.h"
#include "maildir.h"
#include "tls.h"

#include <errno.h>
#include <mbedtls/platform_util.h>
#include <psa/crypto.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

/* The certificate of the options, or a new one that stands in them then. */
static bool prepare_certificate(struct options *options, struct certificate_files *files) {
    if (options->certificate == NULL) {
        if (!certificate_make(files)) {
            return false;
        }
        options->certificate = files->certificate;
        options->key = files->key;
    }
    return tls_check(options->certificate, options->key);
}

static int run(const struct options *given, int maildir) {
    struct options options = *given;
    struct certificate_files files;
    struct listener listener;
    if (!certificate_name_files(&files, options.directory)) {
        return EX_USAGE;
    }
    bool is_own = options.certificate == NULL;
    if (!prepare_certificate(&options, &files)) {
        return EX_CONFIG;
    }
    if (!listener_open(&listener, &options, maildir)) {
        return EX_UNAVAILABLE;
    }
    return listener_run(&listener, is_own ? files.ca : options.certificate) ? 0 : EX_OSERR;
}

static int open_and_run(struct options *options) {
    int maildir = maildir_open(options->directory);
    if (maildir < 0) {
        fprintf(stderr, "smarthost: %s: %s\n", options->directory, strerror(errno));
        return EX_CANTCREAT;
    }
    int status = run(options, maildir);
    close(maildir);
    return status;
}

int main(int argc, char **argv) {
    struct options options;
    int status = options_read(&options, argc, argv);
    if (status == 0 && options.help) {
        options_help();
    } else if (status == 0) {
        status = open_and_run(&options);
    }
    mbedtls_platform_zeroize(&options, sizeof options);
    mbedtls_psa_crypto_free();
    return status;
}
