# SPDX-License-Identifier: MIT
"""Raw messages: sent as they are, from a file, a redirected file or a pipe; -t; what is no message."""
import os
import subprocess
import unittest

from harness import RAW, TestCase, free_port, run

HEAD = b"From: Ann <ann@example.org>\r\n"


class Raw(TestCase):
    def arrives(self, message, expected, *arguments, **more):
        server = self.smarthost()
        self.check(self.send(server, *arguments, stdin=message, **more), 0, outcome="sent")
        self.assertEqual(server.content, expected)
        return server

    def refuse(self, message, *arguments, status=65, error=None):
        server = self.smarthost()
        result = self.send(server, *arguments, stdin=message)
        answer = self.check(result, status, outcome="failed", class_="input", code=0, text="")
        if error:
            self.assertEqual(answer["error"], error, result)
        self.assertNotIn("MAIL", server.verbs())

    def test_pipe_file_and_redirected_file(self):
        path = self.file("mail", b"skip" + RAW)
        self.arrives(RAW, RAW)
        self.arrives(b"", RAW, "--message", self.file("raw", RAW))
        with open(path, "rb", buffering=0) as file:
            file.seek(4)
            self.arrives(file, RAW)
        fifo = str(self.directory / "fifo")
        os.mkfifo(fifo)
        with subprocess.Popen(["sh", "-c", 'cat "$0" > "$1"', self.file("raw", RAW), fifo]):
            self.arrives(b"", RAW, "--message", fifo)

    def test_line_ends_become_crlf(self):
        for end in [b"\n", b"\r", b"\r\n"]:
            with self.subTest(end):
                self.arrives(RAW.replace(b"\r\n", end), RAW)
        self.arrives(HEAD + b"\r\na\rb\nc\r\n\n\r\r\nd", HEAD + b"\r\na\r\nb\r\nc\r\n\r\n\r\n\r\nd\r\n")

    def test_a_missing_last_line_end_is_added(self):
        self.arrives(HEAD + b"\r\nbody", HEAD + b"\r\nbody\r\n")
        self.arrives(HEAD + b"\r\nbody\r", HEAD + b"\r\nbody\r\n")

    def test_dots(self):
        body = b".\r\n..\r\n.x\r\nx.\r\n\r\n.\r\nMAIL FROM:<evil@example.org>\r\n"
        stuffed = b"..\r\n...\r\n..x\r\nx.\r\n\r\n..\r\nMAIL FROM:<evil@example.org>\r\n"
        server = self.arrives(HEAD + b"\r\n" + body, HEAD + b"\r\n" + stuffed)
        self.assertEqual(server.verbs().count("MAIL"), 1)

    def test_no_end_of_data_can_be_smuggled(self):
        for before in [b"\n", b"\r", b"\r\n"]:
            for after in [b"\n", b"\r", b"\r\n"]:
                with self.subTest((before, after)):
                    body = b"a" + before + b"." + after + b"QUIT\r\n"
                    server = self.arrives(HEAD + b"\r\n" + body, HEAD + b"\r\na\r\n..\r\nQUIT\r\n")
                    self.assertEqual(server.verbs().count("QUIT"), server.verbs()[-1] == "QUIT")

    def test_8bit_is_sent_as_it_is_and_declared(self):
        message = HEAD + b"\r\nGr\xc3\xbc\xc3\x9fe \xff\xfe\r\n"
        server = self.arrives(message, message)
        self.assertIn(b"BODY=8BITMIME", server.commands[1])
        refused = self.smarthost(EHLO=b"250 x.example\r\n")
        self.check(self.send(refused, stdin=message), 65, class_="input", error="SMTP_E_NEEDS_8BITMIME")

    def test_options_of_sendmail(self):
        for option in ["-i", "-oi"]:
            self.arrives(RAW, RAW, option)

    def test_header_alone(self):
        self.arrives(HEAD, HEAD)
        self.arrives(HEAD + b"\r\n", HEAD + b"\r\n")

    def test_a_bcc_stays_without_t(self):
        message = HEAD + b"Bcc: c@example.net\r\n\r\nx\r\n"
        server = self.arrives(message, message)
        self.assertEqual(server.verbs().count("RCPT"), 1)

    def test_what_is_no_message(self):
        mbox = b"From ann@example.org Mon Jan  1 00:00:00 2026\n" + RAW
        before = [b"\r\n" + RAW, b" " + RAW, b"\xef\xbb\xbf" + RAW]
        for message in [b"", *before, b"hello\r\n", b": x\r\n\r\n", mbox]:
            with self.subTest(message[:20]):
                self.refuse(message, error="SMTP_E_NOT_A_MESSAGE")
                self.refuse(message, "-f", "ann@example.org", error="SMTP_E_NOT_A_MESSAGE")
        self.refuse(b"", "--message", self.file("nul", b"\0" * 50), error="SMTP_E_NOT_A_MESSAGE")

    def test_content_that_cannot_be_sent(self):
        self.refuse(RAW + b"a\0b\r\n", error="SMTP_E_NUL_IN_CONTENT")
        self.refuse(RAW + b"x" * 999 + b"\r\n", error="SMTP_E_LINE_TOO_LONG")
        self.refuse(b"From: a@x.example" + b",\r\n b@x.example" * 80000 + b"\r\n", error="SMTP_E_HEADER_TOO_LONG")
        self.arrives(RAW + b"x" * 998 + b"\r\n", RAW + b"x" * 998 + b"\r\n")

    def test_a_header_may_be_large(self):
        message = HEAD + b"X: y\r\n" * 200000 + b"\r\nx\r\n"
        self.arrives(message, message)

    def test_unreadable_messages(self):
        server = self.smarthost()
        for path in ["/nowhere/at/all", str(self.directory), ""]:
            result = self.send(server, "--message", path)
            self.check(result, 66, class_="input", error="SMTP_E_NO_FILE", phase="setup", recipients=[])
        self.assertEqual(server.connections, 0)

    def test_a_message_that_opens_but_cannot_be_read(self):
        result = self.send(self.smarthost(), "--message", "/proc/self/mem")
        self.check(result, 66, class_="input", error="SMTP_E_SOURCE", phase="setup")

    def test_no_room_for_the_copy_of_a_pipe(self):
        server = self.smarthost()
        result = self.send(server, stdin=RAW, environment={"TMPDIR": "/nowhere/at/all"})
        answer = self.check(result, 75, outcome="failed", class_="resource", error="SMTP_E_NO_MEMORY", phase="setup")
        self.assertIn("temporary file", answer["message"])
        self.assertEqual(server.connections, 0)

    def test_mail_from(self):
        for arguments, sender in [
            ((), b"<ann@example.org>"),
            (("--from", "Other <other@example.org>"), b"<other@example.org>"),
            (("--from", "other@example.org", "-f", "third@example.org"), b"<third@example.org>"),
            (("--mail-from", "<>"), b"<>"),
            (("--mail-from", "<third@example.org>"), b"<third@example.org>"),
        ]:
            with self.subTest(arguments):
                server = self.arrives(RAW, RAW, *arguments)
                self.assertEqual(server.commands[1].split(b" ")[1], b"FROM:" + sender)
        without = b"Subject: x\r\n\r\nx\r\n"
        self.refuse(without, error="SMTP_E_NO_FROM")
        self.refuse(b"From:\r\n\r\n", error="SMTP_E_NO_FROM")
        self.refuse(b"From: bob\r\n\r\n", error="SMTP_E_ADDRESS")
        self.arrives(without, without, "-f", "ann@example.org")

    def test_sender_goes_before_from(self):
        message = RAW.replace(b"To:", b"Sender: Secretary <sec@example.org>\r\nTo:")
        server = self.arrives(message, message)
        self.assertEqual(server.commands[1].split(b" ")[1], b"FROM:<sec@example.org>")

    def test_everything_after_two_dashes_is_a_recipient(self):
        server = self.arrives(RAW, RAW, "--", "-t@example.net")
        self.assertIn(b"RCPT TO:<-t@example.net>", server.commands)

    def test_a_large_pipe(self):
        line = b"0123456789" * 7 + b"\r\n"
        message = RAW + line * 80000
        self.arrives(message, message)


class FromHeaders(TestCase):
    def send_t(self, message, *arguments):
        server = self.smarthost()
        result = run("--json", "--timeout", "5", "--server", server.url, "-t", *arguments, stdin=message)
        return server, result

    def recipients(self, server):
        return [line[9:-1].decode() for line in server.commands if line.startswith(b"RCPT TO:<")]

    def arrives(self, message, expected, people, *arguments):
        server, result = self.send_t(message, *arguments)
        self.check(result, 0, outcome="sent")
        self.assertEqual(server.content, expected)
        self.assertEqual(self.recipients(server), people)

    def test_to_cc_and_bcc(self):
        message = (
            b"bcc: One <one@x.example>,\r\n\ttwo@x.example\r\n"
            b"From: ann@example.org\r\nTO: Bob <bob@x.example>, \"C, D\"\r\n <cd@x.example>\r\n"
            b"Cc: team: e@x.example, f@x.example;\r\nBcc:\r\n three@x.example\r\nSubject: Bcc: not me\r\n a\r\n"
            b"To: bob@x.example\r\nX-Bcc: y@x.example\r\nBCC : four@x.example\r\n\r\nBcc: body\r\n"
        )
        expected = (
            b"From: ann@example.org\r\nTO: Bob <bob@x.example>, \"C, D\"\r\n <cd@x.example>\r\n"
            b"Cc: team: e@x.example, f@x.example;\r\nSubject: Bcc: not me\r\n a\r\n"
            b"To: bob@x.example\r\nX-Bcc: y@x.example\r\n\r\nBcc: body\r\n"
        )
        people = [f"{name}@x.example" for name in "one two bob cd e f three four".split()]
        self.arrives(message, expected, people)
        self.arrives(message.replace(b"\r\n", b"\n"), expected, people)
        self.arrives(message.replace(b"\r\n", b"\r"), expected, people)

    def test_resent_bcc_is_left_out_and_gets_no_mail(self):
        message = HEAD + b"Resent-Bcc: r@x.example\r\nTo: a@x.example\r\nresent-bcc: s@x.example,\n t@x.example\n\nx\n"
        self.arrives(message, HEAD + b"To: a@x.example\r\n\r\nx\r\n", ["a@x.example"])
        only = HEAD + b"Resent-Bcc: r@x.example\r\n\r\nx\r\n"
        self.refuse(only, "SMTP_E_NO_RECIPIENT")

    def test_recipients_of_the_command_line_are_added(self):
        message = HEAD + b"To: a@x.example\r\n\r\nx\r\n"
        self.arrives(message, message, ["a@x.example", "b@x.example"], "b@x.example", "--rcpt=a@x.example")

    def test_an_address_is_taken_once_whatever_the_case_of_its_domain(self):
        message = HEAD + b"To: a@x.example, A@x.example\r\nCc: a@X.Example, B <b@x.example>\r\n\r\nx\r\n"
        people = ["a@x.example", "A@x.example", "b@x.example", "c@x.example"]
        self.arrives(message, message, people, "b@x.EXAMPLE", "<a@x.example>", "c@x.example")

    def test_many_recipients(self):
        people = [f"user{i}@x.example" for i in range(40000)]
        message = HEAD + b"To: " + ",\r\n ".join(people).encode() + b"\r\n\r\nx\r\n"
        again = [word for person in people[:10000] for word in ("--rcpt", person)]
        result = run("--json", "--server", f"smtp+plain://127.0.0.1:{free_port()}", "-t", *again, stdin=message)
        answer = self.check(result, 75, error="SMTP_E_CONNECT")
        self.assertEqual([r["address"] for r in answer["recipients"]], people)
        self.assertLess(result.seconds, 5)

    def test_bcc_is_the_last_field(self):
        self.arrives(HEAD + b"Bcc: a@x.example", HEAD, ["a@x.example"])
        self.arrives(HEAD + b"Bcc: a@x.example\n\nx", HEAD + b"\r\nx\r\n", ["a@x.example"])

    def test_the_header_may_have_no_recipient_if_there_are_others(self):
        message = HEAD + b"Bcc:\r\nSubject: x\r\n\r\nx\r\n"
        self.arrives(message, HEAD + b"Subject: x\r\n\r\nx\r\n", ["b@x.example"], "b@x.example")

    def test_mail_from_of_the_command_line(self):
        message = b"From: no address\r\nTo: a@x.example\r\n\r\nx\r\n"
        self.arrives(message, message, ["a@x.example"], "-f", "ann@example.org")

    def test_a_large_bcc(self):
        people = [f"user{i}@x.example" for i in range(100)]
        bcc = b"Bcc: " + b",".join(b"\r\n".ljust(900) * 10 + person.encode() for person in people) + b"\r\n"
        self.arrives(HEAD + bcc + b"\r\nx\r\n", HEAD + b"\r\nx\r\n", people)

    def refuse(self, message, error):
        server, result = self.send_t(message)
        answer = self.check(result, 65, class_="input", phase="setup")
        if error:
            self.assertEqual(answer["error"], error, result)
        self.assertEqual(server.connections, 0)

    def test_refused(self):
        self.refuse(HEAD + b"Subject: x\r\n\r\nTo: a@x.example\r\n", "SMTP_E_NO_RECIPIENT")
        self.refuse(HEAD + b"To:\r\nCc: undisclosed-recipients:;\r\n\r\n", "SMTP_E_NO_RECIPIENT")
        self.refuse(HEAD + b"To: a@x.example, bob\r\n\r\n", "SMTP_E_ADDRESS")
        self.refuse(HEAD + b"To: a@x.example\0\r\n\r\n", None)
        self.refuse(HEAD + b"To: a@x.example\r\nno field\r\nBcc: secret@x.example\r\n\r\n", "SMTP_E_NOT_A_MESSAGE")


if __name__ == "__main__":
    unittest.main()
