# SPDX-License-Identifier: MIT
"""What the tests of quirks share: smtp-send with a mail, the client over the public API, servers with TLS."""
import base64
import os
import ssl
import subprocess
import warnings

import harness
from smarthost import Smarthost

CERTIFICATES = os.environ["SMTP_TEST_CERTIFICATES"]  # see tests/support/certificates.sh
CA = f"{CERTIFICATES}/ca.pem"


def capabilities(*lines):
    """The reply to EHLO that offers these."""
    lines = ["smarthost.example", *lines]
    return "".join(f"250{' ' if i == len(lines) - 1 else '-'}{line}\r\n" for i, line in enumerate(lines)).encode()


def challenge(text=b""):
    return b"334 " + base64.b64encode(text) + b"\r\n"


def coded(text):
    """What goes over the wire for it in AUTH."""
    return base64.b64encode(text)


def key(text):
    """The key of the reply to it."""
    return coded(text).decode().upper()


def closing(reply):
    """The reply, and the end of the connection at once."""

    def close(connection):
        connection.sendall(reply)
        return False

    return close


def held(server, seconds, reply):
    """The reply, after a while; False if the test has ended before."""

    def late(connection):
        if server.ended.wait(seconds):
            return False
        return connection.sendall(reply)

    return late


def context(certificate="good", **more):
    """A server's side of TLS; SSLContext attributes may be named."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(f"{CERTIFICATES}/{certificate}.pem", f"{CERTIFICATES}/{certificate}.key")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of the versions that are tried on purpose
        for name, value in more.items():
            setattr(made, name, value)
    return made


class Client:
    """The program client.c: each call is one line to it and gives its answer."""

    def __init__(self):
        self.process = subprocess.Popen([os.environ["QUIRKS_CLIENT"]], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __call__(self, *words):
        self.process.stdin.write(" ".join(words).encode() + b"\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().decode().rstrip("\n")

    def end(self):
        self.process.stdin.close()
        self.process.stdout.close()
        return self.process.wait(20)


class TestCase(harness.TestCase):
    """A test with servers of its own."""

    def answer(self, status, *arguments, replies=None, stdin=harness.RAW, password=None, **members):
        """Sends a mail to bob at a server that answers like this; self.server is left for a look at it."""
        self.server = self.smarthost(**(replies or {}))
        return self.check(self.send(self.server, *arguments, stdin=stdin, password=password), status, **members)

    def log_in(self, status, offered, *arguments, user="ann", password="hunter2", replies=None, **members):
        """The same with a password, at a server that offers these mechanisms without TLS."""
        replies = {"EHLO": capabilities(f"AUTH {offered}"), **(replies or {})}
        arguments = ("--user", user, "--allow-plaintext-auth", *arguments)
        return self.answer(status, *arguments, replies=replies, password=password, **members)

    def over_tls(self, status, *arguments, scheme="smtp", host="localhost", tls=None, replies=None, password=None,
                 **members):
        """The same over TLS, after STARTTLS (smtp) or from the beginning (smtps)."""
        made = tls or context()
        if scheme == "smtps":
            self.server = Smarthost(wrap=lambda c: made.wrap_socket(c, server_side=True), **(replies or {}))
        else:
            self.server = Smarthost(tls=made, **{"EHLO": capabilities("STARTTLS"), "STARTTLS": b"220 go\r\n",
                                                 **(replies or {})})
        self.addCleanup(self.server.__exit__)
        first = ("--json", "--timeout=5", "--server", f"{scheme}://{host}:{self.server.port}", "--connect")
        first = (*first, f"127.0.0.1:{self.server.port}", "bob@example.net")
        trust = () if "--ca-file" in arguments else ("--ca-file", CA)
        result = harness.run(*first, *trust, *arguments, stdin=harness.RAW, password=password)
        self.seconds = result.seconds
        return self.check(result, status, **members)

    def client(self, url):
        client = Client()
        self.addCleanup(client.end)
        self.assertEqual(client("server", url), "SMTP_OK")
        return client
