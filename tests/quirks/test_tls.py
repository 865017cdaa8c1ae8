# SPDX-License-Identifier: MIT
"""TLS and STARTTLS: T1 to T14."""
import hashlib
import socket
import ssl
import unittest

from harness import RAW, run
from scene import CA, CERTIFICATES, TestCase, capabilities, closing, context
from smarthost import SILENCE

TLS = {"EHLO": capabilities("STARTTLS"), "STARTTLS": b"220 2.0.0 go\r\n"}
LOGIN = ("--user=ann",)


def silent(connection):
    """What a port for TLS from the first byte does with a client that waits to be greeted."""
    while connection.recv(65536):
        pass
    return False


class Modes(TestCase):
    def to(self, server, scheme, *arguments):
        url = f"{scheme}://localhost:{server.port}"
        connect = ("--connect", f"127.0.0.1:{server.port}")
        return run("--json", "--server", url, *connect, "--ca-file", CA, *arguments, "bob@example.net", stdin=RAW)

    def test_T1_tls_to_a_port_that_speaks_plain_text(self):
        """A server that greets in plain text where TLS was expected: at once an error of its own, which says so.
        (go-sasl #12, MailKit FAQ)"""
        for greeting in [b"220 x.example ESMTP\r\n", b"421 4.3.2 busy\r\n", b"220"]:
            result = self.to(self.smarthost(connect=greeting), "smtps")
            answer = self.check(result, 77, error="SMTP_E_NOT_TLS", class_="tls", phase="tls")
            self.assertIn("STARTTLS port: try smtp://", answer["message"])
            self.assertLess(result.seconds, 2)

    def test_T1_plain_text_to_a_port_that_speaks_tls(self):
        """A server that waits for TLS from the first byte says nothing: the wait ends with the caller's time, and what
        it may be is told. (Leantime #849)"""
        for scheme in ["smtp", "smtp+plain"]:
            for waits, error in [(silent, "SMTP_E_TIMEOUT"), (closing(b""), "SMTP_E_END_OF_STREAM")]:
                result = self.to(self.smarthost(connect=waits), scheme, "--timeout=0.5")
                answer = self.check(result, 75, error=error, phase="greeting")
                self.assertIn("try smtps://", answer["message"])
                self.assertLess(result.seconds, 2)

    def test_T6_no_silent_downgrade(self):
        """STARTTLS is hidden from the client: without it nothing is sent, no password and no mail; with smtp+plain://
        the password alone is held back. (MailKit #1737, #1745)"""
        server = self.smarthost(EHLO=capabilities("XXXXXXXA", "AUTH PLAIN LOGIN"))
        result = self.to(server, "smtp")
        self.check(result, 77, error="SMTP_E_TLS_NOT_OFFERED", class_="tls")
        self.assertEqual(server.verbs(), ["EHLO", "QUIT"])
        result = run("--json", "--server", server.url, *LOGIN, "bob@example.net", stdin=RAW, password="pw")
        self.check(result, 77, error="SMTP_E_CREDENTIALS_IN_CLEAR")
        self.assertNotIn("MAIL", server.verbs())
        self.assertNotIn("AUTH", server.verbs())


class Upgrade(TestCase):
    def test_T3_bytes_before_the_handshake(self):
        """What somebody puts behind the reply to STARTTLS is never read as if it came over TLS, whole or not.
        (nodemailer #1835, MailKit 4.16.0)"""
        for more in [b"250-x.example\r\n250 AUTH PLAIN\r\n", b"250-x.ex", b"\0", b"\r\n"]:
            with self.subTest(more):
                self.over_tls(76, replies={"STARTTLS": b"220 go\r\n" + more}, error="SMTP_E_BYTES_BEFORE_TLS")

    def test_T4_ehlo_again(self):
        """Servers offer AUTH over TLS alone: after the handshake EHLO is sent again. (mailio #214)"""
        inside = capabilities("AUTH PLAIN")
        self.over_tls(0, *LOGIN, password="pw", replies={"EHLO": [TLS["EHLO"], inside]})
        self.assertEqual(self.server.verbs()[:4], ["EHLO", "STARTTLS", "EHLO", "AUTH"])

    def test_T5_what_was_offered_before_tls_counts_no_more(self):
        """A server takes AUTH back inside TLS, or the reverse: what was said last counts, and a login that is wanted
        and not offered is an error. (nodemailer #1081)"""
        early = capabilities("STARTTLS", "AUTH PLAIN", "SIZE 10", "PIPELINING", "SMTPUTF8")
        inside = {"EHLO": [early, capabilities()]}
        self.over_tls(77, *LOGIN, password="pw", replies=inside, error="SMTP_E_AUTH_NOT_OFFERED")
        self.assertEqual(self.server.verbs(), ["EHLO", "STARTTLS", "EHLO", "QUIT"])
        self.over_tls(0, replies={"EHLO": [early, capabilities()]})
        self.assertNotIn(b"SIZE", b"".join(self.server.commands))

    def test_T7_no_starttls_inside_tls(self):
        """A server offers STARTTLS where TLS is already spoken, and refuses it: it is never asked.
        (ESP-Mail-Client #8)"""
        replies = {"EHLO": capabilities("STARTTLS", "PIPELINING"), "STARTTLS": b"454 4.7.0 not permitted\r\n"}
        self.over_tls(0, scheme="smtps", replies=replies)
        self.assertNotIn("STARTTLS", self.server.verbs())
        self.over_tls(0, replies={"EHLO": TLS["EHLO"]})
        self.assertEqual(self.server.verbs().count("STARTTLS"), 1)

    def test_T8_starttls_in_any_line(self):
        """STARTTLS is found in the first, the last and every other line of the reply. (CPP-SMTPClient-library #39)"""
        others = ["PIPELINING", "8BITMIME", "SIZE 1000000"]
        for at in range(len(others) + 1):
            ehlo = capabilities(*others[:at], "STARTTLS", *others[at:])
            self.over_tls(0, replies={"EHLO": ehlo, "connect": b"220 hello\r\n"})
            self.assertEqual(self.server.verbs()[:3], ["EHLO", "STARTTLS", "EHLO"])

    def test_T9_keywords_in_any_case(self):
        """Keywords and mechanisms are written in capitals or not. (MailKit #1074)"""
        inside = capabilities("auth plain Login", "8bitmime", "size 1000000", "Pipelining")
        self.over_tls(0, *LOGIN, password="pw", replies={"EHLO": [capabilities("StartTLS"), inside]})
        self.assertIn("AUTH", self.server.verbs())
        self.assertIn(b" SIZE=", b"".join(self.server.commands))


class Trust(TestCase):
    def test_T2_the_server_s_name_is_sent(self):
        """Shared hosts choose their certificate by the name that the client asks for: it is that of the URL, whatever
        address is dialled; an address is not sent as a name. (imapfilter #185)"""
        asked = []
        tls = context(sni_callback=lambda connection, name, _: asked.append(name))
        self.over_tls(0, host="mail.test", scheme="smtps", tls=tls)
        self.over_tls(0, host="mail.test", tls=tls)
        self.over_tls(0, "--tls-name=localhost", host="mail.test", tls=tls)
        self.over_tls(0, host="127.0.0.1", tls=tls)
        self.assertEqual(asked, ["mail.test", "mail.test", "localhost", None])

    def test_T10_why_a_certificate_is_refused(self):
        """Expired, for another name, from an unknown issuer, not yet valid: an error of its own for each, and what to
        do. (MailKit FAQ #2, #4)"""
        for certificate, error, advice in [
            ("expired", "SMTP_E_CERTIFICATE_EXPIRED", "renew the certificate"),
            ("future", "SMTP_E_CERTIFICATE_NOT_YET_VALID", "Set the clock"),
            ("wrong-name", "SMTP_E_CERTIFICATE_NAME", "host name that the provider documents"),
            ("self-signed", "SMTP_E_CERTIFICATE_UNTRUSTED", "name its certificate as one or pin it"),
            ("client-only", "SMTP_E_CERTIFICATE_REFUSED", "operator has to repair it"),
        ]:
            with self.subTest(certificate):
                answer = self.over_tls(77, tls=context(certificate), error=error, class_="tls", phase="tls")
                self.assertIn(advice, answer["message"])
                self.assertEqual(self.server.verbs(), ["EHLO", "STARTTLS"])

    def test_T10_versions_that_are_too_old(self):
        """A server that speaks TLS 1.1 at most is told apart from one with a bad certificate. (SparkPost docs)"""
        old = context("rsa", minimum_version=ssl.TLSVersion.TLSv1, maximum_version=ssl.TLSVersion.TLSv1_1)
        old.set_ciphers("ALL:@SECLEVEL=0")
        answer = self.over_tls(77, tls=old, error="SMTP_E_TLS_VERSION")
        self.assertIn("TLS 1.2", answer["message"])

    def test_T11_a_pin_in_the_place_of_an_issuer(self):
        """An appliance with a certificate of its own: its SHA-256 is enough, whatever its name, and another one's is
        not. (msmtp tls_fingerprint)"""
        with open(f"{CERTIFICATES}/self-signed.pem", encoding="ascii") as pem:
            pin = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem.read())).hexdigest()
        self.over_tls(0, "--pin", pin, host="appliance.test", tls=context("self-signed"))
        self.over_tls(77, "--pin", pin, tls=context("good"), error="SMTP_E_CERTIFICATE_PIN")
        self.over_tls(0, "--tls-name=mail.test", host="other.test")


class Ends(TestCase):
    def test_T12_no_polite_end(self):
        """The server took the mail and then closes without a word of TLS or of QUIT, or never answers QUIT: the mail is
        sent, and the wait is short. (angus-mail #50, nodemailer 8.0.1)"""

        def vanish(connection):
            connection.sendall(b"250 2.0.0 ok\r\n")
            socket.socket(fileno=connection.detach()).close()
            return False

        for replies in [{"end": vanish}, {"QUIT": SILENCE}, {"QUIT": closing(b"")}]:
            for scheme in ["smtp", "smtps"]:
                self.over_tls(0, scheme=scheme, replies=replies, outcome="sent")
                self.assertLess(self.seconds, 3.5)

    def test_T14_the_handshake_has_an_end(self):
        """A server that agrees to STARTTLS and then says nothing, or one byte now and then, is not waited for beyond
        the caller's time. (MailKit release notes)"""

        def drip(connection):
            for octet in b"\x16\x03\x03\x40\x00" + b"\x02" * 100:
                connection.sendall(bytes([octet]))
                if self.server.ended.wait(0.05):
                    return False
            return False

        for after in [lambda c: self.server.ended.wait(5) and False, drip]:
            for scheme, step in [("smtp", "STARTTLS"), ("smtps", "connect")]:
                begin = (lambda c, after=after: c.sendall(b"220 go\r\n") or after(c)) if scheme == "smtp" else after
                server = self.server = self.smarthost(**{**TLS, step: begin})
                url = f"{scheme}://127.0.0.1:{server.port}"
                result = run("--json", "--timeout=0.5", "--ca-file", CA, "--server", url, "--check")
                self.check(result, 75, class_="timeout", error="SMTP_E_TIMEOUT", phase="tls")
                self.assertLess(result.seconds, 2.5)


class Reuse(TestCase):
    def test_T13_no_connection_under_other_settings(self):
        """A connection that was made without TLS, for another user or to another server, is not used where the next
        mail asks for more. (curl df5db8afaf)"""
        server = self.smarthost(**{**TLS, "AUTH": b"235 ok\r\n"}, tls=context())
        server.replies["EHLO"] = [capabilities("STARTTLS", "AUTH PLAIN")]
        client = self.client(server.url)
        self.assertEqual(client("send"), "SMTP_OK sent 250")
        self.assertEqual(client("send"), "SMTP_OK sent 250")
        self.assertEqual(server.connections, 1)
        self.assertEqual(client("ca", CA), "SMTP_OK")
        self.assertEqual(client("server", f"smtp://localhost:{server.port}"), "SMTP_OK")
        self.assertEqual(client("send"), "SMTP_OK sent 250")
        self.assertEqual((server.connections, server.verbs().count("STARTTLS")), (2, 1))
        for user in ["ann", "eve"]:
            self.assertEqual(client("login", user, "pw"), "SMTP_OK")
            self.assertEqual(client("send"), "SMTP_OK sent 250")
        self.assertEqual((server.connections, server.verbs().count("STARTTLS")), (4, 3))
        self.assertEqual(server.verbs().count("AUTH"), 2)


if __name__ == "__main__":
    unittest.main()
