# SPDX-License-Identifier: MIT
"""
The readers: Python's email package, GMime and postal-mime. Each makes of a mail

    {"fields": [[name, raw, meaning], ...], "date": [seconds since 1970, offset in minutes or null], "message-id": ...,
     "part": {...}}

raw being the unfolded value and meaning its decoded text, or for a field with addresses [[name, address], ...], where a
group has a list of the same form in place of the address. A part is

    {"type": ..., "parameters": {...}, "disposition": ..., "disposition-parameters": {...}, "id": ..., "fields": ...}

and one of "parts" (a list), "message" (a mail), "text" (of text without a Content-Disposition: with LF as line end) or
"size" and "hash" (SHA-256) of the decoded content.
"""

import json
import subprocess
import tempfile

import read_python


def split(made):
    """The mails in "SIZE\\n" and bytes."""
    mails, at = [], 0
    while at < len(made):
        end = made.index(b"\n", at)
        size = int(made[at:end])
        mails.append(made[end + 1:end + 1 + size])
        at = end + 1 + size
    return mails


class Program:
    """A reader that runs while we do something else."""

    def __init__(self, command, path):
        self.output = tempfile.TemporaryFile()
        with open(path, "rb") as given:
            self.process = subprocess.Popen(command, stdin=given, stdout=self.output)

    def mails(self):
        if self.process.wait() != 0:
            raise RuntimeError(f"a reader ended with {self.process.returncode}")
        self.output.seek(0)
        return [json.loads(line) for line in self.output.read().decode("utf-8", "replace").split("\n")[:-1]]


def read_all(made, programs):
    """{reader: what it made of each mail}; programs is {reader: its command}."""
    with tempfile.NamedTemporaryFile() as given:
        given.write(made)
        given.flush()
        running = {name: Program(command, given.name) for name, command in programs.items()}
        read = {"python": [read_python.read(mail) for mail in split(made)]}
        read.update({name: program.mails() for name, program in running.items()})
    return read
