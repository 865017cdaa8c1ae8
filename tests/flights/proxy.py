# SPDX-License-Identifier: MIT
"""A TCP proxy that records a dialogue and counts its flights.

A flight is what a client sends before it waits for the server: each change of direction from the server to the client
begins one. The server's bytes are held back a little, so that what the client sends without waiting is one flight
however the scheduler cuts it.

    proxy.py PORT COMMAND…     runs COMMAND with "%p" replaced by the proxy's port, prints the flights
"""
import selectors
import socket
import subprocess
import sys
import threading
import time

CLIENT, SERVER = "client", "server"
QUIET = 0.05
PATIENCE = 30


class Proxy:
    """Takes one connection and joins it to 127.0.0.1:port; `turns` is who said what: [(who, bytes), …]."""

    def __init__(self, port):
        self.turns = []
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(PATIENCE)
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        if not self.turns:
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes an accept that nobody came to
        self._thread.join(PATIENCE)
        self._listener.close()

    def _serve(self):
        try:
            client, _ = self._listener.accept()
        except OSError:
            return
        with client, socket.create_connection(("127.0.0.1", self._target)) as server:
            self._join(client, server)

    def _join(self, client, server):
        with selectors.DefaultSelector() as selector:
            selector.register(client, selectors.EVENT_READ, (CLIENT, server))
            selector.register(server, selectors.EVENT_READ, (SERVER, client))
            while selector.get_map():
                ready = selector.select(PATIENCE)
                if not ready:
                    return
                if any(key.data[0] == SERVER for key, _ in ready):
                    time.sleep(QUIET)
                    ready = selector.select(0)
                for key, _ in sorted(ready, key=lambda item: item[0].data[0]):  # the client's bytes first
                    self._move(selector, key)

    def _move(self, selector, key):
        who, other = key.data
        try:
            data = key.fileobj.recv(1 << 20)
            if data:
                self._note(who, data)
                other.sendall(data)
                return
            other.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        selector.unregister(key.fileobj)

    def _note(self, who, data):
        if self.turns and self.turns[-1][0] == who:
            data = self.turns.pop()[1] + data
        self.turns.append((who, data))

    def flights(self):
        """What the client sent, flight by flight."""
        return [data for who, data in self.turns if who == CLIENT]

    def sent(self):
        """All that the client sent."""
        return b"".join(self.flights())


def first_line(flight):
    lines = flight.split(b"\r\n")
    more = f"  (+ {len(lines) - 2} lines)" if len(lines) > 2 else ""
    return lines[0][:70].decode("ascii", "replace") + more


def main():
    with Proxy(int(sys.argv[1])) as proxy:
        command = [word.replace("%p", str(proxy.port)) for word in sys.argv[2:]]
        status = subprocess.run(command, check=False).returncode
    for number, flight in enumerate(proxy.flights(), 1):
        print(f"flight {number}: {first_line(flight)}")
    return status


if __name__ == "__main__":
    sys.exit(main())
