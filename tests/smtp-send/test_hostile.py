# SPDX-License-Identifier: MIT
"""Servers that break the rules: bounded time, exit status 76, and the server's text kept."""
import os
import subprocess
import unittest

from harness import TestCase, run
from smarthost import WITH_AUTH

STEPS = {"connect": b"220", "EHLO": b"250", "MAIL": b"250", "RCPT": b"250", "DATA": b"354"}


KEPT = 4095  # octets of a reply's text


def shown(octets):
    """What JSON shows of a server's octets: those of no UTF-8 sequence, one by one, as U+FFFD."""
    return octets.decode("ascii", "replace")


def flood(piece):
    """A reply without an end."""

    def reply(connection):
        for _ in range(100000):
            connection.sendall(piece)
        return False

    return reply


class Hostile(TestCase):
    def break_off(self, error, text, **replies):
        server = self.smarthost(**replies)
        result = self.send(server, "--timeout", "2")
        self.check(result, 76, outcome="failed", class_="protocol", error=error, text=text)
        self.assertLess(result.seconds, 8)

    def test_garbage_at_each_step(self):
        lines = [b"hello", b"", b"2x0 ok", b"25 ok", b"999 ok", b"250_ok", b"\0\0\0\0", b"\xff\xfe", b"abc\0d"]
        for step in STEPS:
            for garbage in lines:
                with self.subTest((step, garbage)):
                    text = shown(garbage.split(b"\0")[0])
                    self.break_off("SMTP_E_REPLY_SYNTAX", text, **{step: garbage + b"\r\n"})

    def test_a_long_line(self):
        for step, code in STEPS.items():
            with self.subTest(step):
                self.break_off("SMTP_E_REPLY_TOO_LONG", "x" * KEPT, **{step: flood(b"x" * 10000)})
                line = code + b" " + b"x" * 100000
                self.break_off("SMTP_E_REPLY_TOO_LONG", shown(line[:KEPT]), **{step: line + b"\r\n"})

    def test_endless_continuation(self):
        for step, code in STEPS.items():
            with self.subTest(step):
                line = code + b"-more"
                text = "more\n" * 128 + shown(line)  # the lines that count, and the one too many as it stands
                self.break_off("SMTP_E_REPLY_TOO_LONG", text, **{step: flood((line + b"\r\n") * 1000)})

    def test_mixed_codes(self):
        for step, code in STEPS.items():
            with self.subTest(step):
                reply = code + b"-one\r\n550 two\r\n"
                self.break_off("SMTP_E_REPLY_MIXED_CODES", "one\n550 two", **{step: reply})

    def test_replies_that_nothing_asked_for(self):
        self.break_off("SMTP_E_REPLY_UNEXPECTED", "x.example", connect=b"220 hello\r\n250 x.example\r\n")

    def test_codes_that_are_not_allowed(self):
        for step, code in [("connect", b"354"), ("MAIL", b"354"), ("RCPT", b"334"), ("DATA", b"250")]:
            with self.subTest(step):
                self.break_off("SMTP_E_REPLY_CODE", "ok", **{step: code + b" ok\r\n"})

    def test_text_with_every_octet(self):
        octets = bytes(i for i in range(1, 256) if i not in b"\r\n")
        server = self.smarthost(MAIL=b"550 " + octets + b"\r\n")
        answer = self.check(self.send(server), 69, outcome="refused", class_="permanent", code=550)
        self.assertIn("\ufffd", answer["text"])
        self.assertIn("\x01\x02", answer["text"])
        self.assertIn('"', answer["text"])
        self.assertIn("\\", answer["text"])

    def test_nul_in_a_reply(self):
        self.break_off("SMTP_E_REPLY_SYNTAX", "550 a", MAIL=b"550 a\0b\r\n")

    def test_garbage_after_the_end_of_data(self):
        server = self.smarthost(end=b"hello\r\n")
        members = {"outcome": "unknown", "class": "protocol", "error": "SMTP_E_REPLY_SYNTAX", "text": "hello"}
        answer = self.check(self.send(server), 75, **members)
        self.assertIsNone(answer["recipients"][0]["accepted"])

    def test_challenges(self):
        arguments = ["--user", "ann", "--allow-plaintext-auth", "--auth", "LOGIN", "--timeout", "2"]
        again = b"334 Zm9v\r\n"
        one_too_many = {"AUTH": again, "YW5U": again, "AHVUDGVYMG==": again}
        for replies, errors in [
            ({"AUTH": b"334 *not base64*\r\n"}, ["SMTP_E_AUTH_CHALLENGE"]),
            (one_too_many, ["SMTP_E_AUTH_CHALLENGE"]),
            # which challenge comes before its question depends on the network
            ({"AUTH": flood(again)}, ["SMTP_E_REPLY_CODE", "SMTP_E_REPLY_UNEXPECTED"]),
        ]:
            server = self.smarthost(EHLO=WITH_AUTH, **replies)
            result = self.send(server, *arguments, password="hunter2")
            answer = self.check(result, 76, outcome="failed", phase="auth", class_="protocol")
            self.assertIn(answer["error"], errors)
            self.assertNotIn("MAIL", server.verbs())

    def test_garbage_in_place_of_tls(self):
        for reply in [b"220 plain text here\r\n", b"\0" * 100, b"\xff" * 1000, b"HTTP/1.1 400 Bad Request\r\n\r\n"]:
            server = self.smarthost(connect=reply)
            result = run("--json", "--timeout=2", "--server", f"smtps://127.0.0.1:{server.port}", "--check")
            self.check(result, 77, outcome="failed", class_="tls", phase="tls")
            self.assertLess(result.seconds, 8)

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
