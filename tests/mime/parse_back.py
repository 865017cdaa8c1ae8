#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes some hundreds of messages with tests/mime/generate.c and reads them with Python's email package, which knows
nothing of libsmtp: what was put in must come out. usage: parse_back.py GENERATE [COUNT [SEED]]"""

import email
import email.header
import email.policy
import email.utils
import random
import re
import subprocess
import sys

WORDS = ["alpha", "Beta", "x", "the", "Grüße", "Köln", "naïve", "日本語", "中文字符", "שלום", "مرحبا", "😀", "👩‍👩‍👧‍👦",
         "e\u0301", "Ω", "a,b", "(c)", "\"q\"", "b\\s", "<t>", "user@example.org", "semi;colon", "1:2", "=?utf-8?Q?x?=",
         "=?", "?=", "a=?b", "50%", "it's", "--", ".", "..", "_", "=", "=3D", "[br]", "{\"k\":1}", "€", "\u202eRTL"]
LINES = ["", ".", "..", "...", ". ", ".hidden", "From me to you", "-- ", "--=_x", "trailing  ", "tab\t", "=", "=20",
         "Grüße aus Köln", "日本語の文章。", "😀" * 30, "plain words on a line", "\tindented", "a" * 76, "b" * 77, "c" * 78,
         "d" * 79]
ENDINGS = ["", ".txt", ".pdf", ".PNG", ".tar.gz", ".unknown"]
TYPES = ["", "", "image/png", "application/x-thing; answer=42; text=\"a; b\""]


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, values):
        return self.random.choice(values)

    def value(self, most):
        """Words with single blanks or runs of them, blanks at the ends, now and then a long word."""
        text = ""
        for _ in range(self.random.randrange(most + 1)):
            word = self.pick(WORDS)
            if self.random.random() < 0.05:
                word = self.pick("aé日😀") * self.random.randrange(60, 300)
            text += word + " " * self.pick([0, 1, 1, 1, 1, 2, 5])
        if self.random.random() < 0.8:
            text = text.strip(" ")
        return text if self.random.random() < 0.9 else " " + text

    def mailbox(self):
        local = self.pick(["ann", "a.b", "x+y", "o'neil", "\"a b\"", "l" * 64, "n"])
        domain = self.pick(["example.org", "sub.example.com", "[192.0.2.1]", "d" * 60 + ".example.net"])
        return self.pick(["", self.value(4), self.value(12)]), f"{local}@{domain}"

    def text(self):
        end = self.pick(["\n", "\r\n", "\r"])
        lines = []
        for _ in range(self.random.randrange(12)):
            lines.append(self.pick(LINES))
            if self.random.random() < 0.05:
                lines.append(self.pick("ab é😀.") * self.random.randrange(997, 1002))
        return end.join(lines) + self.pick(["", end, end + end])

    def content(self):
        size = self.pick([0, 1, 2, 3, 56, 57, 58, 113, 114, 115, 1000, 5000, 20000])
        return self.random.randbytes(size)

    def name(self):
        name = self.value(self.pick([1, 3, 10])).replace("/", "_").replace("\\", "_") + self.pick(ENDINGS)
        return self.pick(["", "/etc/dir/", "C:\\My Files\\", "a/b\\"]), name

    def message(self):
        m = {"from": self.mailbox(), "subject": self.value(self.pick([1, 5, 30])), "headers": [], "attach": []}
        for field, most in (("to", 4), ("cc", 3), ("bcc", 2), ("reply-to", 2)):
            m[field] = [self.mailbox() for _ in range(self.random.randrange(most + 1))]
        m["text"] = self.text() if self.random.random() < 0.7 else None
        m["html"] = self.text() if self.random.random() < 0.4 else None
        for _ in range(self.pick([0, 0, 1, 1, 2, 4])):
            m["attach"].append((*self.name(), self.pick(TYPES), self.content()))
        for i in range(self.random.randrange(3)):
            json = "{" + ", ".join(f"\"key{n}\": [1,2, \"v  w\"]" for n in range(self.random.randrange(40))) + "}"
            m["headers"].append((f"X-Own-{i}", self.pick([json, self.value(20)])))
        return m


def orders(m):
    def order(verb, *strings):
        data = [s if isinstance(s, bytes) else s.encode() for s in strings] + [b""] * (3 - len(strings))
        return f"{verb} {len(data[0])} {len(data[1])} {len(data[2])}\n".encode() + b"".join(data)

    yield order("from", *m["from"])
    for field in ("to", "cc", "bcc", "reply-to"):
        for mailbox in m[field]:
            yield order(field, *mailbox)
    yield order("subject", m["subject"])
    for part in ("text", "html"):
        if m[part] is not None:
            yield order(part, m[part])
    for path, name, media_type, content in m["attach"]:
        yield order("attach", path + name, media_type, content)
    for name, value in m["headers"]:
        yield order("header", name, value)
    yield order("end")


def is_easy(text):
    """One encoded-word at most, without blanks that policy.default collapses or cuts, or quotes that it takes off."""
    return len(text.encode()) < 30 and text[:1] not in ('"', '<') and "  " not in text and text == text.strip() and "=?" not in text


def plain(part):
    """The same part as the older policy reads it."""
    return email.message_from_bytes(part.as_bytes(policy=email.policy.default.clone(refold_source="none")))


class Reader:
    def __init__(self):
        self.wrong = []

    def same(self, what, got, wanted):
        if got != wanted:
            self.wrong.append(f"{what}: got {got!r}, wanted {wanted!r}")

    def lines(self, data):
        """RFC 5322 s2.1.1, RFC 2047 s2, RFC 5321 s2.3.8"""
        self.same("bare CR or LF", re.search(rb"\r(?!\n)|(?<!\r)\n", data), None)
        self.same("octets above 127", re.search(rb"[\x80-\xff\0]", data), None)
        self.same("last line", data[-2:], b"\r\n")
        self.same("blank line in header", re.search(rb"\n[ \t]+\r\n", data.split(b"\r\n\r\n")[0]), None)
        for line in data.split(b"\r\n"):
            if len(line) > 998 or (len(line) > 78 and b" " in line[1:].strip() and not re.search(b"[:@]", line)):
                self.wrong.append(f"long line: {line!r}")

    def mailboxes(self, field, mail, wanted):
        """policy.default (Python 3.11) keeps the blank between two encoded-words of a phrase and collapses blanks,
        so every name is read by decode_header, and the easy ones by both."""
        raw = re.sub("\r?\n", "", dict((k.lower(), v) for k, v in mail.raw_items()).get(field, ""))
        got = [(self.decode(name), address) for name, address in email.utils.getaddresses([raw])] if raw else []
        self.same(field, got, wanted)
        parsed = mail[field].addresses if mail[field] is not None else []
        self.same(f"how many {field}", len(parsed), len(wanted))
        for one, (name, address) in zip(parsed, wanted):
            self.same(f"{field} (default)", one.addr_spec, address)
            if is_easy(name):
                self.same(f"{field} (default)", one.display_name, name)

    @staticmethod
    def decode(name):
        return str(email.header.make_header(email.header.decode_header(name))) if "=?" in name else name

    def header(self, m, mail):
        self.same("subject", str(mail["subject"]), m["subject"])
        self.mailboxes("from", mail, [m["from"]])
        for field in ("to", "cc", "reply-to"):
            self.mailboxes(field, mail, m[field])
        self.same("bcc", mail["bcc"], None)
        for name, value in m["headers"]:
            is_plain = value.isascii() and (value == "" or value.strip(" ") != "")
            self.same(name, self.own(mail, name, is_plain), value.lstrip(" ") if is_plain else value)
        for field in ("date", "message-id", "from", "mime-version"):
            self.same(f"how many {field}", len(mail.get_all(field, [])), 1)

    @staticmethod
    def own(mail, name, is_plain):
        if not is_plain:
            return str(mail[name])
        raw = [value for field, value in mail.raw_items() if field == name]
        return re.sub("\r?\n", "", raw[0])

    def text(self, what, part, wanted, is_alone):
        lines = re.sub("\r\n|\r", "\n", wanted)
        is_whole = part["content-transfer-encoding"] == "base64"
        if is_alone and lines and not lines.endswith("\n") and not is_whole:
            lines += "\n"
        got = part.get_payload(decode=True).decode().replace("\r\n", "\n")
        self.same(what, got, lines)
        self.same(what + " charset", part.get_content_charset(), "utf-8")

    def parts(self, m, mail):
        leaves = [part for part in mail.walk() if not part.is_multipart()]
        wanted = [("text/plain", m["text"]), ("text/html", m["html"])]
        wanted = [pair for pair in wanted if pair[1] is not None]
        if not wanted and not m["attach"]:
            wanted = [("text/plain", "")]
        self.same("parts", len(leaves), len(wanted) + len(m["attach"]))
        for part, (media_type, text) in zip(leaves, wanted):
            self.same("type", part.get_content_type(), media_type)
            self.text(media_type, part, text, len(leaves) == 1)
        for part, attachment in zip(leaves[len(wanted):], m["attach"]):
            self.attachment(part, *attachment)
        for part in mail.walk():
            self.same("defects", [str(d) for d in part.defects], [])

    def attachment(self, part, _path, name, media_type, content):
        param = email.message.Message.get_param(plain(part), "filename", "", "content-disposition")
        got = email.utils.collapse_rfc2231_value(param) if isinstance(param, tuple) else param
        self.same("file name", got, name)
        if is_easy(name):
            self.same("file name (default)", part.get_filename(""), name)
            self.same("name (default)", part.get_param("name", ""), name)
        self.same("disposition", part.get_content_disposition(), "attachment")
        self.same("attachment", part.get_payload(decode=True), content)
        if media_type:
            self.same("media type", part.get_content_type(), media_type.split(";")[0])
        if ";" in media_type:
            self.same("parameter", part["content-type"].params["text"], "a; b")


def check(m, data):
    reader = Reader()
    reader.lines(data)
    mail = email.message_from_bytes(data, policy=email.policy.default)
    reader.header(m, mail)
    reader.parts(m, mail)
    return reader.wrong


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 400
    maker = Maker(int(sys.argv[3]) if len(sys.argv) > 3 else 20261122)
    messages = [maker.message() for _ in range(count)]
    script = b"".join(order for m in messages for order in orders(m))
    made = subprocess.run([sys.argv[1]], input=script, stdout=subprocess.PIPE, check=True).stdout
    bad = 0
    for number, m in enumerate(messages):
        size, made = made.split(b"\n", 1)
        wrong = check(m, made[:int(size)])
        made = made[int(size):]
        bad += bool(wrong)
        for line in wrong:
            print(f"message {number}: {line[:2000]}")
    print(f"{count - bad} passed, {bad} failed")
    return 1 if bad or made else 0


if __name__ == "__main__":
    sys.exit(main())
