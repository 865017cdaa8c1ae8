# SPDX-License-Identifier: MIT
"""A raw message: what was asked for is done to its header, and all else arrives as it was."""
import corpus
import postfix
import programs

BEFORE = b"X-Before: all\n"
DATE = b"Date: Thu, 01 Jan 1970 00:00:00 +0000\n"
MESSAGE_ID = b"Message-ID: <1@sender.test>\n"


class Raw(programs.TestCase):
    def check(self, people, message, stored):
        """`people` stand in the message, which is stored as it says for each of them."""
        server = postfix.server()
        done = programs.run("SEND_RAW", [server.url(postfix.PLAIN), self.file("message", message)])
        self.assertEqual((done.returncode, done.stdout), (0, b"SMTP_OK\n"), done)
        for person in people:
            self.assertEqual(server.mail(person), [stored], person)

    def test_bcc_is_left_out_and_what_is_missing_added(self):
        people = [f"{field}.raw@ours.test" for field in ("to", "cc", "bcc", "hidden")]
        to, cc, bcc, hidden = (person.encode() for person in people)
        head = b"Subject:  odd\n \tfolds  \nFrom: Ann <ann@sender.test>\nTo: " + to + b"\nCc: " + cc + b"\n"
        hiding = b"bcc: Hidden\n <" + bcc + b">,\n " + hidden + b"\nResent-Bcc: x@sender.test\n"
        body = b"\nBcc: stays\n.\n..\n\xff \n\nend\n"
        for name, end in (("CRLF", b"\r\n"), ("LF", b"\n"), ("CR", b"\r")):
            with self.subTest(line_ends=name):
                message = (hiding + head + hiding + body).replace(b"\n", end)
                self.check(people, message, BEFORE + head + DATE + MESSAGE_ID + body)

    def test_every_message_of_the_others(self):
        for name, message in corpus.MESSAGES.items():
            with self.subTest(message=name):
                person = f"{name.lower()}.raw@ours.test".encode()
                message = message.replace(b"bob@receiver.test", person)
                head, _, rest = corpus.canonical(message).replace(b"\r\n", b"\n").partition(b"\n\n")
                stored = BEFORE + head.removesuffix(b"\n") + b"\n" + DATE + MESSAGE_ID
                if name != "header-only":
                    stored += b"\n" + rest
                self.check([person.decode()], message, stored)
