# SPDX-License-Identifier: MIT
"""How fast libsmtp sends, beside other libraries and beside a floor: bench.py DIRECTORY-OF-THE-PROGRAMS.

Prints a table for each workload. `CPU us` is user and system time of the client's process for a mail, less that of the
same program with nothing to send; `floor` is the driver that only writes bytes made beforehand. The median of ROUNDS
runs counts, and the drivers take turns. `flights` come from runs of their own, in which every reply is late.
"""
import os
import subprocess
import sys
import time

PEERS = {"floor": "raw", "libsmtp": "libsmtp", "libcurl": "curl", "libesmtp": "esmtp", "libetpan": "etpan"}
COLUMNS = ["mails/s", "CPU us", "x floor", "flights", "peak KiB"]
CANNOT = 77
ROUNDS = 3
SECONDS = 0.5  # how long a run is meant to take
CORES = sorted(os.sched_getaffinity(0))  # the sink has the first, the client the last: what a wake-up costs is steady
DELAY_MS = 2  # more than the time between two writes of one flight
PATIENCE = 60


class Workload:
    """`kib`: content or attachment; `late`: mails in the run whose replies are late."""

    def __init__(self, title, kib=2, recipients=1, attach=False, reconnect=False, late=2):
        self.title, self.late = title, late
        self.arguments = [str(kib), str(recipients), str(int(attach)), str(int(reconnect))]


WORKLOADS = [
    Workload("2 KB mails over one connection", late=11),
    Workload("2 KB mails, a connection for each", reconnect=True, late=11),
    Workload("25 MB mail, ready-made", kib=25 << 10),
    Workload("25 MB attachment, built and sent", kib=25 << 10, attach=True),
    Workload("2 KB mails with 1,000 recipients", recipients=1000),
]


class Failed(Exception):
    """A driver or the sink did not do what it was told."""


def program(directory, peer):
    return f"{directory}/drv_{PEERS[peer]}"


class Run:
    """One run of a driver: seconds on the clock and of CPU, peak memory in KiB, flights."""

    def __init__(self, directory, peer, workload, mails, delay=0):
        os.sched_setaffinity(0, CORES[:1])
        sink = subprocess.Popen([f"{directory}/sink", str(delay)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        with sink:
            port = sink.stdout.readline().decode().strip()
            command = ["timeout", str(PATIENCE), program(directory, peer), port, str(mails), *workload.arguments]
            self._drive(command)
            sink.stdin.close()
            taken, self.flights, _, errors = map(int, sink.stdout.readline().split())
        if (taken, errors) != (0 if self.cannot else mails, 0):
            raise Failed(f"{' '.join(command)}: {taken} mails arrived, {errors} errors")

    def _drive(self, command):
        os.sched_setaffinity(0, CORES[-1:])
        start = time.monotonic()
        driver = subprocess.Popen(command, stdout=subprocess.PIPE)
        output = driver.stdout.read().split()
        _, status, usage = os.wait4(driver.pid, 0)
        driver.returncode = os.waitstatus_to_exitcode(status)
        driver.stdout.close()
        self.seconds = time.monotonic() - start
        self.cpu = usage.ru_utime + usage.ru_stime
        self.cannot = driver.returncode == CANNOT
        if driver.returncode not in (0, CANNOT):
            raise Failed(f"{' '.join(command)}: exit status {driver.returncode}")
        self.peak = int(output[-1])


class Row:
    """What a peer does in a workload."""

    def __init__(self, directory, peer, workload):
        self.peer = peer
        self._of = (directory, peer, workload)
        self._runs = []
        self._idle = Run(*self._of, 0)
        self._mails = self._how_many()
        late, first = Run(*self._of, workload.late, DELAY_MS), Run(*self._of, 1, DELAY_MS)
        self.flights = (late.flights - first.flights) / (workload.late - 1)

    def _how_many(self):
        """As many mails as fit in SECONDS."""
        mails, taken = 1, 0.0
        while taken < SECONDS / 8:
            mails *= 4
            taken = Run(*self._of, mails).seconds - self._idle.seconds
        return max(2, int(mails * SECONDS / taken))

    def repeat(self):
        self._runs.append(Run(*self._of, self._mails))

    def figures(self, floor):
        """One line of the table."""
        rate, cpu = 1e6 / max(self.each("seconds"), 1e-3), self.each("cpu")
        peak = max(run.peak for run in self._runs)
        return f"{self.peer:<10}{rate:>10.1f}{cpu:>10.1f}{cpu / floor:>10.2f}{self.flights:>10.1f}{peak:>10}"

    def each(self, figure):
        """Microseconds per mail in the run whose CPU is the median."""
        run = sorted(self._runs, key=lambda run: run.cpu)[len(self._runs) // 2]
        return max(getattr(run, figure) - getattr(self._idle, figure), 0.0) * 1e6 / self._mails


def can(directory, peer, workload):
    """The driver was built, and its library can do this at all."""
    return os.access(program(directory, peer), os.X_OK) and not Run(directory, peer, workload, 1).cannot


def measure(directory, workload):
    rows = [Row(directory, peer, workload) for peer in PEERS if can(directory, peer, workload)]
    for _ in range(ROUNDS):
        for row in rows:
            row.repeat()
    print(f"\n{workload.title}\n{'':<10}" + "".join(f"{title:>10}" for title in COLUMNS))
    floor = max(rows[0].each("cpu"), 1e-3)
    for row in rows:
        print(row.figures(floor), flush=True)


def main():
    missing = [peer for peer in PEERS if not os.access(program(sys.argv[1], peer), os.X_OK)]
    if missing:
        print(f"left out, because their headers are not there (make deps bench): {', '.join(missing)}")
    start = time.monotonic()
    for workload in WORKLOADS:
        measure(sys.argv[1], workload)
    subprocess.run([f"{sys.argv[1]}/memory"], check=True)
    print(f"\n{time.monotonic() - start:.0f} s in all")


if __name__ == "__main__":
    try:
        main()
    except Failed as problem:
        sys.exit(f"bench.py: {problem}")
