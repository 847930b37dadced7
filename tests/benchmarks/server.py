"""A city behind gunicorn on the loopback, and the processes that write to it."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path


WORKERS = 2


class Server:
    """gunicorn with its workers; found through the process table, killed one by one."""

    def __init__(self, environment: dict[str, str]):
        self.port = _free_port()
        command = [
            *(sys.executable, "-W", "ignore", "-m", "gunicorn", "tests.benchmarks.wsgi"),
            *("--bind", f"127.0.0.1:{self.port}", "--workers", str(WORKERS)),
            *("--timeout", "60", "--log-level", "critical", "--preload"),
        ]
        self.process = subprocess.Popen(command, env=environment)

    def wait(self, seconds: float = 120) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.2)
        raise TimeoutError("gunicorn does not answer")

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def kill_worker(self, dice) -> bool:
        """kill -9 of one worker by its id; whether there was one."""
        workers = self.workers()
        if not workers:
            return False
        try:
            os.kill(dice.choice(workers), signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def serving(environment: dict[str, str]):
    server = Server(environment)
    try:
        server.wait()
        yield server
    finally:
        server.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
