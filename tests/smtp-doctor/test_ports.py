# SPDX-License-Identifier: MIT
"""What is said of one port: TLS, certificates, capabilities, the login; and what to configure."""
import unittest

from doctor import TestCase, run
from harness import free_port
from smarthost import SILENCE

EHLO = b"250-x.example hello\r\n250-SIZE 1234567\r\n250-AUTH PLAIN NTLM LOGIN\r\n250-AUTH=LOGIN GSSAPI\r\n250 DSN\r\n"
REFUSED = [
    ("expired", "SMTP_E_CERTIFICATE_EXPIRED", "certificate-expired"),
    ("future", "SMTP_E_CERTIFICATE_NOT_YET_VALID", "clock-not-set"),
    ("wrong-name", "SMTP_E_CERTIFICATE_NAME", "certificate-name"),
    ("self-signed", "SMTP_E_CERTIFICATE_UNTRUSTED", "certificate-issuer"),
    ("untrusted", "SMTP_E_CERTIFICATE_UNTRUSTED", "certificate-issuer"),
]


class Ports(TestCase):
    def trust(self):
        return ("--ca-file", self.certificate("ca.pem"))

    def log_in(self):
        return ("--user", "ann", *self.trust())

    def test_tls_at_once(self):
        server = self.smtps(EHLO=EHLO)
        answer = self.look(0, f"smtps://localhost:{server.port}", *self.log_in(), password="hunter2")
        port = self.port(answer, "implicit")
        self.assertEqual((port["works"], port["login"], port["mechanism"]), (True, "accepted", "PLAIN"))
        self.assertEqual(port["greeting"], "220 smarthost.example ESMTP")
        self.assertEqual(port["capabilities"][0], "SIZE 1234567")
        self.assertEqual(port["mechanisms"], ["PLAIN", "NTLM", "LOGIN", "GSSAPI"])
        self.assertEqual(port["size_limit"], 1234567)
        self.assertEqual(port["tls_session"]["version"][:4], "TLSv")
        certificate = port["tls_session"]["certificate"]
        self.assertIs(certificate["verified"], True)
        self.assertEqual((certificate["subject"], certificate["issuer"]), ("CN=localhost", "CN=Test CA"))
        self.assertEqual(certificate["not_after"], "2099-12-31T23:59:59Z")
        self.assertGreater(certificate["days_left"], 20000)
        self.assertIn("mail.test", certificate["names"].split())
        self.assertLessEqual({"connect", "greeting", "ehlo", "tls", "auth"}, set(port["phase_ms"]))
        self.assertIs(self.port(answer, "starttls")["works"], False)
        self.assertNotIn("MAIL", server.verbs())

    def test_starttls(self):
        server = self.starttls()
        answer = self.look(0, f"localhost:{server.port}", *self.log_in(), password="hunter2")
        self.assertIs(self.port(answer, "starttls")["works"], True)
        other = self.port(answer, "implicit")
        self.assertEqual((other["works"], other["error"]), (False, "SMTP_E_NOT_TLS"))
        self.assertEqual(other["explanation"]["key"], "starttls-port")
        advice = answer["advice"]
        self.assertEqual(advice["url"], f"smtp://localhost:{server.port}")
        self.assertEqual((advice["tls"], advice["user"], advice["mechanism"]), ("starttls", "ann", "PLAIN"))
        self.assertEqual(
            advice["command"],
            f"smtp-send --server smtp://localhost:{server.port} --ca-file {self.certificate('ca.pem')}"
            " --user ann --auth PLAIN --password-file FILE",
        )

    def test_no_tls(self):
        server = self.smarthost()
        answer = self.look(0, server.url)
        self.assertEqual([port["tls"] for port in answer["ports"]], ["none", "starttls", "implicit"])
        self.assertEqual([port["works"] for port in answer["ports"]], [True, False, False])
        self.assertEqual(self.port(answer, "starttls")["error"], "SMTP_E_TLS_NOT_OFFERED")
        self.assertIn("8BITMIME", self.port(answer, "starttls")["capabilities"])
        answer = self.look(77, f"127.0.0.1:{server.port}")
        self.assertIsNone(answer["advice"])

    def test_certificates_that_are_refused(self):
        for name, error, key in REFUSED:
            with self.subTest(name):
                server = self.smtps(name, EHLO=EHLO)
                answer = self.look(77, f"smtps://localhost:{server.port}", *self.log_in(), password="hunter2")
                port = self.port(answer, "implicit")
                self.assertEqual((port["error"], port["explanation"]["key"]), (error, key))
                self.assertEqual((port["class"], port["phase"], port["login"]), ("tls", "tls", "not_tried"))
                self.assertIs(port["tls_session"]["certificate"]["verified"], False)
                self.assertEqual(port["size_limit"], 1234567)
                self.assertEqual(port["mechanism"], "")
                self.assertNotIn("AUTH", server.verbs())
                self.assertNotIn("MAIL", server.verbs())

    def test_days_of_a_certificate_that_has_expired(self):
        server = self.starttls("expired")
        answer = self.look(77, f"smtp://localhost:{server.port}", *self.trust())
        port = self.port(answer, "starttls")
        self.assertLess(port["tls_session"]["certificate"]["days_left"], -1000)
        text = run("--timeout", "2", f"localhost:{server.port}", *self.trust()).out.decode()
        self.assertRegex(text, r"expired \d+ days ago")
        self.assertRegex(text, r"verified +no")
        self.assertIn("nothing of this works", text)

    def test_login_refused(self):
        server = self.smtps(EHLO=EHLO, AUTH=b"535 5.7.8 no such thing\r\n")
        answer = self.look(77, f"smtps://localhost:{server.port}", *self.log_in(), password="hunter2")
        port = self.port(answer, "implicit")
        self.assertEqual((port["login"], port["mechanism"], port["code"]), ("refused", "PLAIN", 535))
        self.assertEqual((port["enhanced"], port["explanation"]["key"]), ("5.7.8", "wrong-password"))

    def test_nothing_listens(self):
        answer = self.look(75, f"127.0.0.1:{free_port()}")
        self.assertEqual([port["reachable"] for port in answer["ports"]], [False, False])

    def test_no_answer(self):
        server = self.smarthost(connect=SILENCE)
        result = run("--json", "--timeout", "1", f"127.0.0.1:{server.port}")
        self.assertEqual(result.status, 75, result)
        self.assertLess(result.seconds, 10)
        answer = self.check_shape(result)
        self.assertIs(self.port(answer, "starttls")["reachable"], True)

    def test_deadline(self):
        server = self.smarthost(connect=SILENCE)
        result = run("--json", "--deadline", "1", f"127.0.0.1:{server.port}")
        self.assertEqual(result.status, 75, result)
        self.assertLess(result.seconds, 5)

    def test_words_of_the_shell_are_quoted(self):
        server = self.smtps(EHLO=EHLO)
        where = (f"smtps://localhost:{server.port}", *self.trust())
        answer = self.look(0, *where, "--user", "ann's $(x)", password="hunter2")
        self.assertIn(" --user 'ann'\\''s $(x)' ", answer["advice"]["command"])

    def test_pin_and_no_verify(self):
        server = self.smtps("expired", EHLO=EHLO)
        result = run("--json", "--timeout", "2", f"smtps://localhost:{server.port}", "--no-verify")
        self.assertEqual(result.status, 0, result)
        self.assertIn("warning: --no-verify", result.err)
        self.assertEqual(result.err.count("warning"), 1)
        self.assertIn(" --no-verify", result.json["advice"]["command"])
        answer = self.look(77, f"smtps://localhost:{server.port}", "--pin", "0" * 64)
        self.assertEqual(self.port(answer, "implicit")["error"], "SMTP_E_CERTIFICATE_PIN")

    def test_all_usual_ports_are_tried(self):
        answer = run("--json", "--timeout", "0.5", "127.0.0.1").json
        ways = [(port["port"], port["tls"]) for port in answer["ports"]]
        starttls = [(port, "starttls") for port in (587, 2525, 588, 25)]
        self.assertEqual(ways, [(465, "implicit"), *starttls])

    def test_a_provider_s_server(self):
        """There is no time to connect to it."""
        self.needs_providers()
        answer = run("--json", "--deadline", "0.001", "--provider", "webde").json
        self.assertEqual((answer["server"], answer["provider"]["id"]), ("smtp.web.de", "webde"))
        self.assertEqual(answer["found_by"], "provider")


if __name__ == "__main__":
    unittest.main()
