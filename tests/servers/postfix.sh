#!/bin/bash
# SPDX-License-Identifier: MIT
# A Postfix of the tests' own, as common.sh says.
#
#   postfix.sh start DIR PORT [LMTP-PORT]
#
#   PORT      STARTTLS; AUTH only under TLS, and nothing is taken without it; mails of at most 40,000,000 octets
#   PORT + 1  the same with implicit TLS
#   PORT + 2  no TLS; takes everything from anybody; AUTH may be used in clear
#   PORT + 3  as PORT + 2, without PIPELINING
#   PORT + 4  as PORT + 1, with a certificate that has expired
#   PORT + 5  as PORT + 1, with a certificate for another name
#
# Mechanisms PLAIN, LOGIN, CRAM-MD5 and SCRAM of Cyrus SASL. Mail for any address becomes one file per recipient in
# DIR/mail/new, but: nobody@ 550, later@ 450, full@ 452. With LMTP-PORT what is for imap.test goes there by LMTP; what
# is for bounce.test cannot be delivered.
. "$(dirname "$0")/common.sh"
PACKAGES=(postfix sasl2-bin libsasl2-modules libsasl2-modules-db)
PORTS=6
POSTFIX_ID=5002
POSTDROP_ID=5003
LMTP_PORT=${4:-1}

make_directories() {
    mkdir -p "$DIR"/{etc/sasl,data,queue/{pid,maildrop,public}}
    mkdir -p "$DIR"/queue/{active,bounce,corrupt,defer,deferred,flush,hold,incoming,private,saved,trace}
    (cd "$DIR" && chown $POSTFIX_ID data queue/* && chown 0 queue/pid && chmod 700 data queue/*)
    (cd "$DIR/queue" && chgrp $POSTDROP_ID maildrop public && chmod 730 maildrop && chmod 710 public && chmod 755 pid)
}

write_main() {
    cat >"$DIR/etc/main.cf" <<END
compatibility_level = 3.6
config_directory = $DIR/etc
queue_directory = $DIR/queue
data_directory = $DIR/data
maillog_file = $DIR/log
maillog_file_prefixes = $DIR
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.test
mydestination =
mynetworks =
alias_maps =
message_size_limit = 0
queue_minfree = 0
transport_maps = inline:{{imap.test = lmtp:inet:127.0.0.1:$LMTP_PORT} {bounce.test = nowhere:}}
# mail is stored as it came
local_header_rewrite_clients =
message_drop_headers =
disable_mime_input_processing = yes
default_transport = virtual
virtual_mailbox_base = $DIR
virtual_mailbox_maps = static:mail/
virtual_mailbox_limit = 0
virtual_uid_maps = static:$MAIL_ID
virtual_gid_maps = static:$MAIL_ID
fast_flush_domains = sender.test
smtpd_tls_security_level = may
smtpd_tls_chain_files = $CERTIFICATES/good.key, $CERTIFICATES/good.pem
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_local_domain = mail.test
smtpd_relay_restrictions =
smtpd_recipient_restrictions =
  check_recipient_access inline:{{nobody@ = 550 5.1.1 no such user} {later@ = 450 4.2.1 try again later} {full@ = 452 4.2.2 mailbox full}}
  permit_mynetworks permit_sasl_authenticated reject
smtpd_error_sleep_time = 0
smtpd_client_connection_count_limit = 0
END
}

write_master() {
    local open="-o mynetworks=127.0.0.0/8 -o smtpd_tls_auth_only=no -o smtpd_tls_security_level=none"
    local limit="-o message_size_limit=40000000"
    local chain="-o smtpd_tls_wrappermode=yes -o smtpd_tls_chain_files="
    cat >"$DIR/etc/master.cf" <<END
127.0.0.1:$PORT inet n - n - - smtpd $limit
127.0.0.1:$((PORT + 1)) inet n - n - - smtpd $limit -o smtpd_tls_wrappermode=yes
127.0.0.1:$((PORT + 2)) inet n - n - - smtpd $open
127.0.0.1:$((PORT + 3)) inet n - n - - smtpd $open -o smtpd_discard_ehlo_keywords=pipelining
127.0.0.1:$((PORT + 4)) inet n - n - - smtpd $chain$CERTIFICATES/expired.key,$CERTIFICATES/expired.pem
127.0.0.1:$((PORT + 5)) inet n - n - - smtpd $chain$CERTIFICATES/wrong-name.key,$CERTIFICATES/wrong-name.pem
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
nowhere unix - n n - - pipe user=mail argv=/bin/false
flush unix n - n - 0 flush
retry unix - - n - - error
proxymap unix - - n - - proxymap
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
END
}

write_passwords() {
    cat >"$DIR/etc/sasl/smtpd.conf" <<END
pwcheck_method: auxprop
auxprop_plugin: sasldb
mech_list: PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-512
sasldb_path: $DIR/etc/sasldb
END
    (inside sh -c "printf secret | saslpasswd2 -p -c -f '$DIR/etc/sasldb' -u mail.test alice")
    chown $POSTFIX_ID "$DIR/etc/sasldb"
}

configure() {
    make_directories
    add_user postfix $POSTFIX_ID
    add_group postdrop $POSTDROP_ID
    write_main
    write_master
    write_passwords
    : >"$DIR/etc/dynamicmaps.cf"
}

serve() { inside /usr/lib/postfix/sbin/master -d -c "$DIR/etc"; }

run "$@"
