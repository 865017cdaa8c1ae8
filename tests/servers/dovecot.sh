#!/bin/bash
# SPDX-License-Identifier: MIT
# A Dovecot with submission, LMTP and IMAP, as common.sh says.
#
#   dovecot.sh start DIR PORT RELAY-PORT
#
#   PORT      submission with STARTTLS; nothing is taken without AUTH; what is taken goes on to RELAY-PORT
#   PORT + 1  the same with implicit TLS; EXTERNAL for who shows a certificate
#   PORT + 2  LMTP, without TLS
#   PORT + 3  LMTP with implicit TLS
#   PORT + 4  IMAP with implicit TLS
#
# Everybody has the password secret, and what LMTP takes lies in DIR/mail/ADDRESS/new; but nobody@ is refused with 550.
# The bearer token in DIR/token is alice's.
. "$(dirname "$0")/common.sh"
PACKAGES=(dovecot-core dovecot-submissiond dovecot-lmtpd dovecot-imapd)
PORTS=5
RELAY_PORT=${4:-1}

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

# A token that is good for a day, and the key that it is signed with, where Dovecot looks for it.
write_token() {
    local now token
    now=$(date +%s)
    mkdir -p "$DIR/oauth/default/HS256"
    printf secret-key | openssl base64 -A >"$DIR/oauth/default/HS256/default"
    token=$(printf '{"typ":"JWT","alg":"HS256"}' | base64url)
    token=$token.$(printf '{"sub":"alice","iat":%d,"nbf":%d,"exp":%d}' "$now" $((now - 60)) $((now + 86400)) | base64url)
    token=$token.$(printf %s "$token" | openssl dgst -sha256 -hmac secret-key -binary | base64url)
    echo "$token" >"$DIR/token"
    cat >"$DIR/etc/oauth2.conf" <<END
introspection_mode = local
local_validation_key_dict = fs:posix:prefix=$DIR/oauth/
username_attribute = sub
openid_configuration_url = https://mail.test/openid
END
}

write_login() {
    cat <<END
auth_mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256 xoauth2 oauthbearer external
auth_ssl_username_from_cert = yes
auth_failure_delay = 0
disable_plaintext_auth = yes
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = $DIR/etc/oauth2.conf
}
passdb {
  driver = static
  mechanisms = external
  args = nopassword
}
passdb {
  driver = static
  args = password={PLAIN}secret
}
userdb {
  driver = passwd-file
  args = username_format=%n $DIR/etc/missing
  result_success = return-fail
}
userdb {
  driver = static
  args = uid=$MAIL_ID gid=$MAIL_ID home=$DIR/mail/%u allow_all_users=yes
}
END
}

# No penalties: with them each wrong password makes the next login wait.
write_services() {
    cat <<END
submission_relay_host = 127.0.0.1
submission_relay_port = $RELAY_PORT
submission_relay_trusted = yes
submission_relay_ssl = no
submission_max_mail_size = 40000000
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service submission-login {
  inet_listener submission {
    port = $PORT
  }
  inet_listener submissions {
    port = $((PORT + 1))
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    port = $((PORT + 2))
  }
  inet_listener lmtps {
    port = $((PORT + 3))
    ssl = yes
  }
}
service imap-login {
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = $((PORT + 4))
    ssl = yes
  }
}
END
}

configure() {
    add_user dovecot 5006
    add_user dovenull 5007
    write_token
    echo 'nobody:::::::' >"$DIR/etc/missing"
    {
        cat <<END
base_dir = $DIR/run
state_dir = $DIR/run
log_path = $DIR/log
protocols = submission lmtp imap
listen = 127.0.0.1
hostname = mail.test
ssl = yes
ssl_cert = <$CERTIFICATES/good.pem
ssl_key = <$CERTIFICATES/good.key
ssl_ca = <$CERTIFICATES/ca.pem
ssl_verify_client_cert = yes
ssl_require_crl = no
mail_location = maildir:$DIR/mail/%u
END
        write_login
        write_services
    } >"$DIR/etc/dovecot.conf"
}

serve() { inside dovecot -F -c "$DIR/etc/dovecot.conf"; }

run "$@"
