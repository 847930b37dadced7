"""Kills web workers under load, then counts: ``make bench-faults ARGS="--reports 20000"``.

Citizens walk the form over HTTP and send the last step again until they see their reference.
Whatever was accepted must be stored once; exits with 1 when something was lost or doubled.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from tests.benchmarks.databases import is_postgres, run, throwaway
from tests.benchmarks.server import Server, serving


MUST_BE_ZERO = ("lost", "seen_twice", "never_seen", "gaps", "receipts_twice")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--every", type=float, default=2.0, help="seconds between two kills")
    parser.add_argument("--photos", action="store_true", help="a photo with each report")
    options = parser.parse_args()
    with throwaway("faults") as environment:
        run("prepare", environment=environment)
        figures = hurt(environment, options)
    return report(figures)


def hurt(environment, options) -> dict:
    """Write reports while workers die; returns the census."""
    dice, kills, started = Random(), 0, time.monotonic()
    with tempfile.TemporaryDirectory() as folder, serving(environment) as server:
        writers = start_writers(server, environment, options, Path(folder))
        while any(writer.poll() is None for writer in writers):
            time.sleep(options.every)
            kills += server.kill_worker(dice)
        if failed := [writer.returncode for writer in writers if writer.returncode]:
            print(f"{len(failed)} of the clients gave up: that report was never accepted")
        lines = Path(folder) / "all"
        lines.write_text("".join(path.read_text() for path in Path(folder).glob("writer-*")))
        seconds = time.monotonic() - started
        command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.census", str(lines)]
        counted = subprocess.run(command, env=environment, check=True, capture_output=True)
        return {
            **json.loads(counted.stdout),
            "kills": kills,
            "gave_up": len(failed),
            "seconds": seconds,
        }


def start_writers(server: Server, environment, options, folder: Path) -> list[subprocess.Popen]:
    share, rest = divmod(options.reports, options.clients)
    writers = []
    for number in range(options.clients):
        arguments = [server.port, number, 10**6, share + (number < rest), int(options.photos)]
        command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.writer"]
        with open(folder / f"writer-{number}", "w") as output:
            writers.append(
                subprocess.Popen([*command, *map(str, arguments)], env=environment, stdout=output)
            )
    return writers


def report(figures: dict) -> int:
    database = "PostgreSQL" if is_postgres() else "SQLite"
    print(f"{database}: {figures['kills']} workers killed in {figures['seconds']:.0f} s", end=", ")
    print(f"{figures['retries']} attempts were repeated")
    for name in ("accepted", "stored", "with_address", "receipts", *MUST_BE_ZERO, "gave_up"):
        print(f"  {name.replace('_', ' '):16} {figures[name]:>8,}")
    wrong = [name for name in MUST_BE_ZERO if figures[name]]
    wrong += ["stored"] * (figures["accepted"] != figures["stored"])
    wrong += ["receipts"] * (figures["receipts"] != figures["reporters"])
    wrong += ["nothing was accepted"] * (not figures["accepted"])
    wrong += ["gave up"] * bool(figures["gave_up"])
    wrong += ["nothing was killed"] * (not figures["kills"])
    print(f"WRONG: {', '.join(wrong)}" if wrong else "Nothing lost, nothing twice.")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
