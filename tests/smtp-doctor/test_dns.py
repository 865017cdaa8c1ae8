# SPDX-License-Identifier: MIT
"""Which server it is: MX and SRV records, the table of providers, a guess; and a name server that is not kind."""
import socket
import struct
import unittest

from doctor import TestCase, run
from nameserver import MX, SRV, NameServer, mx, srv


class Dns(TestCase):
    def setUp(self):
        super().setUp()
        answer = run("--json", "--timeout", "0.3", "--dns", "127.0.0.1", "one.invalid").json
        if "asks no name server" in answer["dns"]["mx"]["problem"]:
            self.skipTest("a build without a resolver")

    def ask(self, status, records, target, *arguments, **more):
        server = NameServer(records)
        self.addCleanup(server.close)
        answer = self.look(status, "--dns", server.address, target, *arguments, **more)
        self.asked = server.asked
        return answer

    def find(self, records, target):
        """The answer where no time is left to connect to what was found."""
        server = NameServer(records)
        self.addCleanup(server.close)
        return self.check_shape(run("--json", "--deadline", "0.001", "--dns", server.address, target))

    def test_srv(self):
        smarthost = self.smtps()
        port = smarthost.port
        records = {
            ("one.test", MX): [mx(20, "b.one.test"), mx(10, "a.one.test")],
            ("_submissions._tcp.one.test", SRV): [srv(5, 0, 1, "far.test"), srv(1, 1, port, "localhost")],
            ("_submission._tcp.one.test", SRV): [srv(0, 0, 0, ".")],
        }
        answer = self.ask(0, records, "ann@one.test", "--ca-file", self.certificate("ca.pem"))
        self.assertEqual((answer["server"], answer["found_by"]), ("localhost", "srv"))
        self.assertEqual([r["host"] for r in answer["dns"]["mx"]["records"]], ["a.one.test", "b.one.test"])
        self.assertEqual([r["port"] for r in answer["dns"]["submissions"]["records"]], [port, 1])
        self.assertEqual(answer["dns"]["submission"]["records"], [])
        self.assertEqual(answer["advice"]["url"], f"smtps://localhost:{port}")
        self.assertEqual(answer["advice"]["user"], "ann@one.test")

    def test_nobody_logs_in_where_the_dns_alone_names_a_server(self):
        smarthost = self.smtps(EHLO=b"250-x.example\r\n250 AUTH PLAIN\r\n")
        trust = ("--ca-file", self.certificate("ca.pem"))
        login = ("--user", "ann")
        records = {("_submissions._tcp.one.test", SRV): [srv(1, 1, smarthost.port, "localhost")]}
        answer = self.ask(78, records, "ann@one.test", *login, *trust, password="secret")
        self.assertEqual((answer["server"], answer["ports"]), ("localhost", []))
        self.assertIn("DNS alone", answer["message"])
        self.assertFalse(any(command.startswith(b"AUTH") for command in smarthost.commands))
        self.ask(0, records, "ann@one.test", *login, *trust, "--tls-name", "localhost", password="secret")
        at_home = {("_submissions._tcp.localhost.one.invalid", SRV): [srv(1, 1, 1, "Localhost.ONE.invalid")]}
        self.ask(68, at_home, "localhost.one.invalid", *login, password="secret")

    def test_of_two_with_the_same_priority_the_heavier_comes_first(self):
        records = {("_submission._tcp.one.test", SRV): [srv(1, 1, 1, "light.invalid"), srv(1, 9, 1, "heavy.invalid")]}
        self.assertEqual(self.ask(68, records, "one.test")["server"], "heavy.invalid")

    def test_by_the_provider_s_domain(self):
        self.needs_providers()
        answer = self.find({}, "ann@gmail.com")
        self.assertEqual((answer["server"], answer["found_by"]), ("smtp.gmail.com", "provider"))

    def test_by_the_provider_that_takes_its_mail(self):
        self.needs_providers()
        answer = self.find({("one.test", MX): [mx(1, "ASPMX.L.google.com")]}, "one.test")
        self.assertEqual((answer["provider"]["id"], answer["found_by"]), ("workspace", "mx"))

    def test_nothing_is_known(self):
        answer = self.ask(68, {("one.invalid", MX): [mx(1, "a.one.invalid")]}, "ann@one.invalid")
        self.assertEqual((answer["server"], answer["error"]), ("", "SMTP_E_RESOLVE"))
        self.assertIn("no server for mail is known", answer["message"])

    def test_a_name_that_is_no_mail_domain_is_a_server(self):
        answer = self.look(75, "localhost", "--timeout", "0.5")
        self.assertEqual((answer["server"], answer["found_by"]), ("localhost", "argument"))

    def test_names_in_other_scripts(self):
        self.ask(68, {}, "ann@b\u00fccher.invalid")
        self.assertIn(("_submissions._tcp.xn--bcher-kva.invalid", SRV), self.asked)

    def test_silence(self):
        records = {("one.invalid", MX): None, ("_submissions._tcp.one.invalid", SRV): None}
        answer = self.ask(68, {**records, ("_submission._tcp.one.invalid", SRV): None}, "one.invalid")
        self.assertEqual(answer["dns"]["mx"]["problem"], "no name server answers")

    def test_no_question_takes_longer_than_the_deadline(self):
        kinds = [("one.invalid", MX), ("_submissions._tcp.one.invalid", SRV), ("_submission._tcp.one.invalid", SRV)]
        answer = self.ask(68, dict.fromkeys(kinds), "one.invalid", "--timeout", "600", "--deadline", "1")
        self.assertEqual(answer["dns"]["mx"]["problem"], "no name server answers")

    def test_a_cut_answer_is_not_asked_for_by_tcp(self):
        cut = struct.pack(">HHHHH", 0x8380, 1, 0, 0, 0) + b"QUESTION"
        server = NameServer({("one.invalid", MX): cut})
        self.addCleanup(server.close)
        host, port = server.address.split(":")
        with socket.create_server((host, int(port))):
            self.check_shape(run("--json", "--timeout", "1", "--dns", server.address, "one.invalid"))

    def test_hostile_answers(self):
        head = struct.pack(">HHHHH", 0x8180, 1, 1, 0, 0) + b"QUESTION"
        record = b"\xc0\x0c" + struct.pack(">HHI", MX, 1, 60)
        many = b"".join(record + struct.pack(">H", len(mx(i, "x.test"))) + mx(i, "x.test") for i in range(60))
        for body in [
            b"",
            b"\x81\x80" + b"\xff" * 40,
            head,
            head + record + struct.pack(">H", 500) + b"\0\1",
            head + record + struct.pack(">H", 4) + b"\0\1\xc0\xff",
            head + record + struct.pack(">H", 2) + b"\0\1",
            head + record + struct.pack(">H", 66) + b"\0\1\x3f" + b"a" * 63,
            struct.pack(">HHHHH", 0x8180, 1, 60, 0, 0) + b"QUESTION" + many,
            struct.pack(">HHHHH", 0x8180, 1, 65535, 0, 0) + b"QUESTION" + many,
        ]:
            with self.subTest(body):
                answer = self.ask(68, {("one.invalid", MX): body}, "one.invalid")
                self.assertLessEqual(len(answer["dns"]["mx"]["records"]), 16)

    def test_names_with_controls_do_not_reach_the_terminal(self):
        server = NameServer({("one.invalid", MX): [b"\0\1\x05\x1b[31m\x04\xff\"\\\n\0"]})
        self.addCleanup(server.close)
        arguments = ("--timeout", "1", "--dns", server.address, "one.invalid")
        result = run(*arguments)
        self.assertNotIn(b"\x1b", result.out)
        self.assertNotIn("\x1b", result.err)
        self.assertEqual(len(run("--json", *arguments).json["dns"]["mx"]["records"]), 1)


if __name__ == "__main__":
    unittest.main()
