# SPDX-License-Identifier: MIT
"""How fast libsmtp composes and encodes, beside other libraries: encode.py DIRECTORY-OF-THE-PROGRAMS.

Prints a table for each work: MB of input for each second of CPU, user and system, of the program alone, and how many
times as fast libsmtp is. Each program takes the best of several rounds (encoder.h); of its RUNS, by turns with the
others, the best counts.
"""
import os
import subprocess
import sys

WORKS = {
    "mail": "Text, HTML and 25 MB attached, composed and put out",
    "base64": "base64 without lines, in the cache",
    "base64-lines": "base64 in lines, in the cache",
    "qp-ascii": "quoted-printable of ASCII, in the cache",
    "qp-german": "quoted-printable, one letter in twenty not ASCII",
}
PEERS = {"libsmtp": "libsmtp", "loop": "plain loop", "libcrypto": "OpenSSL", "gmime": "GMime", "curl": "libcurl",
         "nodemailer": "nodemailer"}
CANNOT = 77
RUNS = 2
SIMILAR = 0.03  # what comes out is of the same length, but for line ends and headers


class Failed(Exception):
    """A program did not do what it was told."""


def command(directory, peer):
    """The words that start a peer's program, None if it is not there."""
    script = f"{directory}/node/enc_{peer}.js"
    if os.path.exists(script):
        return ["node", script]
    program = f"{directory}/enc_{peer}"
    return [program] if os.access(program, os.X_OK) else None


def run(directory, peer, work):
    """Seconds and octets out and in of one program's best round; None if it cannot do the work."""
    with subprocess.Popen([f"{directory}/sink", "0"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as sink:
        port = sink.stdout.readline().decode().strip()
        done = subprocess.run([*command(directory, peer), work, port], stdout=subprocess.PIPE, check=False)
        sink.stdin.close()
        sink.stdout.read()
    if done.returncode == CANNOT:
        return None
    if done.returncode:
        raise Failed(f"enc_{peer} {work}: exit status {done.returncode}")
    came_in, came_out, seconds = done.stdout.split()[-3:]
    return float(seconds), int(came_out), int(came_in)


def measure(directory, work, peers):
    best = {}
    for _ in range(RUNS):
        for peer in peers:
            result = run(directory, peer, work)
            if result is not None:
                best[peer] = min(result, best.get(peer, result))
    ours, length, _ = best["libsmtp"]
    print(f"\n{WORKS[work]}\n{'':<12}{'MB/s':>10}{'x slower':>10}")
    for peer, (seconds, came_out, came_in) in best.items():
        if abs(came_out - length) > SIMILAR * length:
            raise Failed(f"enc_{peer} {work}: {came_out} octets instead of {length}")
        print(f"{PEERS[peer]:<12}{came_in / seconds / 1e6:>10.0f}{seconds / ours:>10.1f}", flush=True)


def main():
    directory = os.path.abspath(sys.argv[1])
    peers = [peer for peer in PEERS if command(directory, peer)]
    missing = [PEERS[peer] for peer in PEERS if peer not in peers]
    if missing:
        print(f"left out of encoding, because they are not there (make deps bench): {', '.join(missing)}")
    for work in WORKS:
        measure(directory, work, peers)


if __name__ == "__main__":
    try:
        main()
    except Failed as problem:
        sys.exit(f"encode.py: {problem}")
