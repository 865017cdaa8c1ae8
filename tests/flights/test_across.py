# SPDX-License-Identifier: MIT
"""How often many mails wait for the server, at each level of pipelining, with DATA and with BDAT.

A flight is counted where the server's reply is read before the client goes on, so a mail that is sent without waiting
for the one before costs none.
"""
import os
import unittest

import corpus
import postfix
import programs
import proxy

OFF, WITHIN, ACROSS = range(3)
MAILS = {OFF: 20, WITHIN: 20, ACROSS: 100}  # those that wait often are many at less
# Most flights for a single mail and, for each of many, beyond those of a single one. A mail of a single recipient takes
# MAIL, RCPT, DATA and its content one after the other with level 0; with BDAT there is no DATA to wait for.
LIMITS = {
    (OFF, False): (4, 4.1),
    (WITHIN, False): (2, 2.1),
    (ACROSS, False): (2, 1.1),
    (OFF, True): (3, 3.1),
    (WITHIN, True): (1, 1.1),
    (ACROSS, True): (1, 0.4),
}


def transactions(flights):
    """The flights from the first MAIL FROM to the last before QUIT."""
    first = next(i for i, flight in enumerate(flights) if b"MAIL FROM:" in flight)
    return [flight for flight in flights[first:] if not flight.startswith(b"QUIT")]


class Across(programs.TestCase):
    def count(self, mails, level, chunking):
        recipient = f"%d.{level}{int(chunking)}.{mails}.across@receiver.test"
        message = self.file("message", corpus.MESSAGES["small"])
        environment = {"SMTP_LEVEL": str(level), **({"SMTP_CHUNKING": "1"} if chunking else {})}
        with proxy.Proxy(postfix.server().port(postfix.PLAIN)) as between:
            url = f"smtp+plain://127.0.0.1:{between.port}"
            done = programs.run(
                "SEND_MANY", [url, "", "", "ann@sender.test", message, str(mails), recipient], environment
            )
        self.assertEqual(done.returncode, 0, done)
        lines = done.stdout.decode().splitlines()
        wanted = [f"mail {n} SMTP_OK sent {recipient.replace('%d', str(n))} 1 250" for n in range(mails)]
        self.assertEqual(lines, wanted)
        expected = corpus.canonical(corpus.MESSAGES["small"]).replace(b"\r\n", b"\n")
        for n in range(mails):
            self.assertEqual(postfix.server().mail(recipient.replace("%d", str(n))), [expected])
        return len(transactions(between.flights()))

    def test_no_level_takes_more_flights_than_it_must(self):
        postfix.server()
        for (level, chunking), (most, most_each) in LIMITS.items():
            with self.subTest(level=level, chunking=chunking):
                one = self.count(1, level, chunking)
                mails = MAILS[level]
                many = self.count(mails, level, chunking)
                if "SHOW_FLIGHTS" in os.environ:
                    print(f"level {level} {'BDAT' if chunking else 'DATA'}: {one}, {many} for {mails} mails")
                self.assertLessEqual(one, most)
                self.assertLessEqual((many - one) / (mails - 1), most_each)
