# SPDX-License-Identifier: MIT
"""A certificate that is not right ends the dialogue before anything is said, and the report says why."""
import corpus
import postfix
import programs
import proxy


class Certificates(programs.TestCase):
    def setUp(self):
        super().setUp()
        self.server = postfix.server()
        self.path = self.file("message", corpus.MESSAGES["small"])

    def send(self, url, *more, ca="ca.pem"):
        return programs.smtp_send(
            url, "--ca-file", self.server.certificate(ca), "--user", postfix.USER, "--mail-from", "ann@sender.test",
            "--message", self.path, *more, "certificate@receiver.test", password=postfix.PASSWORD,
        )  # fmt: skip

    def check_refused(self, result, error):
        self.assertEqual((result.status, result.outcome), (77, "failed"), result)
        self.assertEqual((result.class_, result.error), ("tls", error), result)
        self.assertNotEqual(result.message, "")
        self.assertFalse(self.server.has_mail("certificate@receiver.test"))

    def check_sent(self, result):
        self.assertEqual((result.status, result.outcome), (0, "sent"), result)
        self.assertEqual(len(self.server.mail("certificate@receiver.test")), 1)

    def test_expired(self):
        result = self.send(self.server.url(postfix.EXPIRED))
        self.check_refused(result, "SMTP_E_CERTIFICATE_EXPIRED")

    def test_wrong_name(self):
        result = self.send(self.server.url(postfix.WRONG_NAME))
        self.check_refused(result, "SMTP_E_CERTIFICATE_NAME")

    def test_address_that_the_certificate_does_not_have(self):
        result = self.send(self.server.url(postfix.WRONG_NAME, "127.0.0.1"))
        self.check_refused(result, "SMTP_E_CERTIFICATE_NAME")

    def test_unknown_authority(self):
        for way in (postfix.STARTTLS, postfix.TLS):
            with self.subTest(port=way):
                result = self.send(self.server.url(way), ca="other-ca.pem")
                self.check_refused(result, "SMTP_E_CERTIFICATE_UNTRUSTED")

    def test_nothing_is_said_to_a_server_with_a_wrong_certificate(self):
        with proxy.Proxy(self.server.port(postfix.STARTTLS)) as between:
            result = self.send(f"smtp://localhost:{between.port}", "--tls-name", "elsewhere.test")
        self.check_refused(result, "SMTP_E_CERTIFICATE_NAME")
        for word in (b"AUTH", b"MAIL", postfix.PASSWORD.encode()):
            self.assertNotIn(word, between.sent())

    def test_name_of_the_certificate(self):
        port = self.server.port(postfix.WRONG_NAME)
        self.check_sent(self.send(f"smtps://elsewhere.test:{port}", "--connect", f"127.0.0.1:{port}"))
        self.check_sent(self.send(f"smtps://localhost:{port}", "--tls-name", "elsewhere.test"))

    def test_address_in_the_certificate(self):
        self.check_sent(self.send(self.server.url(postfix.TLS, "127.0.0.1")))

    def test_no_verify(self):
        result = self.send(self.server.url(postfix.EXPIRED), "--no-verify")
        self.check_sent(result)
        self.assertNotEqual(result.trace, "", "a warning")

    def test_port_without_tls(self):
        result = self.send(f"smtp://localhost:{self.server.port(postfix.PLAIN)}")
        self.check_refused(result, "SMTP_E_TLS_NOT_OFFERED")
        result = self.send(f"smtps://localhost:{self.server.port(postfix.PLAIN)}")
        self.check_refused(result, "SMTP_E_NOT_TLS")
