# SPDX-License-Identifier: MIT
"""Which commands go out before which replies, and one mail after the other: Q13, Q14, Q22, Q23."""
import socket
import time
import unittest

from scene import TestCase, capabilities, closing
from smarthost import CLOSE, POLITE


def pieces(connection):
    """What comes in one piece, as far as a short while can tell."""
    time.sleep(0.1)
    return connection.recv(65536)


class Order(TestCase):
    """Which commands go out before which replies."""

    def flights(self, offered, recipients, *arguments, rcpt=b"250 ok\r\n", data=b"354 go\r\n"):
        """What comes in one piece, until the content."""
        seen = []

        def talk(connection):
            replies = {b"MAIL": b"250 ok\r\n", b"RCPT": rcpt, b"DATA": data, b"EHLO": offered}
            while not seen or b"DATA" not in seen[-1]:
                seen.append(pieces(connection))
                if not seen[-1]:
                    return False
                connection.sendall(b"".join(replies[line[:4]] for line in seen[-1].splitlines()))
            seen.append(pieces(connection))
            connection.sendall(b"250 ok\r\n" if data[:3] == b"354" and seen[-1] != b"QUIT\r\n" else b"221 bye\r\n")
            return False

        self.server = self.smarthost(connect=lambda c: c.sendall(b"220 hello\r\n") or talk(c))
        more = [f"bob{i}@example.net" for i in range(1, recipients)]
        self.result = self.send(self.server, *more, *arguments)
        return seen

    def test_Q13_pipelining_is_whole_commands(self):
        """The commands of a mail go out in one piece after the reply to EHLO, each of them whole. (MailKit #587)"""
        ehlo, mail, content = self.flights(capabilities("PIPELINING"), 300)[:3]
        self.check(self.result, 0)
        self.assertEqual(ehlo.count(b"\r\n"), 1)
        self.assertEqual((mail.count(b"\r\n"), mail[:5], mail[-6:]), (302, b"MAIL ", b"DATA\r\n"))
        self.assertEqual(content[-5:], b"\r\n.\r\n")

    def test_Q13_pipelining_by_choice(self):
        """It can be switched off, for servers that offer it and do not have it. (MailKit #587)"""
        seen = self.flights(capabilities("PIPELINING"), 3, "--pipelining=off")
        self.check(self.result, 0)
        self.assertEqual([piece.count(b"\r\n") for piece in seen[:-1]], [1] * 6)

    def test_Q13_go_ahead_for_nobody(self):
        """A server that says 354 although it refused every recipient gets an empty end of data, and nothing of the
        mail. (MailKit #1459)"""
        seen = self.flights(capabilities("PIPELINING"), 2, rcpt=b"550 5.1.1 who?\r\n")
        self.check(self.result, 69, outcome="refused", class_="permanent", code=550)
        self.assertEqual(seen[2], b".\r\n")

    def test_Q13_a_server_that_loses_commands(self):
        """A virus scanner in between answers the first command of a flight only: the mail fails in time, and is not
        taken for sent. (MailKit #587)"""
        replies = {"RCPT": lambda c: True, "DATA": lambda c: True}
        self.answer(75, "--timeout=0.5", outcome="failed", class_="timeout", replies=replies)
        self.assertIsNone(self.server.content)

    def test_Q13_a_server_that_loses_mails(self):
        """The same between mails that are sent one behind the other: as many are told to be sent as arrived."""
        lost = {verb: [POLITE[verb], lambda c: True] for verb in ["MAIL", "RCPT", "DATA"]}
        more = ("--repeat=3", "--pipelining=max", "--timeout=0.5")
        answer = self.answer(75, *more, replies=lost, outcome="failed", class_="timeout")
        told = answer["repeat"]
        self.assertEqual((told["sent"], told["failed"] + told["not_tried"]), (1, 2), told)

    def test_Q14_nothing_before_the_reply(self):
        """Without PIPELINING each command waits for the whole reply to the one before, from the greeting on; so that no
        server complains of improper pipelining. (ghettoVCB #338)"""
        early = []

        def slow(reply):
            def look(connection):
                head, tail = reply[:3], reply[3:]
                for part in (head, tail[:-1]):
                    connection.sendall(part)
                    connection.settimeout(0.03)
                    try:
                        early.append(connection.recv(1, socket.MSG_PEEK))
                    except TimeoutError:
                        pass
                connection.settimeout(10)
                connection.sendall(tail[-1:])

            return look

        ehlo = capabilities("SIZE 1000000", "8BITMIME")
        self.answer(0, "c@example.net", replies={"connect": slow(b"220-wait\r\n220 now\r\n"), "EHLO": slow(ehlo),
                                                 "MAIL": slow(b"250 ok\r\n"), "RCPT": slow(b"250 ok\r\n"),
                                                 "DATA": slow(b"354 go\r\n"), "end": slow(b"250 ok\r\n")})
        self.assertEqual(early, [])
        self.assertEqual(self.server.verbs(), ["EHLO", "MAIL", "RCPT", "RCPT", "DATA", "QUIT"])


class Reuse(TestCase):
    def test_Q22_a_refused_reset(self):
        """RSET after a refused mail fails: the refusal stays what it was, and the next mail goes out over another
        connection. (MailKit #1748)"""
        for rset in [b"502 5.5.1 no\r\n", CLOSE, b"421 bye\r\n"]:
            with self.subTest(rset):
                server = self.smarthost(EHLO=capabilities(), MAIL=[b"550 5.7.1 not you\r\n", b"250 ok\r\n"], RSET=rset)
                client = self.client(server.url)
                self.assertEqual(client("send"), "SMTP_E_PERMANENT refused 550")
                self.assertEqual(client("send"), "SMTP_OK sent 250")
                self.assertEqual((server.connections, server.verbs().count("RSET")), (2, 1))

    def test_Q23_a_connection_that_was_idle_for_too_long(self):
        """The server closes an idle connection, silently or with 221, 421 or 451: the next mail goes out over another
        one, once and without a word of it. (lettre #743, nodemailer #1205)"""
        for word in [b"", b"221 2.0.0 bye\r\n", b"421 4.4.2 timeout\r\n", b"451 4.4.2 Timeout\r\n"]:
            with self.subTest(word):
                ended = []

                def last(connection, word=word, ended=ended):
                    connection.sendall(b"250 2.0.0 ok\r\n")
                    if ended:
                        return True
                    ended.append(True)
                    time.sleep(0.1)
                    connection.sendall(word)
                    return False

                server = self.smarthost(end=last)
                client = self.client(server.url)
                self.assertEqual(client("send"), "SMTP_OK sent 250")
                time.sleep(0.3)
                self.assertEqual(client("send"), "SMTP_OK sent 250")
                self.assertEqual((server.connections, server.verbs().count("DATA")), (2, 2))

    def test_Q23_421_to_the_first_command(self):
        """The same where 421 is the answer to the next mail."""
        server = self.smarthost(MAIL=[b"250 ok\r\n", closing(b"421 4.4.2 timeout\r\n"), b"250 ok\r\n"])
        client = self.client(server.url)
        self.assertEqual(client("send"), "SMTP_OK sent 250")
        self.assertEqual(client("send"), "SMTP_OK sent 250")
        self.assertEqual(server.connections, 2)


if __name__ == "__main__":
    unittest.main()
