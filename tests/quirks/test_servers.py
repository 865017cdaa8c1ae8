# SPDX-License-Identifier: MIT
"""Servers, and what stands in front of them: Q1 to Q27, but for those of test_order."""
import email
import email.policy
import re
import socket
import struct
import time
import unittest

from harness import RAW, run
from scene import TestCase, capabilities, closing, held
from smarthost import CLOSE, SILENCE

STEPS = ["connect", "EHLO", "MAIL", "RCPT", "DATA", "end"]
LOCK_STEP = capabilities()


class Greeting(TestCase):
    def test_Q1_greeting_of_many_lines(self):
        """A greeting of several lines, as Exim sends it, is one reply. (ESP32-Mail-Client #66)"""
        self.answer(0, replies={"connect": b"220-x.example ESMTP\r\n220-We do not\r\n220-\r\n220 like spam\r\n"})

    def test_Q2_greeting_of_stars(self):
        """A firewall overwrites the greeting, so that no word of it can be read: EHLO comes all the same.
        (nodemailer #1081, swiftmailer #60)"""
        for words in [b"*" * 70, b"\xff\x80\x01 \x1b[31m", b"SMTP", b""]:
            with self.subTest(words):
                self.answer(0, replies={"connect": b"220 " + words + b"\r\n"})
                self.assertEqual(self.server.verbs(), ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"])

    def test_Q3_helo_after_a_refused_ehlo_alone(self):
        """A server that does not know EHLO gets HELO; one that says 421 or 451 or closes does not, nor where TLS or a
        login is needed; and what it said to EHLO is what is told. (PHPMailer #2189, go-smtp #260)"""
        for code in [b"500", b"501", b"502", b"504", b"550"]:
            self.answer(0, replies={"EHLO": code + b" what?\r\n"})
            self.assertEqual(self.server.verbs()[:2], ["EHLO", "HELO"])
        for reply in [b"421 4.3.2 busy\r\n", b"451 4.3.0 later\r\n", CLOSE]:
            self.answer(75, replies={"EHLO": reply})
            self.assertNotIn("HELO", self.server.verbs())
        no = {"EHLO": b"502 5.5.1 no EHLO\r\n"}
        self.log_in(69, "PLAIN", replies=no, code=502, text="5.5.1 no EHLO")
        self.assertEqual(self.server.verbs(), ["EHLO", "QUIT"])
        self.over_tls(69, replies=no, code=502)
        self.assertNotIn("HELO", self.server.verbs())

    def test_Q3_the_reason_is_what_was_said_to_ehlo(self):
        """Where the server refuses EHLO and ends the connection, that refusal is told, not that HELO failed."""
        for helo in [b"550 5.0.0 second\r\n", CLOSE]:
            answer = self.answer(69, replies={"EHLO": b"554 5.7.1 first\r\n", "HELO": helo}, code=554, phase="ehlo")
            self.assertIn("first", answer["text"])
        self.answer(69, replies={"EHLO": closing(b"554 5.7.1 first\r\n")}, code=554)
        self.answer(75, replies={"EHLO": b"500 what?\r\n", "HELO": b"421 4.3.2 busy\r\n"}, code=421)

    def test_Q4_one_greeting(self):
        """A server that takes a second greeting for a wrong order gets one only. (email_veracity_checker #2)"""
        self.answer(0, replies={"HELO": b"503 5.5.1 wrong state\r\n"})
        self.assertEqual([v for v in self.server.verbs() if v in ("EHLO", "HELO")], ["EHLO"])

    def test_Q5_the_name_for_ehlo(self):
        """Servers refuse names that are none; they are refused here first, and the name by default is a domain with a
        dot or an address literal. (PHPMailer #1011, #1258, MailKit #1501)"""
        self.answer(0)
        name = self.server.commands[0].decode("ascii").removeprefix("EHLO ")
        self.assertRegex(name, r"^(\[127\.0\.0\.1\]|[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+)$")
        for bad in ["PhpStorm 9.0.3", "mantis.*", "my_host.example", "b\u00fccher.example", "", "a\r\nb"]:
            server = self.smarthost()
            result = self.send(server, "--helo", bad)
            self.assertEqual((result.status, server.connections), (78, 0), (bad, result))
        for good in ["[192.0.2.1]", "[IPv6:2001:db8::1]", "host.example"]:
            self.answer(0, "--helo", good)
            self.assertEqual(self.server.commands[0], b"EHLO " + good.encode())

    def test_Q5_a_name_that_the_server_does_not_like(self):
        """A server that refuses the name with 501 is not asked again in another way without a word about the name."""
        no = b"501 5.5.4 Invalid domain name\r\n"
        answer = self.answer(69, "--helo=localhost", replies={"EHLO": no, "HELO": no}, code=501)
        self.assertIn("full host name", answer["message"])

    def test_Q6_the_name_for_ehlo_is_no_file_s(self):
        """Neither the URL nor the file of the message names the client in EHLO. (curl #5321)"""
        message = self.file("mail.txt", RAW)
        server = self.smarthost()
        self.check(self.send(server, "--message", message), 0)
        self.assertNotIn(b"mail.txt", server.commands[0])
        result = run("--json", "--server", f"{server.url}/mail.txt", "bob@example.net", stdin=RAW)
        self.check(result, 78, error="SMTP_E_URL")


class Replies(TestCase):
    def test_Q7_421_in_the_place_of_any_reply(self):
        """A server may close with 421 whatever it was asked: for now, with its words kept. (nodemailer #1613)"""
        for step in STEPS:
            with self.subTest(step):
                answer = self.answer(75, class_="transient", code=421, replies={step: closing(b"421 4.3.2 full\r\n")})
                self.assertIn("full", answer["text"])
                self.assertIs(answer["recipients"][0]["accepted"], False)
                self.assertEqual(self.server.connections, 1)

    def test_Q7_limits_of_connections(self):
        """The limits of connections and logins come as 421, 432 or 454, and what to do is told. (slurm-mail #41)"""
        busy = b"432 4.3.2 Concurrent connections limit exceeded\r\n"
        answer = self.log_in(75, "PLAIN", replies={"AUTH": busy}, class_="transient", code=432, enhanced="4.3.2")
        self.assertIn("fewer connections", answer["message"])
        often = b"454 4.7.0 Too many login attempts, please try again later.\r\n"
        answer = self.log_in(75, "PLAIN", replies={"AUTH": often}, class_="transient", code=454)
        self.assertIn("Wait some minutes", answer["message"])

    def test_Q8_a_reply_and_an_immediate_end(self):
        """The server says no and closes before it has read what was sent: its words are told, not that the connection
        is gone. (MailKit #194, #1744)"""
        no = b"554 5.7.1 go away\r\n"
        for offered in [LOCK_STEP, capabilities("PIPELINING")]:
            for step in STEPS:
                with self.subTest((offered, step)):
                    answer = self.answer(69, replies={"EHLO": offered, step: closing(no)}, code=554, enhanced="5.7.1")
                    self.assertIn("go away", answer["text"])

    def test_Q8_a_reply_and_a_reset(self):
        """The same while much content is on its way, which the server answers by RST."""

        def stop(connection):
            connection.sendall(b"354 go ahead\r\n")
            connection.recv(1000)
            connection.sendall(b"552 5.3.4 too large\r\n")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False

        for _ in range(5):
            mail = RAW + b"0123456789abcdef\r\n" * 500000
            answer = self.answer(69, stdin=mail, replies={"DATA": stop}, code=552, class_="permanent")
            self.assertIn("too large", answer["text"])

    def test_Q9_the_last_line_has_no_end(self):
        """A refusal without its CRLF, and then the end, still tells why; an acceptance without it is none: the server
        may have died over it. (nodemailer 6.4.1, MailKit #1467)"""
        for step in STEPS:
            with self.subTest(step):
                answer = self.answer(69, replies={step: closing(b"554-5.7.1 not\r\n554 5.7.1 here")}, code=554)
                self.assertIn("here", answer["text"])
        self.answer(75, outcome="unknown", replies={"end": closing(b"250 2.0.0 ok")})

    def test_Q9_a_reply_in_many_packets(self):
        """Each octet of every reply comes by itself. (ESP32-Mail-Client #75)"""

        def dripped(reply):
            def drip(connection):
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                for octet in reply:
                    connection.sendall(bytes([octet]))
                    time.sleep(0.001)

            return drip

        replies = {"connect": b"220-a\r\n220 b\r\n", "EHLO": capabilities("PIPELINING", "SIZE 1000"),
                   "MAIL": b"250 2.1.0 ok\r\n", "end": b"250-2.0.0 ok\r\n250 2.0.0 queued as 4XyZ1234\r\n"}
        self.answer(0, queue_id="4XyZ1234", replies={step: dripped(reply) for step, reply in replies.items()})

    def test_Q10_long_replies_have_an_end(self):
        """Lines and replies longer than any good server's are taken up to a bound; one without an end is a breach of
        the protocol, at once and in bounded memory. (curl, KNOWN_BUGS)"""
        line = b"x" * 4000
        self.answer(0, replies={"MAIL": b"250-" + line + b"\r\n250 ok\r\n", "EHLO": capabilities(*["X-MORE"] * 120)})
        for reply in [b"250 " + b"x" * 100000 + b"\r\n", b"250-more\r\n" * 100000]:
            self.answer(76, error="SMTP_E_REPLY_TOO_LONG", replies={"MAIL": reply})

    def test_Q11_codes_without_text_and_different_ones(self):
        """A code may stand alone, also in each line; two codes in one reply are no reply: which of them counts is
        anybody's guess, and a mail is never sent on a guess."""
        self.answer(0, replies={"MAIL": b"250\r\n", "RCPT": b"250-\r\n250-\r\n250 \r\n", "end": b"250-\r\n250\r\n"})
        for reply in [b"250-one\r\n550 two\r\n", b"550-one\r\n250 two\r\n"]:
            self.answer(76, error="SMTP_E_REPLY_MIXED_CODES", replies={"MAIL": reply})
        self.answer(75, "--timeout=0.3", class_="timeout", replies={"EHLO": LOCK_STEP, "MAIL": b"250-\r\n"})

    def test_Q12_ok_in_the_place_of_go_ahead(self):
        """250 to DATA is no "go ahead": it is what a server says whose replies are one ahead of the questions, and
        content sent then can be taken twice or for commands. Nothing is sent. (nodemailer takes it)"""
        self.answer(76, outcome="failed", error="SMTP_E_REPLY_CODE", replies={"DATA": b"250 ok\r\n"})
        self.assertIsNone(self.server.content)

    def test_Q24_any_code_of_success(self):
        """251 and 252 take a recipient, and any 2yz takes what it answers."""
        self.answer(0, replies={"MAIL": b"259 fine\r\n", "RCPT": b"251 2.1.5 will forward\r\n", "end": b"255 ok\r\n"})
        answer = self.answer(0, replies={"RCPT": b"252 2.1.5 cannot verify\r\n"})
        self.assertEqual(answer["recipients"][0]["code"], 252)

    def test_Q25_a_reply_too_many(self):
        """What nothing asked for is never taken for the answer to what comes next. (libetpan #182, aiosmtplib #48)"""
        twice = b"250 ok\r\n250 ok\r\n"
        for step in ["EHLO", "MAIL", "RCPT"]:
            with self.subTest(step):
                self.answer(76, error="SMTP_E_REPLY_UNEXPECTED", replies={"EHLO": LOCK_STEP, step: twice})
                self.assertNotIn("DATA", self.server.verbs()[:-1])
        self.answer(76, error="SMTP_E_REPLY_UNEXPECTED", replies={"connect": b"220 a\r\n220 b\r\n"})

    def test_Q27_all_lines_and_the_address_in_them(self):
        """What helps is often a URL in the third line: code, enhanced code and all lines are told. (PHPMailer #1258)"""
        reply = (b"550-5.7.26 This mail has been blocked because the sender is unauthenticated.\r\n"
                 b"550-5.7.26 To learn more, visit\r\n"
                 b"550 5.7.26  https://support.google.com/mail/answer/81126#authentication - gsmtp\r\n")
        answer = self.answer(69, replies={"end": reply}, code=550, enhanced="5.7.26")
        self.assertEqual(len(answer["text"].splitlines()), 3)
        self.assertIn("https://support.google.com/mail/answer/81126#authentication", answer["text"])


class Extensions(TestCase):
    def test_Q15_data_by_default(self):
        """BDAT, which some servers offer and stall on, is not used unless asked for, and nothing that is built is
        binary. (MailKit #921, hmailserver #261)"""
        offered = capabilities("CHUNKING", "BINARYMIME", "8BITMIME", "PIPELINING")
        self.answer(0, replies={"EHLO": offered, "BDAT": SILENCE})
        self.assertIn("DATA", self.server.verbs())
        server = self.smarthost(EHLO=offered, BDAT=SILENCE)
        data = self.file("data.bin", bytes(range(256)) * 100)
        self.check(self.compose(server, "--to=b@example.net", "--text=M\u00fcller", "--attach", data), 0)
        self.assertNotIn(b"binary", server.content.lower())
        self.assertNotIn(b"BINARYMIME", b"".join(server.commands))

    def test_Q15_bdat_that_goes_nowhere(self):
        """Where it was asked for and the server never answers it, nobody knows whether the mail was taken: it is not
        sent again by DATA."""
        server = self.smarthost(EHLO=capabilities("CHUNKING"), BDAT=lambda c: time.sleep(0.2) or False)
        client = self.client(server.url)
        self.assertEqual(client("chunking"), "SMTP_OK")
        self.assertRegex(client("send"), "^SMTP_E_(END_OF_STREAM|CONNECTION_LOST) unknown 0$")
        self.assertEqual((server.connections, server.verbs()[-1]), (1, "BDAT"))

    def test_Q16_odd_sizes(self):
        """SIZE without a number, with 0 or with nonsense declares no limit. (ESP-Mail-Client #13)"""
        for size in ["", " 0", " -1", " x", " 99999999999999999999999", " 18446744073709551616"]:
            with self.subTest(size):
                self.answer(0, replies={"EHLO": capabilities("SIZE" + size)})

    def test_Q16_size_is_checked_before_the_upload(self):
        """A mail above the limit is not begun; SIZE= goes only to a server that offers it; and where it refuses by it
        that is the same."""
        answer = self.answer(65, replies={"EHLO": capabilities("SIZE 50")}, error="SMTP_E_TOO_LARGE")
        self.assertIn("attachments smaller", answer["message"])
        self.assertEqual(self.server.verbs(), ["EHLO", "QUIT"])
        self.answer(0, replies={"EHLO": LOCK_STEP})
        self.assertNotIn(b"SIZE", self.server.commands[1])
        self.answer(0, replies={"EHLO": capabilities("SIZE")})
        self.assertIn(b" SIZE=%d" % len(RAW), self.server.commands[1])
        for code in [b"552 5.3.4", b"523 5.3.4"]:
            answer = self.answer(69, replies={"MAIL": code + b" too big\r\n"}, class_="permanent")
            self.assertIn("attachments smaller", answer["message"])

    def test_Q17_limits(self):
        """A server says how many recipients it takes in a mail and how many mails over a connection: the mail goes out
        in parts, over more connections; a limit that is none counts for nothing. (MailKit #1745)"""
        people = [f"b{i}@example.net" for i in range(4)]
        answer = self.answer(0, *people, replies={"EHLO": capabilities("LIMITS RCPTMAX=2 MAILMAX=1", "PIPELINING")})
        self.assertEqual(len(answer["recipients"]), 5)
        verbs = " ".join(self.server.verbs())
        self.assertEqual([mail.count("RCPT") for mail in verbs.split("MAIL")[1:]], [2, 2, 1])
        self.assertEqual(self.server.connections, 3)
        for odd in ["", " RCPTMAX", " RCPTMAX=0", " RCPTMAX=x MAILMAX=-1", " RCPTMAX=99999999999999999999", " XMAX=1"]:
            self.answer(0, *people, replies={"EHLO": capabilities("LIMITS" + odd)})
            self.assertEqual(self.server.verbs().count("MAIL"), 1)


class Mails(TestCase):
    def test_Q18_bare_line_ends(self):
        """Servers refuse a bare LF or CR: each becomes CRLF before dots are doubled, wherever a buffer ends.
        (curl #15942)"""
        for end in [b"\n", b"\r", b"\r\n"]:
            lines = [b"From: a@b.example", b"", b".", b"..", b".x"] + [b"y" * n for n in range(900)]
            self.answer(0, stdin=end.join(lines) + end)
            expected = [b"." + line if line[:1] == b"." else line for line in lines]
            self.assertEqual(self.server.content, b"\r\n".join(expected) + b"\r\n")
            bare = re.search(rb"(?<!\r)\n|\r(?!\n)", self.server.content)
            self.assertIsNone(bare)

    def test_Q19_each_field_once(self):
        """Smarthosts refuse a mail with two Dates or Subjects, or a date of the wrong form: what is built has each
        once. (ESP-Mail-Client #250, #303)"""
        server = self.smarthost()
        many = ["--to=b@example.net", "--to=c@example.net", "--cc=d@example.net", "--cc=e@example.net"]
        self.check(self.compose(server, *many, "--subject=x", "--text=y"), 0)
        mail = email.message_from_bytes(server.content, policy=email.policy.default)
        for name in ["Date", "From", "To", "Cc", "Subject", "Message-ID", "MIME-Version"]:
            self.assertEqual(len(mail.get_all(name)), 1, name)
        days, time_of_day = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun)", r"\d\d:\d\d:\d\d [+-]\d{4}"
        self.assertRegex(mail["Date"], rf"^{days}, \d\d? [A-Z][a-z]{{2}} \d{{4}} {time_of_day}$")
        for field in ["Date", "From", "To", "Cc", "Subject", "Message-ID"]:
            result = self.compose(server, *many, "--subject=x", "--text=y", "--header", f"{field}: x")
            self.assertEqual(result.status, 65, (field, result))

    def test_Q20_greylisting(self):
        """A 450 says "come again": deferred, with the advice, and nothing is tried again behind the caller's back.
        (nodemailer #700)"""
        grey = {"RCPT": b"450 4.7.1 Greylisted, see http://postgrey.example\r\n"}
        answer = self.answer(75, replies=grey, outcome="deferred", class_="transient", code=450, enhanced="4.7.1")
        self.assertIn("again in some minutes", answer["message"])
        self.assertEqual(self.server.verbs().count("MAIL"), 1)
        self.assertGreaterEqual(answer["retry_after_s"], 60)
        limit = {"MAIL": b"450 Mail send limit exceeded\r\n"}
        self.answer(75, replies=limit, outcome="deferred", class_="transient")

    def test_Q21_the_last_reply_is_late(self):
        """A scanner takes its time for the last reply: it is waited for; where it never comes nobody knows whether the
        mail was taken, which is an outcome of its own. (MailKit #695)"""

        def late(connection):
            held(self.server, 1.5, b"250 2.0.0 ok\r\n")(connection)

        self.answer(0, replies={"end": late})
        answer = self.answer(75, "--timeout=0.3", replies={"end": SILENCE}, outcome="unknown", class_="timeout")
        self.assertIsNone(answer["recipients"][0]["accepted"])
        self.assertIn("Message-ID", answer["message"])

    def test_Q26_forms_of_addresses(self):
        """No blank after the colon, one pair of brackets, <> for nobody; an address may be given with or without
        brackets, and what is no address is refused here. (curl 265717d271)"""
        server = self.smarthost()
        first = ("--json", "--server", server.url)
        result = run(*first, "--mail-from", "<>", "bob@example.net", "<eve@example.net>", stdin=RAW)
        self.check(result, 0)
        self.assertEqual(server.commands[1].split(b" ")[:2], [b"MAIL", b"FROM:<>"])
        self.assertEqual(server.commands[2:4], [b"RCPT TO:<bob@example.net>", b"RCPT TO:<eve@example.net>"])
        for bad in ["<<bob@example.net>>", "bob@example.net> NOTIFY=NEVER", " ", "<>"]:
            result = run(*first, bad, stdin=RAW)
            self.assertEqual(result.status, 65, (bad, result))
        self.assertEqual(server.connections, 1)


if __name__ == "__main__":
    unittest.main()
