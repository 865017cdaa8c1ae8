#!/bin/bash
# SPDX-License-Identifier: MIT
# The submission of a Dovecot 2.4, which is Debian 13's, as common.sh says: it has SCRAM bound to the TLS connection.
#
#   dovecot-2.4.sh start DIR PORT RELAY-PORT
#
#   PORT      STARTTLS; nothing is taken without AUTH; what is taken goes on to RELAY-PORT
#   PORT + 1  the same with implicit TLS
#
# Everybody has the password secret.
. "$(dirname "$0")/common.sh"
PACKAGES=(dovecot-core dovecot-submissiond)
SUITE=trixie
APART=/usr/lib/dovecot
PORTS=2
RELAY_PORT=${4:-1}

configure() {
    add_user dovecot 5006
    add_user dovenull 5007
    cat >"$DIR/etc/dovecot.conf" <<END
dovecot_config_version = 2.4.1
dovecot_storage_version = 2.4.1
base_dir = $DIR/run
state_dir = $DIR/run
log_path = $DIR/log
protocols = submission
listen = 127.0.0.1
hostname = mail.test
ssl = yes
ssl_server_cert_file = $CERTIFICATES/good.pem
ssl_server_key_file = $CERTIFICATES/good.key
auth_mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256 scram-sha-1-plus scram-sha-256-plus
auth_failure_delay = 0
mail_driver = maildir
mail_path = $DIR/mail/%{user | username}
passdb static {
  password = {PLAIN}secret
}
userdb static {
  fields {
    uid = $MAIL_ID
    gid = $MAIL_ID
    home = $DIR/mail
  }
}
submission_relay_host = 127.0.0.1
submission_relay_port = $RELAY_PORT
submission_relay_trusted = yes
submission_max_mail_size = 40000000
service submission-login {
  inet_listener submission {
    port = $PORT
  }
  inet_listener submissions {
    port = $((PORT + 1))
    ssl = yes
  }
}
END
}

serve() { inside dovecot -F -c "$DIR/etc/dovecot.conf"; }

run "$@"
