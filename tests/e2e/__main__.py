# SPDX-License-Identifier: MIT
"""Runs the tests of a directory, or some of this one: python3 tests/e2e DIR | NAME… The last line counts them."""
import pathlib
import signal
import sys
import unittest

HERE = pathlib.Path(__file__).parent


def load(names):
    loader = unittest.defaultTestLoader
    if len(names) == 1 and pathlib.Path(names[0]).is_dir():
        return loader.discover(names[0], top_level_dir=names[0])
    return loader.loadTestsFromNames(names)


def main():
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the servers are stopped
    sys.path[:0] = [str(HERE), *(str(HERE.parent / name) for name in ("flights", "servers"))]
    result = unittest.TextTestRunner(verbosity=2, stream=sys.stdout).run(load(sys.argv[1:]))
    failed = len(result.failures) + len(result.errors)
    skipped = len(result.skipped)
    print(f"{max(result.testsRun - failed - skipped, 0)} passed, {failed} failed, {skipped} skipped")
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
