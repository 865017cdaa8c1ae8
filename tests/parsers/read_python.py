# SPDX-License-Identifier: MIT
"""Reads a mail with Python's email package, in the form that readers.py describes."""

import email
import email.header
import email.message
import email.policy
import email.utils
import hashlib
import re

WITH_ADDRESSES = {"from", "sender", "reply-to", "to", "cc", "bcc", "resent-from", "resent-sender", "resent-to",
                  "resent-cc", "disposition-notification-to", "return-receipt-to"}
STRUCTURED = {"content-type", "content-disposition", "content-transfer-encoding", "content-id", "mime-version", "date",
              "message-id"}  # read elsewhere, and slow to read
POLICY = email.policy.default


def unfold(raw):
    """A field as it stands, without the line ends and the blanks before it; in UTF-8 (RFC 6532)."""
    return re.sub("[\r\n]", "", raw).lstrip(" \t").encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def mailboxes(raw):
    """The package has a lone address as a group without a name."""
    result = []
    try:
        field = POLICY.header_fetch_parse("To", raw)  # all fields alike: the package does not know all of them
    except (AttributeError, IndexError):  # faults of the package: a name of blanks that are not ASCII, or no addresses
        return result
    for group in field.groups:
        members = [[one.display_name, one.addr_spec] for one in group.addresses]
        if group.display_name is None:
            result += members
        else:
            result.append([group.display_name, members])
    return result


def fields(mail):
    result = []
    for name, raw in mail.raw_items():
        raw = unfold(raw)
        if name.lower() in WITH_ADDRESSES:
            result.append([name, raw, mailboxes(raw)])
        else:
            result.append([name, raw, raw if name.lower() in STRUCTURED else str(POLICY.header_fetch_parse(name, raw))])
    return result


def parameter(value):
    """Of the older policy, which has RFC 2231 in a triple and leaves RFC 2047 alone."""
    if isinstance(value, tuple):
        return email.utils.collapse_rfc2231_value(value)
    return str(email.header.make_header(email.header.decode_header(value))) if "=?" in value else value


def parameters(part, name):
    """Those of a field by the older policy: policy.default collapses blanks in them."""
    old = email.message.Message()
    raw = dict((key.lower(), value) for key, value in part.raw_items()).get(name)
    if raw is None:
        return {}
    old[name] = unfold(raw)
    return {key.lower(): parameter(value) for key, value in old.get_params([], name)[1:]}


def read_part(part):
    kind = part.get_content_type()
    result = {"type": kind, "parameters": parameters(part, "content-type"),
              "disposition": part.get_content_disposition(),
              "disposition-parameters": parameters(part, "content-disposition"),
              "id": part["content-id"].strip("<>") if "content-id" in part else None,
              "fields": fields(part), "defects": [str(defect) for defect in part.defects]}
    if kind.startswith("multipart/"):
        result["parts"] = [read_part(one) for one in part.get_payload()]
    elif kind == "message/rfc822":
        result["message"] = read_mail(part.get_payload(0))
    elif kind.startswith("message/"):  # fields, which the package has as a list of mails
        result["text"] = "".join(str(one) for one in part.get_payload()).removesuffix("\n")
    elif kind.startswith("text/") and result["disposition"] is None:
        result["text"] = part.get_payload(decode=True).decode("utf-8", "replace").replace("\r\n", "\n")
    else:
        content = part.get_payload(decode=True) or b""
        result["size"] = len(content)
        result["hash"] = hashlib.sha256(content).hexdigest()
    return result


def read_mail(mail):
    when = mail["date"].datetime if "date" in mail else None
    part = read_part(mail)
    return {"fields": part["fields"], "part": part, "message-id": (mail["message-id"] or "").strip("<>") or None,
            "date": [int(when.timestamp()), int(when.utcoffset().total_seconds()) // 60] if when else None}


def read(data):
    return read_mail(email.message_from_bytes(data, policy=POLICY))
