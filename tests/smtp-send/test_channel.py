# SPDX-License-Identifier: MIT
"""Logging in bound to the TLS connection, and somebody in between who has a certificate of his own."""
import socket
import ssl
import threading
import unittest

from harness import TestCase, run
from scram import Scram

EHLO = b"250-smarthost.example\r\n250 AUTH %s\r\n"


class Between:
    """Ends TLS on both sides, and hands on what is said, changed by `change` on its way to the client."""

    def __init__(self, port, context, change):
        self.port_behind, self.context, self.change = port, context, change
        self.seen = b""
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        client = self.context.wrap_socket(self.socket.accept()[0], server_side=True)
        server = trusting.wrap_socket(socket.create_connection(("127.0.0.1", self.port_behind)))
        with client, server, server.makefile("rb") as replies, client.makefile("rb") as lines:
            self.hand_on(replies, client)
            for line in lines:
                self.seen += line
                server.sendall(line)
                self.hand_on(replies, client)

    def hand_on(self, replies, client):
        """One reply."""
        line = b"   -"
        while line[3:4] == b"-":
            line = replies.readline()
            client.sendall(self.change(line))

    def close(self):
        self.socket.close()


class Channel(TestCase):
    def context(self, name):
        context = self.self_signed("localhost", file=name)
        context.maximum_version = ssl.TLSVersion.TLSv1_2  # Python knows no binding of TLS 1.3
        return context

    def server(self, mechanisms):
        context, self.scram = self.context("certificate"), Scram("secret")
        server = self.smarthost(
            wrap=lambda c: context.wrap_socket(c, server_side=True),
            EHLO=EHLO % mechanisms,
            AUTH=lambda connection: self.scram(connection, server.commands[-1]),
        )
        return server

    def log_in(self, port, *arguments, password="secret"):
        return run(
            *("--json", "--timeout=5", "--check", "--server", "smtps://localhost", "--user", "alice"),
            *("--connect", f"127.0.0.1:{port}", *arguments),
            password=password,
        )

    def trusted(self):
        return "--ca-file", str(self.directory / "certificate")

    def test_each_hash_function(self):
        for name in b"SCRAM-SHA-1-PLUS", b"SCRAM-SHA-256-PLUS", b"SCRAM-SHA-512-PLUS":
            server = self.server(b"PLAIN " + name.removesuffix(b"-PLUS") + b" " + name)
            self.check(self.log_in(server.port, *self.trusted()), 0)
            self.assertEqual((self.scram.result, self.scram.flag), ("ok", "p=tls-unique"))
            self.assertEqual(server.commands[1].split(b" ")[1], name)

    def test_another_password(self):
        server = self.server(b"SCRAM-SHA-256 SCRAM-SHA-256-PLUS")
        self.check(self.log_in(server.port, *self.trusted(), password="other"), 77, error="SMTP_E_AUTH_REFUSED")
        self.assertEqual(self.scram.result, "proof")

    def test_the_plain_form_alone_is_allowed(self):
        server = self.server(b"SCRAM-SHA-256 SCRAM-SHA-256-PLUS")
        self.check(self.log_in(server.port, *self.trusted(), "--auth", "SCRAM-SHA-256"), 0)
        self.assertEqual((self.scram.result, self.scram.flag), ("ok", "n"))

    def between(self, mechanisms, change):
        server = self.server(mechanisms)
        between = Between(server.port, self.context("other"), change)
        self.addCleanup(between.close)
        result = self.log_in(between.port, "--no-verify")
        self.check(result, 77, error="SMTP_E_AUTH_REFUSED")
        return between

    def test_somebody_in_between(self):
        self.between(b"SCRAM-SHA-256 SCRAM-SHA-256-PLUS", lambda line: line)
        self.assertEqual((self.scram.result, self.scram.flag), ("binding", "p=tls-unique"))

    def test_somebody_in_between_who_shortens_the_list(self):
        self.between(b"SCRAM-SHA-256 SCRAM-SHA-256-PLUS", lambda line: line.replace(b" SCRAM-SHA-256-PLUS", b""))
        self.assertEqual((self.scram.result, self.scram.flag), ("flag", "y"))


if __name__ == "__main__":
    unittest.main()
