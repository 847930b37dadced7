"""One process of citizens, one after the other, each insisting until it sees its reference.

python -m tests.benchmarks.writer PORT NUMBER SECONDS REPORTS PHOTO    → references on stdout
"""

import http.client
import random
import sys
import time

from tests.benchmarks.citizen import Browser, NotTaken, Walk, phone_photo
from tests.benchmarks.scale import BRANCHES, LEAVES


#: What a citizen sees when a worker dies, a database is busy or a proxy gives up.
TROUBLE = (OSError, http.client.HTTPException, NotTaken)
PATIENCE = 60


def main(port: int, number: int, seconds: float, reports: int, photo: bool) -> None:
    """Write for so many seconds or so many reports, whichever ends first."""
    dice = random.Random(number)
    picture = phone_photo(number) if photo else b""
    end, done = time.monotonic() + seconds, 0
    while done < reports and time.monotonic() < end:
        done += 1
        branch, leaf = dice.randrange(BRANCHES), dice.randrange(LEAVES)
        email = f"c{number}-{done}@example.org" if done % 2 else ""
        walk = Walk(
            Browser("127.0.0.1", port),
            branch=f"b{branch}",
            category=f"b{branch}-{leaf}",
            photo=picture,
            email=email,
        )
        started = time.monotonic()
        reference, retries = insist(walk)
        sent = time.monotonic() - started
        print(f"{reference} {retries} {sent:.3f} {bool(email):d}", flush=True)


def insist(walk: Walk) -> tuple[str, int]:
    """Walk, begin a step anew when it fails, and send until the reference is on the screen."""
    give_up, retries = time.monotonic() + PATIENCE, 0
    while True:
        try:
            for _step in walk.steps():
                pass
            break
        except TROUBLE:
            retries += 1
            if time.monotonic() > give_up:
                raise
            walk.client.cookies.clear()  # nothing was sent yet: a new draft does no harm
            time.sleep(0.2)
    while True:
        try:
            return walk.send(), retries
        except TROUBLE:
            # From here on only the same draft may be sent again.
            retries += 1
            if time.monotonic() > give_up:
                raise
            time.sleep(0.2)


if __name__ == "__main__":
    port, number, seconds, reports, photo = sys.argv[1:]
    main(int(port), int(number), float(seconds), int(reports), photo == "1")
