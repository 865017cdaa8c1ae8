#!/bin/bash
# SPDX-License-Identifier: MIT
# A Postfix of the tests' own, on loopback, with everything it reads and writes below one directory.
#
#   postfix.sh start DIR PORT    returns when it answers; exit status 77 and "skipped: …" where it cannot run
#   postfix.sh stop DIR          ends all its processes and returns when the ports are free
#
#   PORT      STARTTLS; AUTH only under TLS, and nothing is taken without it
#   PORT + 1  the same with implicit TLS
#   PORT + 2  no TLS; takes everything from anybody; AUTH may be used in clear
#   PORT + 3  as PORT + 2, without PIPELINING
#   PORT + 4  as PORT + 1, with a certificate that has expired
#   PORT + 5  as PORT + 1, with a certificate for another name
#
# User alice, password secret, mechanisms PLAIN, LOGIN, CRAM-MD5 and SCRAM of Cyrus SASL. Certificates: DIR/certificates (support/certificates.sh).
# Mail for any address becomes one file per recipient in DIR/mail/new, but: nobody@ 550, later@ 450, full@ 452.
# Log: DIR/log.
#
# Nothing is installed and nothing of the system's mail set-up is read or changed: the Debian packages are unpacked to
# $LIBSMTP_TEST_CACHE (kept for the next run; default: DIR/packages) and laid over /usr in a mount namespace whose own
# process namespace ends with its first process, after a quarter of an hour at the latest. That takes root.
set -eu
HERE=$(cd "$(dirname "$0")" && pwd)
PACKAGES=(postfix sasl2-bin libsasl2-modules libsasl2-modules-db)
MAIL_ID=5001
POSTFIX_ID=5002
POSTDROP_ID=5003

fail() { echo "postfix.sh: $*" >&2; exit 1; }
skip() { echo "skipped: Postfix needs $*"; exit 77; }
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

check_machine() {
    [ "$(id -u)" = 0 ] || skip "root"
    command -v apt-get >/dev/null || skip "Debian's packages"
    unshare --mount --pid --fork true 2>/dev/null || skip "mount and process namespaces"
    for offset in 0 1 2 3 4 5; do
        ! answers $((PORT + offset)) || fail "port $((PORT + offset)) is in use"
    done
}

# download [OPTION…]: fetches what is not on the machine, dependencies included, without installing
download() {
    DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@" -o Debug::NoLocking=1 -o APT::Sandbox::User=root \
        -o Dir::Cache::archives="$TREE/archives" --download-only --reinstall --no-install-recommends \
        install "${PACKAGES[@]}" >>"$DIR/apt.log" 2>&1
}

# The same where the machine's package lists are missing or too old: with lists of its own.
download_afresh() {
    local own=(-o Dir::State::lists="$TREE/lists" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=)
    mkdir -p "$TREE/lists/partial"
    apt-get -q "${own[@]}" -o APT::Sandbox::User=root update >>"$DIR/apt.log" 2>&1 && download "${own[@]}"
}

unpack_packages() {
    TREE=${LIBSMTP_TEST_CACHE:-$DIR/packages}/postfix
    [ ! -e "$TREE/complete" ] || return 0
    rm -rf "$TREE"
    mkdir -p "$TREE/archives/partial"
    download || download_afresh || skip "packages that cannot be had: $(tail -1 "$DIR/apt.log")"
    for archive in "$TREE"/archives/*.deb; do
        dpkg-deb -x "$archive" "$TREE"
    done
    # of all that, /usr is used; what older packages have in /lib belongs there
    [ ! -d "$TREE/lib" ] || cp -a "$TREE/lib/." "$TREE/usr/lib"
    find "$TREE" -mindepth 1 -maxdepth 1 ! -name usr -exec rm -rf {} +
    touch "$TREE/complete"
}

make_directories() {
    mkdir -p "$DIR"/{etc/sasl,data,mail/{new,cur,tmp},queue/{pid,maildrop,public}}
    mkdir -p "$DIR"/queue/{active,bounce,corrupt,defer,deferred,flush,hold,incoming,private,saved,trace}
    (cd "$DIR" && chown $MAIL_ID:$MAIL_ID mail mail/*)
    (cd "$DIR" && chown $POSTFIX_ID data queue/* && chown 0 queue/pid && chmod 700 data queue/*)
    (cd "$DIR/queue" && chgrp $POSTDROP_ID maildrop public && chmod 730 maildrop && chmod 710 public && chmod 755 pid)
}

# The users that Postfix wants, known inside its namespace only.
write_users() {
    cat >"$DIR/etc/passwd" <<END
root:x:0:0::/:/bin/sh
nobody:x:65534:65534::/:/bin/false
mail:x:$MAIL_ID:$MAIL_ID::/:/bin/false
postfix:x:$POSTFIX_ID:$POSTFIX_ID::/:/bin/false
END
    cat >"$DIR/etc/group" <<END
root:x:0:
nogroup:x:65534:
mail:x:$MAIL_ID:
postfix:x:$POSTFIX_ID:
postdrop:x:$POSTDROP_ID:
END
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
    local chain="-o smtpd_tls_wrappermode=yes -o smtpd_tls_chain_files="
    cat >"$DIR/etc/master.cf" <<END
127.0.0.1:$PORT inet n - n - - smtpd
127.0.0.1:$((PORT + 1)) inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
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
retry unix - - n - - error
proxymap unix - - n - - proxymap
virtual unix - n n - - virtual
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

# inside COMMAND…: becomes it where the packages lie over /usr and the users above exist; what it starts ends with it
inside() {
    # shellcheck disable=SC2016
    exec unshare --mount --pid --fork --kill-child --mount-proc sh -c '
        mount -t overlay overlay -o "lowerdir=$1/usr:/usr" /usr
        mount --bind "$2/passwd" /etc/passwd && mount --bind "$2/group" /etc/group || exit 1
        shift 2; timeout -s KILL 900 "$@"' sh "$TREE" "$DIR/etc" "$@"
}

start() {
    check_machine
    mkdir -p "$DIR"
    DIR=$(cd "$DIR" && pwd)
    CERTIFICATES=$DIR/certificates
    unpack_packages
    "$HERE/../support/certificates.sh" "$CERTIFICATES" >"$DIR/certificates.log" 2>&1 || fail "no certificates"
    make_directories
    write_users
    write_main
    write_master
    write_passwords
    : >"$DIR/etc/dynamicmaps.cf"
    : >"$DIR/log"
    inside /usr/lib/postfix/sbin/master -d -c "$DIR/etc" >>"$DIR/log" 2>&1 </dev/null &
    echo $! >"$DIR/pid"
    wait_ready
}

wait_ready() {
    for _ in $(seq 100); do
        ! answers "$PORT" || return 0
        kill -0 "$(cat "$DIR/pid")" 2>/dev/null || break
        sleep 0.1
    done
    tail -20 "$DIR/log" >&2
    stop
    fail "Postfix does not answer"
}

stop() {
    [ -s "$DIR/pid" ] || return 0
    # the first process of the namespace follows its parent, and everything in the namespace follows that
    kill -KILL "$(cat "$DIR/pid")" 2>/dev/null || true
    rm -f "$DIR/pid"
    local port
    port=$(sed -n 's/^127.0.0.1:\([0-9]*\) .*/\1/p' "$DIR/etc/master.cf" | head -1)
    for _ in $(seq 50); do
        answers "$port" || return 0
        sleep 0.1
    done
    fail "port $port is still open"
}

[ $# -ge 2 ] || fail "usage: postfix.sh start DIR PORT | stop DIR"
DIR=$2
case $1 in
start)
    PORT=${3:?port}
    start
    ;;
stop) stop ;;
*) fail "unknown command $1" ;;
esac
