/* SPDX-License-Identifier: MIT */
#include "help.h"

static const char *const sections[] = {
    "Usage: smtp-doctor [options] ADDRESS | DOMAIN | SERVER\n"
    "       smtp-doctor [options] --provider ID\n"
    "Looks at a submission server from all sides and says what works and what to configure. It sends no mail.\n",

    "\nWhat is looked at\n"
    "  ann@example.org          the server for a mail address: by the table of providers, by SRV and MX records, a "
    "guess\n"
    "  example.org              the same for a mail domain; a name that is none is a server\n"
    "  HOST:PORT, URL           a server: smtps://HOST[:PORT], smtp://, smtp+plain://, lmtp://, lmtps://\n"
    "  --provider ID            a provider that smtp-send --list-providers shows\n"
    "  --dns ADDRESS[:PORT]     ask this name server (IPv4) for MX and SRV records\n"
    "Without a port 465, 587, 2525, 588 and 25 are tried, all at once; a port that is given with TLS at once and with\n"
    "STARTTLS. Where a certificate is refused the server is looked at a second time without verifying it, and without\n"
    "logging in.\n",

    "\nTime\n"
    "  --timeout SECONDS        for each step; 10 by default\n"
    "  --deadline SECONDS       for the whole but the system's look-up of names; 60 by default\n",

    "\nAs in smtp-send\n"
    "  --connect HOST:PORT --helo NAME --user NAME --password-file FILE --token-file FILE --auth MECH[,MECH]\n"
    "  --allow-plaintext-auth --ca-file FILE --ca-dir DIR --tls-name NAME --pin SHA256\n"
    "  --client-cert FILE --client-key FILE --no-verify\n"
    "  With --user and a password, in a file or in $SMTP_PASSWORD, it logs in at each port that can be trusted.\n",

    "\nA test mail\n"
    "  --send-test ADDRESS      send one mail there by the best way that works\n"
    "  --mail-from ADDRESS      from this address; else from the one that is looked at, else from its recipient\n",

    "\nOutput\n"
    "  --json                   one object on standard output, also when the options are wrong: man smtp-doctor\n"
    "  --trace                  the dialogues on standard error, without secrets; each line begins with its port\n"
    "  --help, --version\n",

    "\nExit status\n"
    "   0  something works, and the test mail was taken if one was to be sent\n"
    "  64  the command line is wrong\n"
    "  65  an address is not right\n"
    "  68  the host is unknown, or no server is known for the domain\n"
    "  69  the server refuses for good\n"
    "  75  nothing answers, or not in time; or it refuses for now\n"
    "  76  the server breaks the protocol\n"
    "  77  TLS fails or is not offered, the certificate is refused, or the login is\n"
    "  78  a setting is wrong\n"
    "Where nothing works it is that of the port that came furthest.\n",
};

void help_print(FILE *file) {
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        (void)fputs(sections[i], file);
    }
}
