# SPDX-License-Identifier: MIT
"""A scripted smarthost on loopback: polite unless a test says otherwise."""
import socket
import threading

CLOSE = object()  # in place of a reply: the connection ends
SILENCE = object()  # no reply; the connection stays

POLITE = {
    "connect": b"220 smarthost.example ESMTP\r\n",
    "EHLO": b"250-smarthost.example\r\n250-PIPELINING\r\n250-SIZE 10000000\r\n250-8BITMIME\r\n"
    b"250-ENHANCEDSTATUSCODES\r\n250 HELP\r\n",
    "HELO": b"250 smarthost.example\r\n",
    "MAIL": b"250 2.1.0 sender ok\r\n",
    "RCPT": b"250 2.1.5 recipient ok\r\n",
    "DATA": b"354 go ahead\r\n",
    "end": b"250 2.0.0 Ok: queued as 4XyZ1234\r\n",
    "RSET": b"250 2.0.0 ok\r\n",
    "NOOP": b"250 2.0.0 ok\r\n",
    "QUIT": b"221 2.0.0 bye\r\n",
    "AUTH": b"235 2.7.0 welcome\r\n",
}
WITH_AUTH = b"250-smarthost.example\r\n250-AUTH PLAIN LOGIN\r\n250 SIZE 10000000\r\n"


class Smarthost:
    """Serves connections until the test ends.

    replies   overrides of POLITE by verb; a list gives one reply after the other, its last one again and again; a
              function is called with the connection, and ends it by False
    wrap      makes of each connection what is talked over from its beginning
    tls       an ssl.SSLContext: hands are shaken after the reply to STARTTLS
    commands  the lines that came, without their ends
    content   what came after DATA, dot-stuffed as it came, without the final dot line; None if none came
    """

    def __init__(self, wrap=None, tls=None, **replies):
        self.replies = {verb: list(r) if isinstance(r, list) else [r] for verb, r in {**POLITE, **replies}.items()}
        self.wrap = wrap
        self.tls = tls
        self.commands = []
        self.given = None
        self.content = None
        self.connections = 0
        self.ended = threading.Event()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.socket.shutdown(socket.SHUT_RDWR)  # wakes accept
        self.socket.close()
        self.thread.join(5)

    @property
    def url(self):
        return f"smtp+plain://127.0.0.1:{self.port}"

    def verbs(self):
        return [line.split(b" ")[0].split(b":")[0].decode("latin-1").upper() for line in self.commands]

    def serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            connection.settimeout(10)
            try:
                if self.wrap:
                    connection = self.wrap(connection)
                with connection, connection.makefile("rb") as lines:
                    self.talk(connection, lines)
            except OSError:
                pass

    def reply(self, connection, key):
        """Sends the reply; False if the connection is to end."""
        replies = self.replies.get(key, [b"502 5.5.2 what?\r\n"])
        reply = self.given = replies.pop(0) if len(replies) > 1 else replies[0]
        if reply is CLOSE:
            return False
        if callable(reply):
            return reply(connection) is not False
        if reply is not SILENCE:
            connection.sendall(reply)
        return reply is not SILENCE or self.drain(connection)

    def drain(self, connection):
        """Says nothing until the other side gives up."""
        while not self.ended.is_set() and connection.recv(65536):
            pass
        return False

    def talk(self, connection, lines):
        if self.reply(connection, "connect"):
            self.converse(connection, lines)

    def converse(self, connection, lines):
        for line in lines:
            self.commands.append(line.rstrip(b"\r\n"))
            verb = self.verbs()[-1]
            if not self.reply(connection, verb) or verb == "QUIT":
                return
            if verb == "STARTTLS" and self.tls:
                self.shake_hands(connection)
                return
            if verb == "DATA" and (callable(self.given) or self.given[:1] == b"3") and not self.take_content(connection, lines):
                return

    def shake_hands(self, connection):
        with self.tls.wrap_socket(connection, server_side=True) as inside, inside.makefile("rb") as lines:
            self.converse(inside, lines)

    def take_content(self, connection, lines):
        content = []
        for line in lines:
            if line == b".\r\n":
                self.content = b"".join(content)
                return self.reply(connection, "end")
            content.append(line)
        return False
