# SPDX-License-Identifier: MIT
"""A-labels as the library makes them beside those of Python's tables of Unicode and its punycode.

compare.py PROGRAM: PROGRAM is tests/idn/to_ascii."""

import random
import subprocess
import sys
import unicodedata
import unittest

PROGRAM = sys.argv.pop(1)
LETTERS_MARKS_DIGITS = {"Ll", "Lo", "Lm", "Mn", "Mc", "Nd", "Nl"}  # Nl: the ideographic zero


def to_ascii(domains):
    run = subprocess.run([PROGRAM], input="\n".join(domains) + "\n", capture_output=True, encoding="utf-8", check=True)
    return run.stdout.splitlines()


def lower(label):
    return "".join(c.lower() for c in label)  # each by itself: no final sigma


def a_label(label):
    """The label that IDNA2008 has for it once it is mapped as RFC 5895 does."""
    mapped = unicodedata.normalize("NFC", lower(label))
    return mapped if mapped.isascii() else "xn--" + mapped.encode("punycode").decode()


def is_label(text):
    return unicodedata.normalize("NFKC", text) == text and all(
        unicodedata.category(c) in LETTERS_MARKS_DIGITS for c in text if not c.isascii())


def characters():
    """All of the Basic Multilingual Plane but ASCII, controls and surrogates; of the others, a part."""
    planes = [*range(0xA0, 0x2028), *range(0x202A, 0xD800), *range(0xE000, 0x10000), *range(0x10000, 0x110000, 97)]
    return [chr(c) for c in planes]


class Labels(unittest.TestCase):
    def check(self, domain, ascii):
        if ascii == "SMTP_E_ADDRESS":
            self.assertGreater(len(a_label(domain)), 63, domain)
        elif ascii != "SMTP_E_IDN":
            self.assertEqual(ascii, a_label(domain), ascii)
            self.assertTrue(is_label(lower(domain)), f"{ascii} {[hex(ord(c)) for c in domain]}")

    def known(self):
        alone = characters()
        return [c for c, ascii in zip(alone, to_ascii(["a" + c for c in alone])) if ascii != "SMTP_E_IDN"]

    def test_each_character(self):
        for prefix in ("", "a"):
            labels = [prefix + c for c in characters()]
            for label, ascii in zip(labels, to_ascii(labels), strict=True):
                self.check(label, ascii)

    def test_random_labels_of_known_characters(self):
        known = self.known()
        self.assertGreater(len(known), 30000)
        few = [c for c in known if ord(c) < 0x3000]
        r = random.Random(1)
        labels = []
        for n in range(30000):
            letters = r.choice((known, few, few[:200], r.sample(few, 5), "abcz-19"))
            labels.append("a" + "".join(r.choice(letters) for _ in range(r.randrange(1, 40))) + r.choice(("ü", "я", "b")))
        accepted = 0
        for label, ascii in zip(labels, to_ascii(labels), strict=True):
            if not label.isascii():
                self.check(label, ascii)
                accepted += ascii.startswith("xn--")
        self.assertGreater(accepted, 10000)

    def test_two_marks(self):
        marks = [c for c in self.known() if unicodedata.combining(c)]
        labels = ["ก" + one + other for one in marks for other in marks]
        self.assertGreater(len(labels), 40)
        for label, ascii in zip(labels, to_ascii(labels), strict=True):
            self.check(label, ascii)


if __name__ == "__main__":
    unittest.main()
