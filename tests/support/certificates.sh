#!/bin/sh
# SPDX-License-Identifier: MIT
# Certificates for the tests: certificates.sh DIR. Does nothing where DIR is complete.
#   ca.pem ca.key          the authority of all but other-*
#   cert.pem key.pem       the server: localhost, mail.test, 127.0.0.1, ::1
#   expired.pem .key       the same names, expired yesterday
#   wrong-name.pem .key    elsewhere.test, no address
#   client.pem .key        a client
#   other-ca.pem .key      an authority that signed nothing here
set -eu
[ $# = 1 ] || { echo "usage: certificates.sh DIR" >&2; exit 64; }
mkdir -p "$1"
cd "$1"
[ ! -e complete ] || exit 0

authority() { # NAME
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 365 -keyout "$1.key" -out "$1.pem" \
        -subj "/CN=libsmtp test $1" -addext basicConstraints=critical,CA:TRUE -addext keyUsage=keyCertSign
}

signed() { # NAME DAYS USE SUBJECT-ALTERNATIVE-NAMES
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.csr" -subj "/CN=$1"
    printf 'basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nextendedKeyUsage=%s\nsubjectAltName=%s\n' \
        "$3" "$4" >"$1.ext"
    openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days "$2" -extfile "$1.ext" -out "$1.pem"
    rm -f "$1.csr" "$1.ext"
}

NAMES=DNS:localhost,DNS:mail.test,IP:127.0.0.1,IP:::1
authority ca
authority other-ca
signed cert 365 serverAuth "$NAMES"
mv cert.key key.pem
signed expired -1 serverAuth "$NAMES"
signed wrong-name 365 serverAuth DNS:elsewhere.test
signed client 365 clientAuth DNS:client.test
: >complete
