# SPDX-License-Identifier: MIT
"""What a person is told: the advice that ends the message, for what goes wrong most often."""
import contextlib
import socket
import unittest

from harness import TestCase, free_port, run
from smarthost import SILENCE, WITH_AUTH

TABLE = [  # the verb that is answered, with what, and what the advice says
    (
        "AUTH",
        b"534-5.7.9 Application-specific password required. For more information, go to\r\n"
        b"534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor - gsmtp\r\n",
        "make an app password",
    ),
    (
        "AUTH",
        b"535-5.7.8 Username and Password not accepted. For more information, go to\r\n"
        b"535 5.7.8  https://support.google.com/mail/?p=BadCredentials - gsmtp\r\n",
        "Log in with an app password or with OAuth2",
    ),
    (
        "AUTH",
        b"535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit "
        b"https://aka.ms/smtp_auth_disabled for more information.\r\n",
        "Ask its administrator to allow authenticated SMTP",
    ),
    ("end", b"550 5.7.30 Basic authentication is not supported for Client Submission.\r\n", "Log in with OAuth2"),
    ("AUTH", b"454 4.7.0 Too many login attempts, please try again later. - gsmtp\r\n", "Wait some minutes"),
    (
        "RCPT",
        b"450 4.2.0 <bob@example.net>: Recipient address rejected: Greylisted, see http://postgrey.test\r\n",
        "Send the same mail again in some minutes",
    ),
]


class Advice(TestCase):
    def advised(self, result, words):
        self.assertNotEqual(result.status, 0, result)
        self.assertIn(words, result.json["message"], result)

    def test_what_servers_say(self):
        for verb, reply, words in TABLE:
            with self.subTest(reply):
                server = self.smarthost(**{"EHLO": WITH_AUTH, verb: reply})
                more = ("--user", "ann@example.org", "--allow-plaintext-auth") if verb in ("AUTH", "end") else ()
                self.advised(self.send(server, *more, password="pw"), words)

    def test_tls_to_a_port_for_starttls(self):
        server = self.smarthost()
        url = f"smtps://127.0.0.1:{server.port}"
        result = run("--json", "--timeout=5", "--check", "--server", url)
        self.advised(result, "try smtp:// instead of smtps://")

    def test_starttls_to_a_port_for_tls(self):
        server = self.smarthost(connect=SILENCE)
        url = f"smtp://127.0.0.1:{server.port}"
        result = run("--json", "--timeout=1", "--check", "--server", url)
        self.advised(result, "try smtps://")

    def test_nothing_listens(self):
        result = run("--json", "--timeout=5", "--check", "--server", f"smtp://127.0.0.1:{free_port()}")
        self.advised(result, "try 587 (smtp://) or 465 (smtps://)")

    def test_a_port_that_is_blocked(self):
        """A queue of connections that is full answers nobody, as a firewall does."""
        with contextlib.ExitStack() as stack:
            full = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
            for _ in range(3):
                waiting = stack.enter_context(socket.socket())
                waiting.setblocking(False)
                waiting.connect_ex(full.getsockname())
            url = f"smtp://127.0.0.1:{full.getsockname()[1]}"
            result = run("--json", "--timeout=1", "--check", "--server", url)
            self.check(result, 75, phase="connect", error="SMTP_E_TIMEOUT")
            self.advised(result, "The network may block the port")


if __name__ == "__main__":
    unittest.main()
