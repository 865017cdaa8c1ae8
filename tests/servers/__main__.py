# SPDX-License-Identifier: MIT
"""Tries smtp-send with every server: python3 tests/servers [--short] [--markdown FILE] [NAME…]. Prints what came out
as a table, and in the last line how many tests passed and failed. With --short ways and mechanisms alone, and what
cannot be started is skipped."""
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


def try_server(kind, results, cases):
    server = kind()
    try:
        server.start()
    except RuntimeError as problem:
        server.skip_reason = str(problem)
    if server.skip_reason:
        results.skip(kind.name, server.skip_reason)
        return
    with tempfile.TemporaryDirectory(prefix="libsmtp-matrix-") as directory:
        for module in cases:
            module.run(Trial(server, results, directory))
    server.stop()


def main():
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the servers are stopped
    parser = argparse.ArgumentParser()
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--markdown", type=pathlib.Path)
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    chosen = [kind for kind in kinds.ALL if not arguments.names or kind.name in arguments.names]
    cases = (cases_way,) if arguments.short else CASES
    results = Results([feature for module in cases for feature in module.FEATURES], [kind.name for kind in chosen])
    for kind in chosen:
        try_server(kind, results, cases)
    table = results.table()
    print(f"\n{table}")
    if arguments.markdown:
        arguments.markdown.write_text(table)
    passed, failed = results.count()
    if arguments.short and results.skipped:
        print(f"{passed} passed, {failed} failed, {len(results.skipped)} skipped")
    else:
        failed += len(results.skipped)
        print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
