/* SPDX-License-Identifier: MIT */
#include "help.h"

static const char *const sections[] = {
    "Usage: smtp-send --server URL | --provider ID [options] [recipient...]\n"
    "Hands a mail to a smarthost: one that is composed of options, or a raw RFC 5322 message.\n"
    "An option's value follows it, or in long options an equals sign: --opt VALUE, --opt=VALUE.\n"
    "What stands after -- is a recipient, whatever it looks like.\n",

    "\nServer\n"
    "  --server URL             smtps://HOST[:PORT] TLS at once (465), smtp://HOST[:PORT] STARTTLS, required (587),\n"
    "                           smtp+plain://HOST[:PORT] no TLS (25); LMTP: lmtp://HOST[:PORT] without TLS,\n"
    "                           lmtps://HOST[:PORT] with (24)\n"
    "  --provider ID|auto       in the place of --server: a provider that --list-providers shows, or the sender's\n"
    "  --connect HOST:PORT      dial here; the server named in the URL is still the one that is verified\n"
    "  --helo NAME              the name for EHLO\n"
    "  --timeout SECONDS        for each step; decimals are allowed\n"
    "  --deadline SECONDS       from the start to QUIT, but for the system's look-up of the host name\n"
    "  --check                  connect, TLS, AUTH, QUIT; no mail is read or sent\n",

    "\nCredentials\n"
    "  --user NAME              log in; the password comes from --password-file or $SMTP_PASSWORD\n"
    "  --password-file FILE     its first line, without the line end; a pipe will do\n"
    "  --token-file FILE        a bearer token in the place of the password: the file's first line\n"
    "  --auth MECH[,MECH]       only these mechanisms: SCRAM-SHA-512, SCRAM-SHA-256, SCRAM-SHA-1, each as it is and\n"
    "                           with -PLUS, CRAM-MD5, PLAIN, LOGIN; with a token OAUTHBEARER, XOAUTH2; alone, without\n"
    "                           a secret, EXTERNAL (by --client-cert) or ANONYMOUS\n"
    "  --allow-plaintext-auth   the password may go over a connection without TLS\n",

    "\nTrust\n"
    "  --ca-file FILE           trust anchors (PEM) in place of the system's\n"
    "  --ca-dir DIR             the same, every certificate in a directory\n"
    "  --tls-name NAME          the name that the server's certificate must have, if not the URL's\n"
    "  --pin SHA256             the server's certificate must be this one: 64 hexadecimal digits\n"
    "  --client-cert FILE --client-key FILE   a certificate of the client (PEM)\n"
    "  --no-verify              check nothing but a pin (prints a warning)\n",

    "\nEnvelope\n"
    "  recipient, --rcpt ADDR   a recipient: one address, never a list\n"
    "  -t                       take recipients from To, Cc and Bcc of the raw message; leave out Bcc and Resent-Bcc\n"
    "  --mail-from ADDR, -f ADDR   MAIL FROM, '<>' is allowed; else --from; else the message's Sender or From\n"
    "  -i, -oi                  accepted: a line with a lone dot never ends the message\n",

    "\nDelivery; what the server does not offer is an error before the mail (65)\n"
    "  --all-or-nothing         every recipient or none: no mail where one is refused\n"
    "  --envid ID               an identifier that reports of delivery repeat\n"
    "  --dsn-ret full|hdrs      how much of the mail a report of failure holds\n"
    "  --dsn-notify never|success,failure,delay   when to report\n"
    "  --require-tls            over TLS all the way or not at all\n"
    "  --deliver-by SECONDS[,notify|return][,trace]   report or return the mail that takes longer\n"
    "  --hold-for SECONDS       hold it back\n"
    "  --priority N             -9 to 9\n"
    "  --no-smtputf8            never use SMTPUTF8: an address that needs it is refused\n"
    "  --chunking               send the content by BDAT, where the server offers it\n"
    "  --pipelining off|mail|max   how far commands may run ahead of replies: not at all, within a mail, across mails\n"
    "  --repeat N               send the mail N times over one connection, and tell how fast\n",

    "\nRaw message\n"
    "  --message FILE           the message; standard input without this option\n",

    "\nComposed message, when one of these is given; --from is then required\n"
    "  --from 'Name <addr>'     From\n"
    "  --to, --cc, --bcc LIST   'Name <addr>, addr'; each address is a recipient too\n"
    "  --subject TEXT\n"
    "  --text TEXT|@FILE        plain text, UTF-8\n"
    "  --html TEXT|@FILE        HTML, UTF-8; a pipe will do for both\n"
    "  --header 'Name: value'   another header field\n"
    "  --attach FILE            a regular file, and after it, for that file: --attach-name NAME, --attach-type TYPE\n",

    "\nDKIM\n"
    "  --dkim-domain DOMAIN --dkim-selector NAME --dkim-key FILE   sign the mail, raw or composed, by an RSA key "
    "(PEM)\n",

    "\nOutput\n"
    "  --json                   one object on standard output, also when the options are wrong\n"
    "  --trace                  the dialogue on standard error, without secrets\n"
    "  --list-providers         the known providers: id, server, port, TLS, name; nothing is sent\n"
    "  --help, --version\n"
    "Without --json nothing is said when all went well, but the sum of --repeat.\n",

    "\nThe JSON object\n"
    "  outcome     sent, partial, refused, deferred, failed, or unknown: the content went out, the answer was lost\n"
    "  phase       setup connect greeting ehlo starttls tls auth mail rcpt data content end-of-data idle quit done\n"
    "  class       none input config credentials tls protocol transient permanent timeout io resource;\n"
    "              credentials: they were held back by this program\n"
    "  code, enhanced, text   the reply that decided it: 550, \"5.1.1\", its words; 0, \"\", \"\" if there was none\n"
    "  queue_id    the server's name for the mail, \"\" if it told none\n"
    "  error       the name of the result, SMTP_OK or SMTP_E_...\n"
    "  message     what happened, for a person; \"\" when all went well\n"
    "  explanation   the key of what explains it, \"app-password\"; \"\" if nothing does\n"
    "  retry_after_s   when to try again; null: not as it is\n"
    "  phase_ms    {phase: milliseconds} for each phase that was gone through\n"
    "  elapsed_ms  how long it took in all\n"
    "  recipients  [{address, accepted, code, enhanced, text}]; accepted: true, false, or null: not known\n"
    "  repeat      null; with --repeat {mails, sent, partial, refused, deferred, failed, unknown, not_tried, octets,\n"
    "              took_ms, mails_per_s, octets_per_s}, and the rest is about the first mail that was not sent\n",

    "\nExit status\n"
    "   0  sent: every recipient was accepted\n"
    "  64  the command line is wrong, or names no recipient\n"
    "  65  the mail cannot be sent: an address, header or content is not right, or it is too large\n"
    "  66  a file of the mail cannot be read (--message, --attach, --text, --html)\n"
    "  68  the host is unknown\n"
    "  69  refused by the server for good, or some recipients were\n"
    "  75  try again later: refused for now, connection lost, out of time, outcome unknown, no memory, no room\n"
    "  76  the server broke the protocol\n"
    "  77  TLS failed or was not offered, AUTH was refused, or credentials would have gone in clear\n"
    "  78  a setting is wrong: URL, port, names, mechanisms, files of passwords and certificates\n",
};

void help_print(FILE *file) {
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        (void)fputs(sections[i], file);
    }
}
