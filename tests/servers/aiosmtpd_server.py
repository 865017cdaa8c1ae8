# SPDX-License-Identifier: MIT
"""python3 aiosmtpd_server.py DIR PORT: the server of aiosmtpd.sh.

  PORT      STARTTLS, and AUTH after it
  PORT + 1  implicit TLS
  PORT + 2  no TLS; AUTH may be used in clear

AUTH is never required. Mails of at most 40,000,000 octets. Each mail is DIR/mail/new/N.eml, its envelope N.json;
nobody@ 550, later@ 450, full@ 452.
"""
import itertools
import json
import pathlib
import signal
import ssl
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

DIRECTORY = pathlib.Path(sys.argv[1])
PORT = int(sys.argv[2])
REFUSED = {
    "nobody": "550 5.1.1 no such user",
    "later": "450 4.2.1 try again later",
    "full": "452 4.2.2 mailbox full",
}
NUMBERS = itertools.count(1)


def log_in(_server, _session, _envelope, _mechanism, data):
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"alice", b"secret")
    return AuthResult(success=good, handled=False, auth_data=data)


class Keeper:
    async def handle_RCPT(self, _server, _session, envelope, address, options):
        refusal = REFUSED.get(address.partition("@")[0])
        if refusal is None:
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.append(options)
        return refusal or "250 2.1.5 OK"

    async def handle_DATA(self, _server, _session, envelope):
        number = next(NUMBERS)
        path = DIRECTORY / "mail" / "new" / str(number)
        path.with_suffix(".part").write_bytes(envelope.original_content)
        path.with_suffix(".json").write_text(json.dumps({"to": envelope.rcpt_tos, "options": envelope.mail_options}))
        path.with_suffix(".part").rename(path.with_suffix(".eml"))
        return f"250 2.0.0 queued as {number}"


def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(DIRECTORY / "certificates" / "good.pem", DIRECTORY / "certificates" / "good.key")
    ways = ({"tls_context": context}, {"ssl_context": context, "auth_require_tls": False}, {"auth_require_tls": False})
    for offset, way in enumerate(ways):
        Controller(
            Keeper(), hostname="127.0.0.1", port=PORT + offset, server_hostname="mail.test", authenticator=log_in,
            enable_SMTPUTF8=True, data_size_limit=40000000, **way,
        ).start()  # fmt: skip
    signal.sigwait({signal.SIGTERM, signal.SIGINT})


if __name__ == "__main__":
    main()
