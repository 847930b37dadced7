"""Reads a CSV file of reports from an older system, row by row, in whatever a city exports."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _


#: Column → what it is called in files; a mapping file adds names.
COLUMNS = {
    "number": {"nummer", "nr", "id", "vorgangsnummer", "aktenzeichen"},
    "received": {"eingang", "eingegangen", "eingegangen am", "erstellt", "created"},
    "closed": {"abgeschlossen", "abgeschlossen am", "erledigt am"},
    "status": {"bearbeitungsstand", "stand"},
    "category": {"kategorie"},
    "text": {"beschreibung", "meldung", "description"},
    "public": {"öffentlich", "oeffentlich", "veröffentlicht"},
    "public_text": {"öffentlicher text", "oeffentlicher text"},
    "answer": {"antwort", "rückmeldung", "rueckmeldung"},
    "address": {"adresse", "ort", "anschrift"},
    "place_note": {"ortshinweis", "lage"},
    "latitude": {"lat", "breite", "breitengrad"},
    "longitude": {"long", "lon", "lng", "länge", "laenge", "längengrad"},
    "department": {"fachbereich", "amt", "zuständig"},
    "channel": {"kanal", "eingangsweg"},
    "expected_on": {"geplant für", "voraussichtlich"},
    "forwarded_to": {"weitergegeben an", "weitergeleitet an"},
    "name": {"melder", "meldende person"},
    "email": {"e-mail", "mail"},
    "phone": {"telefon"},
}
NEEDED = ("number", "received", "category")
YES = {"ja", "j", "yes", "y", "true", "wahr", "1", "x"}
_FORMATS = ("%d.%m.%Y", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%y", "%d.%m.%y %H:%M")
_NOON = time(12)
_FIELD_LIMIT = 1_000_000


@dataclass(frozen=True)
class Mapping:
    """How the words of the older system are called here; all keys are compared in lower case."""

    source: str = "csv"
    columns: dict[str, str] = field(default_factory=dict)
    status: dict[str, str] = field(default_factory=dict)
    category: dict[str, str] = field(default_factory=dict)
    department: dict[str, str] = field(default_factory=dict)
    channel: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, data: Any) -> "Mapping":
        """From the values of a JSON file. Raises ``ValidationError``."""
        known = {"source": str} | dict.fromkeys(
            ("columns", "status", "category", "department", "channel"), dict
        )
        if not isinstance(data, dict) or data.keys() - known.keys():
            names = ", ".join(known)
            raise ValidationError(_("Expected an object with: %(names)s") % {"names": names})
        for name, value in data.items():
            words = value.values() if isinstance(value, dict) else [value]
            if not isinstance(value, known[name]) or not all(isinstance(w, str) for w in words):
                raise ValidationError(
                    _("“%(name)s” holds something else than texts.") % {"name": name}
                )
        if unknown := set(data.get("columns", {}).values()) - COLUMNS.keys():
            names = ", ".join(sorted(unknown))
            raise ValidationError(_("Unknown columns: %(names)s") % {"names": names})
        return cls(**{name: _lower(value) for name, value in data.items()})


def _lower(value: Any) -> Any:
    if isinstance(value, str):
        return value[:40]
    return {key.strip().lower(): word for key, word in value.items()}


def rows_of_file(path: Path, mapping: Mapping) -> Iterator[tuple[int, dict[str, str]]]:
    """Line and cells by column, one row after the other, however long the file is.

    Raises ``ValidationError`` when it is no such file at all.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    with path.open(encoding=_encoding_of(path), newline="", errors="replace") as file:
        header = file.readline()
        if "\0" in header:
            raise ValidationError(_("This is not a CSV file."))
        delimiter = max(";,\t", key=header.count)
        names = [
            _column(title, mapping) for title in next(csv.reader([header], delimiter=delimiter), [])
        ]
        if missing := [name for name in NEEDED if name not in names]:
            raise ValidationError(
                _("These columns are missing in the first line: %(names)s")
                % {"names": ", ".join(missing)}
            )
        reader = csv.reader(file, delimiter=delimiter)
        try:
            for cells in reader:
                if any(map(str.strip, cells)):
                    pairs = zip(names, cells, strict=False)
                    yield reader.line_num + 1, {name: cell.strip() for name, cell in pairs if name}
        except csv.Error as error:
            raise ValidationError(
                _("Line %(line)s cannot be read as CSV.") % {"line": reader.line_num + 1}
            ) from error


def _encoding_of(path: Path) -> str:
    """UTF-8 if the whole file is; otherwise what Windows wrote."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(1 << 16):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _column(title: str, mapping: Mapping) -> str:
    title = title.strip().lower()
    if title in mapping.columns:
        return mapping.columns[title]
    found = (name for name, titles in COLUMNS.items() if title == name or title in titles)
    return next(found, "")


def read_time(text: str) -> datetime | None:
    """German or ISO date, with or without a time. Raises ``ValidationError``."""
    if not text:
        return None
    try:
        moment = parse_datetime(text)
        if moment is None and (day := parse_date(text)):
            moment = datetime.combine(day, _NOON)
    except ValueError:
        moment = None
    for pattern in _FORMATS:
        if moment is None:
            moment = _parsed(text, pattern)
    if moment is None:
        raise ValidationError(_("“%(text)s” is no date.") % {"text": text[:30]})
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _parsed(text: str, pattern: str) -> datetime | None:
    try:
        moment = datetime.strptime(text, pattern)
    except ValueError:
        return None
    return moment if "%H" in pattern else datetime.combine(moment, _NOON)


def read_degrees(text: str, limit: int) -> float | None:
    """A number of degrees with point or comma. Raises ``ValidationError``."""
    if not text:
        return None
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = float("nan")
    if not -limit <= number <= limit:
        raise ValidationError(_("“%(text)s” is no number of degrees.") % {"text": text[:30]})
    return number
