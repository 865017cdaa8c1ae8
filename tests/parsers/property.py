#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes random mails and reads them back. usage: property.py GENERATE READER... COUNT SEED; a READER is NAME=COMMAND."""

import concurrent.futures
import os
import subprocess
import sys

import compare
import mail
import random_mail
import readers

BATCH = 200


def make(generate, script, piece):
    return subprocess.run(generate + [str(piece)], input=script, stdout=subprocess.PIPE, check=True).stdout


def batch(generate, programs, count, seed):
    """[what is wrong with a mail, ...] for as many mails."""
    mails = random_mail.Maker(seed).mails(count)
    script = b"".join(order for m in mails for order in mail.orders(m))
    made = make(generate, script, 4099)
    again = make(generate, script, 1) == made
    read = readers.read_all(made, programs)
    wrong = []
    for number, (m, data) in enumerate(zip(mails, readers.split(made))):
        lines = compare.differences(m, data, {name: found[number] for name, found in read.items()})
        wrong.append([f"seed {seed}, mail {number}: {line}" for line in lines])
    if not again:
        wrong[0].append(f"seed {seed}: the same orders, read in other pieces, gave other bytes")
    return wrong


def programs_of(commands):
    return {name: command.split() for name, command in (command.split("=", 1) for command in commands)}


def sum_up(passed, failed, commands):
    """Where a reader is missing, one test was skipped: tests/run.sh says whether that may be."""
    missing = {"gmime", "postal"} - set(programs_of(commands))
    print("".join(f"{name} is not here to read the mails, too\n" for name in sorted(missing)), end="")
    print(f"{passed} passed, {failed} failed" + (f", {len(missing)} skipped" if missing else ""))
    return failed != 0


def main():
    generate, *commands, count, seed = sys.argv[1:]
    sizes = [min(BATCH, int(count) - at) for at in range(0, int(count), BATCH)]
    passed = failed = 0
    with concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as pool:
        jobs = [pool.submit(batch, generate.split(), programs_of(commands), size, f"{seed}/{number}")
                for number, size in enumerate(sizes)]
        for job in jobs:
            for wrong in job.result():
                passed += not wrong
                failed += bool(wrong)
                print("".join(line + "\n" for line in wrong), end="")
    return sum_up(passed, failed, commands)


if __name__ == "__main__":
    sys.exit(main())
