# SPDX-License-Identifier: MIT
"""Compares what a reader found with what was put in. Where a reader is known to be wrong it is asked for less, and the
others still for all."""

import re

import mail as model


# GMime 3.2.13 and before lose what comes after the padding of an encoded-word that another one follows.
PADDED = re.compile(r"=\?utf-8\?B\?[^?]*=\?= +=\?utf-8\?B\?")


BLANKS = "\t \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"


def squeezed(text):
    return "".join(text.split())


def is_easy(text):
    """What policy.default reads right in a phrase: one encoded-word at most, no runs of blanks, which it collapses, none
    at the ends, no quotes, which it takes off."""
    return (len(text.encode()) < 30 and text[:1] not in ('"', "<") and " ".join(text.split()) == text
            and "=?" not in text)


def unquoted(address):
    """An address without the quotes of its local part."""
    local, domain = address.rsplit("@", 1)
    return re.sub(r"\\(.)", r"\1", local[1:-1]) + "@" + domain if local[0] == '"' else address


def without_last_line_end(text):
    return text[:-1] if text.endswith("\n") else text


def paragraphs(text):
    """[(depth of quoting, words)] of a text that is to be flowed: a line is a paragraph, blanks at its end are lost."""
    result = []
    for line in without_last_line_end(text).split("\n"):
        words = line.lstrip(">")
        depth = len(line) - len(words)
        words = words[1:] if depth > 0 and words[:1] == " " else words
        result.append((depth, words if words == "-- " else words.rstrip(" ")))
    if len(result) > 1 and result[-1] == (0, "") and not text.endswith("\n"):
        result.pop()
    return result


def unflow(text):
    """The same of a text in lines (RFC 3676 s4)."""
    result = []
    is_open = False
    for line in without_last_line_end(text).split("\n"):
        words = line.lstrip(">")
        depth = len(line) - len(words)
        words = words[1:] if words[:1] == " " else words  # s4.4
        if is_open and result[-1][0] == depth and words != "-- ":
            result[-1] = (depth, result[-1][1] + words)
        else:
            result.append((depth, words))
        is_open = words.endswith(" ") and words != "-- "
    return result


class Comparison:
    def __init__(self, reader):
        self.reader = reader
        self.wrong = []

    def same(self, what, got, wanted):
        if got != wanted:
            self.wrong.append(f"{self.reader}: {what}: got {got!r:.1000}, wanted {wanted!r:.1000}")

    # ---- strings that readers get wrong ----

    def decoded(self, what, raw, got, wanted):
        """postal-mime: TextDecoder drops U+FEFF at the beginning of each encoded-word."""
        if self.reader == "gmime" and PADDED.search(raw):
            return
        if self.reader == "postal":
            got, wanted = got.replace("\ufeff", ""), wanted.replace("\ufeff", "")
        self.same(what, got, wanted)

    def phrase(self, what, raw, got, wanted):
        if self.reader == "python" and not is_easy(wanted):
            got, wanted = squeezed(got), squeezed(wanted)
        if self.reader != "python":  # they take blanks off the ends, and see those behind U+FEFF
            got, wanted = got.strip("\ufeff" + BLANKS), wanted.strip("\ufeff" + BLANKS)
        self.decoded(what, raw, got, wanted)

    def address(self, what, got, name, wanted):
        if self.reader == "gmime":  # shows A-labels as U-labels
            got, wanted = model.ascii_domain(got), model.ascii_domain(wanted)
        if self.reader == "postal" and name == "":  # takes an address without a name for words
            wanted = unquoted(wanted)
        self.same(what, got, wanted)

    def can_read(self, entries):
        """postal-mime reads the members of a group twice, the second time without their quotes. policy.default ends with
        an IndexError at a name of blanks that are not ASCII."""
        groups = [entry for entry in entries if isinstance(entry, model.Group)]
        if self.reader == "postal":
            return not any(re.search(r'[^\w .@-]', name + address) for name, address in model.flat(groups))
        names = [name for name, _ in model.flat(entries)] + [group.name for group in groups]
        return self.reader != "python" or all(name == "" or name.strip() != "" for name in names)

    def parameter(self, what, raw, got, wanted):
        if self.reader == "gmime" and re.search(r'["\\]|=\?', wanted):  # decodes before it looks for quotes, and twice
            return
        self.decoded(what, raw, got, wanted)

    # ---- header ----

    def mailboxes(self, what, raw, got, wanted):
        self.same(f"how many in {what}", len(got), len(wanted))
        for (name, inside), entry in zip(got, wanted):
            is_group = isinstance(entry, model.Group)
            if isinstance(inside, list) != is_group:
                self.wrong.append(f"{self.reader}: {what}: not a group, or one: {name!r}, wanted {entry!r}")
            elif is_group:
                self.phrase(f"group in {what}", raw, name, entry.name)
                self.mailboxes(f"members of a group in {what}", raw, inside, entry.members)
            else:
                self.phrase(f"name in {what}", raw, name, entry[0])
                self.address(f"address in {what}", inside, *entry)

    def field(self, kind, name, raw, meaning, wanted):
        if kind == "raw":
            strip = (lambda text: text.strip(" ")) if self.reader == "postal" else (lambda text: text.lstrip(" "))
            self.same(name, strip(raw), strip(wanted))
        elif kind == "addresses":
            if self.can_read(wanted):
                self.mailboxes(name, raw, meaning, wanted)
        elif kind == "words":  # phrases, which are quoted where it must be, in a field that readers take for text
            self.decoded(name, raw, *(re.sub(r'["\\]', "", squeezed(text)) for text in (meaning, wanted)))
        else:
            self.decoded(name, raw, meaning, wanted)

    def header(self, m, got):
        wanted = model.wanted_fields(m)
        found = {}
        for name, raw, meaning in got["fields"]:
            if not name.lower().startswith("content-"):
                found.setdefault(name.lower(), []).append((raw, meaning))
        for name in ("Date", "Message-ID", "Resent-Date"):
            found.pop(name.lower(), None)
        self.same("fields", sorted(found), sorted(name.lower() for name in wanted))
        for name, (kind, values) in wanted.items():
            self.same(f"how many {name}", len(found.get(name.lower(), [])), len(values))
            for (raw, meaning), value in zip(found.get(name.lower(), []), values):
                self.field(kind, name, raw, meaning, value)
        self.dates(m, got)

    def dates(self, m, got):
        names = [name.lower() for name, _, _ in got["fields"]]
        self.same("how many Date", names.count("date"), int(m.date is not None))
        self.same("how many Message-ID", names.count("message-id"), 1)
        self.same("how many Resent-Date", names.count("resent-date"), int(m.resent is not None))
        if m.date is not None:
            self.same("date", got["date"][0], m.date[0])
            if got["date"][1] is not None:  # postal-mime has no offset
                self.same("offset", got["date"][1], m.date[1])
        if m.message_id is not None:
            self.same("message-id", got["message-id"], m.message_id.strip("<>"))

    # ---- parts ----

    def text(self, got, wanted, encoding, is_alone):
        """Text that is not in base64 ends with a line end where it is the whole body. postal-mime ends every line."""
        if is_alone and wanted and not wanted.endswith("\n") and encoding != "base64":
            wanted += "\n"
        if self.reader == "postal":
            if got != wanted and got.endswith("\n"):
                got = got[:-1]
            got, wanted = got.removeprefix("\ufeff"), wanted.removeprefix("\ufeff")
        self.same("text", got, wanted)

    def flowed(self, got, wanted):
        """postal-mime puts the lines together by itself, and knows nothing of quoting."""
        if self.reader != "postal":
            self.same("flowed text", unflow(got), paragraphs(wanted))
        elif ">" not in wanted:
            words = "\n".join(words for _, words in paragraphs(wanted)).replace("\ufeff", "")
            self.same("flowed text", got.replace("\ufeff", "").rstrip("\n"), words.rstrip("\n"))

    def leaf(self, got, wanted, encoding, is_alone):
        if wanted["parameters"].get("format") == "flowed":
            self.flowed(got.get("text", ""), wanted["text"])
        elif "text" in wanted:
            self.text(got.get("text", ""), wanted["text"], encoding, is_alone)
        elif "message" in wanted:
            self.mail(wanted["message"], got["message"])
        else:
            self.same("size", got.get("size"), wanted["size"])
            self.same("content", got.get("hash"), wanted["hash"])
        name = got["disposition-parameters"].get("filename")
        self.decoded("file name", "", name or "", wanted["name"] or "")
        if wanted["name"]:
            raw = next((raw for name, raw, _ in got["fields"] if name.lower() == "content-type"), "")
            self.parameter("old file name", raw, got["parameters"].get("name", ""), wanted["name"])

    def part(self, got, wanted, is_alone=False):
        if wanted["type"] is not None:
            self.same("type", got["type"], wanted["type"])
        for name, value in wanted["parameters"].items():
            self.same(f"parameter {name}", got["parameters"].get(name), value)
        self.same("id", got["id"], wanted.get("id"))
        self.same("disposition", got["disposition"], wanted.get("disposition"))
        self.same("defects", got.get("defects", []), [])
        found = {name.lower(): (raw, meaning) for name, raw, meaning in got["fields"]}
        for name, value in wanted.get("headers", ()):
            self.field(model.kind_of(value), name, *found.get(name.lower(), ("", "")), value)
        if "parts" in wanted:
            self.same(f"how many parts in {wanted['type']}", len(got.get("parts", [])), len(wanted["parts"]))
            for one, other in zip(got.get("parts", []), wanted["parts"]):
                self.part(one, other)
        else:
            self.leaf(got, wanted, found.get("content-transfer-encoding", ("7bit",))[0], is_alone)

    def mail(self, m, got):
        self.header(m, got)
        self.part(got["part"], model.wanted_tree(m), is_alone=True)


def lines(m, data):
    """RFC 5322 s2.1.1, RFC 2047 s2, RFC 5321 s2.3.8: what is wrong with the octets themselves."""
    wrong = []
    if re.search(rb"\r(?!\n)|(?<!\r)\n", data):
        wrong.append("bare CR or LF")
    if b"\0" in data or (not data.isascii() and not model.may_be_8bit(m)):
        wrong.append("octets above 127, or NUL")
    if not data.endswith(b"\r\n"):
        wrong.append("no line end at the end")
    if re.search(rb"\n[ \t]+\r\n", data.split(b"\r\n\r\n")[0]):
        wrong.append("a line of blanks in the header")
    for line in data.split(b"\r\n"):
        # a longer line has no blank where it could be folded
        words = re.sub(rb'^[!-9;-~]+: |"(\\.|[^"\\])*"@', b"", line)
        if len(line) > 998 or (len(line) > 78 and re.search(rb"[ \t]", words.strip())):
            wrong.append(f"long line: {line!r:.1000}")
    return wrong


def differences(m, data, read):
    """All that is wrong with a mail; read is {reader: what it found}."""
    wrong = lines(m, data)
    for reader, got in read.items():
        comparison = Comparison(reader)
        comparison.mail(m, got)
        wrong += comparison.wrong
    return wrong
