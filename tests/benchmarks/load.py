"""Reports accepted per second: over HTTP with every step of the form, and the front door alone.

python -m tests.benchmarks.load SECONDS CLIENTS OUTPUT.json      (in an environment of databases.py)
"""

import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

from tests.benchmarks.scale import BRANCHES
from tests.benchmarks.server import serving


_together = None  # the barrier that the processes of ``front_door`` start behind


def main(seconds: float, clients: int, output: str) -> None:
    figures = {
        "whole form with a photo": over_http(seconds, clients, photo=True),
        "whole form without a photo": over_http(seconds, clients, photo=False),
        "submit_report with a photo": front_door(seconds / 2, clients, photo=True),
        "submit_report without a photo": front_door(seconds / 2, clients, photo=False),
    }
    with open(output, "w") as file:
        json.dump(figures, file)


def over_http(seconds: float, clients: int, *, photo: bool) -> dict:
    """Citizens walk the form without scripts: about ten requests for each report."""
    with tempfile.TemporaryDirectory() as folder, serving(dict(os.environ)) as server:
        started, writers = time.monotonic(), []
        for number in range(clients):
            arguments = [server.port, number, seconds, 10**9, int(photo)]
            command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.writer"]
            with open(Path(folder) / str(number), "w") as file:
                writers.append(subprocess.Popen([*command, *map(str, arguments)], stdout=file))
        for writer in writers:
            writer.wait()
        passed = time.monotonic() - started
        lines = [line.split() for path in Path(folder).iterdir() for line in path.open()]
    return _figures([float(line[2]) for line in lines], passed)


def front_door(seconds: float, clients: int, *, photo: bool) -> dict:
    """``store_photo`` and ``submit_report`` alone, from as many processes."""
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(clients)
    with context.Pool(clients, initializer=_be_ready, initargs=[ready]) as pool:
        jobs = [(number, seconds, photo) for number in range(clients)]
        parts = pool.starmap(_submit, jobs, chunksize=1)
    times = [taken for part in parts for taken in part]
    return _figures(times, seconds)


def _be_ready(barrier) -> None:
    global _together
    import django

    django.setup()
    _together = barrier


def _submit(number: int, seconds: float, photo: bool) -> list[float]:
    from tests.benchmarks.citizen import phone_photo

    picture = phone_photo(number) if photo else b""
    _submit_one(number, picture)  # loads what is loaded once
    _together.wait()
    times, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        started = time.monotonic()
        _submit_one(number, picture)
        times.append(time.monotonic() - started)
    return times


def _submit_one(number: int, picture: bytes) -> None:
    from wagtail.models import Site

    from wagtail_anliegen.categories.models import Category
    from wagtail_anliegen.intake.submit import Contact, Submission, submit_report
    from wagtail_anliegen.photos.store import store_photo

    submit_report(
        Submission(
            key=uuid.uuid4().hex,
            site=Site.objects.get(is_default_site=True),
            category=Category.objects.get(code=f"b{number % BRANCHES}-1"),
            language="de",
            description="Hier liegt etwas.",
            latitude=51.69,
            longitude=7.83,
            address="Straße 7 12",
            contact=Contact(email="a@example.org"),
            photos=[store_photo(picture).pk] if picture else [],
        )
    )


def _figures(times: list[float], seconds: float) -> dict:
    if len(times) < 2:
        return {"reports": len(times), "per_second": 0, "p50": 0, "p95": 0}
    return {
        "reports": len(times),
        "per_second": len(times) / seconds,
        "p50": statistics.median(times) * 1000,
        "p95": statistics.quantiles(times, n=20)[-1] * 1000,
    }


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
