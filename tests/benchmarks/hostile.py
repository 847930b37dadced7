"""``make bench-hostile``: memory and seconds that each hostile file takes, in a process of its own.

Fails when one crashes, takes more than 400 MB beyond what an idle process has, or more than 5 s.
"""

import argparse
import json
import os
import sys
import tempfile
import time
import warnings
from pathlib import Path

import django
from django.core.exceptions import ValidationError


MOST_MEGABYTES, MOST_SECONDS = 400, 5.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench-hostile", description=__doc__)
    parser.add_argument("--all", action="store_true", help="every file, not only the worst ten")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.projects.full")
    django.setup()
    idle, _seconds, _said = _in_a_process(lambda: "")
    rows = [(*row[:2], row[2] - idle, *row[3:]) for row in _measured()]
    _print(rows, idle, shown=len(rows) if options.all else 10)
    return int(any(_is_wrong(row) for row in rows))


def _is_wrong(row) -> bool:
    _kind, _name, megabytes, seconds, said = row
    return megabytes > MOST_MEGABYTES or seconds > MOST_SECONDS or said == "crashed"


def _measured():
    from tests.photos.hostile import FILES
    from tests.photos.hostile_attachments import ATTACHMENTS

    for kind, files, take in (("photo", FILES, _decode), ("file", ATTACHMENTS, _attach)):
        for name, make, _verdict in files:
            with tempfile.NamedTemporaryFile() as file:
                # Made in another process, so that making it does not count.
                _in_a_process(lambda make=make, file=file: Path(file.name).write_bytes(make()))
                path = Path(file.name)
                yield kind, name, *_in_a_process(lambda p=path, n=name, t=take: t(n, p))


def _decode(_name: str, path: Path) -> str:
    from wagtail_anliegen.photos.decoding import ORIGINAL_SIDE, decode, encode
    from wagtail_anliegen.photos.store import DISPLAY_SIDE, THUMBNAIL_SIDE

    try:
        image = decode(path.read_bytes())
    except ValidationError:
        return "refused"
    for side in (ORIGINAL_SIDE, DISPLAY_SIDE, THUMBNAIL_SIDE):
        encode(image, side)
    return "accepted"


def _attach(name: str, path: Path) -> str:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from wagtail_anliegen.photos.attachments import look_at

    upload = SimpleUploadedFile("x", path.read_bytes())
    upload._name = name
    try:
        look_at(upload)
    except ValidationError:
        return "refused"
    return "accepted"


def _in_a_process(work) -> tuple[float, float, str]:
    """Megabytes at the peak, seconds on the processor, and what was said."""
    reader, writer = os.pipe()
    if not (pid := os.fork()):
        started = time.process_time()
        said = str(work())
        os.write(writer, json.dumps([time.process_time() - started, said[:20]]).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        answer = pipe.read()
    _pid, _status, usage = os.wait4(pid, 0)
    seconds, said = json.loads(answer) if answer else (usage.ru_utime, "crashed")
    return usage.ru_maxrss / 1024, seconds, said


def _print(rows, idle: float, *, shown: int) -> None:
    accepted = sum(row[4] == "accepted" for row in rows)
    crashed = [row[1] for row in rows if row[4] == "crashed"]
    print(f"{len(rows)} files: {accepted} accepted, {len(rows) - accepted} refused or crashed")
    print(f"crashed: {', '.join(crashed) or 'none'}; an idle process has {idle:.0f} MB")
    for heading, key in (("most memory", 2), ("longest", 3)):
        print(f"\n{heading}:")
        for kind, name, megabytes, seconds, said in sorted(rows, key=lambda row: -row[key])[:shown]:
            print(f"{megabytes:6.0f} MB {seconds:6.2f} s  {said:9} {kind:6} {ascii(name[:50])}")


if __name__ == "__main__":
    sys.exit(main())
