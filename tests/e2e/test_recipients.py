# SPDX-License-Identifier: MIT
"""Each recipient has its own result, over one connection and mail after mail."""
import corpus
import postfix
import programs

SENDER = "ann@sender.test"
MESSAGE = corpus.MESSAGES["dots"]


class Recipients(programs.TestCase):
    def setUp(self):
        super().setUp()
        self.server = postfix.server()
        self.path = self.file("message", MESSAGE)

    def send(self, *recipients):
        url = self.server.url(postfix.PLAIN)
        return programs.smtp_send(url, "--mail-from", SENDER, "--message", self.path, *recipients)

    def rows(self, result):
        return [(one["address"], one["accepted"], one["code"], one["enhanced"]) for one in result.recipients]

    def test_partial(self):
        result = self.send("good@part.test", "nobody@part.test", "later@part.test", "full@part.test", "fine@part.test")
        self.assertEqual((result.status, result.outcome, result.class_), (69, "partial", "permanent"), result)
        self.assertEqual(
            self.rows(result),
            [
                ("good@part.test", True, 250, "2.1.5"),
                ("nobody@part.test", False, 550, "5.1.1"),
                ("later@part.test", False, 450, "4.2.1"),
                ("full@part.test", False, 452, "4.2.2"),
                ("fine@part.test", True, 250, "2.1.5"),
            ],
        )
        self.assertIn("no such user", result.recipients[1]["text"])
        self.assertTrue(result.queue_id)
        for recipient in ("good@part.test", "fine@part.test"):
            self.assertEqual(self.server.mail(recipient), [MESSAGE.replace(b"\r\n", b"\n")])

    def test_all_refused_for_good(self):
        result = self.send("nobody@one.test", "nobody@two.test")
        self.assertEqual((result.status, result.outcome, result.class_), (69, "refused", "permanent"), result)
        self.assertEqual((result.code, result.enhanced), (550, "5.1.1"), result)

    def test_all_refused_for_now(self):
        result = self.send("later@one.test", "full@two.test")
        self.assertEqual((result.status, result.outcome, result.class_), (75, "deferred", "transient"), result)

    def test_some_refused_for_now(self):
        result = self.send("some@now.test", "later@now.test")
        self.assertEqual((result.status, result.outcome, result.class_), (75, "partial", "transient"), result)
        self.assertEqual(self.server.mail("some@now.test"), [MESSAGE.replace(b"\r\n", b"\n")])

    def test_several_mails_over_one_connection(self):
        done = programs.run(
            "SEND_MANY",
            [self.server.url(postfix.STARTTLS), self.server.certificate("ca.pem"), postfix.USER, SENDER, self.path,
             "5", "many%d@many.test", "nobody@many.test"],
            {"SMTP_PASSWORD": postfix.PASSWORD},
        )  # fmt: skip
        self.assertEqual(done.returncode, 0, done)
        expected = [
            line
            for number in range(5)
            for line in (
                f"mail {number} SMTP_E_PERMANENT partial many{number}@many.test 1 250",
                f"mail {number} SMTP_E_PERMANENT partial nobody@many.test 0 550",
            )
        ]
        self.assertEqual(done.stdout.decode().splitlines(), expected)
        for number in range(5):
            self.assertEqual(self.server.mail(f"many{number}@many.test"), [MESSAGE.replace(b"\r\n", b"\n")])
        self.assertRegex(self.server.log(), r"disconnect from \S+ ehlo=2 starttls=1 auth=1 mail=5 rcpt=5/10 data=5")
