#!/bin/sh
# SPDX-License-Identifier: MIT
# certificates.sh DIR - makes the certificates that the tests of TLS use, with the openssl command line. Each NAME has
# NAME.pem (certificate) and NAME.key. DIR/ca.pem is the trust anchor, DIR/other-ca.pem one that issued other-ca's alone.
#
#   good        localhost, mail.test, 127.0.0.1, ::1           rsa          the same with an RSA key
#   wrong-name  elsewhere.test, 192.0.2.7                      expired      as good, until 2021
#   future      as good, from 2090                             wildcard     *.wild.test
#   partial     m*.test, *ail.test, *.test                     common-name  CN=mail.test and no subjectAltName
#   ip-as-dns   dNSName 127.0.0.1                              client-only  as good, extended key usage clientAuth
#   untrusted   as good, by other-ca                           self-signed  as good, by itself
#   client      a client's                                     client-other another client's
#   control     a name with ESC and LF in it                   chained      as good, by intermediate, which is in the file
#   not-a-ca    as good, by "good", which is no CA
#
# Certificates with the digest that is their channel binding tls-server-end-point (RFC 5929 s4) in NAME.end-point: good,
# rsa, and signed by themselves with ECDSA and SHA-384: sha384; RSA and SHA-1, SHA-512: rsa-sha1, rsa-sha512; RSASSA-PSS
# with SHA-1, SHA-384: pss-sha1, pss-sha384.
#
# Keys alone: rsa.key in other forms - pkcs1, pkcs1-locked, pkcs8-locked (password: secret); small, 1016 bits of RSA, and
# least, 1024.
set -eu
d=$1
mkdir -p "$d"
cd "$d"
[ ! -e complete ] || exit 0
: >index.txt
echo 1000 >serial

cat >ca.cnf <<'CNF'
[ca]
default_ca = test
[test]
database = index.txt
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
unique_subject = no
email_in_dn = no
string_mask = utf8only
[any]
commonName = optional
[req]
distinguished_name = dn
prompt = no
[dn]
CN = unused
[ca_ext]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
CNF

key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"; }

authority() { # NAME SUBJECT
    key "$1"
    openssl req -x509 -new -key "$1.key" -subj "$2" -days 30000 -config ca.cnf -extensions ca_ext -out "$1.pem"
}

# NAME SUBJECT ISSUER FROM UNTIL EXTENSIONS: the key is there
sign() {
    openssl req -new -key "$1.key" -subj "$2" -config ca.cnf -utf8 -out "$1.csr"
    { cat ca.cnf; printf '[x]\n%s\n' "$6"; } >"$1.cnf"
    openssl ca -batch -notext -config "$1.cnf" -extensions x -cert "$3.pem" -keyfile "$3.key" \
        -startdate "$4" -enddate "$5" -in "$1.csr" -out "$1.pem" 2>>log || { cat log >&2; exit 1; }
    rm -f "$1.csr" "$1.cnf"
}

leaf() { # NAME SUBJECT ISSUER EXTENSIONS
    key "$1"
    sign "$1" "$2" "$3" 20200101000000Z 20991231235959Z "$4"
}

server='extendedKeyUsage = serverAuth'
names='subjectAltName = DNS:localhost,DNS:mail.test,IP:127.0.0.1,IP:::1'
good="$server
$names"

authority ca '/CN=Test CA'
authority other-ca '/CN=Other CA'
leaf good /CN=localhost ca "$good"
openssl genrsa -out rsa.key 2048 2>>log
sign rsa /CN=localhost ca 20200101000000Z 20991231235959Z "$good"
leaf wrong-name /CN=localhost ca "$server
subjectAltName = DNS:elsewhere.test,IP:192.0.2.7"
key expired
sign expired /CN=localhost ca 20200101000000Z 20210102000000Z "$good"
key future
sign future /CN=localhost ca 20900101000000Z 20991231235959Z "$good"
leaf wildcard /CN=wild ca "$server
subjectAltName = DNS:*.wild.test"
leaf partial /CN=partial ca "$server
subjectAltName = DNS:m*.test,DNS:*ail.test,DNS:*.test"
leaf common-name /CN=mail.test ca "$server"
leaf ip-as-dns /CN=127.0.0.1 ca "$server
subjectAltName = DNS:127.0.0.1"
leaf client-only /CN=localhost ca "extendedKeyUsage = clientAuth
$names"
leaf untrusted /CN=localhost other-ca "$good"
leaf client /CN=client ca 'extendedKeyUsage = clientAuth'
leaf client-other /CN=client-other ca 'extendedKeyUsage = clientAuth'
leaf control "$(printf '/CN=a\033[31m\nb')" ca "$server"
leaf intermediate '/CN=Test Intermediate' ca 'basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign'
leaf chained /CN=localhost intermediate "$good"
cat intermediate.pem >>chained.pem
leaf not-a-ca /CN=localhost good "$good"
cat good.pem >>not-a-ca.pem
key self-signed
{ cat ca.cnf; printf '[x]\n%s\n' "$good"; } >self.cnf
openssl req -x509 -new -key self-signed.key -subj /CN=localhost -days 30000 -config self.cnf -extensions x \
    -out self-signed.pem
openssl x509 -in ca.pem -outform DER -out ca.der
# one that mbedTLS cannot read, beside the good anchor
openssl genpkey -algorithm ed25519 -out ed25519.key
openssl req -x509 -new -key ed25519.key -subj '/CN=Ed25519 CA' -days 30000 -config ca.cnf -extensions ca_ext \
    -out ed25519.pem
cat ed25519.pem ca.pem >mixed.pem
end_point() { # NAME HASH
    openssl x509 -in "$1.pem" -outform DER | openssl dgst "-$2" -binary >"$1.end-point"
}
bound() { # NAME KEY HASH OPTIONS
    name=$1 key=$2 hash=$3
    shift 3
    openssl req -x509 -new -key "$key.key" -subj /CN=bound -config ca.cnf -days 30000 "$@" -out "$name.pem"
    end_point "$name" "$hash"
}
end_point good sha256
end_point rsa sha256
bound sha384 self-signed sha384 -sha384
bound rsa-sha1 rsa sha256 -sha1
bound rsa-sha512 rsa sha512 -sha512
bound pss-sha1 rsa sha256 -sha1 -sigopt rsa_padding_mode:pss
bound pss-sha384 rsa sha384 -sha384 -sigopt rsa_padding_mode:pss
openssl rsa -in rsa.key -traditional -out pkcs1.key 2>>log
openssl rsa -in rsa.key -traditional -aes128 -passout pass:secret -out pkcs1-locked.key 2>>log
openssl pkcs8 -topk8 -in rsa.key -v2 des3 -v2prf hmacWithSHA1 -passout pass:secret -out pkcs8-locked.key
openssl genrsa -out small.key 1016 2>>log
openssl genrsa -out least.key 1024 2>>log
rm -f self.cnf index.txt* serial* log ./[0-9]*.pem
: >complete
