# SPDX-License-Identifier: MIT
"""Servers that break the rules: bounded time, exit status 76, and the server's text kept."""
import json
import os
import subprocess
import unittest

from harness import TestCase, run
from smarthost import WITH_AUTH

STEPS = {"connect": b"220", "EHLO": b"250", "MAIL": b"250", "RCPT": b"250", "DATA": b"354"}


def flood(piece):
    """A reply without an end."""

    def reply(connection):
        for _ in range(100000):
            connection.sendall(piece)
        return False

    return reply


class Hostile(TestCase):
    def break_off(self, status=76, class_name="protocol", **replies):
        server = self.smarthost(**replies)
        result = self.send(server, "--timeout", "2")
        answer = self.check(result, status, outcome="failed", class_=class_name)
        self.assertLess(result.seconds, 4)
        return answer

    def test_garbage_at_each_step(self):
        lines = [b"hello", b"", b"2x0 ok", b"25 ok", b"999 ok", b"250_ok", b"\0\0\0\0", b"\xff\xfe"]
        for step in STEPS:
            for garbage in lines:
                with self.subTest((step, garbage)):
                    self.break_off(**{step: garbage + b"\r\n"})

    def test_a_long_line(self):
        for step, code in STEPS.items():
            with self.subTest(step):
                answer = self.break_off(**{step: flood(b"x" * 10000)})
                self.assertIn(answer["error"], ["SMTP_E_REPLY_TOO_LONG", "SMTP_E_REPLY_SYNTAX"])
                answer = self.break_off(**{step: code + b" " + b"x" * 100000 + b"\r\n"})
                self.assertEqual(answer["error"], "SMTP_E_REPLY_TOO_LONG")

    def test_endless_continuation(self):
        for step, code in STEPS.items():
            with self.subTest(step):
                answer = self.break_off(**{step: flood((code + b"-more\r\n") * 1000)})
                self.assertEqual(answer["error"], "SMTP_E_REPLY_TOO_LONG")

    def test_mixed_codes(self):
        for step, code in STEPS.items():
            with self.subTest(step):
                answer = self.break_off(**{step: code + b"-one\r\n550 two\r\n"})
                self.assertEqual(answer["error"], "SMTP_E_REPLY_MIXED_CODES")

    def test_replies_that_nothing_asked_for(self):
        answer = self.break_off(connect=b"220 hello\r\n250 x.example\r\n")
        self.assertEqual(answer["error"], "SMTP_E_REPLY_UNEXPECTED")

    def test_codes_that_are_not_allowed(self):
        for step, code in [("connect", b"354"), ("MAIL", b"354"), ("RCPT", b"334"), ("DATA", b"250")]:
            with self.subTest(step):
                self.break_off(**{step: code + b" ok\r\n"})

    def test_text_with_every_octet(self):
        octets = bytes(i for i in range(1, 256) if i not in b"\r\n")
        server = self.smarthost(MAIL=b"550 " + octets + b"\r\n")
        answer = self.check(self.send(server), 69, outcome="refused", class_="permanent", code=550)
        self.assertIn("\ufffd", answer["text"])
        self.assertIn("\x01\x02", answer["text"])
        self.assertIn('"', answer["text"])
        self.assertIn("\\", answer["text"])

    def test_nul_in_a_reply(self):
        server = self.smarthost(MAIL=b"550 a\0b\r\n")
        result = self.send(server)
        self.assertIn(result.status, [69, 76], result)
        json.loads(result.out)

    def test_garbage_after_the_end_of_data(self):
        server = self.smarthost(end=b"hello\r\n")
        answer = self.check(self.send(server), 75, outcome="unknown")
        self.assertIsNone(answer["recipients"][0]["accepted"])

    def test_challenges(self):
        arguments = ["--user", "ann", "--allow-plaintext-auth", "--auth", "LOGIN", "--timeout", "2"]
        for reply in [b"334 *not base64*\r\n", flood(b"334 Zm9v\r\n")]:
            server = self.smarthost(EHLO=WITH_AUTH, AUTH=reply)
            result = self.send(server, *arguments, password="hunter2")
            self.assertIn(result.status, [75, 76, 77], result)
            self.assertEqual(result.json["outcome"], "failed")
            self.assertNotIn("MAIL", server.verbs())

    def test_garbage_in_place_of_tls(self):
        for reply in [b"220 plain text here\r\n", b"\0" * 100, b"\xff" * 1000, b"HTTP/1.1 400 Bad Request\r\n\r\n"]:
            server = self.smarthost(connect=reply)
            result = run("--json", "--timeout=2", "--server", f"smtps://127.0.0.1:{server.port}", "--check")
            self.check(result, 77, outcome="failed", class_="tls", phase="tls")
            self.assertLess(result.seconds, 4)

    def test_bytes_before_tls(self):
        server = self.smarthost(
            EHLO=b"250-x.example\r\n250 STARTTLS\r\n", STARTTLS=b"220 go\r\n250-x.example\r\n250 AUTH PLAIN\r\n"
        )
        result = run("--json", "--timeout=2", "--server", f"smtp://127.0.0.1:{server.port}", "--check")
        self.check(result, 76, outcome="failed", class_="protocol", error="SMTP_E_BYTES_BEFORE_TLS")

    def test_starttls_refused(self):
        server = self.smarthost(EHLO=b"250-x.example\r\n250 STARTTLS\r\n", STARTTLS=b"454 4.7.0 no\r\n")
        result = run("--json", "--timeout=2", "--server", f"smtp://127.0.0.1:{server.port}", "--check")
        self.check(result, 77, outcome="failed", class_="tls", error="SMTP_E_TLS_REFUSED", code=454)

    def test_early_close_while_the_content_goes_out(self):
        def close(connection):
            connection.sendall(b"354 go ahead\r\n")
            connection.recv(1000)
            return False

        server = self.smarthost(DATA=close)
        message = b"From: a@b.example\r\n\r\n" + b"x" * 70 + b"\r\n"
        result = self.send(server, stdin=message + (b"y" * 70 + b"\r\n") * 100000)
        self.check(result, 75, outcome="failed", class_="io")

    def test_standard_output_is_closed(self):
        server = self.smarthost()
        result = run("--json", "--server", server.url, "--check")
        self.check(result, 0)
        with open("/dev/full", "wb") as full:
            command = [os.environ["SMTP_SEND"], "--json", "--server", server.url, "--check"]
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, timeout=20, check=False)
        self.assertEqual(done.returncode, 0)
        self.assertIn(b"cannot be written", done.stderr)


if __name__ == "__main__":
    unittest.main()
