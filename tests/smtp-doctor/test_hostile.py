# SPDX-License-Identifier: MIT
"""Servers that mean no good, and secrets that stay ones."""
import unittest

from doctor import TestCase, run
from harness import free_port

FORMS = ["hunter2", "aHVudGVyMg", "AGFubgBodW50ZXIy"]


def endless(octets):
    def talk(connection):
        while True:
            connection.sendall(octets)

    return talk


class Hostile(TestCase):
    def survive(self, status, server, *more):
        """The status of the way without TLS; and the answers to a program and to a person."""
        arguments = ("--timeout", "2", "--deadline", "6", f"smtp+plain://127.0.0.1:{server.port}", *more)
        result = run("--json", *arguments)
        self.assertLess(result.seconds, 9)
        self.assertEqual(result.status, status, result)
        self.assertLess(len(result.out), 100000)
        text = run(*arguments)
        self.assertEqual(text.status, status)
        for octet in [*range(0x20), 0x7F]:
            if octet != 0x0A:
                self.assertNotIn(bytes([octet]), text.out)
        for shown in [result.out, text.out]:
            self.assertNotRegex(shown.decode(), "[\u0080-\u009f]")
        return self.check_shape(result), text

    def test_endless_replies(self):
        self.survive(76, self.smarthost(connect=endless(b"220-hello\r\n")))
        self.survive(76, self.smarthost(connect=endless(b"x" * 4096)))
        self.survive(76, self.smarthost(EHLO=endless(b"250-X-" + b"a" * 400 + b"\r\n")))

    def test_garbage(self):
        self.survive(76, self.smarthost(connect=b"\xff\xfe\0\x1b]0;x\x07\r\n"))
        self.survive(76, self.smarthost(connect=b"HTTP/1.1 400 Bad Request\r\n\r\n"))

    def test_words_that_command_a_terminal_or_break_json(self):
        ehlo = b"250-x\x1b[2J\r\n250-AUTH \x1b[31m \xff\xc2\x9b \"},{ PLAIN\r\n250-X\x07\x9d \\\"\r\n250 SIZE 99999999999999999999999\r\n"
        answer, text = self.survive(0, self.smarthost(connect=b"220 \x1b[31m\xc2\x9b\"}\\\r\n", EHLO=ehlo))
        port = self.port(answer, "none")
        self.assertIn("PLAIN", port["mechanisms"])
        self.assertEqual(port["size_limit"], 0)
        self.assertIn("\\x1B[31m", text.out.decode())
        self.assertNotIn("\u009b", text.out.decode())
        self.assertEqual(port["greeting"][-4:], '\u009b"}\\')

    def test_refusals(self):
        self.survive(69, self.smarthost(connect=b"554 5.7.1 go away\r\n"))
        self.survive(75, self.smarthost(connect=b"421 4.3.2 later\r\n"))

    def test_more_mechanisms_than_there_is_room_for(self):
        names = b" ".join(b"X-%d" % i for i in range(400))
        ehlo = b"250-x\r\n" + b"".join(b"250-AUTH " + names[i : i + 400] + b"\r\n" for i in range(0, len(names), 400))
        answer, _ = self.survive(0, self.smarthost(EHLO=ehlo + b"250 DSN\r\n"))
        self.assertGreater(len(self.port(answer, "none")["mechanisms"]), 50)

    def test_the_password_is_never_told(self):
        ehlo = b"250-x\r\n250 AUTH PLAIN LOGIN\r\n"
        for reply in [b"535 5.7.8 no AGFubgBodW50ZXIy\r\n", b"334 Zm9v\r\n", b"535 hunter2 is wrong\r\n", b"235 hunter2\r\n"]:
            server = self.smarthost(EHLO=ehlo, AUTH=reply)
            arguments = ["--user", "ann", "--allow-plaintext-auth", "--trace", "--timeout", "2", server.url]
            for more in [(), ("--json",)]:
                result = run(*arguments, *more, password="hunter2")
                for form in FORMS:
                    self.assertNotIn(form, result.err)
                    self.assertNotIn(form.encode(), result.out)
                self.assertIn("> EHLO", result.err)

    def test_the_password_is_not_sent_in_clear(self):
        server = self.smarthost(EHLO=b"250-x\r\n250 AUTH PLAIN\r\n")
        answer = self.look(77, server.url, "--user", "ann", password="hunter2")
        self.assertEqual(self.port(answer, "none")["error"], "SMTP_E_CREDENTIALS_IN_CLEAR")
        self.assertNotIn("AUTH", server.verbs())

    def test_the_trace_names_ports(self):
        server = self.smarthost()
        result = run("--trace", "--timeout", "2", server.url)
        self.assertIn(f"{server.port} none > EHLO", result.err)
        self.assertIn(f"{server.port} starttls > EHLO", result.err)


class TestMail(TestCase):
    def test_none_without_being_asked(self):
        server = self.smarthost()
        self.assertIsNone(self.look(0, server.url)["test_mail"])
        self.assertNotIn("MAIL", server.verbs())

    def test_exactly_one(self):
        server = self.smarthost()
        answer = self.look(0, server.url, "--send-test", "bob@example.net", "--mail-from", "ann@example.org")
        mail = answer["test_mail"]
        self.assertEqual((mail["from"], mail["to"]), ("ann@example.org", "bob@example.net"))
        self.assertEqual((mail["outcome"], mail["code"], mail["queue_id"]), ("sent", 250, "4XyZ1234"))
        self.assertEqual([c for c in server.commands if c.startswith(b"MAIL")][0][:27], b"MAIL FROM:<ann@example.org>")
        self.assertEqual(server.verbs().count("MAIL"), 1)
        self.assertIn(b"Date: ", server.content)
        self.assertIn(b"Message-ID: ", server.content)

    def test_refused(self):
        server = self.smarthost(RCPT=b"550 5.1.1 who?\r\n")
        answer = self.look(69, server.url, "--send-test", "bob@example.net")
        self.assertEqual((answer["test_mail"]["outcome"], answer["test_mail"]["from"]), ("refused", "bob@example.net"))
        self.assertIsNotNone(answer["advice"])
        self.assertEqual(server.verbs().count("MAIL"), 1)

    def test_where_nothing_works_none_is_sent(self):
        answer = self.look(75, f"127.0.0.1:{free_port()}", "--send-test", "bob@example.net")
        self.assertIsNone(answer["test_mail"])


if __name__ == "__main__":
    unittest.main()
