# SPDX-License-Identifier: MIT
"""A name server on loopback that knows what a test tells it (RFC 1035 s4)."""
import socket
import struct
import threading

MX, SRV = 15, 33


def name(text):
    labels = [label.encode("latin-1") for label in text.split(".") if label]
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


def mx(preference, host):
    return struct.pack(">H", preference) + name(host)


def srv(priority, weight, port, host):
    return struct.pack(">HHH", priority, weight, port) + name(host)


class NameServer:
    """records: {(name, type): [data, …]}; a value of bytes is the whole answer behind the identifier, None silence"""

    def __init__(self, records):
        self.records = records
        self.asked = []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def close(self):
        self.socket.sendto(b"", self.socket.getsockname())
        self.thread.join(5)
        self.socket.close()

    def serve(self):
        while True:
            query, sender = self.socket.recvfrom(4096)
            if not query:
                return
            answer = self.answer(query)
            if answer is not None:
                self.socket.sendto(answer, sender)

    def answer(self, query):
        end = query.index(b"\0", 12)
        labels, at = [], 12
        while at < end:
            labels.append(query[at + 1 : at + 1 + query[at]].decode("latin-1"))
            at += 1 + query[at]
        (kind,) = struct.unpack(">H", query[end + 1 : end + 3])
        question = query[12 : end + 5]
        self.asked.append((".".join(labels), kind))
        known = self.records.get((".".join(labels), kind), [])
        if known is None:
            return None
        if isinstance(known, bytes):
            return query[:2] + known.replace(b"QUESTION", question)
        records = b"".join(b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 60, len(data)) + data for data in known)
        return query[:2] + struct.pack(">HHHHH", 0x8180 if known else 0x8183, 1, len(known), 0, 0) + question + records
