# SPDX-License-Identifier: MIT
"""Internationalised domains: what is sent are A-labels, and no server needs SMTPUTF8 for them."""
import unittest

from harness import RAW, TestCase, run


class Domains(TestCase):
    def test_of_addresses(self):
        server = self.smarthost()
        answer = self.check(
            self.send(server, "--mail-from", "ann@bücher.example", "--rcpt", "Bob@MÜNCHEN.example"), 0, outcome="sent"
        )
        self.assertRegex(server.commands[1], rb"^MAIL FROM:<ann@xn--bcher-kva\.example> SIZE=[0-9]+$")
        self.assertIn(b"RCPT TO:<Bob@xn--mnchen-3ya.example>", server.commands)
        self.assertEqual(answer["recipients"][1]["address"], "Bob@xn--mnchen-3ya.example")

    def test_an_address_twice_in_both_forms(self):
        server = self.smarthost()
        self.check(self.send(server, "b@xn--mnchen-3ya.example", "b@münchen.example"), 0, outcome="sent")
        self.assertEqual(sum(line.startswith(b"RCPT TO:<b@") for line in server.commands), 1)

    def test_a_domain_that_is_not_known_to_be_one(self):
        for domain in ["mu\u0308nchen.example", "☃.example", "xn--ü.example"]:
            with self.subTest(domain):
                server = self.smarthost()
                self.check(self.send(server, "b@" + domain), 65, outcome="failed", class_="input", error="SMTP_E_IDN")
                self.assertEqual(server.connections, 0)

    def test_of_the_server(self):
        server = self.smarthost()
        port = server.url.rsplit(":", 1)[1]
        url = f"smtp+plain://mail.münchen.example:{port}"
        result = run("--json", "--server", url, "--connect", f"127.0.0.1:{port}", "bob@example.net", stdin=RAW)
        self.check(result, 0, outcome="sent")

    def test_of_a_server_that_is_not_known_to_be_one(self):
        result = run("--json", "--server", "smtp://☃.example", "bob@example.net", stdin=RAW)
        self.check(result, 78, outcome="failed", class_="config", error="SMTP_E_HOST")


if __name__ == "__main__":
    unittest.main()
