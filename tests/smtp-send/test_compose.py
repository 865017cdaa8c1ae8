# SPDX-License-Identifier: MIT
"""Composed mails: what arrives, read by Python's own parser, and what is refused."""
import email
import email.policy
import email.utils
import os
import unittest

from harness import RAW, TestCase, run

INJECTIONS = ["\r\nBcc: x@evil.example", "\nX: y", "\rX: y", "\x01", "\x7f", "\r\n X: folded", "\r\n folded"]


class Compose(TestCase):
    def sent(self, *arguments, **more):
        """The server, and the mail as a parser sees it."""
        server = self.smarthost()
        self.check(self.compose(server, *arguments, **more), 0, outcome="sent", phase="done", class_="none")
        content = server.content
        self.assertTrue(content.isascii() and all(len(line) <= 998 for line in content.split(b"\r\n")))
        undotted = b"\r\n".join(line[1:] if line[:1] == b"." else line for line in content.split(b"\r\n"))
        return server, email.message_from_bytes(undotted, policy=email.policy.default)

    def refuse(self, *arguments, status=65, error=None, **more):
        server = self.smarthost()
        result = self.compose(server, *arguments, **more)
        answer = self.check(result, status, outcome="failed", phase="setup", class_="input", code=0, text="")
        if error:
            self.assertEqual(answer["error"], error, result)
        self.assertEqual(server.connections, 0)
        return answer

    def recipients(self, server):
        return [line[9:-1].decode() for line in server.commands if line.startswith(b"RCPT TO:<")]

    def test_a_whole_mail(self):
        text = self.file("text", "Grüße\n.\n..dots\nlast line".encode())
        server, mail = self.sent(
            *("--from", "Änn Example <ann@example.org>", "--to", "Bob <bob@example.net>, carl@example.net"),
            *("--to=dora@example.net", "--cc", '"E, F" <ef@example.net>', "--bcc", "secret@example.net"),
            *("--subject", "Grüße aus 東京", "--text", "@" + text, "--html", "<p>Grüße</p>"),
            *("--header", "X-One: 1", "--header", "X-Two:two words", "--header", "Reply-To: Re <re@example.org>"),
        )
        self.assertEqual(mail["From"], "Änn Example <ann@example.org>")
        self.assertEqual(mail["To"], "Bob <bob@example.net>, carl@example.net, dora@example.net")
        self.assertEqual(mail["Cc"], '"E, F" <ef@example.net>')
        self.assertIsNone(mail["Bcc"])
        self.assertEqual(mail["Reply-To"], "Re <re@example.org>")
        self.assertEqual(mail["Subject"], "Grüße aus 東京")
        self.assertEqual((mail["X-One"], mail["X-Two"]), ("1", "two words"))
        self.assertEqual(len(mail.get_all("Date")), 1)
        self.assertLess(abs(email.utils.parsedate_to_datetime(mail["Date"]).timestamp() - os.stat(text).st_mtime), 60)
        self.assertRegex(mail["Message-ID"], r"^<[^<>@\s]+@[^<>@\s]+>$")
        plain = mail.get_body(("plain",)).get_content().replace("\r\n", "\n").rstrip("\n")
        self.assertEqual(plain, "Grüße\n.\n..dots\nlast line")
        self.assertEqual(mail.get_body(("html",)).get_content().strip(), "<p>Grüße</p>")
        self.assertNotIn(b"secret@", server.content)
        people = ["bob", "carl", "dora", "ef", "secret"]
        self.assertEqual(self.recipients(server), [f"{name}@example.net" for name in people])
        self.assertIn(b"MAIL FROM:<ann@example.org>", server.commands[1])

    def test_two_mails_have_two_message_ids(self):
        ids = {self.sent("--to", "b@example.net")[1]["Message-ID"] for _ in range(2)}
        self.assertEqual(len(ids), 2)

    def test_attachments(self):
        everything = bytes(range(256)) * 300
        server, mail = self.sent(
            *("--to", "b@example.net", "--text", "see below"),
            *("--attach", self.file("all.bin", everything), "--attach", self.file("x.png", b"p")),
            *("--attach-name", "größe.txt", "--attach-type", "text/x-test; charset=utf-8"),
            *("--attach", self.file("empty.pdf", b"")),
        )
        parts = list(mail.iter_attachments())
        self.assertEqual([p.get_filename() for p in parts], ["all.bin", "größe.txt", "empty.pdf"])
        types = ["application/octet-stream", "text/x-test", "application/pdf"]
        self.assertEqual([p.get_content_type() for p in parts], types)
        self.assertEqual([p.get_payload(decode=True) for p in parts], [everything, b"p", b""])

    def test_the_envelope_can_be_another_one(self):
        server, mail = self.sent(
            *("--to", "list@example.net", "-f", "bounce@example.org", "--rcpt", "one@example.net", "two@example.net"),
            *("one@example.net", "--subject=x"),
        )
        self.assertTrue(server.commands[1].startswith(b"MAIL FROM:<bounce@example.org>"), server.commands)
        people = ["list@example.net", "one@example.net", "two@example.net"]
        self.assertEqual(sorted(self.recipients(server)), people)
        self.assertEqual(mail["To"], "list@example.net")
        self.assertEqual(mail["From"], "ann@example.org")
        server, _ = self.sent("--subject", "x", "--mail-from", "<>", "b@example.net")
        self.assertTrue(server.commands[1].startswith(b"MAIL FROM:<>"), server.commands)

    def test_an_address_given_twice_gets_the_mail_once(self):
        server, _ = self.sent("--to", "b@example.net, b@example.net", "--cc", "b@example.net", "b@example.net")
        self.assertEqual(self.recipients(server), ["b@example.net"])
        server, _ = self.sent("--to", "b@example.net, B@example.net", "--cc", "b@EXAMPLE.net", "b@Example.net")
        self.assertEqual(self.recipients(server), ["b@example.net", "B@example.net"])

    def test_standard_input_is_not_read(self):
        server, mail = self.sent("--subject", "x", "--to", "b@example.net", stdin=RAW)
        self.assertNotIn(b"Hello, Bob", server.content)

    def test_injection_in_every_option(self):
        for bad in INJECTIONS:
            for arguments in [
                ("--from", "Ann" + bad + " <ann@example.org>"),
                ("--from", "ann@example.org" + bad),
                ("--to", "b@example.net" + bad),
                ("--to", "Bob" + bad + " <b@example.net>"),
                ("--cc", "b@example.net" + bad),
                ("--bcc", "b@example.net" + bad),
                ("--subject", "hello" + bad),
                ("--header", "X-One: 1" + bad),
                ("--header", "X-One" + bad + ": 1"),
                ("--header", "Reply-To: a@b.example" + bad),
                ("--rcpt", "b@example.net" + bad),
                ("b@example.net" + bad,),
                ("--mail-from", "b@example.net" + bad),
                ("--attach", self.file("x", b"x"), "--attach-name", "x" + bad),
                ("--attach", self.file("x", b"x"), "--attach-type", "text/plain" + bad),
            ]:
                with self.subTest(arguments):
                    self.refuse("--to", "bob@example.net", *arguments)

    def test_smtp_parameters_cannot_be_smuggled(self):
        smuggled = ["b@example.net> NOTIFY=NEVER", '"a> ORCPT=x"', "a b@c.example", "a@b.example,c@d.example"]
        for address in [*smuggled, "<a@b.c> x"]:
            for option in ["--rcpt", "--mail-from"]:
                with self.subTest((option, address)):
                    self.refuse("--to", "bob@example.net", option, address, error="SMTP_E_ADDRESS")

    def test_bad_addresses(self):
        bad = ["bob", "@example.net", "bob@", "a@@b", "a@b..c", "a..b@c.example", "bob@-x.example"]
        for option in ["--from", "--to", "--cc", "--bcc", "--rcpt", "--mail-from"]:
            for address in [*bad, "x" * 65 + "@b.example"]:
                with self.subTest((option, address)):
                    self.refuse("--to", "bob@example.net", option, address)

    def test_from(self):
        server = self.smarthost()
        result = run("--json", "--server", server.url, "--to", "b@example.net", "--subject", "x")
        self.check(result, 65, class_="input", error="SMTP_E_NO_FROM", phase="setup")
        self.assertEqual(server.connections, 0)
        self.refuse("--to", "b@example.net", "--from", "", error="SMTP_E_ADDRESS")
        self.refuse("--to", "b@example.net", "--from", "a@b.example, c@d.example", error="SMTP_E_ADDRESS")

    def test_headers(self):
        self.refuse("--to", "b@example.net", "--header", "no colon", error="SMTP_E_HEADER_NAME")
        self.refuse("--to", "b@example.net", "--header", ": x", error="SMTP_E_HEADER_NAME")
        self.refuse("--to", "b@example.net", "--header", "two words: x", error="SMTP_E_HEADER_NAME")
        for name in ["From", "to", "BCC", "Subject", "Date", "Content-Type", "MIME-Version"]:
            self.refuse("--to", "b@example.net", "--header", f"{name}: x", error="SMTP_E_HEADER_RESERVED")

    def test_headers_of_addresses(self):
        _, mail = self.sent(
            *("--to", "b@example.net", "--header", "reply-to: a@example.org, B <b@example.org>"),
            *("--header", "Disposition-Notification-To: Änn <ann@example.org>"),
            *("--header", "RETURN-RECEIPT-TO:ann@example.org", "--header", "Reply-To: c@example.org"),
        )
        self.assertEqual(mail["Reply-To"], "a@example.org, B <b@example.org>, c@example.org")
        self.assertEqual(mail["Disposition-Notification-To"].split(" <")[1], "ann@example.org>")
        self.assertEqual(mail["Return-Receipt-To"], "ann@example.org")
        for name in ["Disposition-Notification-To", "return-receipt-to"]:
            self.refuse("--to", "b@example.net", "--header", f"{name}: no address", error="SMTP_E_ADDRESS")
            self.refuse("--to", "b@example.net", "--header", f"{name}: a@b.example\r\nBcc: x@evil.example")
        self.refuse("--to", "b@example.net", "--header", "Resent-To: x@example.org", error="SMTP_E_HEADER_RESERVED")

    def test_text_must_be_utf8_without_nul(self):
        self.refuse("--to", "b@example.net", "--text", "@" + self.file("t", b"\xff\n"), error="SMTP_E_UTF8")
        self.refuse("--to", "b@example.net", "--html", "@" + self.file("t", b"a\0b"), error="SMTP_E_NUL_IN_CONTENT")
        self.refuse("--to", "b@example.net", "--text", b"\xff", error="SMTP_E_UTF8")
        self.refuse("--to", "b@example.net", "--subject", b"\xff", error="SMTP_E_UTF8")

    def test_no_recipient_in_the_lists(self):
        self.refuse("--to", "", error="SMTP_E_NO_RECIPIENT")

    def test_unreadable_files(self):
        for path in ["/nowhere/at/all", str(self.directory)]:
            for option, prefix in [("--text", "@"), ("--html", "@"), ("--attach", "")]:
                with self.subTest((option, path)):
                    self.refuse("--to", "b@example.net", option, prefix + path, status=66, error="SMTP_E_NO_FILE")

    def test_a_file_that_opens_but_cannot_be_read(self):
        server = self.smarthost()
        result = self.compose(server, "--to", "b@example.net", "--attach", "/proc/self/mem")
        self.check(result, 66, outcome="failed", class_="input", error="SMTP_E_SOURCE")
        self.assertFalse(server.content)

    def test_too_large_for_the_server(self):
        server = self.smarthost(EHLO=b"250-x.example\r\n250 SIZE 1000\r\n")
        attachment = self.file("big", b"x" * 5000)
        result = self.compose(server, "--to", "b@example.net", "--attach", attachment)
        self.check(result, 65, class_="input", error="SMTP_E_TOO_LARGE", outcome="failed")
        self.assertNotIn("MAIL", server.verbs())


if __name__ == "__main__":
    unittest.main()
