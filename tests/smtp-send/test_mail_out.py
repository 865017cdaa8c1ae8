# SPDX-License-Identifier: MIT
"""The mail-out of the examples, named by $MAIL_OUT."""
import os
import socket
import subprocess
import unittest

from harness import TestCase

TABLE = b"address\tname\nann@example.com\tAnn\nbob@example.com\tBob\n"
MANY = b"address\tname\n" + b"".join(b"p%d@example.com\tP%d\n" % (n, n) for n in range(20))
WORDS = ["news@example.org", "News for {{name}}", "Dear {{name}},\nhello"]


class MailOut(TestCase):
    def mail_out(self, status, words, table, **variables):
        """What it says on standard error."""
        command = [os.environ["MAIL_OUT"], *words]
        env = {name: value for name, value in os.environ.items() if not name.startswith("SMTP_")}
        env.update(variables)
        done = subprocess.run(command, input=table, capture_output=True, timeout=30, check=False, env=env)
        self.assertEqual((done.returncode, done.stdout), (status, b""), done.stderr)
        return done.stderr.decode()

    def recipients(self, server):
        return [line for line in server.commands if line.startswith(b"RCPT")]

    def test_each_gets_a_mail(self):
        server = self.smarthost()
        self.assertEqual(self.mail_out(0, WORDS, TABLE, SMTP_URL=server.url), "")
        self.assertEqual(self.recipients(server), [b"RCPT TO:<ann@example.com>", b"RCPT TO:<bob@example.com>"])
        for text in [b"To: bob@example.com\r\n", b"Subject: News for Bob\r\n", b"Dear Bob,\r\nhello\r\n"]:
            self.assertIn(text, server.content)

    def test_a_line_that_cannot_be_sent_is_told(self):
        server = self.smarthost()
        table = TABLE + b"carl@example.com\nnobody\tDan\ndora@example.com\tDora\tx\n"
        lines = self.mail_out(1, WORDS, table, SMTP_URL=server.url).splitlines()
        self.assertEqual(
            lines,
            [
                "mail-out: carl@example.com: a key has no value",
                "mail-out: nobody: not a mailbox address",
                "mail-out: dora@example.com: a key that was not declared",
            ],
        )
        self.assertEqual(len(self.recipients(server)), 2)

    def test_more_mails_than_are_under_way_at_once(self):
        for ahead in [{}, {"SMTP_AHEAD": "1"}]:
            with self.subTest(**ahead):
                server = self.smarthost()
                self.assertEqual(self.mail_out(0, WORDS, MANY, SMTP_URL=server.url, **ahead), "")
                self.assertEqual(self.recipients(server), [b"RCPT TO:<p%d@example.com>" % n for n in range(20)])
                self.assertEqual((server.connections, server.verbs()[-1]), (1, "QUIT"))
                self.assertIn(b"Dear P19,\r\n", server.content)

    def test_one_that_is_refused_stops_no_other(self):
        server = self.smarthost(RCPT=[b"550 5.1.1 no such user\r\n", b"250 2.1.5 recipient ok\r\n"])
        self.assertIn("mail-out: ann@example.com: ", self.mail_out(1, WORDS, TABLE, SMTP_URL=server.url))
        self.assertIn(b"Dear Bob,\r\n", server.content)

    def test_nobody_is_left_out_in_silence(self):
        server = self.smarthost(connect=b"554 5.7.1 go away\r\n")
        lines = self.mail_out(1, WORDS, MANY, SMTP_URL=server.url).splitlines()
        self.assertEqual([line.split(": ")[1] for line in lines], ["p%d@example.com" % n for n in range(20)])
        self.assertEqual(lines[-1], "mail-out: p19@example.com: not tried")

    def test_a_table_that_breaks_off_is_told(self):
        server = self.smarthost()
        table, writer = socket.socketpair()
        table.sendall(b"never read")
        writer.sendall(TABLE)
        writer.close()
        env = {"SMTP_URL": server.url}
        with table:
            done = subprocess.run(
                [os.environ["MAIL_OUT"], *WORDS], stdin=table, capture_output=True, timeout=30, check=False, env=env
            )
        self.assertEqual((done.returncode, done.stderr), (1, b"mail-out: the table: it cannot be read further\n"))
        self.assertEqual(len(self.recipients(server)), 2)

    def test_an_unknown_key_is_told_before_anything_is_sent(self):
        server = self.smarthost()
        text = self.mail_out(1, [*WORDS[:2], "Dear {{Name}}"], TABLE, SMTP_URL=server.url)
        self.assertEqual(text, "mail-out: a key that was not declared\n")
        self.assertEqual(server.commands, [])

    def test_more_columns_than_it_has_room_for(self):
        table = b"address" + b"".join(b"\tkey%d" % n for n in range(32)) + b"\n"
        text = self.mail_out(1, WORDS, table, SMTP_URL="smtp://localhost")
        self.assertEqual(text, "mail-out: a buffer of fixed size is too small\n")

    def test_it_says_what_it_needs(self):
        for words, table in [([], TABLE), (WORDS, b""), (WORDS, TABLE)]:
            self.assertIn("usage: SMTP_URL", self.mail_out(1, words, table))


if __name__ == "__main__":
    unittest.main()
