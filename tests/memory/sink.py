# SPDX-License-Identifier: MIT
"""An SMTP server on loopback that takes any one mail and throws it away, as fast as Python can."""
import socket
import threading

END = b"\r\n.\r\n"
PATIENCE = 60


class Sink:
    """`octets` is the size of the mail as it came, without its end."""

    def __init__(self):
        self.octets = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(PATIENCE)
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._thread.join(PATIENCE)
        self._listener.close()

    def _serve(self):
        connection, _ = self._listener.accept()
        with connection:
            connection.settimeout(PATIENCE)
            self._talk(connection)

    def _talk(self, connection):
        connection.sendall(b"220 sink.test\r\n")
        lines = connection.makefile("rb", buffering=0)
        for line in iter(lines.readline, b""):
            verb = line[:4].upper()
            if verb == b"DATA":
                connection.sendall(b"354 go on\r\n")
                self._swallow(connection)
            connection.sendall(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")

    def _swallow(self, connection):
        buffer = bytearray(1 << 20)
        tail = b""
        while tail != END:
            count = connection.recv_into(buffer)
            if count == 0:
                return
            self.octets += count
            tail = (tail + bytes(buffer[max(count - len(END), 0) : count]))[-len(END) :]
        self.octets -= len(END) - 2
