"""Virus scanners: something that looks at bytes and says whether they are harmful."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Verdict:
    """What a scanner says about a file; ``found`` is the name of what is in it, or empty."""

    found: str = ""

    @property
    def is_clean(self) -> bool:
        return not self.found


class ScannerUnavailable(Exception):
    """The scanner said neither yes nor no, so nobody knows."""


class CannotScan(ScannerUnavailable):
    """The scanner is there, but does not take this file, for example because of its size."""


class Scanner(Protocol):
    """``ANLIEGEN_SCANNER`` names a class like this, which is made with its options.

    Making it must not connect anywhere: that is for ``scan``.
    """

    def scan(self, content: bytes) -> Verdict:
        """Look at a file as it arrived. Raises ``ScannerUnavailable``, and never guesses."""
        ...
