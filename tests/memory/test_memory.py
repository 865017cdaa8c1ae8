# SPDX-License-Identifier: MIT
"""The memory of smtp-send does not depend on the size of an attachment: 1 GiB takes what 1 KiB takes."""
import os
import pathlib
import subprocess
import tempfile
import unittest

import sink

KIB, GIB = 1 << 10, 1 << 30
TOLERANCE_KIB = 512  # the peaks of one and the same run differ by up to 200


def peak_kib(size, directory):
    """The peak resident memory of sending an attachment of zeros, KiB, as time(1) measures it; and the mail's size."""
    attachment = pathlib.Path(directory, "attachment.bin")
    with open(attachment, "wb") as file:
        file.truncate(size)  # sparse: takes no space
    measured = pathlib.Path(directory, "peak")
    with sink.Sink() as server:
        subprocess.run(
            ["/usr/bin/time", "-f", "%M", "-o", measured, os.environ["SMTP_SEND"],
             "--server", f"smtp+plain://127.0.0.1:{server.port}", "--from", "ann@sender.test",
             "--to", "bob@receiver.test", "--subject", "size", "--text", "see below", "--attach", attachment],
            check=True, timeout=120,
        )  # fmt: skip
    return int(measured.read_text()), server.octets


class Memory(unittest.TestCase):
    def test_peak_is_the_same_for_one_kib_and_one_gib(self):
        with tempfile.TemporaryDirectory(prefix="libsmtp-memory-") as directory:
            small, _ = peak_kib(KIB, directory)
            large, octets = peak_kib(GIB, directory)
        print(f"peak memory: {small} KiB with a 1 KiB attachment, {large} KiB with 1 GiB ({octets} octets sent)")
        self.assertGreater(octets, GIB * 4 // 3)
        self.assertLessEqual(large, small + TOLERANCE_KIB)


if __name__ == "__main__":
    unittest.main()
