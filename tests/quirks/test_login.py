# SPDX-License-Identifier: MIT
"""Logging in: U1 to U18."""
import os
import pathlib
import re
import subprocess
import unittest

from scene import TestCase, capabilities, challenge, coded, held, key

WELCOME = b"235 2.7.0 welcome\r\n"
NO = b"535 5.7.8 no\r\n"
PROMPTS = {"AUTH": challenge(b"Username:"), key(b"ann"): challenge(b"Password:"), key(b"hunter2"): WELCOME}


class Login(TestCase):
    def test_U1_prompts_of_any_kind(self):
        """Servers prompt as they like: the first challenge of LOGIN gets the user name and the second the password,
        whatever they say; a third is an error. (go-mail #311, gomail #16)"""
        for user, password in [
            (b"username:", b"password:"), (b"User Name\0", b"Password\0"), (b"VXNlcm5hbWU6", b""), (b"", b"Username:"),
            (b"Password:", b"Username:"), (b"\xff\xfe", b"?"),
        ]:
            with self.subTest((user, password)):
                replies = {**PROMPTS, "AUTH": challenge(user), key(b"ann"): challenge(password)}
                self.log_in(0, "LOGIN", replies=replies)
        more = {**PROMPTS, key(b"hunter2"): challenge(b"Again:")}
        self.log_in(76, "LOGIN", replies=more, error="SMTP_E_AUTH_CHALLENGE")
        self.assertEqual(self.server.commands[4], b"*")

    def test_U2_no_user_name_behind_auth_login(self):
        """Strict servers refuse "AUTH LOGIN" with a user name behind it, and lines above 512 octets: LOGIN never sends
        one, PLAIN does unless the line became too long. (MailKit #216, aiosmtpd #219)"""
        self.log_in(0, "LOGIN", replies=PROMPTS)
        self.assertEqual(self.server.commands[1:4], [b"AUTH LOGIN", coded(b"ann"), coded(b"hunter2")])
        self.log_in(0, "PLAIN")
        self.assertEqual(self.server.commands[1], b"AUTH PLAIN " + coded(b"\0ann\0hunter2"))
        long = coded(b"\0ann\0" + b"x" * 400)
        replies = {"AUTH": challenge(), long.decode().upper(): WELCOME}
        self.log_in(0, "PLAIN", password="x" * 400, replies=replies)
        self.assertEqual(self.server.commands[1:3], [b"AUTH PLAIN", long])

    def test_U3_what_the_server_has(self):
        """A server with LOGIN alone gets LOGIN; one with which nothing is in common is told apart from a wrong
        password, and what it offered can be asked for. (go-sasl #12, go-smtp #252)"""
        self.log_in(0, "LOGIN", replies=PROMPTS)
        self.log_in(0, "GSSAPI NTLM LOGIN", replies=PROMPTS)
        answer = self.log_in(77, "GSSAPI NTLM", error="SMTP_E_NO_MECHANISM", class_="credentials")
        self.assertNotIn("AUTH", self.server.verbs())
        self.assertIn("Allow a mechanism that the server offers", answer["message"])
        client = self.client(self.server.url)
        self.assertEqual([client("login", "ann", "pw"), client("send")], ["SMTP_OK", "SMTP_E_NO_MECHANISM failed 0"])
        self.assertEqual([client("offers", "NTLM"), client("offers", "PLAIN")], ["SMTP_OK", "SMTP_PENDING"])

    def test_U4_auth_with_an_equals_sign(self):
        """Old servers write "AUTH=LOGIN", beside "AUTH PLAIN" or in its place: both lists count. (curl #5321)"""
        for lines in [("AUTH=PLAIN LOGIN",), ("AUTH GSSAPI", "AUTH=PLAIN"), ("AUTH=GSSAPI", "AUTH PLAIN"),
                      ("AUTH=LOGIN", "AUTH PLAIN")]:
            self.log_in(0, "", replies={"EHLO": capabilities(*lines)})
            self.assertEqual(self.server.commands[1][:10], b"AUTH PLAIN")

    def test_U5_mechanisms_in_another_line(self):
        """Exchange offers an empty AUTH and its mechanisms as X-EXPS: that counts as AUTH, and a list without any is
        no common mechanism. (MailKit #603, #151)"""
        self.log_in(0, "", replies={"EHLO": capabilities("X-EXPS NTLM LOGIN", "AUTH", "XEXCH50"), **PROMPTS})
        for lines in [("AUTH",), ("AUTH ",), ("AUTH", "X-EXPS NTLM GSSAPI")]:
            self.log_in(77, "", replies={"EHLO": capabilities(*lines)}, error="SMTP_E_NO_MECHANISM")

    def test_U6_another_mechanism(self):
        """A server offers a mechanism that it does not have: after 504 or 534 the next is tried, after 535 only if the
        caller says so, as accounts may be locked; and without TLS none that shows the password after one that does
        not. (curl #22832, #4080)"""
        for code in [b"504 5.5.4", b"534 5.7.9"]:
            self.log_in(0, "PLAIN LOGIN", replies={**PROMPTS, "AUTH": [code + b" no\r\n", challenge(b"User:")]})
            self.assertEqual(self.server.verbs()[1:4], ["AUTH", "AUTH", key(b"ann")])
        self.log_in(77, "PLAIN LOGIN", replies={"AUTH": NO}, error="SMTP_E_AUTH_REFUSED", code=535)
        self.assertEqual(self.server.verbs().count("AUTH"), 1)
        self.log_in(77, "CRAM-MD5 PLAIN", replies={"AUTH": b"504 5.5.4 no\r\n"})
        self.assertEqual([c[:13] for c in self.server.commands if c[:4] == b"AUTH"], [b"AUTH CRAM-MD5"])

    def test_U6_another_mechanism_after_535_by_option(self):
        """Where the caller allows it, 535 moves on to the next mechanism as well."""
        server = self.smarthost(**{"EHLO": capabilities("AUTH PLAIN LOGIN"), **PROMPTS,
                                   "AUTH": [NO, challenge(b"User:")]})
        client = self.client(server.url)
        self.assertEqual([client("login", "ann", "hunter2"), client("fallback")], ["SMTP_OK", "SMTP_OK"])
        self.assertEqual(client("send"), "SMTP_OK sent 250")

    def test_U7_the_list_is_strict(self):
        """What the caller did not name is not used, whatever is offered. (curl #10259, #2642)"""
        self.log_in(0, "PLAIN LOGIN CRAM-MD5", "--auth=LOGIN", replies=PROMPTS)
        self.assertEqual(self.server.commands[1], b"AUTH LOGIN")
        self.log_in(77, "PLAIN CRAM-MD5", "--auth=LOGIN,SCRAM-SHA-256", error="SMTP_E_NO_MECHANISM")
        self.assertNotIn("AUTH", self.server.verbs())

    def test_U10_no_ehlo_after_the_login(self):
        """EHLO after AUTH ends the login on some servers: it is not sent. (MailKit #162, #393)"""
        self.log_in(0, "PLAIN")
        self.assertEqual(self.server.verbs(), ["EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"])

    def test_U11_nobody_to_act_as(self):
        """Some servers refuse PLAIN with an identity to act as: it stays empty. (MailKit release notes)"""
        self.log_in(0, "PLAIN")
        self.assertIn(coded(b"\0ann\0hunter2"), self.server.commands[1])

    def test_U12_a_slow_welcome(self):
        """The 235 comes seconds after the password: nothing is sent before it, so that no later reply is taken for
        another's. (libetpan #182)"""

        def late(connection):
            connection.settimeout(0.3)
            with self.assertRaises(TimeoutError):
                connection.recv(1)
            connection.settimeout(10)
            connection.sendall(WELCOME)

        self.log_in(0, "LOGIN", replies={**PROMPTS, key(b"hunter2"): late})
        self.log_in(75, "LOGIN", "--timeout=0.3", class_="timeout",
                    replies={**PROMPTS, key(b"hunter2"): lambda c: held(self.server, 1, WELCOME)(c)})
        self.assertNotIn("MAIL", self.server.verbs())

    def test_U13_no_login_without_credentials(self):
        """A relay that offers AUTH is used without it where no credentials were given. (ESP-Mail-Client #13)"""
        self.answer(0, replies={"EHLO": capabilities("AUTH PLAIN LOGIN")})
        self.assertNotIn("AUTH", self.server.verbs())

    def test_U14_no_library_but_mbedtls(self):
        """Logging in needs no SASL library: what is linked is mbedTLS and the C library. (libetpan #446)"""
        said = subprocess.run(["readelf", "-d", os.environ["LIBSMTP"]], capture_output=True, text=True, check=True)
        needed = set(re.findall(r"NEEDED.*\[(.*?)\.so", said.stdout))
        sanitizers = {"libasan", "libubsan"}
        self.assertEqual(needed - sanitizers, {"libmbedtls", "libmbedx509", "libmbedcrypto", "libc"})

    def test_U15_names_and_passwords_of_any_letters(self):
        """What is not ASCII is sent as it was given, octet for octet; a NUL, which would end it for PLAIN, is refused.
        (cpython #88435)"""
        user, password = "m\u00fcller", "p\u00e4\u00dfwort\u20ac"
        self.log_in(0, "PLAIN", user=user, password=password)
        self.assertIn(coded(b"\0" + user.encode() + b"\0" + password.encode()), self.server.commands[1])
        server = self.smarthost()
        nul = self.file("password", b"a\0b\n")
        self.check(self.send(server, "--user=ann", "--password-file", nul), 78, error="SMTP_E_CONTROL_CHARACTER")
        self.assertEqual(server.connections, 0)

    def test_U16_no_password_in_the_trace(self):
        """A trace that somebody posts shows no password, in base64 neither. (nodemailer 6.6.3)"""
        for offered, replies in [("PLAIN", {}), ("LOGIN", PROMPTS)]:
            server = self.smarthost(EHLO=capabilities(f"AUTH {offered}"), **replies)
            result = self.send(server, "--trace", "--user=ann", "--allow-plaintext-auth", password="hunter2")
            self.check(result, 0)
            self.assertIn(f"> AUTH {offered}", result.err)
            for form in [b"hunter2", coded(b"hunter2"), coded(b"\0ann\0hunter2")]:
                self.assertNotIn(form.decode(), result.err)

    def test_U17_a_password_that_was_pasted(self):
        """A password with a line end is refused; one with blanks is sent with them: they may belong to it. Whose app
        passwords are shown with blanks is told. (chatmail provider-db)"""
        server = self.smarthost()
        for bad in ["pw\n", "pw\r\n", "p\nw"]:
            result = self.send(server, "--user=ann", "--allow-plaintext-auth", password=bad)
            self.check(result, 78, error="SMTP_E_CONTROL_CHARACTER")
        self.log_in(0, "PLAIN", password="abcd efgh ijkl")
        self.assertIn(coded(b"\0ann\0abcd efgh ijkl"), self.server.commands[1])
        tree = pathlib.Path(__file__).parents[2]
        table = (tree / "lib/provider/providers.tsv").read_text("utf-8")
        self.assertRegex(table, r"(?m)^aol\t.*without the blanks")

    def test_U18_passwords_that_are_no_longer_taken(self):
        """Providers shut passwords off with replies of their own: all that they say is kept, and what to do is told.
        (Microsoft MC786329, curl #5321)"""
        for reply, enhanced, advice in [
            (b"535 5.7.139 Authentication unsuccessful, basic authentication is disabled.", "5.7.139", "OAuth2"),
            (b"550 5.7.30 Basic authentication is not supported for Client Submission.", "5.7.30", "OAuth2"),
            (b"534-5.7.9 Application-specific password required. For more information, go to\r\n"
             b"534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor", "5.7.9", "app password"),
            (b"535 Login Fail. Please enter your authorization code to login.", "", "authorization code"),
        ]:
            with self.subTest(reply):
                answer = self.log_in(77, "PLAIN", replies={"AUTH": reply + b"\r\n"}, error="SMTP_E_AUTH_REFUSED",
                                     class_="permanent", enhanced=enhanced)
                self.assertIn(advice, answer["message"])
                self.assertEqual(answer["text"].count("\n"), reply.count(b"\r\n"))


class Tokens(TestCase):
    def with_token(self, status, offered, token, *arguments, replies=None, **members):
        file = self.file("token", token + b"\n")
        replies = {"EHLO": capabilities(f"AUTH {offered}"), **(replies or {})}
        return self.answer(status, "--user=ann@x.example", "--token-file", file, "--allow-plaintext-auth", *arguments,
                           replies=replies, **members)

    def test_U8_two_forms_of_a_token(self):
        """OAUTHBEARER and XOAUTH2 are written differently; the JSON that explains a refusal is answered, each in its
        way, so that the 535 comes, and is told. (curl #2487, #10259)"""
        said = {"AUTH": challenge(b'{"status":"400","schemes":"bearer"}')}
        for offered, line, answered in [
            ("PLAIN XOAUTH2", b"user=ann@x.example\1auth=Bearer t.k\1\1", b""),
            ("PLAIN OAUTHBEARER", b"n,a=ann@x.example,\1auth=Bearer t.k\1\1", b"AQ=="),
        ]:
            with self.subTest(offered):
                name = offered.split()[1].encode()
                self.with_token(0, offered, b"t.k")
                self.assertEqual(self.server.commands[1], b"AUTH " + name + b" " + coded(line))
                answer = self.with_token(77, offered, b"t.k", replies={**said, answered.decode(): NO}, code=535)
                self.assertEqual(self.server.commands[2], answered)
                self.assertIn('{"status":"400","schemes":"bearer"}', answer["text"])

    def test_U9_a_long_token(self):
        """Tokens of some providers have thousands of octets: they go in a line of their own. (msmtp 1.8.13)"""
        for length in [500, 2500, 8192]:
            token = b"x" * length
            line = coded(b"user=ann@x.example\1auth=Bearer " + token + b"\1\1")
            self.with_token(0, "XOAUTH2", token, replies={"AUTH": challenge(), line.decode().upper(): WELCOME})
            self.assertEqual(self.server.commands[1:3], [b"AUTH XOAUTH2", line])

    def test_U9_a_token_that_has_expired(self):
        """A token is asked for when it is needed, and once more when the server refuses it, over another connection; a
        second refusal is one. (nodemailer 8.0.11)"""
        for last, said in [(WELCOME, "SMTP_OK sent 250"), (NO, "SMTP_E_AUTH_REFUSED refused 535")]:
            file = self.file("token", b"old")

            def expire(connection, file=file):
                with open(file, "wb") as token:
                    token.write(b"new")
                connection.sendall(NO)

            server = self.smarthost(EHLO=capabilities("AUTH XOAUTH2"), AUTH=[expire, last])
            client = self.client(server.url)
            self.assertEqual(client("token", "ann", file), "SMTP_OK")
            self.assertEqual(client("send"), said)
            sent = [line for line in server.commands if line[:4] == b"AUTH"]
            forms = [coded(b"user=ann\1auth=Bearer " + token + b"\1\1") for token in (b"old", b"new")]
            self.assertEqual(sent, [b"AUTH XOAUTH2 " + form for form in forms])
            self.assertEqual(server.connections, 2)


if __name__ == "__main__":
    unittest.main()
