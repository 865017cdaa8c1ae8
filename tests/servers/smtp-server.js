// SPDX-License-Identifier: MIT
// node smtp-server.js DIR PORT: the server of smtp-server.sh.
//
//   PORT      STARTTLS, and AUTH after it
//   PORT + 1  implicit TLS
//   PORT + 2  no TLS; AUTH may be used in clear
//   PORT + 3  LMTP, without TLS
//
// AUTH is never required. XOAUTH2 takes the token good-token. Mails of at most 40,000,000 octets. Each mail is
// DIR/mail/new/N.eml, its envelope N.json; nobody@ 550, later@ 450, full@ 452.
'use strict';
const fs = require('fs');
const { SMTPServer } = require('smtp-server');
const [directory, port] = [process.argv[2], Number(process.argv[3])];
const REFUSED = { nobody: [550, 'no such user'], later: [450, 'try again later'], full: [452, 'mailbox full'] };
let count = 0;

const refusal = (code, text) => Object.assign(new Error(text), { responseCode: code });

function isGood(auth) {
  if (auth.username !== 'alice') return false;
  if (auth.method === 'XOAUTH2') return auth.accessToken === 'good-token';
  return auth.method === 'CRAM-MD5' ? auth.validatePassword('secret') : auth.password === 'secret';
}

function logIn(auth, session, done) {
  if (isGood(auth)) return done(null, { user: auth.username });
  if (auth.method === 'XOAUTH2') return done(null, { data: { status: '401', schemes: 'bearer', scope: 'mail' } });
  return done(refusal(535, 'bad credentials'));
}

function takeRecipient(to, session, done) {
  const refused = REFUSED[to.address.split('@')[0]];
  return refused ? done(refusal(...refused)) : done();
}

function keep(stream, session, done) {
  const number = ++count;
  const path = `${directory}/mail/new/${number}`;
  const file = fs.createWriteStream(path + '.part');
  file.on('close', () => {
    const envelope = { ...session.envelope, user: session.user };
    fs.writeFileSync(path + '.json', JSON.stringify({ to: envelope.rcptTo.map((to) => to.address), envelope }));
    fs.renameSync(path + '.part', path + '.eml');
    done(null, `queued as ${number}`);
  });
  stream.pipe(file);
}

const common = {
  name: 'mail.test',
  key: fs.readFileSync(`${directory}/certificates/good.key`),
  cert: fs.readFileSync(`${directory}/certificates/good.pem`),
  authMethods: ['PLAIN', 'LOGIN', 'CRAM-MD5', 'XOAUTH2'],
  authOptional: true,
  size: 40000000,
  disableReverseLookup: true,
  hideDSN: false,
  hideREQUIRETLS: false,
  hideENHANCEDSTATUSCODES: false,
  onAuth: logIn,
  onRcptTo: takeRecipient,
  onData: keep,
};
const inClear = { hideSTARTTLS: true, allowInsecureAuth: true };

[{}, { secure: true }, inClear, { ...inClear, lmtp: true }].forEach((options, index) => {
  const server = new SMTPServer({ ...common, ...options });
  server.on('error', (error) => console.error(error.message));
  server.listen(port + index, '127.0.0.1');
});
