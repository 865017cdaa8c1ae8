# SPDX-License-Identifier: MIT
"""What else met the users of mail libraries: X1 to X23."""
import email
import email.policy
import os
import pathlib
import re
import socket
import subprocess
import time
import unittest
from email.header import decode_header, make_header
from email.utils import parseaddr

from harness import RAW, run
from scene import CA, CERTIFICATES, TestCase, capabilities, challenge, coded, context, key
from smarthost import SILENCE, Smarthost

NO = b"535 5.7.8 no\r\n"
PNG = bytes(range(256)) * 40


class Connections(TestCase):
    def tls_server(self, implicit, **replies):
        tls = context()
        if implicit:
            server = Smarthost(wrap=lambda c: self.wrapped(tls, c), **replies)
        else:
            server = Smarthost(tls=tls, EHLO=capabilities("STARTTLS"), STARTTLS=b"220 go\r\n", **replies)
        self.addCleanup(server.__exit__)
        return server

    @staticmethod
    def wrapped(tls, connection):
        connection.settimeout(0.5)
        inside = tls.wrap_socket(connection, server_side=True)
        inside.settimeout(10)
        return inside

    def to(self, server, scheme, *arguments):
        first = ("--json", "--timeout=3", "--ca-file", CA, "--server", f"{scheme}://localhost:{server.port}")
        return run(*first, "--connect", f"127.0.0.1:{server.port}", *arguments, "bob@example.net", stdin=RAW)

    def test_X1_the_advice_can_be_followed(self):
        """Nobody can tell "use TLS" from "start TLS": where the wrong one was taken the message names the other, and
        that one works. (aiosmtplib #180, #247)"""
        for implicit, schemes in [(True, ["smtp", "smtp+plain"]), (False, ["smtps"])]:
            server = self.tls_server(implicit)
            for scheme in schemes:
                answer = self.to(server, scheme).json
                self.assertEqual(answer["outcome"], "failed")
                advised = re.search(r"try (smtps?)://", answer["message"]).group(1)
                self.check(self.to(server, advised), 0)

    def test_X2_starttls_is_the_library_s(self):
        """TLS is begun once: nobody can begin it a second time by hand. (litestar-email #19)"""
        server = self.tls_server(False)
        client = self.client(f"smtp://localhost:{server.port}")
        self.assertEqual([client("ca", CA), client("send")], ["SMTP_OK", "SMTP_OK sent 250"])
        self.assertEqual(client("command", "STARTTLS"), "SMTP_E_COMMAND failed 0")
        self.assertEqual(client("send"), "SMTP_OK sent 250")
        self.assertEqual((server.verbs().count("STARTTLS"), server.connections), (1, 1))

    def test_X3_why_and_what_to_do(self):
        """An unknown issuer is told as such, with what can be done about it; a file of certificates helps, and so does
        the option that checks nothing, with a warning. (mailio #148, #154)"""
        server = self.tls_server(True)
        own = ("--ca-file", f"{CERTIFICATES}/other-ca.pem")
        answer = self.check(self.to(server, "smtps", *own), 77, error="SMTP_E_CERTIFICATE_UNTRUSTED")
        self.assertIn("unknown issuer", answer["message"])
        self.assertIn("Update the trust anchors", answer["message"])
        self.check(self.to(server, "smtps", *own, "--ca-file", CA), 0)
        result = self.to(server, "smtps", *own, "--no-verify")
        self.check(result, 0)
        self.assertIn("warning", result.err)

    def test_X4_no_loop_where_the_mode_is_wrong(self):
        """STARTTLS asked of a port for TLS at once: one connection, and an end. (mailio #215)"""
        server = self.tls_server(True)
        self.check(self.to(server, "smtp"), 75, phase="greeting")
        self.assertEqual((server.connections, server.commands), (1, []))

    def test_X6_a_large_mail_through_small_buffers(self):
        """Much content over TLS to a server that takes it slowly and through small buffers arrives as it was sent.
        (vmime #110)"""
        tls = context()

        def narrow(connection):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2048)
            return tls.wrap_socket(connection, server_side=True)

        server = Smarthost(wrap=narrow)
        self.addCleanup(server.__exit__)
        lines = b"".join(b"%d: .%s\r\n" % (n, b"x" * (n % 900)) for n in range(200))
        message = self.file("mail", RAW + lines)
        self.check(self.to(server, "smtps", "--message", message, "--timeout=25"), 0)
        self.assertEqual(server.content, RAW + lines)

    def test_X7_certificates_that_nobody_needs(self):
        """A server shows more certificates than its chain has, in any order. (vmime #257)"""
        chain = "".join(self.pem(name) for name in ["good", "other-ca", "self-signed", "intermediate", "ca"])
        tls = context()
        tls.load_cert_chain(self.file("chain.pem", chain.encode()), f"{CERTIFICATES}/good.key")
        self.over_tls(0, tls=tls)
        self.over_tls(0, tls=context("chained"))

    @staticmethod
    def pem(name):
        with open(f"{CERTIFICATES}/{name}.pem", encoding="ascii") as file:
            return file.read()

    def test_X8_a_late_word_is_no_reply_to_the_next_mail(self):
        """An idle server says 421 or 451, and stays: that is not what it answers to the next MAIL.
        (aiosmtplib #48)"""
        for word in [b"421 4.4.2 idle too long\r\n", b"451 4.4.2 timeout\r\n"]:

            def end(connection, word=word):
                connection.sendall(b"250 ok\r\n")
                time.sleep(0.1)
                connection.sendall(word)

            server = self.smarthost(end=end)
            client = self.client(server.url)
            for _ in range(2):
                self.assertEqual(client("send"), "SMTP_OK sent 250")
                time.sleep(0.2)
            self.assertEqual(server.connections, 2)

    def test_X16_the_greeting_is_not_waited_for_without_end(self):
        """A server that never greets ends neither program nor test. (go-mail #521)"""
        server = self.smarthost(connect=SILENCE)
        for scheme in ["smtp", "smtps", "smtp+plain"]:
            for limit, error in [("--timeout=0.4", "SMTP_E_TIMEOUT"), ("--deadline=0.4", "SMTP_E_DEADLINE")]:
                result = run("--json", "--server", f"{scheme}://127.0.0.1:{server.port}", limit, "--check")
                self.check(result, 75, error=error, class_="timeout")
                self.assertLess(result.seconds, 2.4)

    def test_X23_ports_and_modes_belong_together(self):
        """A port and a mode that were set by hand and do not fit are the usual mistake: the URL has both, and each row
        of the table of providers has those that belong together. (lettre #1014)"""
        for line in run("--list-providers").out.decode().splitlines()[1:]:
            port, mode = line.split()[2:4]
            self.assertEqual(port in ("465", "2465", "8465"), mode == "implicit", line)
        for url in ["smtp+tls://localhost", "smtps:localhost", "ssl://localhost", "localhost:465"]:
            self.assertEqual(run("--server", url, "--check").status, 78, url)


class Credentials(TestCase):
    def test_X9_mechanisms_are_compiled_in(self):
        """No mechanism is loaded at run time, which static programs cannot do, and NTLM is none.
        (libESMTP #33, CVE-2019-19977)"""
        said = subprocess.run(["nm", "-D", os.environ["LIBSMTP"]], capture_output=True, text=True, check=True)
        self.assertIn(" T smtp_mechanisms", said.stdout)
        self.assertNotIn("dlopen", said.stdout)
        server = self.smarthost()
        self.check(self.send(server, "--user=ann", "--auth=NTLM", password="pw"), 78, error="SMTP_E_MECHANISM")

    def test_X11_a_token_from_a_file(self):
        """A token longer than any line of a settings file is taken from a file whole, with a line end or without.
        (msmtp #68)"""
        line = coded(b"user=ann\1auth=Bearer " + b"y" * 3000 + b"\1\1")
        replies = {"EHLO": capabilities("AUTH XOAUTH2"), "AUTH": challenge(), line.decode().upper(): b"235 ok\r\n"}
        for end in [b"", b"\n", b"\r\n"]:
            file = self.file("token", b"y" * 3000 + end)
            self.answer(0, "--user=ann", "--token-file", file, "--allow-plaintext-auth", replies=replies)

    def test_X12_an_organisation_s_settings(self):
        """Exchange Online refuses logins that an administrator has to allow: the message says so, rather than that the
        password is wrong. (OfficeDocs-Exchange #2075, MailKit #700)"""
        for words, advice in [
            (b"SmtpClientAuthentication is disabled for the Tenant.", "administrator"),
            (b"SmtpClientAuthentication is disabled for the Mailbox.", "administrator"),
            (b"user is locked by your organization's security defaults policy.", "OAuth2"),
        ]:
            no = b"535 5.7.139 Authentication unsuccessful, " + words + b"\r\n"
            answer = self.log_in(77, "LOGIN", replies={"AUTH": no}, error="SMTP_E_AUTH_REFUSED", enhanced="5.7.139")
            self.assertIn(advice, answer["message"])
        no = b"530 5.7.57 Client not authenticated to send mail.\r\n"
        answer = self.answer(69, replies={"MAIL": no}, code=530, enhanced="5.7.57")
        self.assertIn("Log in", answer["message"])

    def test_X13_a_token_by_a_callback(self):
        """Where tokens come from is the program's matter: it is asked whenever a connection is made, and not before.
        (serilog-sinks-email #151)"""
        server = self.smarthost(EHLO=capabilities("AUTH XOAUTH2"))
        client = self.client(server.url)
        file = str(self.directory / "token")
        self.assertEqual(client("token", "ann", file), "SMTP_OK")
        for token in [b"one", b"two"]:
            self.file("token", token)
            self.assertEqual([client("send"), client("send"), client("close")], ["SMTP_OK sent 250"] * 2 + ["SMTP_OK"])
            lines = [line for line in server.commands if line[:4] == b"AUTH"]
            self.assertEqual(lines[-1], b"AUTH XOAUTH2 " + coded(b"user=ann\1auth=Bearer " + token + b"\1\1"))
        self.assertEqual(len(lines), 2)

    def test_X15_a_mechanism_that_fits_the_secret(self):
        """A password is never sent as a token, nor a token as a password, whatever the server puts first.
        (go-mail #415)"""
        self.log_in(0, "XOAUTH2 OAUTHBEARER PLAIN")
        self.assertEqual(self.server.commands[1][:11], b"AUTH PLAIN ")
        self.log_in(77, "XOAUTH2 OAUTHBEARER", error="SMTP_E_NO_MECHANISM")
        token = ("--user=ann", "--allow-plaintext-auth", "--token-file", self.file("token", b"t"))
        self.answer(0, *token, replies={"EHLO": capabilities("AUTH PLAIN LOGIN XOAUTH2")})
        self.assertEqual(self.server.commands[1][:13], b"AUTH XOAUTH2 ")
        self.answer(77, *token, replies={"EHLO": capabilities("AUTH PLAIN LOGIN")}, error="SMTP_E_NO_MECHANISM")

    def test_X21_secrets_that_are_too_long(self):
        """A secret longer than any line of AUTH can hold is refused before anything is sent, one that fits goes out
        whole, and a long challenge does no harm. (libetpan 6f95598, CVE-2019-19977)"""
        for kind in ["--password-file", "--token-file"]:
            server = self.smarthost()
            for length in [9001, 65536]:
                file = self.file("secret", b"x" * length)
                self.check(self.send(server, "--user=ann", kind, file), 78, error="SMTP_E_SECRET")
            self.assertEqual(server.connections, 0)
        line = coded(b"\0ann\0" + b"x" * 9000)
        replies = {"AUTH": challenge(), line.decode().upper(): b"235 ok\r\n"}
        self.log_in(0, "PLAIN", password="x" * 9000, replies=replies)
        for long in [challenge(b"x" * 3000), challenge(b"x" * 65536)]:
            replies = {"AUTH": long, key(b"ann"): long, key(b"hunter2"): NO, "*": b"501 5.5.0 ok\r\n"}
            self.assertIn(self.log_in_to(replies).status, (76, 77))

    def log_in_to(self, replies):
        server = self.smarthost(EHLO=capabilities("AUTH LOGIN"), **replies)
        return self.send(server, "--user=ann", "--allow-plaintext-auth", password="hunter2")

    def test_X22_passwords_of_one_letter_and_of_none(self):
        """What was given is a password, however short; none was given only where there are no credentials.
        (OpenSMTPD, CHANGES)"""
        server = self.smarthost(EHLO=capabilities("AUTH PLAIN"))
        client = self.client(server.url)
        for password in ["x", ""]:
            self.assertEqual(client("login", "ann", password), "SMTP_OK")
            self.assertEqual(client("send"), "SMTP_OK sent 250")
            self.assertIn(b"AUTH PLAIN " + coded(b"\0ann\0" + password.encode()), server.commands)


class Mails(TestCase):
    def test_X5_the_sender_is_not_the_account(self):
        """Providers take mail from the address that logs in alone: their refusals are explained so. (vmime #202)"""
        for no in [b"553 Mail from must equal authorized user", b"553 5.7.1 <a@b.example>: Sender address rejected: "
                   b"not owned by user ann", b"554 5.2.252 SendAsDenied; ann@example.org not allowed to send as x@y"]:
            answer = self.answer(69, replies={"MAIL": no + b"\r\n"}, class_="permanent")
            self.assertIn("Use the address that logs in", answer["message"])

    def test_X10_a_new_message_id(self):
        """Exchange Online gives the mail another Message-ID, and names it in its last reply: that reply is told whole,
        and the table of providers says who does it. (msmtp #190)"""
        reply = (b"250 2.0.0 OK <AM0PR01MB1234@AM0PR01MB1234.eurprd01.prod.outlook.com> "
                 b"[Hostname=AM0PR01MB1234.eurprd01.prod.outlook.com]\r\n")
        answer = self.answer(0, replies={"end": reply})
        self.assertIn("<AM0PR01MB1234@AM0PR01MB1234.eurprd01.prod.outlook.com>", answer["text"])
        table = pathlib.Path(__file__).parents[2] / "lib/provider/providers.tsv"
        self.assertRegex(table.read_text("utf-8"), r"(?m)^m365\t.*\breplaces-message-id\b")

    def test_X14_parameters_only_where_they_are_needed(self):
        """A server offers SMTPUTF8 or 8BITMIME and refuses MAIL with it: a mail that needs neither has neither, so that
        nothing has to be tried again without; and each extension can be switched off. (go-mail #545)"""

        def mail(connection):
            plain = self.server.commands[-1] == b"MAIL FROM:<ann@example.org>"
            connection.sendall(b"250 ok\r\n" if plain else b"555 5.5.4 unknown parameter\r\n")

        offered = capabilities("SMTPUTF8", "8BITMIME", "DSN", "CHUNKING", "BINARYMIME")
        self.answer(0, replies={"EHLO": offered, "MAIL": mail})
        self.server = self.smarthost(EHLO=offered, MAIL=mail)
        umlauts = ["--to=J\u00f6rg <j@b\u00fccher.example>", "--subject=Gr\u00fc\u00dfe", "--text=\u00e4\u00f6\u00fc"]
        self.check(self.compose(self.server, *umlauts), 0)
        needed = RAW + b"\xc3\xa4\r\n"
        self.answer(69, stdin=needed, replies={"EHLO": offered, "MAIL": mail}, code=555, enhanced="5.5.4")
        self.check(self.send(self.server, "--no-smtputf8", "j\u00f6rg@example.net"), 65, error="SMTP_E_NEEDS_SMTPUTF8")
        self.server = self.smarthost(EHLO=capabilities("SIZE 1000"), MAIL=mail)
        client = self.client(self.server.url)
        self.assertEqual([client("send"), client("without", "SIZE")], ["SMTP_E_PERMANENT refused 555", "SMTP_OK"])
        self.assertEqual(client("send"), "SMTP_OK sent 250")

    def test_X17_what_ehlo_was_refused_with(self):
        """Where EHLO and HELO are both refused, the reply to EHLO is told. (go-mail #528)"""
        replies = {"EHLO": b"550 5.7.1 not with that name\r\n", "HELO": b"503 5.5.1 bad sequence\r\n"}
        answer = self.answer(69, replies=replies, code=550, enhanced="5.7.1")
        self.assertIn("not with that name", answer["text"])

    def test_X18_quoted_local_parts(self):
        """A quoted local part goes out as it was given, in the envelope and in the header, so that nobody else gets the
        mail; what cannot be written is refused. (go-mail #495, nodemailer 7.0.7)"""
        for address in ['"a@b"@c.example', '"a b"@c.example', '"a\\"b"@c.example', '"a> ORCPT=x"@c.example',
                        '"x@evil.example y"@c.example']:
            with self.subTest(address):
                server = self.smarthost()
                self.check(self.compose(server, f"--to=Bob <{address}>", "--text=x"), 0)
                self.assertIn(b"RCPT TO:<" + address.encode() + b">", server.commands)
                self.assertIn(b"<" + address.encode() + b">", server.content.replace(b"\r\n ", b" "))
        server = self.smarthost()
        for bad in ["a@b@c.example", '"a"b@c.example', "a b@c.example", '"a@c.example', "a> ORCPT=x@c.example"]:
            self.assertEqual(self.send(server, bad).status, 65, bad)
        self.assertEqual(server.connections, 0)

    def test_X19_names_are_encoded_once(self):
        """A name that is not ASCII, or looks encoded already, is read back as it was given, in every field of
        addresses. (go-mail #440, #497)"""
        for name in ["J\u00f6rg M\u00fcller", "=?utf-8?q?x?=", 'Ann "the" Example', "\u65e5\u672c\u8a9e" * 20, "a, b"]:
            with self.subTest(name):
                quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
                server = self.smarthost()
                result = run("--json", "--server", server.url, "--from", f"{quoted} <a@x.example>", "--to",
                             f"{quoted} <b@x.example>", "--cc", f"{quoted} <c@x.example>", "--text=x")
                self.check(result, 0)
                for field in ["From", "To", "Cc"]:
                    written, address = parseaddr(email.message_from_bytes(server.content)[field])
                    self.assertEqual(str(make_header(decode_header(written))), name)
                    self.assertEqual(address[1:], "@x.example")

    def test_X20_boundaries_of_their_own(self):
        """Multiparts within one another have different boundaries, and none stands in the content.
        (go-mail #412, #414)"""
        server = self.smarthost()
        image = self.file("i.png", PNG)
        parts = ["--text=x", "--html=<p>x</p>", "--attach", image, "--attach", image]
        self.check(self.compose(server, "--to=b@example.net", *parts), 0)
        mail = email.message_from_bytes(server.content, policy=email.policy.default)
        boundaries = [part.get_boundary() for part in mail.walk() if part.is_multipart()]
        self.assertGreater(len(boundaries), 1)
        self.assertEqual(len(boundaries), len(set(boundaries)))
        for one in boundaries:
            self.assertFalse(any(other != one and other.startswith(one) for other in boundaries))
        self.assertEqual([part.get_content() for part in mail.iter_attachments()], [PNG, PNG])


if __name__ == "__main__":
    unittest.main()
