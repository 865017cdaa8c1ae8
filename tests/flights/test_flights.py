# SPDX-License-Identifier: MIT
"""How often a mail waits for the server: at most two flights with PIPELINING, one command per flight without."""
import corpus
import postfix
import programs
import proxy

RECIPIENTS = [f"{number}.flights@receiver.test" for number in range(3)]


def transaction(flights):
    """The flights from MAIL FROM to the end of data."""
    first = next(i for i, flight in enumerate(flights) if b"MAIL FROM:" in flight)
    last = next(i for i, flight in enumerate(flights) if b"\r\n.\r\n" in flight)
    return flights[first : last + 1]


class Flights(programs.TestCase):
    def send(self, which, message):
        path = self.file("message", message)
        with proxy.Proxy(postfix.server().port(which)) as between:
            result = programs.smtp_send(
                f"smtp+plain://127.0.0.1:{between.port}",
                "--mail-from", "ann@sender.test", "--message", path, *RECIPIENTS,
            )  # fmt: skip
        self.assertEqual(result.status, 0, result)
        for recipient in RECIPIENTS:
            expected = corpus.canonical(message).replace(b"\r\n", b"\n")
            self.assertEqual(postfix.server().mail(recipient), [expected])
        return between.flights()

    def test_pipelining_takes_two_flights(self):
        for name in ("small", "1-MiB"):
            with self.subTest(message=name):
                flights = transaction(self.send(postfix.PLAIN, corpus.MESSAGES[name]))
                self.assertLessEqual(len(flights), 2, [proxy.first_line(flight) for flight in flights])
                self.assertEqual(flights[0].count(b"RCPT TO:"), len(RECIPIENTS))
                self.assertTrue(flights[0].endswith(b"DATA\r\n"), flights[0])

    def test_nothing_is_pipelined_with_the_greeting_or_ehlo(self):
        flights = self.send(postfix.PLAIN, corpus.MESSAGES["small"])
        self.assertTrue(flights[0].startswith(b"EHLO "), flights[0])
        self.assertEqual(flights[0].count(b"\r\n"), 1, flights[0])

    def test_lock_step_without_pipelining(self):
        flights = transaction(self.send(postfix.LOCK_STEP, corpus.MESSAGES["small"]))
        verbs = [flight[:4] for flight in flights]
        self.assertEqual(verbs[:-1], [b"MAIL", b"RCPT", b"RCPT", b"RCPT", b"DATA"])
        self.assertEqual([flight.count(b"\r\n") for flight in flights[:-1]], [1] * 5)
