"""Speaks clamd's INSTREAM on loopback: as it should, and in every way in which it may fail."""

import socket
import socketserver
import struct
import threading
from contextlib import contextmanager
from pathlib import Path

from wagtail_anliegen.photos.scanners.eicar import EICAR


class TooLarge(Exception):
    """More than ``StreamMaxLength``."""


class _Handler(socketserver.BaseRequestHandler):
    def handle(self):
        self.server.connections += 1
        if self.server.mode == "hang":
            self.server.stopping.wait(30)
            return
        try:
            content = self._read()
        except TooLarge:
            self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")
            return
        except (ConnectionError, struct.error):
            return
        self.server.seen.append(content)
        self._answer(content)

    def _read(self) -> bytes:
        assert self._exactly(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", self._exactly(4))[0]:
            content += self._exactly(length)
            if len(content) > self.server.limit:
                raise TooLarge
            if self.server.mode == "killed":
                # With a reset instead of a farewell, as when the process dies.
                linger = struct.pack("ii", 1, 0)
                self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self.request.close()
                raise ConnectionError
        return content

    def _exactly(self, length: int) -> bytes:
        content = b""
        while len(content) < length:
            part = self.request.recv(length - len(content))
            if not part:
                raise ConnectionError
            content += part
        return content

    def _answer(self, content: bytes):
        mode = self.server.mode
        if mode == "normal":
            found = EICAR in content
            self.request.sendall(
                b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0"
            )
        elif mode == "drip":
            for letter in b"stream: " + b"x" * 200:
                if self.server.stopping.wait(0.1):
                    return
                try:
                    self.request.sendall(bytes([letter]))
                except OSError:
                    return
        else:
            self.request.sendall(self.server.answers[mode])


class Clamd:
    """``mode`` may be changed while it runs."""

    answers = {
        "garbage": b"\x16\x03\x01HTTP/1.1 400 Bad Request\r\n\r\n",
        "error": b"stream: Can't allocate memory ERROR\0",
        "half": b"stream: O",
        "cut": b"stream: OK",
        "both": b"stream: OK\0stream: Eicar FOUND\0",
        "silent": b"",
    }

    def __init__(self, server):
        self.server = server
        server.mode, server.limit, server.seen, server.connections = "normal", 10**9, [], 0
        server.answers, server.stopping = self.answers, threading.Event()

    @property
    def address(self) -> str:
        where = self.server.server_address
        return where if isinstance(where, str) else f"{where[0]}:{where[1]}"

    def __getattr__(self, name):
        return getattr(self.server, name)


class _Tcp(socketserver.ThreadingTCPServer):
    daemon_threads = allow_reuse_address = True


class _Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def clamd(path: Path | None = None):
    """A running server, on a Unix socket where there is a path for it."""
    make = _Unix(str(path), _Handler) if path else _Tcp(("127.0.0.1", 0), _Handler)
    with make as server:
        daemon = Clamd(server)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield daemon
        server.stopping.set()
        server.shutdown()
        thread.join()


def free_address() -> str:
    """An address on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"
