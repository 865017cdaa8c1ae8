#!/bin/bash
# SPDX-License-Identifier: MIT
# An Exim, as common.sh says.
#
#   exim.sh start DIR PORT
#
#   PORT      STARTTLS; AUTH under TLS, or by a digest; nothing is taken without AUTH
#   PORT + 1  implicit TLS; EXTERNAL for who shows a certificate
#   PORT + 2  no TLS; takes everything from anybody; AUTH may be used in clear
#
# Mails of at most 40,000,000 octets. Mail for any address becomes one file per recipient in DIR/mail/new, but:
# nobody@ 550, later@ 451, full@ 452; what is for bounce.test cannot be delivered.
. "$(dirname "$0")/common.sh"
PACKAGES=(exim4-daemon-heavy exim4-base)

write_settings() {
    cat <<END
exim_user = mail
exim_group = mail
exim_path = /usr/sbin/exim4
spool_directory = $DIR/spool
log_file_path = $DIR/exim-%slog
pid_file_path = $DIR/exim.pid
log_selector = +dnssec +pipelining +smtp_connection +8bitmime
primary_hostname = mail.test
qualify_domain = mail.test
keep_environment =
disable_ipv6 = true
local_interfaces = 127.0.0.1
daemon_smtp_ports = $PORT : $((PORT + 1)) : $((PORT + 2))
tls_on_connect_ports = $((PORT + 1))
tls_advertise_hosts = \${if eq{\$received_port}{$((PORT + 2))}{}{*}}
tls_certificate = $DIR/etc/good.pem
tls_privatekey = $DIR/etc/good.key
tls_verify_certificates = $DIR/etc/ca.pem
tls_try_verify_hosts = *
host_lookup =
rfc1413_query_timeout = 0s
smtp_accept_max = 0
smtp_accept_queue_per_connection = 0
message_size_limit = 40000000
prdr_enable = true
dsn_advertise_hosts = *
smtputf8_advertise_hosts = *
chunking_advertise_hosts = *
acl_smtp_rcpt = recipient
acl_smtp_data = accept
acl_smtp_vrfy = accept
acl_smtp_expn = accept
acl_smtp_helo = accept
END
}

write_rules() {
    cat <<END
begin acl
recipient:
  deny    message = 5.1.1 no such user
          local_parts = nobody
  defer   message = 4.2.1 try again later
          local_parts = later
  defer   message = 452 4.2.2 mailbox full
          local_parts = full
  accept  authenticated = *
  accept  condition = \${if eq{\$received_port}{$((PORT + 2))}}
  deny    message = 5.7.1 relaying denied

begin routers
nobody:
  driver = redirect
  domains = bounce.test
  data = :fail: no such user
  allow_fail
everybody:
  driver = accept
  transport = maildir

begin transports
maildir:
  driver = appendfile
  directory = $DIR/mail
  maildir_format
  batch_max = 1
  envelope_to_add
  return_path_add
  user = mail

begin retry
* * F,1h,1m

begin authenticators
END
}

write_mechanisms() {
    local in_clear="\${if or{{def:tls_in_cipher}{eq{\$received_port}{$((PORT + 2))}}}}"
    cat <<END
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if and{{eq{\$auth2}{alice}}{eq{\$auth3}{secret}}}}
  server_set_id = \$auth2
  server_advertise_condition = $in_clear
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = <| Username: | Password:
  server_condition = \${if and{{eq{\$auth1}{alice}}{eq{\$auth2}{secret}}}}
  server_set_id = \$auth1
  server_advertise_condition = $in_clear
cram:
  driver = cram_md5
  public_name = CRAM-MD5
  server_secret = \${if eq{\$auth1}{alice}{secret}fail}
  server_set_id = \$auth1
external:
  driver = external
  public_name = EXTERNAL
  server_param2 = \${certextract{subject,CN}{\$tls_in_peercert}}
  server_condition = \${if or{{eq{\$auth1}{}}{eq{\$auth1}{\$auth2}}}}
  server_set_id = \$auth2
  server_advertise_condition = \$tls_in_certificate_verified
END
}

configure() {
    add_user Debian-exim 5003
    mkdir -p "$DIR/spool"
    cp "$CERTIFICATES"/{good.pem,good.key,ca.pem} "$DIR/etc"
    { write_settings; write_rules; write_mechanisms; } >"$DIR/etc/exim.conf"
    (cd "$DIR" && : >>exim-mainlog && : >>exim-rejectlog && : >>exim-paniclog)
    (cd "$DIR" && chown -R $MAIL_ID:$MAIL_ID spool exim-*log etc/good.* && chown $MAIL_ID .)
}

serve() { inside /usr/sbin/exim4 -C "$DIR/etc/exim.conf" -bdf -q1m; }

run "$@"
