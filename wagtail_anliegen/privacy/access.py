"""What is stored about one report, as plain data: the access copy (Art. 15 and 20 GDPR).

It is built from ``INVENTORY``, so that what can be erased can be handed out too. The person who
has the secret link gets what they gave and were told; staff hand out all of it, once they know who
asks. Names of colleagues are theirs, and stay out of both.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import FileField, QuerySet
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wagtail_anliegen.reports.answers import in_words
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.tracking.page import shown_photos

from .further import further_sections
from .inventory import INVENTORY, Holding
from .telling import TELLINGS, Fact, Section, Telling


@dataclass
class Copy:
    """``files`` are the stored files by their path in the copy."""

    report: Report
    complete: bool
    made_at: datetime = field(default_factory=timezone.now)
    sections: list[Section] = field(default_factory=list)
    files: dict[str, FieldFile] = field(default_factory=dict)

    @property
    def plain(self) -> dict[str, Any]:
        """What stands in ``data.json``: the keys are documented and stay."""
        return {
            "format": "wagtail-anliegen/1",
            "reference": self.report.reference,
            "made_at": self.made_at.isoformat(),
            "complete": self.complete,
            **{section.key: section.plain for section in self.sections},
        }


def copy_of(report: Report, *, complete: bool) -> Copy:
    """The access copy, in the active language.

    With ``complete`` all that is stored of this report; otherwise what its person gave and was
    told, and no internal word.
    """
    made = Copy(report, complete)
    for holding in reversed(INVENTORY):
        if holding.fields and (complete or holding.by_person):
            made.sections.append(_section(made, holding))
    if complete:
        made.sections += further_sections(report)
    made.sections = [section for section in made.sections if section.rows]
    return made


def _section(made: Copy, holding: Holding) -> Section:
    telling = TELLINGS[holding.model]
    names = [*telling.also, *holding.fields]
    if not made.complete:
        names = [name for name in names if name not in telling.internal]
    rows = [
        [fact for name in names if (fact := _fact(made, row, name, telling))]
        for row in _rows(made, holding)
    ]
    return Section(telling.key, str(telling.title), rows)


def _rows(made: Copy, holding: Holding) -> QuerySet:
    if holding.model == "Photo" and not made.complete:
        return shown_photos(made.report)
    return holding.rows(made.report)


def _fact(made: Copy, row, name: str, telling: Telling) -> Fact | None:
    """One field of a row; None for one that is empty or is not told."""
    model_field, value = row._meta.get_field(name), getattr(row, name)
    if value in (None, "", [], {}) or telling.keeps_back(row, name, complete=made.complete):
        return None
    label = capfirst(telling.labels.get(name) or model_field.verbose_name)
    if isinstance(model_field, FileField):
        path = f"files/{value.name.rsplit('/', 1)[-1]}"
        made.files[path] = value
        return Fact(name, label, path, [path], file=path)
    if model_field.is_relation:
        value = str(getattr(value, "localized", value))
    if name == "routing_reason":
        value = {key: part for key, part in value.items() if key != "by"}
    shown = row._get_FIELD_display(model_field) if model_field.choices else value
    return Fact(name, label, _plain(value), list(_words(shown)))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _words(value: Any) -> Iterator[str]:
    """The value as lines for a reader."""
    if isinstance(value, datetime):
        yield date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    elif isinstance(value, dict):
        yield from (f"{key}: {part}" for key, part in value.items() if part)
    elif isinstance(value, list):
        for part in value:
            if isinstance(part, dict) and "question" in part:
                yield f"{part['question']}: {in_words(part['answer'])}"
            else:
                yield str(part)
    elif isinstance(value, bool):
        yield _("Yes") if value else _("No")
    else:
        yield from str(localize(value)).splitlines()
