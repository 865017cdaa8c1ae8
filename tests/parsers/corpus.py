#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The mails of scenarios.py are byte for byte those of corpus/, and all readers find in them what was put in.
usage: corpus.py GENERATE READER...; a READER is NAME=COMMAND. With --write in place of readers corpus/ is made anew."""

import pathlib
import sys

import compare
import mail
import property as batches
import readers
from scenarios import SCENARIOS

FOLDER = pathlib.Path(__file__).parent / "corpus"


def main():
    generate, *commands = sys.argv[1:]
    script = b"".join(order for m in SCENARIOS.values() for order in mail.orders(m))
    made = batches.make(generate.split(), script, 4099)
    mails = dict(zip(SCENARIOS, readers.split(made)))
    if commands == ["--write"]:
        for name, data in mails.items():
            (FOLDER / f"{name}.eml").write_bytes(data)
        return 0
    read = readers.read_all(made, batches.programs_of(commands))
    failed = 0
    for number, (name, data) in enumerate(mails.items()):
        wrong = compare.differences(SCENARIOS[name], data, {reader: found[number] for reader, found in read.items()})
        if (FOLDER / f"{name}.eml").read_bytes() != data:
            wrong.append(f"it is not corpus/{name}.eml")
        failed += bool(wrong)
        print("".join(f"{name}: {line}\n" for line in wrong), end="")
    lost = {path.stem for path in FOLDER.glob("*.eml")} - set(SCENARIOS)
    print("".join(f"corpus/{name}.eml has no scenario\n" for name in sorted(lost)), end="")
    return batches.sum_up(len(SCENARIOS) - failed, failed + len(lost), commands)


if __name__ == "__main__":
    sys.exit(main())
