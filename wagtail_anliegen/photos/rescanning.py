"""Has the virus scanner look at files that came while it was away, and removes what it finds."""

import logging
from dataclasses import dataclass

from django.db import transaction
from wagtail.log_actions import log

from .attachments import NoteAttachment
from .models import VIEWS, Photo
from .scanners import CannotScan, ScannerUnavailable
from .scanning import Scan, Scanned, ask, look_again


logger = logging.getLogger(__name__)

#: The file that is looked at of each kind, and all its files.
_FILES = {Photo: ("original", *VIEWS), NoteAttachment: ("file",)}


@dataclass
class Outcome:
    """How many files were found clean or infected, and how many go on waiting."""

    clean: int = 0
    infected: int = 0
    waiting: int = 0
    trouble: str = ""


def scan_files(*, again: bool = False) -> Outcome:
    """Scan what waits; ``again`` also what was scanned before, or came without a scanner.

    Ends early when the scanner does not answer: ``trouble`` says why. Never raises for it.
    """
    outcome = Outcome()
    for model in _FILES:
        rows = model.objects.exclude(scan=Scan.INFECTED)
        rows = rows if again else rows.filter(scan=Scan.WAITING)
        for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
            row = None if outcome.trouble else model.objects.filter(pk=pk).first()
            if row is not None:
                _scan(row, outcome)
        outcome.waiting += model.objects.filter(scan=Scan.WAITING).count()
    if not outcome.trouble:
        look_again()
    return outcome


def _scan(row: Scanned, outcome: Outcome) -> None:
    try:
        with getattr(row, _FILES[type(row)][0]).open() as file:
            found = ask(file.read())
    except CannotScan as error:
        logger.warning("%s %s cannot be scanned: %s", type(row).__name__, row.pk, error)
    except ScannerUnavailable as error:
        outcome.trouble = str(error)
    except (OSError, ValueError):
        logger.exception("%s %s cannot be read", type(row).__name__, row.pk)
    else:
        if found:
            outcome.infected += _remove(row, found)
        else:
            rows = type(row).objects.filter(pk=row.pk).exclude(scan=Scan.INFECTED)
            outcome.clean += rows.update(scan=Scan.CLEAN)


@transaction.atomic
def _remove(row: Scanned, found: str) -> bool:
    """Forget the file and keep the row, which says why; whether it was still there."""
    locked = type(row).objects.select_for_update().filter(pk=row.pk).first()
    if locked is None:
        return False
    files = [getattr(locked, name) for name in _FILES[type(row)]]
    storage, names = files[0].storage, [file.name for file in files if file]
    gone = dict.fromkeys(_FILES[type(row)], "")
    if isinstance(row, Photo):
        gone |= {"released_at": None, "released_by": None}
    type(row).objects.filter(pk=row.pk).update(scan=Scan.INFECTED, finding=found, **gone)
    transaction.on_commit(lambda: [storage.delete(name) for name in names], robust=True)
    report = locked.report if isinstance(locked, Photo) else locked.note.report
    if report:
        log(instance=report, action="anliegen.infected", data={"found": found})
    return True


def give_up() -> int:
    """Let out what waits, because no scanner will come; how many files that are."""
    return sum(model.objects.filter(scan=Scan.WAITING).update(scan=Scan.NONE) for model in _FILES)
