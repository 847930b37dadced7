"""Has files looked at by the virus scanner; what nobody could look at stays in the house."""

import logging
import time
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.conf import conf

from .scanners import CannotScan, Scanner, ScannerUnavailable


logger = logging.getLogger(__name__)

#: After a scanner did not answer, nobody waits for it for so many seconds.
PAUSE = 60
FINDING_LENGTH = 120


class Scan(models.TextChoices):
    """What the virus scanner said; ``NONE``: there was none when the file came."""

    NONE = "none", _("not checked for viruses")
    WAITING = "waiting", _("waits for the virus scanner")
    CLEAN = "clean", _("checked for viruses")
    INFECTED = "infected", _("virus found")


#: May leave the house, as far as viruses are concerned.
CLEARED = (Scan.NONE, Scan.CLEAN)


class Scanned(models.Model):
    """A file that was looked at, or waits for it; of an infected one only the row is left."""

    scan = models.CharField(
        _("virus check"), max_length=8, choices=Scan.choices, default=Scan.NONE, editable=False
    )
    finding = models.CharField(
        _("what was found"), max_length=FINDING_LENGTH, blank=True, editable=False
    )

    class Meta:
        abstract = True

    @property
    def is_cleared(self) -> bool:
        return self.scan in CLEARED

    @property
    def is_waiting(self) -> bool:
        return self.scan == Scan.WAITING

    @property
    def is_infected(self) -> bool:
        return self.scan == Scan.INFECTED


@dataclass(frozen=True)
class Arrived:
    """A file as it came, and what the scanner said about it."""

    content: bytes
    scan: str


class _Silence:
    """Remembers in this process that the scanner did not answer."""

    until = 0.0


def make_scanner() -> Scanner | None:
    """The scanner of ``ANLIEGEN_SCANNER``, or None. Raises whatever is wrong with the setting."""
    chosen = conf.SCANNER
    return import_string(chosen["path"])(**chosen.get("options", {})) if chosen else None


def ask(content: bytes) -> str:
    """The name of what the scanner found, or an empty text.

    Raises ``ScannerUnavailable``, whatever went wrong. Only for where a scanner is set.
    """
    scanner = make_scanner()
    if scanner is None:
        raise ScannerUnavailable("ANLIEGEN_SCANNER is not set.")
    try:
        return scanner.scan(content).found[:FINDING_LENGTH]
    except ScannerUnavailable:
        raise
    except Exception as error:
        raise ScannerUnavailable(f"{type(error).__name__}: {error}") from error


def look(content: bytes) -> str:
    """What becomes of a file that comes in: its ``Scan``.

    Raises ``ValidationError`` when something harmful is in it. May take as long as the scanner's
    time limit, so do not hold a lock meanwhile.
    """
    if not conf.SCANNER:
        return Scan.NONE
    if time.monotonic() < _Silence.until:
        return Scan.WAITING
    try:
        found = ask(content)
    except CannotScan as error:
        logger.warning("A file waits for the virus scanner: %s", error)
        return Scan.WAITING
    except ScannerUnavailable as error:
        _Silence.until = time.monotonic() + PAUSE
        logger.error("The virus scanner does not answer, files wait for it: %s", error)
        return Scan.WAITING
    if found:
        logger.warning("The virus scanner found %s, so a file was refused", found)
        raise ValidationError(
            gettext(
                "We cannot take this file: the virus scanner raised the alarm. Please choose "
                "another one, or go on without it."
            ),
            code="infected",
        )
    return Scan.CLEAN


def look_again() -> None:
    """Ask the scanner with the next file, even if it did not answer a moment ago."""
    _Silence.until = 0.0


def arrive(content: bytes | Arrived) -> Arrived:
    """The file with the scanner's word; one that has it already is not scanned again."""
    return content if isinstance(content, Arrived) else Arrived(content, look(content))
