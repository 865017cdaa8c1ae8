# SPDX-License-Identifier: MIT
"""A server's SCRAM (RFC 5802) by Python's hashlib, over a TLS connection that OpenSSL knows by tls-unique."""
import base64
import hashlib
import hmac
import os

ITERATIONS = 4096


def code(octets):
    return base64.b64encode(octets)


class Scram:
    """In the place of a reply to AUTH: talks until the client is logged in or refused.

    result  "ok", or why not
    flag    what the client says of channel bindings: "n", "y", "p=tls-unique"
    """

    def __init__(self, password):
        self.password = password.encode()
        self.result = self.flag = None

    def __call__(self, connection, line):
        self.connection = connection
        self.result = self.talk(*line.split(b" ")[1:])
        connection.sendall(b"235 2.7.0 welcome\r\n" if self.result == "ok" else b"535 5.7.8 no\r\n")

    def ask(self, challenge):
        self.connection.sendall(b"334 " + code(challenge) + b"\r\n")
        line = b""
        while not line.endswith(b"\r\n"):
            line += self.connection.recv(1) or b"\r\n"
        return base64.b64decode(line)

    def talk(self, name, initial):
        hash_name = name.decode().removesuffix("-PLUS").removeprefix("SCRAM-").replace("-", "").lower()
        flag, identity, bare = base64.b64decode(initial).split(b",", 2)
        self.flag = flag.decode()
        if self.flag != ("p=tls-unique" if name.endswith(b"-PLUS") else "n"):
            return "flag"
        binding = self.connection.get_channel_binding("tls-unique") if self.flag[0] == "p" else b""
        nonce = bare.split(b",r=")[1] + code(os.urandom(15))
        salt = os.urandom(12)
        first = b"r=%s,s=%s,i=%d" % (nonce, code(salt), ITERATIONS)
        final = self.ask(first)
        without_proof, proof = final.rsplit(b",p=", 1)
        if without_proof != b"c=" + code(flag + b"," + identity + b"," + binding) + b",r=" + nonce:
            return "binding"
        return self.verify(hash_name, salt, b",".join([bare, first, without_proof]), base64.b64decode(proof))

    def verify(self, hash_name, salt, message, proof):
        def mac(key, text):
            return hmac.digest(key, text, hash_name)

        salted = hashlib.pbkdf2_hmac(hash_name, self.password, salt, ITERATIONS)
        signature = mac(hashlib.new(hash_name, mac(salted, b"Client Key")).digest(), message)
        key = bytes(a ^ b for a, b in zip(proof, signature))
        if key != mac(salted, b"Client Key"):
            return "proof"
        return "ok" if self.ask(b"v=" + code(mac(mac(salted, b"Server Key"), message))) == b"" else "end"
