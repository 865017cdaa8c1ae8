# SPDX-License-Identifier: MIT
"""Tries smtp-send with every server: python3 tests/servers [--markdown FILE] [NAME…]. Prints what came out as a table, and
in the last line how many tests passed and failed."""
import argparse
import pathlib
import signal
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE), *(str(HERE.parent / name) for name in ("e2e", "flights"))]

# pylint: disable=wrong-import-position
import cases_extension
import cases_imap
import cases_mail
import cases_report
import cases_way
import kinds
from results import Results
from trial import Trial

CASES = (cases_way, cases_mail, cases_extension, cases_report, cases_imap)


def try_server(kind, results):
    """Whether it could be started."""
    server = kind()
    with tempfile.TemporaryDirectory(prefix="libsmtp-matrix-") as directory:
        try:
            server.start()
            if server.skip_reason:
                raise RuntimeError(server.skip_reason)
        except Exception as problem:  # pylint: disable=broad-except
            results.add(results.features[0], kind.name, "start", str(problem))
            return
        trial = Trial(server, results, directory)
        for module in CASES:
            module.run(trial)
    server.stop()


def main():
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the servers are stopped
    parser = argparse.ArgumentParser()
    parser.add_argument("--markdown", type=pathlib.Path)
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    chosen = [kind for kind in kinds.ALL if not arguments.names or kind.name in arguments.names]
    results = Results([feature for module in CASES for feature in module.FEATURES], [kind.name for kind in chosen])
    for kind in chosen:
        try_server(kind, results)
    table = results.table()
    print(f"\n{table}")
    if arguments.markdown:
        arguments.markdown.write_text(table)
    passed, failed = results.count()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
