#!/bin/bash
# SPDX-License-Identifier: MIT
# A Haraka, as common.sh says.
#
#   haraka.sh start DIR PORT
#
#   PORT      STARTTLS; AUTH, also without TLS; nothing is taken without AUTH
#   PORT + 1  the same with implicit TLS
#
# Mails of at most 40,000,000 octets. Each mail is DIR/mail/new/N.eml, its envelope N.json; nobody@ 550, later@ 450.
. "$(dirname "$0")/common.sh"
PORTS=2

write_plugin() {
    cat <<END
'use strict';
const fs = require('fs');
let count = 0;
const envelope = (transaction) => ({
  from: transaction.mail_from.address,
  to: transaction.rcpt_to.map((recipient) => recipient.address),
});
exports.hook_rcpt = (next, connection, [recipient]) => {
  if (recipient.user === 'nobody') return next(DENY, 'no such user');
  if (recipient.user === 'later') return next(DENYSOFT, 'try again later');
  return connection.relaying ? next(OK) : next();
};
const keep = (next, connection) => {
  const path = '$DIR/mail/new/' + ++count;
  const file = fs.createWriteStream(path + '.part');
  file.on('close', () => {
    fs.writeFileSync(path + '.json', JSON.stringify(envelope(connection.transaction)));
    fs.renameSync(path + '.part', path + '.eml');
    next(OK, 'queued as ' + connection.transaction.uuid);
  });
  connection.transaction.message_stream.pipe(file);
};
exports.hook_queue = keep;
exports.hook_queue_outbound = keep;
END
}

configure() {
    unpack_node
    local config=$DIR/haraka/config
    mkdir -p "$config" "$DIR/haraka/plugins"
    # RFC 5321 s4.5.3.1.6: 1000 octets, without the dot that is doubled
    sed -e 's/^bytes=.*/bytes=40000000/' -e 's/^data_line_length=.*/data_line_length=1002/' \
        "$NODE/node_modules/Haraka/config/connection.ini" >"$config/connection.ini"
    echo mail.test >"$config/me"
    printf 'listen=127.0.0.1:%d,127.0.0.1:%d\nsmtps_port=%d\nnodes=0\n' "$PORT" $((PORT + 1)) $((PORT + 1)) >"$config/smtp.ini"
    printf 'key=%s\ncert=%s\n' "$CERTIFICATES/rsa.key" "$CERTIFICATES/rsa.pem" >"$config/tls.ini"
    printf '[core]\nmethods=PLAIN,LOGIN,CRAM-MD5\n[users]\nalice=secret\n' >"$config/auth_flat_file.ini"
    openssl dhparam -dsaparam -out "$config/dhparams.pem" 2048 2>>"$DIR/certificates.log"
    echo mail.test >"$config/host_list"
    printf 'tls\nauth/flat_file\nkeep\nrcpt_to.in_host_list\n' >"$config/plugins"
    echo notice >"$config/loglevel"
    write_plugin >"$DIR/haraka/plugins/keep.js"
}

serve() { inside node "$NODE/node_modules/Haraka/bin/haraka" -c "$DIR/haraka"; }

run "$@"
