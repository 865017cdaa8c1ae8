# SPDX-License-Identifier: MIT
"""Random mails: the words, lines and names that mail programs have stumbled over, and Unicode of every plane."""

import copy
import datetime
import email.utils
import html
import random
import re

from mail import Group, Mail, Merge, Part

WORDS = ["alpha", "Beta", "x", "the", "Grüße", "Köln", "naïve", "日本語", "中文字符", "שלום", "مرحبا", "😀", "👩‍👩‍👧‍👦",
         "e\u0301", "Ω", "a,b", "(c)", "\"q\"", "b\\s", "<t>", "user@example.org", "semi;colon", "1:2", "=?utf-8?Q?x?=",
         "=?", "?=", "a=?b", "50%", "it's", "--", ".", "..", "_", "=", "=3D", "[br]", "{\"k\":1}", "€", "\u202eRTL",
         "🏳️‍🌈", "🇩🇪", "ไทย", "हिन्दी", "\u00a0", "\u200b", "\u3000", "\ufeff", "\ufffd"]
LINES = ["", ".", "..", "...", ". ", ".hidden", "From me to you", "-- ", "--=_x", "trailing  ", "tab\t", "=", "=20",
         "Grüße aus Köln", "日本語の文章。", "😀" * 30, "plain words on a line", "\tindented", "a" * 76, "b" * 77, "c" * 78,
         "d" * 79, "שלום עולם", "\x0b\x0c\x1b[0m", "\x7f", "\x85\u2028\u2029"]
FLOWED_LINES = ["", " ", " indented", "> quoted", ">quoted", ">> deeper", "> ", ">", "-- ", "> -- ", "From here", "trailing   ",
                "words that go on " * 20, "> quoted words that go on " * 10, "日本語の文章 " * 30, "x" * 100 + " y"]
PLANES = [(0xA0, 0xD7FF), (0xE000, 0xFFFF), (0x10000, 0x1FFFF), (0x20000, 0x2FFFF), (0x30000, 0xDFFFF), (0xE0000, 0xEFFFF),
          (0xF0000, 0xFFFFF), (0x100000, 0x10FFFF)]
ASCII_LINES = ["", ".", "..", "From me to you", "--=_x", "x" * 78, "plain words", "trailing  "]
ENDINGS = ["", ".txt", ".pdf", ".PNG", ".tar.gz", ".unknown"]
TYPES = ["", "", "image/png", "application/x-thing; answer=42; text=\"a; b\""]
LOCALS = ["ann", "a.b", "x+y", "o'neil", "\"a b\"", "l" * 64, "n", "\"a,\\\"b@c\""]
DOMAINS = ["example.org", "EXAMPLE.org", "sub.example.com", "[192.0.2.1]", "d" * 60 + ".example.net"]
CONTROLS = {0x2028, 0x2029}


def escaped(value):
    """HTML has two ways for an apostrophe."""
    return html.escape(value).replace("&#x27;", "&#39;")


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
        local = self.pick(LOCALS if self.chance(0.98) else ["jörg", "用户", "\"ö ö\""])
        domain = self.pick(DOMAINS if self.chance(0.95) else ["münchen.example", "例え.example", "почта.example"])
        return f"{local}@{domain}"

    def mailbox(self):
        return self.pick(["", self.value(4), self.value(12)]), self.address()

    def mailboxes(self, most):
        return [self.mailbox() for _ in range(self.random.randrange(most + 1))]

    def entries(self, most):
        """Mailboxes, now and then in groups."""
        entries = []
        for mailbox in self.mailboxes(most):
            is_group = self.chance(0.1)
            entries.append(Group(self.value(4).strip(" ") or "g", self.mailboxes(3)) if is_group else mailbox)
        return entries

    def identifier(self):
        left = self.pick(["1", "a.b-c$d", "%x" % self.random.getrandbits(128), "l" * 150])
        identifier = f"{left}@{self.pick(['example.org', 'h.example', 'r' * 100 + '.example'])}"
        return self.pick([identifier, f"<{identifier}>"])

    def url(self, scheme="https"):
        return f"{scheme}://example.org/{'x' * self.pick([0, 10, 70, 300])}?a=1&b=2,3;c=%20"

    def text(self, some_lines=LINES):
        end = self.pick(["\n", "\r\n", "\r"])
        lines = []
        for _ in range(self.random.randrange(12)):
            lines.append(self.pick(some_lines))
            if self.chance(0.05):
                lines.append(self.pick("ab é😀.") * self.random.randrange(997, 1002))
            if self.chance(0.1):
                lines.append(self.unicode())
        if self.chance(0.0003):
            lines += [self.pick(["a line of a megabyte", "日本語の長い文章"])] * (1 << 16)
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

    def addresses(self, m):
        m.addresses["from"] = [self.mailbox()]
        if self.chance(0.05):
            m.addresses["from"] += self.mailboxes(2)
        if self.chance(0.2) or len(m.addresses["from"]) > 1:
            m.addresses["sender"] = [self.mailbox()]
        for field, most in (("to", 4), ("cc", 3), ("bcc", 2), ("reply-to", 2)):
            entries = self.mailboxes(most) if field == "bcc" else self.entries(most)
            if entries:
                m.addresses[field] = entries
        for field in ("disposition-notification-to", "return-receipt-to"):
            if self.chance(0.05):
                m.addresses[field] = [self.mailbox()]
        if self.chance(0.05):
            m.resent = (*self.date(), self.pick(["", self.identifier()]))
            m.addresses["resent-from"] = [self.mailbox()]
            for field in ("resent-to", "resent-cc"):
                entries = self.entries(2)
                if entries:
                    m.addresses[field] = entries

    def date(self):
        return self.random.randrange(86400, 253402300800 - 86400), self.random.randrange(-1439, 1440)

    def lists(self, m):
        if self.chance(0.1):
            m.list_id = (self.pick(["", self.value(6)]), self.pick(["news.example.org", "x" * 200 + ".example"]))
        if self.chance(0.1):
            m.list_urls = [(field, self.url(self.pick(["https", "ftp"]))) for field in (1, 3, 5, 6, 6, 6)]
            m.list_urls += self.pick([[], [(4, "NO")], [(2, "mailto:x@example.org?subject=a%20b"), (2, self.url())]])
        if self.chance(0.1) and not any(field == 2 for field, _ in m.list_urls):
            m.one_click = (self.url(), self.pick(["", "mailto:unsubscribe@example.org"]))

    def notes(self, m):
        m.smtputf8 = self.chance(0.1)
        m.message_id = self.pick([None, self.identifier()])
        m.in_reply_to = [self.identifier() for _ in range(self.pick([0, 0, 0, 1, 2]))]
        m.references = [self.identifier() for _ in range(self.pick([0, 0, 0, 1, 40]))]
        m.keywords = [self.value(4).strip(" ") or "k" for _ in range(self.pick([0, 0, 0, 1, 5]))]
        m.comments = [self.value(20) for _ in range(self.pick([0, 0, 0, 1, 2]))]
        m.auto_submitted = self.pick([None, None, None, 0, 1, 2, 3])
        m.importance = self.pick([None, None, None, -1, 0, 1])
        m.headers = [self.header(n) for n in range(self.random.randrange(3))]

    def by_hand(self):
        """A mail that somebody else wrote, and its lines."""
        body = self.random.choices(ASCII_LINES, k=5)
        m = Mail(addresses={"from": [("Ann", "ann@example.org")], "to": [("", "bob@example.net")]}, subject="by hand",
                 date=self.date(), message_id=self.identifier().strip("<>"), text="\n".join(body) + "\n",
                 headers=[("Received", "from a by b; never")])
        lines = ["Received: from a by b; never", "From: Ann <ann@example.org>", "To: bob@example.net", "Subject: by hand",
                 "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8"]
        return m, lines

    def raw(self):
        """A mail that the caller has, with any line ends, sent again or not."""
        m, lines = self.by_hand()
        if self.chance(0.5):
            m.resent = (*self.date(), "")
            m.addresses["resent-from"] = [self.mailbox()]
            m.addresses["resent-to"] = [self.mailbox()]
        lines += ["Bcc: hidden@example.org,", "\tother@example.org", ""]
        m.raw = self.pick(["\n", "\r", "\r\n"]).join(lines + m.text.split("\n"))
        return m

    def embedded(self):
        """(Mail, its bytes) for a part of another one."""
        m, lines = self.by_hand()
        zone = datetime.timezone(datetime.timedelta(minutes=m.date[1]))
        date = datetime.datetime.fromtimestamp(m.date[0], zone)
        lines += [f"Date: {email.utils.format_datetime(date)}", f"Message-ID: <{m.message_id}>"]
        if self.chance(0.3):
            lines.append("Content-Transfer-Encoding: 8bit")
            m.text = "Grüße 😀\n" + m.text
        return m, self.pick(["\n", "\r", "\r\n"]).join(lines + [""] + m.text.split("\n")).encode()

    def merge(self):
        """Mails of one message with words filled in."""
        template = Mail(subject="{{ a }}, " + self.value(5) + " {{b}}", date=self.date(), html="<p>{{a}}</p>{{{{{{b}}",
                        text=self.text() + "{{b}} and {{ b }}", addresses={"from": [self.mailbox()]})
        template.subject = template.subject.strip(" ")
        template.attach = [self.file()]
        count = self.pick([1, 2, 5])
        return [self.filled(template, number == 0, number == count - 1) for number in range(count)]

    def filled(self, template, is_first, is_last):
        values = {"a": self.value(4) + self.pick(["", "<b>&'\"", "{{b}}"]), "b": self.value(3)}
        m = copy.deepcopy(template)
        m.addresses["to"] = [self.mailbox()]
        m.merge = Merge(template, values, is_first, is_last)

        def fill(text, escape=lambda value: value):
            return re.sub(r"\{\{(?:(\{\{)|\s*(\w+)\s*\}\})", lambda found: "{{" if found[1] else escape(values[found[2]]), text)

        m.subject, m.text, m.html = fill(m.subject), fill(m.text), fill(m.html, escaped)
        return m

    def mails(self, count):
        """As many, or a few more."""
        mails = []
        while len(mails) < count:
            kind = self.random.random()
            mails += self.merge() if kind < 0.01 else [self.raw() if kind < 0.04 else self.mail()]
        return mails

    def mail(self):
        m = Mail(subject=self.value(self.pick([1, 5, 30])), date=self.date())
        self.addresses(m)
        self.lists(m)
        self.notes(m)
        if self.chance(0.05):
            m.root = self.tree(3)
        else:
            self.body(m)
        return m

    def body(self, m):
        if self.chance(0.7):
            m.is_flowed = self.chance(0.2)
            m.text = self.text(FLOWED_LINES if m.is_flowed else LINES)
        if self.chance(0.4):
            m.html = self.text()
        if self.chance(0.1):
            m.amp = self.text()
        if self.chance(0.1):
            m.calendar = (self.pick(["REQUEST", "REPLY", "CANCEL"]), self.text())
        if self.chance(0.1):
            m.inline = [(f"{n}.{self.identifier().strip('<>')}", *self.file()) for n in range(self.pick([1, 1, 2]))]
        m.attach = [self.file() for _ in range(self.pick([0, 0, 1, 1, 2, 4]))]
        if self.chance(0.1):
            m.mails = [(self.pick(["", self.name()[1]]), *self.embedded())]

    def tree(self, depth):
        """A part of the caller's own tree."""
        headers = [("Content-Description", self.value(5).strip() or "d"), ("Content-Language", "de, en")]
        marks = {"identifier": self.pick(["", self.identifier().strip("<>")]), "headers": headers[:self.pick([0, 1, 2])]}
        kind = self.random.randrange(4 if depth > 0 else 3)
        if kind == 0:
            return Part(self.pick(["text/plain", "text/html", "text/x-log; level=\"a; b\""]), text=self.text(), **marks)
        if kind == 1:
            return Part("application/octet-stream; x=1", content=self.content(), name=self.name()[1],
                        disposition=self.pick([1, 2]), **marks)
        if kind == 2:
            mail, content = self.embedded()
            return Part("message/rfc822", content=content, mail=mail, **marks)
        return Part("multipart/" + self.pick(["mixed", "alternative", "parallel", "x-own; a=\"b c\"", "digest",
                                              "report; report-type=x"]),
                    parts=[self.tree(depth - 1) for _ in range(self.pick([1, 2, 4]))], **marks)
