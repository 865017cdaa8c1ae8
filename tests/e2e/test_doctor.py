# SPDX-License-Identifier: MIT
"""smtp-doctor looks at Postfix."""
import json

import postfix
import programs


class Doctor(programs.TestCase):
    def setUp(self):
        super().setUp()
        self.server = postfix.server()

    def run_doctor(self, way, *more):
        arguments = ["--timeout", "2", "--ca-file", self.server.certificate("ca.pem"), "--user", postfix.USER]
        url = self.server.url(way)
        return programs.run("SMTP_DOCTOR", [*arguments, *more, url], {"SMTP_PASSWORD": postfix.PASSWORD})

    def look(self, status, way, tls, *more):
        done = self.run_doctor(way, "--json", *more)
        self.assertEqual(done.returncode, status, done)
        answer = json.loads(done.stdout)
        return answer, next(port for port in answer["ports"] if port["tls"] == tls)

    def test_works(self):
        for way, tls in [(postfix.STARTTLS, "starttls"), (postfix.TLS, "implicit")]:
            with self.subTest(tls):
                answer, port = self.look(0, way, tls)
                self.assertEqual((port["works"], port["login"]), (True, "accepted"))
                self.assertEqual(port["mechanism"][:13], "SCRAM-SHA-512")
                self.assertIn("SCRAM-SHA-256", port["mechanisms"])
                self.assertIs(port["tls_session"]["certificate"]["verified"], True)
                self.assertEqual(answer["advice"]["url"], self.server.url(way))

    def test_certificate_that_has_expired(self):
        answer, port = self.look(77, postfix.EXPIRED, "implicit")
        self.assertEqual((port["error"], port["login"]), ("SMTP_E_CERTIFICATE_EXPIRED", "not_tried"))
        self.assertEqual(port["explanation"]["key"], "certificate-expired")
        certificate = port["tls_session"]["certificate"]
        self.assertEqual((certificate["not_after"], certificate["verified"]), ("2021-01-02T00:00:00Z", False))
        self.assertLess(certificate["days_left"], -1000)
        self.assertIn("SCRAM-SHA-256", port["mechanisms"])
        self.assertIsNone(answer["advice"])
        text = self.run_doctor(postfix.EXPIRED).stdout.decode()
        self.assertRegex(text, r"valid +2020-01-01 to 2021-01-02, expired \d+ days ago\n +verified +no\n")
        self.assertNotIn(postfix.PASSWORD, text)

    def test_certificate_for_another_name(self):
        _, port = self.look(77, postfix.WRONG_NAME, "implicit")
        self.assertEqual(port["error"], "SMTP_E_CERTIFICATE_NAME")
        self.assertIn("elsewhere.test", port["tls_session"]["certificate"]["names"])

    def test_mail(self):
        address = "doctor@receiver.test"
        answer, _ = self.look(0, postfix.TLS, "implicit", "--send-test", address, "--mail-from", "ann@sender.test")
        self.assertEqual(answer["test_mail"]["outcome"], "sent")
        [mail] = self.server.mail(address)
        self.assertIn(b"To: " + address.encode(), mail)
        self.assertFalse(self.server.has_mail(address))
