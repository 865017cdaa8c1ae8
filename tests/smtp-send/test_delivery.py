# SPDX-License-Identifier: MIT
"""How a mail is handed over, and what is asked for beyond its addresses: each option on the wire, and where the server
does not offer what it needs."""
import unittest

from harness import RAW, TestCase, free_port, run
from smarthost import CLOSE

ALL = (
    b"250-x.example\r\n250-PIPELINING\r\n250-SIZE\r\n250-8BITMIME\r\n250-DSN\r\n250-SMTPUTF8\r\n250-CHUNKING\r\n"
    b"250-DELIVERBY\r\n250-FUTURERELEASE 99999 2099-12-31T00:00:00Z\r\n250-MT-PRIORITY MIXER\r\n250 HELP\r\n"
)
NONE = b"250 x.example\r\n"
OUTCOMES = "sent partial refused deferred failed unknown not_tried".split()


class Parameters(TestCase):
    def lines(self, *arguments, ehlo=ALL):
        """The MAIL and the RCPT line."""
        server = self.smarthost(EHLO=ehlo)
        self.check(self.send(server, *arguments), 0, outcome="sent")
        return [line for line in server.commands if line[:4] in (b"MAIL", b"RCPT")]

    def test_delivery_reports(self):
        mail, rcpt = self.lines("--envid", "a b+c=d", "--dsn-ret", "hdrs", "--dsn-notify", "success,delay")
        self.assertIn(b" RET=HDRS", mail)
        self.assertIn(b" ENVID=a+20b+2Bc+3Dd", mail)
        self.assertEqual(rcpt, b"RCPT TO:<bob@example.net> NOTIFY=SUCCESS,DELAY")
        mail, rcpt = self.lines("--dsn-ret=full", "--dsn-notify=never")
        self.assertIn(b" RET=FULL", mail)
        self.assertTrue(rcpt.endswith(b" NOTIFY=NEVER"), rcpt)

    def test_time_and_priority(self):
        self.assertIn(b" BY=60;N", self.lines("--deliver-by", "60")[0])
        self.assertIn(b" BY=60;RT", self.lines("--deliver-by", "60,return,trace")[0])
        self.assertIn(b" BY=-5;N", self.lines("--deliver-by", "-5,notify")[0])
        self.assertIn(b" HOLDFOR=3600", self.lines("--hold-for", "3600")[0])
        self.assertIn(b" MT-PRIORITY=-3", self.lines("--priority=-3")[0])
        self.assertNotIn(b"PRIORITY", self.lines("--priority", "0", ehlo=NONE)[0])

    def test_every_recipient_of_a_composed_mail(self):
        server = self.smarthost(EHLO=ALL)
        people = ("--to", "bob@example.net", "--bcc", "carl@example.net", "--subject", "x")
        self.check(self.compose(server, *people, "--dsn-notify", "failure", "--envid", "one"), 0)
        rcpts = [line for line in server.commands if line.startswith(b"RCPT")]
        self.assertEqual([line[-15:] for line in rcpts], [b" NOTIFY=FAILURE"] * 2)

    def test_what_is_not_offered_is_an_error_before_the_mail(self):
        for option, error in [
            ("--envid=x", "SMTP_E_NEEDS_DSN"),
            ("--dsn-ret=full", "SMTP_E_NEEDS_DSN"),
            ("--dsn-notify=never", "SMTP_E_NEEDS_DSN"),
            ("--require-tls", "SMTP_E_NEEDS_REQUIRETLS"),
            ("--deliver-by=60", "SMTP_E_NEEDS_DELIVERBY"),
            ("--hold-for=60", "SMTP_E_NEEDS_FUTURERELEASE"),
            ("--priority=3", "SMTP_E_NEEDS_MT_PRIORITY"),
        ]:
            with self.subTest(option):
                server = self.smarthost(EHLO=NONE)
                answer = self.check(self.send(server, option), 65, outcome="failed", class_="input", error=error)
                self.assertIsNone(answer["retry_after_s"])
                self.assertNotIn("MAIL", server.verbs())

    def test_require_tls_needs_tls(self):
        server = self.smarthost(EHLO=b"250-x.example\r\n250 REQUIRETLS\r\n")
        self.check(self.send(server, "--require-tls"), 65, error="SMTP_E_NEEDS_REQUIRETLS")

    def test_longer_than_the_server_holds(self):
        server = self.smarthost(EHLO=ALL)
        self.check(self.send(server, "--hold-for", "100000"), 65, error="SMTP_E_HOLD")

    def test_smtputf8(self):
        person = "b\u00f6b@example.net"
        server = self.smarthost(EHLO=ALL)
        self.check(self.send(server, person), 0)
        self.assertIn(b" SMTPUTF8", server.commands[1])
        server = self.smarthost(EHLO=ALL)
        self.check(self.send(server, person, "--no-smtputf8"), 65, error="SMTP_E_NEEDS_SMTPUTF8")
        self.assertNotIn("MAIL", server.verbs())

    def test_identifiers_that_are_none(self):
        server = self.smarthost(EHLO=ALL)
        for identifier in ["", "x" * 101, "\u00e4", "a\x7f", "a\tb"]:
            with self.subTest(identifier):
                answer = self.check(self.send(server, "--envid", identifier), 65, error="SMTP_E_ENVELOPE_ID")
                self.assertIn("--envid", answer["message"])
        self.assertEqual(server.connections, 0)

    def test_words_and_numbers_that_are_none(self):
        values = {
            "--pipelining": ["", "on", "OFF", "mail,max"],
            "--dsn-ret": ["", "headers", "full,hdrs", "FULL"],
            "--dsn-notify": ["", "never,success", "success,", ",", "success;delay", "all"],
            "--deliver-by": ["", ",notify", "1.5", "60,", "60,return,notify", "0,return", "-1,return", "1000000000", "x"],
            "--hold-for": ["", "0", "-1", "1.5", "1000000000", "99999999999999999999"],
            "--priority": ["", "10", "-10", "+1", "1.0", "-", "--1"],
            "--repeat": ["", "0", "-1", "1e3", "10000001"],
        }
        for option, words in values.items():
            for word in words:
                with self.subTest((option, word)):
                    result = run("--json", "--server", "smtp+plain://127.0.0.1:9", "a@b.example", f"{option}={word}")
                    answer = self.check(result, 64, error="SMTP_E_ARGUMENT", class_="config")
                    self.assertIn(option, answer["message"])


class Ways(TestCase):
    def test_all_or_nothing(self):
        replies = {"EHLO": ALL, "RCPT": [b"250 ok\r\n", b"550 5.1.1 who?\r\n"]}
        server = self.smarthost(**replies)
        answer = self.check(self.send(server, "carl@example.net", "--all-or-nothing"), 69, outcome="refused", code=550)
        self.assertEqual([r["accepted"] for r in answer["recipients"]], [False, False])
        self.assertFalse(server.content)
        server = self.smarthost(**replies)
        self.check(self.send(server, "carl@example.net"), 69, outcome="partial")
        self.assertEqual(server.content, RAW)

    def test_pipelining_off_waits_for_each_reply(self):
        for level, runs_ahead in [("off", False), ("mail", True)]:
            result = self.send(self.smarthost(EHLO=ALL), "--pipelining", level, "--trace")
            lines = [line[:6] for line in result.err.splitlines()]
            begun = lines.index("> MAIL")
            self.assertEqual(lines[begun + 1] == "> RCPT", runs_ahead, result)

    def test_lmtp(self):
        replies = {"LHLO": ALL, "end": b"250 2.0.0 bob has it\r\n550 5.2.2 carl is full\r\n"}
        server = self.smarthost(**replies)
        url = f"lmtp://127.0.0.1:{server.port}"
        result = run("--json", "--timeout=5", "--server", url, "bob@example.net", "carl@example.net", stdin=RAW)
        answer = self.check(result, 69, outcome="partial")
        self.assertEqual([(r["accepted"], r["code"]) for r in answer["recipients"]], [(True, 250), (False, 550)])
        self.assertIn("carl is full", answer["recipients"][1]["text"])
        self.assertEqual(server.verbs()[0], "LHLO")


class Answers(TestCase):
    def test_times(self):
        answer = self.check(self.send(self.smarthost()), 0, explanation="", retry_after_s=None, repeat=None)
        self.assertLessEqual({"connect", "greeting", "ehlo", "mail", "end-of-data"}, set(answer["phase_ms"]))
        self.assertTrue(all(isinstance(took, int) and took >= 0 for took in answer["phase_ms"].values()))
        self.assertGreaterEqual(answer["elapsed_ms"], max(answer["phase_ms"].values()))

    def test_when_to_try_again(self):
        server = self.smarthost(RCPT=b"450 4.2.0 Greylisted, try again in 5 minutes\r\n")
        self.check(self.send(server), 75, outcome="deferred", explanation="greylisted", retry_after_s=300)
        server = self.smarthost(RCPT=b"550 5.1.1 who?\r\n")
        self.check(self.send(server), 69, explanation="no-such-mailbox", retry_after_s=None)

    def test_nothing_was_tried(self):
        answer = self.check(run("--json"), 64, explanation="", retry_after_s=None, phase_ms={}, elapsed_ms=0)
        self.assertIsNone(answer["repeat"])

    def test_unknown(self):
        server = self.smarthost(end=CLOSE)
        answer = self.check(self.send(server), 75, outcome="unknown", retry_after_s=None)
        self.assertIsNone(answer["recipients"][0]["accepted"])


class Repeat(TestCase):
    def repeat(self, status, server, count, *arguments, **members):
        answer = self.check(self.send(server, "--repeat", str(count), *arguments), status, **members)
        self.assertEqual(answer["repeat"]["mails"], count)
        outcomes = [answer["repeat"][name] for name in OUTCOMES]
        self.assertEqual(sum(outcomes), count)
        return answer["repeat"]

    def test_the_same_mail_over_one_connection(self):
        for level in ["off", "mail", "max"]:
            with self.subTest(level):
                server = self.smarthost(EHLO=ALL)
                sums = self.repeat(0, server, 30, "--pipelining", level, outcome="sent", queue_id="4XyZ1234")
                self.assertEqual((sums["sent"], sums["octets"]), (30, len(RAW)))
                self.assertGreater(sums["mails_per_s"], 0)
                self.assertAlmostEqual(sums["octets_per_s"] / sums["mails_per_s"], len(RAW), delta=1)
                self.assertEqual((server.connections, server.verbs().count("MAIL")), (1, 30))
                self.assertEqual(server.content, RAW)

    def test_some_are_refused(self):
        server = self.smarthost(end=[b"250 ok\r\n", b"550 5.7.1 no\r\n", b"451 4.3.0 later\r\n", b"250 ok\r\n"])
        sums = self.repeat(69, server, 5, outcome="refused", code=550)
        self.assertEqual((sums["sent"], sums["refused"], sums["deferred"]), (3, 1, 1))

    def test_partial(self):
        server = self.smarthost(RCPT=[b"250 ok\r\n", b"550 no\r\n", b"250 ok\r\n"])
        sums = self.repeat(69, server, 3, "carl@example.net", outcome="partial")
        self.assertEqual((sums["sent"], sums["partial"]), (2, 1))

    def test_the_server_cannot_be_reached(self):
        result = run("--json", "--server", f"smtp+plain://127.0.0.1:{free_port()}", "--repeat=9", "a@b.example", stdin=RAW)
        answer = self.check(result, 75, outcome="failed")
        self.assertEqual((answer["repeat"]["failed"], answer["repeat"]["not_tried"]), (1, 8))

    def test_a_composed_mail(self):
        server = self.smarthost(EHLO=ALL)
        self.check(self.compose(server, "--to", "bob@example.net", "--text", "x", "--repeat", "3"), 0, outcome="sent")
        self.assertEqual(server.verbs().count("MAIL"), 3)

    def test_not_with_check(self):
        result = run("--json", "--server", "smtp+plain://127.0.0.1:9", "--check", "--repeat", "2")
        self.check(result, 64, error="SMTP_E_ARGUMENT")

    def test_the_sum_for_a_person(self):
        server = self.smarthost(end=[b"250 ok\r\n", b"550 no\r\n", b"250 ok\r\n"])
        result = run("--server", server.url, "--timeout=5", "--repeat", "4", "bob@example.net", stdin=RAW)
        self.assertEqual(result.status, 69, result)
        self.assertRegex(result.out.decode(), r"^4 mails: 3 sent, 1 refused, in [\d.]+ s, [\d.]+ mails/s, \d+ octets/s\n$")
        self.assertIn("smtp-send: refused: ", result.err)


if __name__ == "__main__":
    unittest.main()
