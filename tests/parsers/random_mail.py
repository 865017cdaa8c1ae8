# SPDX-License-Identifier: MIT
"""Random mails: the words, lines and names that mail programs have stumbled over, and Unicode of every plane."""

import random

from mail import Mail

WORDS = ["alpha", "Beta", "x", "the", "Grüße", "Köln", "naïve", "日本語", "中文字符", "שלום", "مرحبا", "😀", "👩‍👩‍👧‍👦",
         "e\u0301", "Ω", "a,b", "(c)", "\"q\"", "b\\s", "<t>", "user@example.org", "semi;colon", "1:2", "=?utf-8?Q?x?=",
         "=?", "?=", "a=?b", "50%", "it's", "--", ".", "..", "_", "=", "=3D", "[br]", "{\"k\":1}", "€", "\u202eRTL",
         "🏳️‍🌈", "🇩🇪", "ไทย", "हिन्दी", "\u00a0", "\u200b", "\u3000", "\ufeff", "\ufffd"]
LINES = ["", ".", "..", "...", ". ", ".hidden", "From me to you", "-- ", "--=_x", "trailing  ", "tab\t", "=", "=20",
         "Grüße aus Köln", "日本語の文章。", "😀" * 30, "plain words on a line", "\tindented", "a" * 76, "b" * 77, "c" * 78,
         "d" * 79, "שלום עולם", "\x0b\x0c\x1b[0m", "\x7f", "\x85\u2028\u2029"]
PLANES = [(0xA0, 0xD7FF), (0xE000, 0xFFFF), (0x10000, 0x1FFFF), (0x20000, 0x2FFFF), (0x30000, 0xDFFFF), (0xE0000, 0xEFFFF),
          (0xF0000, 0xFFFFF), (0x100000, 0x10FFFF)]
ENDINGS = ["", ".txt", ".pdf", ".PNG", ".tar.gz", ".unknown"]
TYPES = ["", "", "image/png", "application/x-thing; answer=42; text=\"a; b\""]
CONTROLS = {0x2028, 0x2029}


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, values):
        return self.random.choice(values)

    def chance(self, probability):
        return self.random.random() < probability

    def unicode(self):
        codes = [self.random.randint(*self.pick(PLANES)) for _ in range(self.random.randrange(1, 12))]
        return "".join(chr(code) for code in codes if code not in CONTROLS)

    def value(self, most):
        """Words with single blanks or runs of them, blanks at the ends, now and then a long word."""
        text = ""
        for _ in range(self.random.randrange(most + 1)):
            word = self.pick(WORDS)
            if self.chance(0.05):
                word = self.pick("aé日😀") * self.random.randrange(60, 300)
            elif self.chance(0.1):
                word = self.unicode()
            text += word + " " * self.pick([0, 1, 1, 1, 1, 2, 5])
        if self.chance(0.8):
            text = text.strip(" ")
        return text if self.chance(0.9) else " " + text

    def address(self):
        local = self.pick(["ann", "a.b", "x+y", "o'neil", "\"a b\"", "l" * 64, "n", "\"a,\\\"b@c\""])
        domain = self.pick(["example.org", "sub.example.com", "[192.0.2.1]", "d" * 60 + ".example.net"])
        return f"{local}@{domain}"

    def mailbox(self):
        return self.pick(["", self.value(4), self.value(12)]), self.address()

    def text(self):
        end = self.pick(["\n", "\r\n", "\r"])
        lines = []
        for _ in range(self.random.randrange(12)):
            lines.append(self.pick(LINES))
            if self.chance(0.05):
                lines.append(self.pick("ab é😀.") * self.random.randrange(997, 1002))
            if self.chance(0.1):
                lines.append(self.unicode())
        if self.chance(0.0003):
            lines += ["a line of a megabyte"] * (1 << 20) // 20
        return end.join(lines) + self.pick(["", end, end + end])

    def content(self):
        size = self.pick([0, 1, 2, 3, 56, 57, 58, 113, 114, 115, 1000, 5000, 20000])
        return self.random.randbytes(size)

    def name(self):
        name = self.value(self.pick([1, 3, 10])).replace("/", "_").replace("\\", "_") + self.pick(ENDINGS)
        return self.pick(["", "/etc/dir/", "C:\\My Files\\", "a/b\\"]), name

    def file(self):
        return (*self.name(), self.pick(TYPES), self.content())

    def header(self, number):
        json = "{" + ", ".join(f"\"key{n}\": [1,2, \"v  w\"]" for n in range(self.random.randrange(40))) + "}"
        return f"X-Own-{number}", self.pick([json, self.value(20)])

    def mail(self):
        m = Mail(subject=self.value(self.pick([1, 5, 30])))
        m.date = (self.random.randrange(86400, 253402300800 - 86400), self.random.randrange(-1439, 1440))
        m.addresses["from"] = [self.mailbox()]
        for field, most in (("to", 4), ("cc", 3), ("bcc", 2), ("reply-to", 2)):
            mailboxes = [self.mailbox() for _ in range(self.random.randrange(most + 1))]
            if mailboxes:
                m.addresses[field] = mailboxes
        if self.chance(0.2):
            m.addresses["sender"] = [self.mailbox()]
        if self.chance(0.7):
            m.text = self.text()
        if self.chance(0.4):
            m.html = self.text()
        m.attach = [self.file() for _ in range(self.pick([0, 0, 1, 1, 2, 4]))]
        m.headers = [self.header(n) for n in range(self.random.randrange(3))]
        return m
