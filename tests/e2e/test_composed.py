# SPDX-License-Identifier: MIT
"""Mails that smtp-send composes, read back by Python's email package from what Postfix stored."""
import email
import email.policy
import os
import random

import corpus
import postfix
import programs

SENDER = "ann@sender.test"
TEXT = "Grüße aus Kōbe 🙂\n\n.a line with a dot\nFrom here on\ntrailing blanks  \n" + "long " * 400 + "\nend\n"
HTML = "<!doctype html>\n<p>Grüße &amp; <b>more</b></p>\n"


class Composed(programs.TestCase):
    def setUp(self):
        super().setUp()
        self.server = postfix.server()

    def send(self, *arguments, status=0):
        result = programs.smtp_send(
            self.server.url(postfix.TLS), "--ca-file", self.server.certificate("ca.pem"), "--user", postfix.USER,
            *arguments, password=postfix.PASSWORD,
        )  # fmt: skip
        self.assertEqual(result.status, status, result)
        return result

    def stored(self, recipient):
        (raw,) = self.server.mail(recipient)
        for line in raw.split(b"\n"):
            self.assertLessEqual(len(line), 998, line[:80])
        message = email.message_from_bytes(raw, policy=email.policy.default)
        for part in message.walk():
            self.assertEqual(part.defects, [])
        for name in ("Date", "From", "Message-ID", "MIME-Version"):
            self.assertEqual(len(message.get_all(name, [])), 1, name)
        return message

    def compose(self, recipient, *more):
        self.send("--from", f"Ann <{SENDER}>", "--to", recipient, *more)
        return self.stored(recipient)

    def test_text(self):
        for name, text in (("ascii", "Hello\n"), ("utf-8", TEXT), ("empty", "")):
            with self.subTest(text=name):
                message = self.compose(f"{name}@text.test", "--subject", "hi", "--text", text)
                self.assertEqual(message.get_content_type(), "text/plain")
                self.assertEqual(message.get_content().rstrip("\n"), text.rstrip("\n"))

    def test_subject_and_names(self):
        for number, subject in enumerate(("plain", "Grüße 🙂 " * 30, "a " * 200, "=?not?an?encoded-word?=", " x  y ")):
            with self.subTest(subject=subject[:20]):
                message = self.compose(f"s{number}@subject.test", "--subject", subject, "--text", "x")
                self.assertEqual(message["Subject"].strip(), subject.strip())

    def test_addresses_in_the_header(self):
        self.send(
            "--from", "Jürgen Müller <ann@sender.test>", "--to", '"Last, First" <to@head.test>',
            "--cc", "Žofie <cc@head.test>", "--bcc", "bcc@head.test", "--subject", "x", "--text", "x",
        )  # fmt: skip
        message = self.stored("to@head.test")
        self.assertEqual(message["From"].addresses[0].display_name, "Jürgen Müller")
        self.assertEqual(message["To"].addresses[0].display_name, "Last, First")
        self.assertEqual(message["Cc"].addresses[0].display_name, "Žofie")
        for recipient in ("cc@head.test", "bcc@head.test"):
            self.assertEqual(self.stored(recipient).as_bytes(), message.as_bytes())
        self.assertNotIn(b"bcc@head.test", message.as_bytes())

    def test_alternative(self):
        message = self.compose("alternative@head.test", "--subject", "x", "--text", TEXT, "--html", HTML)
        self.assertEqual(message.get_content_type(), "multipart/alternative")
        text, html = message.iter_parts()
        self.assertEqual((text.get_content(), html.get_content()), (TEXT, HTML))
        self.assertEqual([text.get_content_type(), html.get_content_type()], ["text/plain", "text/html"])

    def test_attachments(self):
        contents = {
            "small.bin": bytes(range(256)),
            "empty.bin": b"",
            "Übersicht 2026.pdf": random.Random(1).randbytes(300_001),
            "notes.txt": "erste Zeile\nzweite\r\n.\r\nohne Ende".encode(),
        }
        arguments = [word for name, content in contents.items() for word in ("--attach", self.file(name, content))]
        message = self.compose("parts@attach.test", "--subject", "x", "--text", TEXT, "--html", HTML, *arguments)
        self.assertEqual(message.get_content_type(), "multipart/mixed")
        found = {part.get_filename(): part.get_payload(decode=True) for part in message.iter_attachments()}
        self.assertEqual(found, contents)
        self.assertEqual(message.get_body(("plain",)).get_content(), TEXT)
        self.assertEqual(message.get_body(("html",)).get_content(), HTML)

    def test_attachment_with_name_and_type(self):
        path = self.file("data", b"a,b\n1,2\n")
        more = ["--attach", path, "--attach-name", "Tabelle ä.csv", "--attach-type", "text/csv"]
        message = self.compose("named@attach.test", "--subject", "x", "--text", "x", *more)
        (part,) = message.iter_attachments()
        self.assertEqual((part.get_filename(), part.get_content_type()), ("Tabelle ä.csv", "text/csv"))
        self.assertEqual(part.get_payload(decode=True), b"a,b\n1,2\n")

    def test_own_headers(self):
        header = ["--header", "X-One: 1", "--header", "X-Two: zwei ü"]
        message = self.compose("own@header.test", "--subject", "x", "--text", "x", *header)
        self.assertEqual((message["X-One"], message["X-Two"]), ("1", "zwei ü"))

    def test_recipients_from_the_header(self):
        raw = b"Bcc: hidden@head.test\r\n" + corpus.body(b"x\r\n").replace(b"bob@receiver.test", b"seen@head.test")
        self.send("-t", "--mail-from", SENDER, "--message", self.file("message", raw))
        expected = raw.split(b"\r\n", 1)[1].replace(b"\r\n", b"\n")
        for recipient in ("seen@head.test", "hidden@head.test"):
            self.assertEqual(self.server.mail(recipient), [expected])

    def test_injection_is_refused(self):
        for arguments in (
            ["--subject", "x\r\nBcc: evil@head.test"],
            ["--header", "X: y\nBcc: evil@head.test"],
            ["--to", "a@b.test>\r\nRCPT TO:<evil@head.test"],
        ):
            with self.subTest(arguments=arguments):
                result = self.send("--from", SENDER, "--to", "good@head.test", "--text", "x", *arguments, status=65)
                self.assertEqual(result.class_, "input", result)
        self.assertFalse(self.server.has_mail("evil@head.test"))
        self.assertFalse(self.server.has_mail("good@head.test"))

    def test_unreadable_attachment(self):
        missing = os.path.join(self.directory, "missing")
        self.send("--from", SENDER, "--to", "good@head.test", "--text", "x", "--attach", missing, status=66)
