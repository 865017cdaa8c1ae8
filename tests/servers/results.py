# SPDX-License-Identifier: MIT
"""What came out: for each feature and server ok, not offered, or why it fails; as a table of Markdown."""

OK, ABSENT = "ok", "not offered"
LONGEST = 300  # of a reason


class Results:
    def __init__(self, features, servers):
        self.features = features
        self.servers = servers
        self.cells = {}  # (feature, server): [(label, problem or None), …]
        self.absent = set()
        self.faults = {}  # (feature, server): what the server does wrong
        self.skipped = {}  # server: why it did not start

    def add(self, feature, server, label, problem):
        assert feature in self.features, feature
        self.cells.setdefault((feature, server), []).append((label, problem))
        verdict = "FAIL" if problem else "ok  "
        case = ", ".join(filter(None, (feature, label)))
        print(f"{verdict} {server}: {case}{f': {problem}' if problem else ''}", flush=True)

    def not_offered(self, feature, server):
        assert feature in self.features, feature
        self.absent.add((feature, server))
        print(f"--   {server}: {feature}: not offered", flush=True)

    def fault(self, feature, server, reason):
        self.faults[feature, server] = reason

    def skip(self, server, reason):
        self.skipped[server] = reason
        print(f"none {server}: {reason}", flush=True)

    def count(self):
        problems = [problem for cases in self.cells.values() for _, problem in cases]
        failed = sum(1 for problem in problems if problem)
        return len(problems) - failed, failed

    def cell(self, feature, server):
        if server in self.skipped:
            return f"fails: {self.skipped[server]}"[:LONGEST]
        failures = [(label, problem) for label, problem in self.cells.get((feature, server), []) if problem]
        if failures:
            label, problem = failures[0]
            return f"fails: {label}{label and ': '}{problem}"[:LONGEST]
        if (feature, server) in self.absent:
            return ABSENT
        if (feature, server) in self.faults:
            return f"fails: the server {self.faults[feature, server]}"
        return OK if (feature, server) in self.cells else "fails: not tried"

    def table(self):
        """Rows of Markdown; what does not fit into a cell stands below it."""
        notes = []

        def short(cell):
            if not cell.startswith("fails"):
                return cell
            if cell not in notes:
                notes.append(cell)
            return f"fails ({notes.index(cell) + 1})"

        rows = [["", *self.servers]]
        for feature in self.features:
            rows.append([feature, *(short(self.cell(feature, server)) for server in self.servers)])
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        rows.insert(1, ["-" * width for width in widths])
        lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in rows]
        lines += [""] * bool(notes) + [f"{number}. {note}" for number, note in enumerate(notes, 1)]
        return "\n".join(lines) + "\n"
