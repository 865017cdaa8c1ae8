# SPDX-License-Identifier: MIT
"""Runs the tests of this directory, or those named: python3 tests/e2e [test_delivery …]. The last line counts them."""
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).parent


def load(names):
    loader = unittest.defaultTestLoader
    if names:
        return loader.loadTestsFromNames(names)
    return loader.discover(str(HERE), top_level_dir=str(HERE))


def main():
    sys.path.insert(0, str(HERE.parent / "flights"))
    result = unittest.TextTestRunner(verbosity=2, stream=sys.stdout).run(load(sys.argv[1:]))
    failed = len(result.failures) + len(result.errors)
    skipped = len(result.skipped)
    print(f"{max(result.testsRun - failed - skipped, 0)} passed, {failed} failed, {skipped} skipped")
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
