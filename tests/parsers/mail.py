# SPDX-License-Identifier: MIT
"""What a mail is made of, as orders for `generate`, and what a reader must find in it."""

import hashlib
import re

ADDRESSES = {"from": 1, "sender": 2, "reply-to": 3, "to": 4, "cc": 5, "bcc": 6, "resent-from": 7, "resent-sender": 8,
             "resent-to": 9, "resent-cc": 10, "resent-bcc": 11, "disposition-notification-to": 12,
             "return-receipt-to": 13}
EVERYDAY = ("from", "sender", "reply-to", "to", "cc", "bcc")
ONE_ONLY = ("sender", "resent-sender")
HIDDEN = ("bcc", "resent-bcc")
LIST_FIELDS = {1: "List-Help", 2: "List-Unsubscribe", 3: "List-Subscribe", 4: "List-Post", 5: "List-Owner",
               6: "List-Archive"}
AUTO_SUBMITTED = ["no", "auto-generated", "auto-replied", "auto-notified"]
IMPORTANCE = {-1: ("low", "5"), 0: ("normal", "3"), 1: ("high", "1")}


class Group:
    def __init__(self, name, members):
        self.name = name
        self.members = members

    def __repr__(self):
        return f"{self.name!r}: {self.members!r}"


class Mail:
    """All that was put into a message; None or empty is what was not."""

    def __init__(self, **given):
        self.addresses = {}  # field: [(name, address) or Group]
        self.subject = None
        self.date = (1795314707, 60)
        self.message_id = None
        self.headers = []  # (name, value)
        self.smtputf8 = False
        self.in_reply_to = []
        self.references = []
        self.keywords = []
        self.comments = []
        self.auto_submitted = None
        self.importance = None
        self.list_id = None  # (name, identifier)
        self.list_urls = []  # (field, URL)
        self.one_click = None  # (https, mailto)
        self.resent = None  # (seconds, offset, Message-ID)
        self.text = None
        self.is_flowed = False
        self.html = None
        self.amp = None
        self.calendar = None  # (method, text)
        self.inline = []  # (identifier, path, name, type, content)
        self.attach = []  # (path, name, type, content)
        self.mails = []  # (name, Mail, its bytes)
        self.root = None  # Part
        self.raw = None  # the mail but for its Resent- fields, as the caller has it
        self.merge = None  # Merge: it is one of those
        for name, value in given.items():
            assert hasattr(self, name), name
            setattr(self, name, value)


class Merge:
    """One mail of a merge: the prepared Mail, what it was filled with, and whether it is the first or the last."""

    def __init__(self, template, values, is_first, is_last):
        self.template = template
        self.values = values
        self.is_first = is_first
        self.is_last = is_last


class Part:
    """A part of the caller's own tree: one of parts, text and content is given; with a mail in it also that Mail."""

    def __init__(self, kind, parts=None, text=None, content=None, mail=None, identifier="", disposition=0, name="",
                 headers=()):
        self.kind = kind
        self.parts = parts
        self.text = text
        self.content = content
        self.mail = mail
        self.identifier = identifier
        self.disposition = disposition  # 0: none, 1: attachment, 2: inline
        self.name = name
        self.headers = headers


# ---- orders ----

def order(verb, *strings):
    data = [s if isinstance(s, bytes) else str(s).encode() for s in strings] + [b""] * (4 - len(strings))
    return f"{verb} {' '.join(str(len(d)) for d in data)}\n".encode() + b"".join(data)


def address_orders(field, entries):
    number = ADDRESSES[field]
    for entry in entries:
        if isinstance(entry, Group):
            yield order("open-group", number, entry.name)
            for member in entry.members:
                yield order("address", number, *member)
            yield order("close-group", number)
        elif field in EVERYDAY and len(entries) == 1:
            yield order(field, *entry)
        else:
            yield order("address", number, *entry)


def field_orders(m):
    """What belongs to the header."""
    if m.smtputf8:
        yield order("smtputf8", 1)
    for field, entries in m.addresses.items():
        yield from address_orders(field, entries)
    if m.subject is not None:
        yield order("subject", m.subject)
    if m.date is not None:
        yield order("date", *m.date)
    if m.message_id is not None:
        yield order("message-id", m.message_id)
    for verb, values in (("in-reply-to", m.in_reply_to), ("reference", m.references), ("keyword", m.keywords),
                         ("comment", m.comments)):
        for value in values:
            yield order(verb, value)
    for verb, strings in (("list-id", m.list_id), ("one-click", m.one_click), ("resent", m.resent)):
        if strings is not None:
            yield order(verb, *strings)
    for verb, number in (("auto-submitted", m.auto_submitted), ("importance", m.importance)):
        if number is not None:
            yield order(verb, number)
    for field, url in m.list_urls:
        yield order("list-url", field, url)
    for name, value in m.headers:
        yield order("header", name, value)


def part_orders(part):
    if part.parts is not None:
        yield order("open", part.kind)
    elif part.text is not None:
        yield order("leaf-text", part.kind, part.text)
    else:
        yield order("leaf", part.kind, part.content)
    if part.identifier:
        yield order("part-id", part.identifier)
    if part.disposition:
        yield order("part-disposition", part.disposition, part.name)
    for name, value in part.headers:
        yield order("part-header", name, value)
    if part.parts is not None:
        for one in part.parts:
            yield from part_orders(one)
        yield order("close")


def orders(m):
    """All that makes the mail."""
    if m.raw is not None:
        for field in m.addresses:
            if field.startswith("resent-"):
                yield from address_orders(field, m.addresses[field])
        if m.resent is not None:
            yield order("resent", *m.resent)
        yield order("raw", m.raw, *m.date, m.message_id)
        yield order("end", envelope(m) if m.resent else "")
    elif m.merge is not None:
        yield from merge_orders(m)
    else:
        yield from message_orders(m)
        yield order("end", envelope(m))


def merge_orders(m):
    if m.merge.is_first:
        yield from message_orders(m.merge.template)
        yield order("merge")
        for key in m.merge.values:
            yield order("merge-key", key)
    yield order("merge-recipient", *m.addresses["to"][0])
    for key, value in m.merge.values.items():
        yield order("merge-value", key, value)
    yield order("merge-apply")
    yield order("end", envelope(m), "" if m.merge.is_last else "keep")


def message_orders(m):
    yield from field_orders(m)
    if m.text is not None:
        yield order("flowed" if m.is_flowed else "text", m.text)
    for verb in ("html", "amp"):
        if getattr(m, verb) is not None:
            yield order(verb, getattr(m, verb))
    if m.calendar is not None:
        yield order("calendar", *m.calendar)
    for identifier, path, name, kind, content in m.inline:
        yield order("inline", identifier, path + name, kind, content)
    for path, name, kind, content in m.attach:
        yield order("attach", path + name, kind, content)
    for name, _, content in m.mails:
        yield order("attach-message", name, content)
    if m.root is not None:
        yield from part_orders(m.root)


# ---- what must come out ----

def flat(entries):
    for entry in entries:
        if isinstance(entry, Group):
            yield from entry.members
        else:
            yield entry


def final(m, field):
    """The addresses that the field has in the end."""
    entries = m.addresses.get(field, [])
    return entries[-1:] if field in ONE_ONLY else entries


def ascii_domain(address):
    local, at, domain = address.rpartition("@")
    return local + at + (domain if domain.isascii() else domain.encode("idna").decode())


def written(m, entries):
    """As they stand in the header: with A-labels, if it is in ASCII."""
    for entry in entries:
        if isinstance(entry, Group):
            yield Group(entry.name, list(written(m, entry.members)))
        else:
            yield entry[0], entry[1] if m.smtputf8 else ascii_domain(entry[1])


def envelope(m):
    """A line for each, the reverse-path first; empty if nobody gets it."""
    resent = [ascii_domain(address) for field in ("resent-to", "resent-cc", "resent-bcc") for _, address in flat(final(m, field))]
    order_of = [field for field in m.addresses if field in ("to", "cc", "bcc")]
    usual = [ascii_domain(address) for field in order_of for _, address in flat(final(m, field))]
    seen, recipients = set(), []
    for address in resent or usual:
        local, domain = address.rsplit("@", 1)
        if (local, domain.lower()) not in seen:
            seen.add((local, domain.lower()))
            recipients.append(address)
    senders = ("resent-sender", "resent-from", "sender", "from") if resent else ("sender", "from")
    sender = next(address for field in senders for _, address in flat(final(m, field)))
    return "".join(f"{address}\n" for address in [ascii_domain(sender)] + recipients) if recipients else ""


def may_be_8bit(m):
    shown = [entry for field in m.addresses if field not in HIDDEN for entry in written(m, final(m, field))]
    return (m.smtputf8 or not all(address.isascii() for _, address in flat(shown))
            or any(not content.isascii() for _, _, content in m.mails) or (m.root is not None and has_8bit(m.root)))


def has_8bit(part):
    return any(map(has_8bit, part.parts or [])) or (part.kind.startswith("message/") and not part.content.isascii())


def listed(values):
    return [" ".join(f"<{value.strip('<>')}>" for value in values)] if values else []


def kind_of(value):
    """A value of ASCII is not changed, unless there are blanks alone; another one becomes encoded-words."""
    return "raw" if value.isascii() and (value == "" or value.strip(" ") != "") else "text"


def wanted_fields(m):
    """{name: ("addresses" or "raw" or "text" or "words", what stands in each field of that name)}"""
    wanted = {"MIME-Version": ("raw", ["1.0"])}
    for field in m.addresses:
        if field not in HIDDEN and final(m, field):
            wanted[field.title()] = ("addresses", [list(written(m, final(m, field)))])
    texts = {"Subject": [m.subject] if m.subject is not None else [], "Comments": m.comments}
    raws = {"In-Reply-To": listed(m.in_reply_to), "References": listed(m.references)}
    if m.auto_submitted is not None:
        raws["Auto-Submitted"] = [AUTO_SUBMITTED[m.auto_submitted]]
    if m.importance is not None:
        raws["Importance"], raws["X-Priority"] = ([value] for value in IMPORTANCE[m.importance])
    for field, name in LIST_FIELDS.items():
        urls = [url for number, url in m.list_urls if number == field]
        raws[name] = [", ".join(url if url == "NO" else f"<{url}>" for url in urls)] if urls else []
    if m.one_click is not None:
        raws["List-Unsubscribe"] = [", ".join(f"<{url}>" for url in m.one_click if url)]
        raws["List-Unsubscribe-Post"] = ["List-Unsubscribe=One-Click"]
    if m.resent is not None and m.resent[2]:
        raws["Resent-Message-Id"] = [f"<{m.resent[2].strip('<>')}>"]
    if m.keywords:
        wanted["Keywords"] = ("words", [", ".join(m.keywords)])
    if m.list_id is not None:
        wanted["List-Id"] = ("words", [f"{m.list_id[0]} <{m.list_id[1]}>".strip()])
    for name, value in m.headers:
        (raws if kind_of(value) == "raw" else texts).setdefault(name, []).append(value)
    wanted.update({name: ("text", values) for name, values in texts.items() if values})
    wanted.update({name: ("raw", values) for name, values in raws.items() if values})
    return wanted


def lf(text):
    return re.sub("\r\n|\r", "\n", text)


def leaf(kind, text=None, content=None, name=None, disposition=None, identifier=None, parameters=None, message=None):
    result = {"type": kind, "name": None if name in ("", ".", "..") else name, "disposition": disposition, "id": identifier or None,
              "parameters": parameters or {}}
    if message is not None:
        result["message"] = message
    elif text is not None and disposition is None:
        result["text"] = lf(text)
    else:
        data = lf(text).replace("\n", "\r\n").encode() if text is not None else content
        result["size"], result["hash"] = len(data), hashlib.sha256(data).hexdigest()
    return result


def multipart(kind, parts, **parameters):
    return {"type": "multipart/" + kind, "parts": parts, "parameters": parameters}


def parameters_of(text):
    return {name: quoted or token for name, quoted, token in re.findall('([a-z-]+)=(?:"([^"]*)"|([^";]+))', text)}


def file_part(path, name, kind, content, disposition="attachment", identifier=None):
    """A type that is empty is guessed, which the tests of media types look at."""
    del path
    kind, _, rest = kind.partition(";")
    return leaf(kind or None, content=content, name=name, disposition=disposition, identifier=identifier,
                parameters=parameters_of(rest))


def wanted_body(m):
    """What the setters of message.h make of the body: all of it in a list."""
    utf8 = {"charset": "utf-8"}
    kinds = []
    if m.text is not None:
        kinds.append(leaf("text/plain", m.text, parameters={**utf8, "format": "flowed"} if m.is_flowed else utf8))
    if m.amp is not None:
        kinds.append(leaf("text/x-amp-html", m.amp, parameters=utf8))
    if m.html is not None:
        kinds.append(leaf("text/html", m.html, parameters=utf8))
    if m.calendar is not None:
        kinds.append(leaf("text/calendar", m.calendar[1], parameters={**utf8, "method": m.calendar[0]}))
    body = [multipart("alternative", kinds)] if len(kinds) > 1 else kinds
    shown = [file_part(path, name, kind, content, "inline", identifier)
             for identifier, path, name, kind, content in m.inline]
    if shown and m.html is not None:
        return [multipart("related", body + shown, type=body[0]["type"])]
    return body + shown


def wanted_part(part):
    kind, _, rest = part.kind.partition(";")
    parameters = parameters_of(rest)
    if part.parts is not None:
        result = multipart(kind[10:], [wanted_part(one) for one in part.parts], **parameters)
    elif part.mail is not None:
        result = leaf(kind, message=part.mail)
    elif kind.startswith("message/"):
        result = leaf(kind, part.content.decode(), parameters=parameters)
    else:
        if part.text is not None:
            parameters["charset"] = "utf-8"
        result = leaf(kind, part.text, part.content, part.name, [None, "attachment", "inline"][part.disposition],
                      parameters=parameters)
    result["id"] = part.identifier or None
    result["headers"] = part.headers
    return result


def wanted_tree(m):
    if m.root is not None:
        return wanted_part(m.root)
    parts = wanted_body(m)
    files = [file_part(*one) for one in m.attach]
    files += [leaf("message/rfc822", name=name, disposition="attachment", message=mail) for name, mail, _ in m.mails]
    if not parts and not files:
        return leaf("text/plain", "", parameters={"charset": "utf-8"})
    if not files and (len(parts) == 1 and "size" not in parts[0]):
        return parts[0]
    return multipart("mixed", parts + files)
