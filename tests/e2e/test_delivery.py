# SPDX-License-Identifier: MIT
"""What Postfix stores is what was sent, byte for byte, by smtp-send and by libcurl alike."""
import itertools

import corpus
import postfix
import programs

SENDER = "ann@sender.test"
WAYS = {
    "STARTTLS": postfix.STARTTLS,
    "TLS": postfix.TLS,
}
MECHANISMS = ("PLAIN", "LOGIN")


def curl_url(url):
    return url.replace("smtp+plain:", "smtp:")


class Delivery(programs.TestCase):
    def setUp(self):
        super().setUp()
        self.server = postfix.server()
        self.ca_file = self.server.certificate("ca.pem")

    def send(self, way, mechanism, message, recipients):
        url = self.server.url(way)
        result = programs.smtp_send(
            url, "--ca-file", self.ca_file, "--user", postfix.USER, "--auth", mechanism, "--mail-from", SENDER,
            "--message", message, *recipients, password=postfix.PASSWORD,
        )  # fmt: skip
        self.assertEqual(result.status, 0, result)
        self.assertEqual((result.outcome, result.error), ("sent", "SMTP_OK"), result)

    def send_by_curl(self, way, mechanism, message, recipients):
        url = curl_url(self.server.url(way))
        done = programs.curl_send(
            url, self.ca_file, postfix.USER, postfix.PASSWORD, mechanism, SENDER, message, recipients
        )
        self.assertEqual(done.returncode, 0, done.stderr)

    def check_stored(self, recipients, message):
        expected = corpus.canonical(message).replace(b"\r\n", b"\n")
        for recipient in recipients:
            self.assertEqual(self.server.mail(recipient), [expected], recipient)

    def check_both(self, way, mechanism, name, message, count):
        label = f"{name}.{way}.{mechanism}.{count}".lower()
        ours = [f"{number}.{label}@ours.test" for number in range(count)]
        theirs = [f"{number}.{label}@curl.test" for number in range(count)]
        path = self.file("message", message)
        self.send(WAYS[way], mechanism, path, ours)
        self.send_by_curl(WAYS[way], mechanism, path, theirs)
        self.check_stored(ours, message)
        self.check_stored(theirs, message)

    def test_every_message_every_way(self):
        for way, mechanism in itertools.product(WAYS, MECHANISMS):
            for name, message in corpus.MESSAGES.items():
                with self.subTest(way=way, mechanism=mechanism, message=name):
                    self.check_both(way, mechanism, name, message, 1)

    def test_several_recipients(self):
        for count in (3, 100):
            with self.subTest(recipients=count):
                self.check_both("STARTTLS", "PLAIN", "small", corpus.MESSAGES["small"], count)

    def test_addresses_that_need_care(self):
        for recipient in ('"two words"@ours.test', "plus+tag@ours.test", "o'neil=x@ours.test"):
            with self.subTest(recipient=recipient):
                path = self.file("message", corpus.MESSAGES["small"])
                self.send(postfix.TLS, "PLAIN", path, [recipient])
                self.check_stored([recipient], corpus.MESSAGES["small"])

    def test_lone_carriage_returns(self):
        message = corpus.body(b"one\rtwo\r\rthree\r")
        self.send(postfix.TLS, "PLAIN", self.file("message", message), ["cr@ours.test"])
        self.check_stored(["cr@ours.test"], message)
