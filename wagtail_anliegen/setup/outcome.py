"""What taking a configuration over would do, for people to read before it is done."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


SHOWN = 300


class Change(models.TextChoices):
    NEW = "new", gettext_lazy("new")
    CHANGED = "changed", gettext_lazy("changed")
    UNCHANGED = "unchanged", gettext_lazy("unchanged")


@dataclass(frozen=True)
class FieldChange:
    """One field, in the words of the file."""

    name: str
    label: str
    before: Any
    after: Any

    @property
    def old(self) -> str:
        return in_words(self.before)

    @property
    def new(self) -> str:
        return in_words(self.after)


@dataclass(frozen=True)
class Entry:
    """One row of the file and what becomes of it."""

    label: str
    path: str
    title: str
    change: Change
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class Problem:
    """Why the file cannot be taken over, and where: ``categories[3].questions[1].choices``."""

    path: str
    message: str

    def __str__(self):
        return f"{self.path}: {self.message}" if self.path else self.message


@dataclass
class Outcome:
    """What a file does to a site; ``kept`` are rows of the site that the file does not know."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    kept: list[tuple[str, list[str]]] = field(default_factory=list)

    def count(self, change: str) -> int:
        return sum(entry.change == change for entry in self.entries)

    @property
    def to_do(self) -> list[Entry]:
        """What is new or changes."""
        return [entry for entry in self.entries if entry.change != Change.UNCHANGED]

    @property
    def table(self) -> list[dict[str, Any]]:
        """New, changed, unchanged and kept in each section."""
        found = Counter((entry.label, entry.change) for entry in self.entries)
        kept = {label: len(titles) for label, titles in self.kept}
        return [
            {
                "label": label,
                "kept": kept.get(label, 0),
                **{change.value: found[label, change] for change in Change},
            }
            for label in dict.fromkeys(entry.label for entry in self.entries)
        ]

    @property
    def fingerprint(self) -> str:
        """Changes when something else would be done than what a person was shown."""
        seen = [
            (e.path, e.change, [(f.name, f.before, f.after) for f in e.fields]) for e in self.to_do
        ]
        return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()


def in_words(value: Any) -> str:
    """A value of the file, short enough to stand in a table."""
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dict) and "coordinates" in value:
        points = json.dumps(value["coordinates"]).count("[") - 1
        return _("a shape of about %(number)s points") % {"number": points}
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
