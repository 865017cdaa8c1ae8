#!/bin/sh
# SPDX-License-Identifier: MIT
# demo.sh - starts the smarthost on loopback, sends it an alert with smtp-send over STARTTLS with AUTH, shows the
# dialogue, the result and the mail as received, and checks all of it.
# Usage: demo.sh DIRECTORY-OF-THE-PROGRAMS
set -eu

bin=$1
user=alice
attachment=sensor.csv
directory=$(mktemp -d)
server=

stop() {
    status=$?
    trap - EXIT
    exec 3>&-
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || :
        wait "$server" 2>/dev/null || :
    fi
    rm -rf "$directory"
    exit "$status"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

fail() {
    echo "demo: $1" >&2
    exit 1
}

say() {
    printf '\n--- %s ---\n' "$1"
}

# Lets a run of base64 lines be seen by its ends only.
shorten() {
    awk '
        function flush_run() {
            if (count > 3) print "[" count - 2 " more lines of base64]"
            else if (count > 2) print middle
            if (count > 1) print last
            count = 0
        }
        { sub(/\r$/, "") }
        /^[A-Za-z0-9+\/]+=*$/ && (length($0) > 60 || count > 0) {
            count++
            if (count == 1) print
            if (count == 2) middle = $0
            last = $0
            next
        }
        { flush_run(); print }
        END { flush_run() }'
}

# The server lives as long as something holds "life" open, and says in "ready" where it listens.
start_server() {
    od -An -N12 -tx1 /dev/urandom | tr -d ' \n' >"$directory/password"
    mkfifo "$directory/life" "$directory/ready"
    "$bin/smarthost" --directory "$directory/server" --user "$user" --password-file "$directory/password" \
        --die-with-parent <"$directory/life" >"$directory/ready" &
    server=$!
    exec 3>"$directory/life" 4<"$directory/ready"
    read -r _ _ smtp _ smtps _ ca <&4 || fail 'the smarthost did not start'
    exec 4<&-
    echo "smarthost: STARTTLS at $smtp, TLS at $smtps, everything below $directory/server"
}

write_attachment() {
    awk 'BEGIN { print "time,celsius"; for (i = 0; i < 60; i++) printf "12:%02d,%d\n", i, 21 + i * i / 56 }' \
        >"$directory/$attachment"
}

send() {
    "$bin/smtp-send" --server "smtp://localhost:${smtp##*:}" --ca-file "$ca" \
        --user "$user" --password-file "$directory/password" --deadline 30 \
        --from 'Lager 3 <sensor@example.org>' --to 'Ann <ann@example.com>' \
        --subject 'Brand im Lager: 84 °C ⚠' --text 'The sensor in aisle 7 reads 84 °C.' \
        --attach "$directory/$attachment" --trace --json >"$directory/result" 2>"$directory/dialogue" 3>&-
}

# Prints the base64 part that follows the header with the attachment's name.
attached() {
    tr -d '\r' <"$1" | awk -v name="$attachment" '
        index($0, name) { found = 1 }
        found && inside && /^--/ { exit }
        found && inside { print }
        found && /^$/ { inside = 1 }' | base64 -d
}

check_secrecy() {
    password=$(cat "$directory/password")
    for secret in "$password" "$(printf %s "$password" | base64)" \
        "$(printf '\0%s\0%s' "$user" "$password" | base64)"; do
        if grep -qF -e "$secret" "$directory/result" "$directory/dialogue" "$1"; then
            fail 'the password appears in the output'
        fi
    done
}

check_mail() {
    grep -qi '=?utf-8?' "$1" || fail 'the subject did not arrive in UTF-8' # nothing else has a need of it
    attached "$1" | cmp -s - "$directory/$attachment" || fail 'the attachment did not arrive as it was'
    grep -qx 'RCPT TO:<ann@example.com>' "$2" || fail 'the recipient is another'
    grep -qx "user $user" "$2" || fail 'nobody logged in'
    grep -q '^tls TLSv1\.[23]$' "$2" || fail 'the connection was not encrypted'
}

start_server
write_attachment
result=0
send || result=$?
say 'the dialogue (> client, < server; secrets are left out)'
cat "$directory/dialogue"
say "the result (exit status $result)"
cat "$directory/result"
[ "$result" -eq 0 ] || fail 'smtp-send failed'

set -- "$directory"/server/mail/new/*
{ [ $# -eq 1 ] && [ -f "$1" ]; } || fail 'there is not exactly one mail'
envelope=$directory/server/mail/envelope/${1##*/}
say 'the envelope as received'
cat "$envelope"
say 'the mail as received'
shorten <"$1"
check_secrecy "$1"
check_mail "$1" "$envelope"

kill "$server"
wait "$server" || fail 'the smarthost did not end well'
server=
say 'the mail arrived as it was sent, over TLS, and the password was never shown'
