"""Takes streets over from a CSV file: every good line, and a list why not for the others."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from .models import Street
from .names import search_name


COLUMNS = {
    "name": {"street", "strasse", "straße", "name", "strassenname", "straßenname"},
    "latitude": {"latitude", "lat", "breite", "breitengrad", "y"},
    "longitude": {"longitude", "lon", "lng", "long", "laenge", "länge", "laengengrad", "x"},
    "house_number": {"house_number", "hausnummer", "hausnr", "number", "nr"},
    "postcode": {"postcode", "plz", "postleitzahl", "zip"},
}
NEEDED = ("name", "latitude", "longitude")


@dataclass
class StreetReport:
    """What became of a file of streets; ``refused`` are (line, reason)."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def import_streets(site, content: bytes) -> StreetReport:
    """Take every good line of a CSV file over; doing it again changes nothing.

    Raises ``ValidationError`` when it is no such file at all.
    """
    report = StreetReport()
    streets: dict[tuple, Street] = {}
    for line, row in _rows(content):
        try:
            street = _street(site, row)
        except ValidationError as error:
            report.refused.append((line, error.messages[0]))
            continue
        key = (street.name, street.house_number, street.postcode)
        if key in streets:
            report.refused.append((line, _("This street stands twice in the file.")))
        else:
            streets[key] = street
    _save_streets(site, streets, report)
    return report


def _rows(content: bytes) -> Iterable[tuple[int, dict[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise ValidationError(_("This is not a CSV file."))
    header = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=header.count)
    try:
        reader = csv.reader(io.StringIO(text), delimiter=delimiter)
        names = [_column(title) for title in next(reader, [])]
        rows = [(reader.line_num, cells) for cells in reader if any(map(str.strip, cells))]
    except csv.Error as error:
        raise ValidationError(_("This is not a CSV file.")) from error
    if missing := [name for name in NEEDED if name not in names]:
        raise ValidationError(
            _("These columns are missing in the first line: %(names)s")
            % {"names": ", ".join("street" if name == "name" else name for name in missing)}
        )
    return [(line, dict(zip(names, cells, strict=False))) for line, cells in rows]


def _column(title: str) -> str:
    title = title.strip().lower().replace(" ", "_")
    return next((name for name, titles in COLUMNS.items() if title in titles), title)


def _street(site, row: dict[str, str]) -> Street:
    street = Street(
        site=site,
        name=row.get("name", "").strip(),
        house_number=row.get("house_number", "").strip(),
        postcode=row.get("postcode", "").strip(),
        latitude=_degrees(row.get("latitude", "")),
        longitude=_degrees(row.get("longitude", "")),
    )
    street.search_name = search_name(str(street))
    try:
        street.clean_fields(exclude=["site", "search_name"])
    except ValidationError as error:
        name, (reason, *_rest) = next(iter(error.message_dict.items()))
        label = Street._meta.get_field(name).verbose_name
        raise ValidationError(f"{label}: {reason}") from error
    return street


def _degrees(text: str) -> float:
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError as error:
        raise ValidationError(
            _("“%(text)s” is no number of degrees.") % {"text": text[:30]}
        ) from error
    if not -180 <= number <= 180:
        raise ValidationError(
            _("%(text)s are no degrees. Please export the file as WGS84 (EPSG:4326).")
            % {"text": text[:30]}
        )
    return number


@transaction.atomic
def _save_streets(site, streets: dict[tuple, Street], report: StreetReport) -> None:
    known = {
        (street.name, street.house_number, street.postcode): street
        for street in Street.objects.filter(site=site)
    }
    new, changed = [], []
    for key, street in streets.items():
        before = known.get(key)
        if before is None:
            new.append(street)
        elif (before.latitude, before.longitude) != (street.latitude, street.longitude):
            before.latitude, before.longitude = street.latitude, street.longitude
            changed.append(before)
        else:
            report.unchanged += 1
    Street.objects.bulk_create(new, batch_size=1000)
    Street.objects.bulk_update(changed, ["latitude", "longitude"], batch_size=500)
    report.new, report.changed = len(new), len(changed)
