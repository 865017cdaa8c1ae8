#!/bin/bash
# SPDX-License-Identifier: MIT
# An OpenSMTPD, as common.sh says; Debian 12's own cannot do TLS with its OpenSSL, that of its backports can.
#
#   opensmtpd.sh start DIR PORT
#
#   PORT      STARTTLS; AUTH under TLS; nothing is taken without AUTH
#   PORT + 1  the same with implicit TLS
#   PORT + 2  no TLS and no AUTH; takes everything from anybody
#
# Mails of at most 40,000,000 octets. Mail for any address becomes one file per recipient in DIR/mail/new, but:
# nobody@ 550; what is for bounce.test cannot be delivered.
. "$(dirname "$0")/common.sh"
PACKAGES=(opensmtpd)
SUITE=bookworm-backports
TMPFS=(/var/spool /var/lib /run)

configure() {
    add_user opensmtpd 5004
    add_user opensmtpq 5005
    echo "alice $(openssl passwd -6 secret)" >"$DIR/etc/users"
    cat >"$DIR/etc/smtpd.conf" <<END
pki good cert "$CERTIFICATES/good.pem"
pki good key "$CERTIFICATES/good.key"
table users file:$DIR/etc/users
table inbox { "@" = mail }
table home { "mail" = "$MAIL_ID:$MAIL_ID:$DIR" }
smtp max-message-size 40000000
listen on 127.0.0.1 port $PORT hostname mail.test tls pki good auth-optional <users>
listen on 127.0.0.1 port $((PORT + 1)) hostname mail.test smtps pki good auth-optional <users>
listen on 127.0.0.1 port $((PORT + 2)) hostname mail.test tag open
action in maildir "$DIR/mail" userbase <home> virtual <inbox>
action nowhere mda "/bin/false" virtual <inbox> userbase <home>
match from any auth for domain "bounce.test" action nowhere
match from any for rcpt-to regex "^nobody@" reject
match from any auth for any action in
match tag open from any for any action in
END
}

serve() {
    inside sh -c '
        mkdir -p /run/opensmtpd /var/spool/smtpd && chmod 711 /var/spool/smtpd && mkdir -m 755 -p /var/lib/opensmtpd/empty
        exec /usr/sbin/smtpd -d -f "$1"' sh "$DIR/etc/smtpd.conf"
}

run "$@"
