"""Asks ClamAV's daemon, which reads the file from the connection (its command INSTREAM)."""

import re
import socket
import struct
import time

from . import CannotScan, ScannerUnavailable, Verdict


CHUNK = 64 * 1024
LONGEST_REPLY = 4096
_REPLY = re.compile(rb"stream: (?:(OK)|([^\0]+) FOUND)\0")


class Clamd:
    """``address`` is ``host:port``, or the path of a Unix socket; ``timeout`` seconds for a file.

    clamd's ``StreamMaxLength`` has to be larger than the largest file that is accepted.
    """

    def __init__(self, address: str = "127.0.0.1:3310", timeout: float = 10):
        self.address, self.timeout = address, float(timeout)
        if not address.startswith("/"):
            host, colon, port = address.rpartition(":")
            if not (host and colon and port.isdecimal()):
                raise ValueError(f"{address!r} is neither host:port nor an absolute path")
            self.host, self.port = host.strip("[]"), int(port)

    def scan(self, content: bytes) -> Verdict:
        """What clamd says. Raises ``ScannerUnavailable`` for every answer but a clear one."""
        ends = time.monotonic() + self.timeout
        try:
            with self._connect() as connection:
                return _verdict(_ask(connection, content, ends))
        except OSError as error:
            raise ScannerUnavailable(f"clamd at {self.address}: {error}") from error

    def _connect(self) -> socket.socket:
        if not self.address.startswith("/"):
            return socket.create_connection((self.host, self.port), timeout=self.timeout)
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.settimeout(self.timeout)
            connection.connect(self.address)
        except BaseException:
            connection.close()
            raise
        return connection


def _ask(connection: socket.socket, content: bytes, ends: float) -> bytes:
    try:
        _send(connection, b"zINSTREAM\0", ends)
        for at in range(0, len(content), CHUNK):
            part = content[at : at + CHUNK]
            _send(connection, struct.pack(">I", len(part)) + part, ends)
        _send(connection, struct.pack(">I", 0), ends)
    except (BrokenPipeError, ConnectionResetError):
        pass  # it hangs up on what is too large for it, and has said so before
    reply = b""
    while b"\0" not in reply and len(reply) < LONGEST_REPLY:
        _wait_until(connection, ends)
        part = connection.recv(LONGEST_REPLY)
        if not part:
            break
        reply += part
    return reply


def _send(connection: socket.socket, content: bytes, ends: float) -> None:
    _wait_until(connection, ends)
    connection.sendall(content)


def _wait_until(connection: socket.socket, ends: float) -> None:
    """All of it has one time limit: a byte now and then would keep a connection for ever."""
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError("timed out")
    connection.settimeout(left)


def _verdict(reply: bytes) -> Verdict:
    if b"size limit exceeded" in reply:
        raise CannotScan("The file is larger than clamd's StreamMaxLength.")
    said = _REPLY.fullmatch(reply)
    if not said:
        raise ScannerUnavailable(f"clamd answered {reply[:80]!r}")
    return Verdict(said[2].decode(errors="replace") if said[2] else "")
