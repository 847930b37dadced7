"""Takes reports over from an older system: no mail is sent, no review begins."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.geo.models import District
from wagtail_anliegen.reports.audience import audience_of
from wagtail_anliegen.reports.deadlines import STANDING
from wagtail_anliegen.reports.models import Note, Report, Reporter, StatusUpdate
from wagtail_anliegen.reports.reference import next_references
from wagtail_anliegen.reports.search import remember_new
from wagtail_anliegen.reports.secrets import hash_of, new_seed, token_for
from wagtail_anliegen.reports.states import CLOSED, Need, RejectionReason, Status, needs_of
from wagtail_anliegen.routing.models import Department
from wagtail_anliegen.routing.rules import decide

from .models import OldReport
from .old_rows import YES, Mapping, read_degrees, read_time, rows_of_file


BATCH = 500
FORWARDED_LENGTH = Report._meta.get_field("forwarded_to").max_length


@dataclass
class Takeover:
    """What became of a file; ``refused`` are (line, number, reason)."""

    new: int = 0
    known: int = 0
    refused: list[tuple[int, str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class _Old:
    """A row that can be taken over."""

    number: str
    report: Report
    answer: str
    contact: dict[str, str]


class OldReports:
    """Reads rows and writes them in batches, each in a transaction of its own."""

    def __init__(self, site, mapping: Mapping):
        self.site, self.mapping = site, mapping
        self.categories = _by_words(Category.objects.canonical(site), "code", "name")
        self.departments = _by_words(Department.objects.filter(site=site), "name")
        self.states = {code: code for code in Status.values} | {
            str(state.label).lower(): state.value for state in Status
        }
        self.channels = {code: code for code in Report.Channel.values} | {
            str(each.label).lower(): each.value for each in Report.Channel
        }
        self.routes: dict[tuple, Any] = {}
        self.seen: set[bytes] = set()

    def take(self, path: Path, *, dry_run: bool = False) -> Takeover:
        """Take a file over. Raises ``ValidationError`` when it is no such file at all."""
        outcome = Takeover()
        rest = rows_of_file(path, self.mapping)
        while rows := list(islice(rest, BATCH)):
            fresh = list(self._read(rows, outcome))
            outcome.new += len(fresh)
            if not dry_run:
                self._write(fresh)
        return outcome

    def _read(self, rows, outcome: Takeover) -> Iterator[_Old]:
        keys = {line: self._key(cells.get("number", "")) for line, cells in rows}
        there = set(
            Report.objects.filter(submission_key__in=keys.values()).values_list(
                "submission_key", flat=True
            )
        )
        for line, cells in rows:
            number, key = cells.get("number", ""), keys[line]
            digest = bytes.fromhex(key)[:8]
            try:
                if not number:
                    raise ValidationError(_("The row has no number."))
                if digest in self.seen:
                    raise ValidationError(_("This number stands twice in the file."))
                self.seen.add(digest)
                if key in there:
                    outcome.known += 1
                else:
                    yield self._old(number, key, cells)
            except ValidationError as error:
                outcome.refused.append((line, number, error.messages[0]))

    def _key(self, number: str) -> str:
        name = f"old:{self.site.pk}:{self.mapping.source}:{number}"
        return hashlib.sha256(name.encode()).hexdigest()

    def _old(self, number: str, key: str, cells: dict[str, str]) -> _Old:
        if "\0" in "".join(cells.values()) or len(number) > 60:
            raise ValidationError(_("A text holds a character that cannot be stored."))
        contact = {name: cells.get(name, "")[:200] for name in ("name", "email", "phone")}
        if contact["email"]:
            validate_email(contact["email"])
        contact["phone"] = contact["phone"][:60]
        category = self._word("category", cells, self.categories)
        report = Report(
            site=self.site,
            submission_key=key,
            category=category,
            language=get_language(),
            channel=self._word("channel", cells, self.channels, default=Report.Channel.WEB),
            description=cells.get("text", ""),
            address=cells.get("address", "")[:255],
            location_note=cells.get("place_note", "")[:500],
            **category.visibility,
        )
        self._date(report, cells)
        self._complete(report, cells)
        self._place(report, cells)
        self._route(report, cells)
        self._publish(report, cells)
        return _Old(number, report, cells.get("answer", ""), contact)

    def _word(self, column: str, cells: dict[str, str], known: dict, default=None) -> Any:
        word = cells.get(column, "")
        if not word and default is not None:
            return default
        mapped = getattr(self.mapping, column).get(word.lower(), word)
        try:
            return known[mapped.lower()]
        except KeyError:
            raise ValidationError(
                _("%(column)s: “%(word)s” is not known here.")
                % {"column": column, "word": word[:60]}
            ) from None

    def _date(self, report: Report, cells: dict[str, str]) -> None:
        received, closed = read_time(cells.get("received", "")), read_time(cells.get("closed", ""))
        default = Status.RESOLVED if closed else Status.RECEIVED
        report.status = self._word("status", cells, self.states, default=default)
        if received is None:
            raise ValidationError(_("The row has no day of arrival."))
        if received > timezone.now() or (closed and not received <= closed <= timezone.now()):
            raise ValidationError(_("A day lies in the future, or it was closed before it came."))
        if (report.status in CLOSED) != bool(closed):
            raise ValidationError(
                _("Closed reports need the day on which that was; open ones none.")
            )
        report.created_at, report.closed_at = received, closed
        report.status_changed_at = closed or received

    def _complete(self, report: Report, cells: dict[str, str]) -> None:
        """What the state needs besides words, and what its clock does."""
        if report.status == Status.DUPLICATE:
            raise ValidationError(
                _("A duplicate needs the report it belongs to, which a row cannot name.")
            )
        if Need.HANDLER in needs_of(report.status):
            # Who worked on it there is nobody here, so somebody has to take it over first.
            report.status = Status.IN_REVIEW
        self._facts(report, cells)
        if report.status == Status.REJECTED:
            report.rejection_reason = RejectionReason.OTHER
        if report.status in STANDING:
            report.paused_on = timezone.localdate(report.status_changed_at)

    def _facts(self, report: Report, cells: dict[str, str]) -> None:
        if report.status == Status.PLANNED:
            day = read_time(cells.get("expected_on", ""))
            if day is None:
                raise ValidationError(_("What is planned needs a day, in “expected_on”."))
            report.expected_on = timezone.localdate(day)
        if report.status == Status.FORWARDED:
            report.forwarded_to = cells.get("forwarded_to", "")[:FORWARDED_LENGTH]
            if not report.forwarded_to:
                raise ValidationError(_("What was forwarded needs who has it, in “forwarded_to”."))

    def _place(self, report: Report, cells: dict[str, str]) -> None:
        latitude = read_degrees(cells.get("latitude", ""), 90)
        longitude = read_degrees(cells.get("longitude", ""), 180)
        if (latitude is None) != (longitude is None):
            raise ValidationError(_("Latitude and longitude belong together."))
        report.latitude, report.longitude = latitude, longitude
        report.settle_place()

    def _route(self, report: Report, cells: dict[str, str]) -> None:
        around = []
        if report.latitude is not None:
            around = District.objects.containing(self.site, report.latitude, report.longitude)
        report.district = around[0] if around else None
        if cells.get("department"):
            report.department = self._word("department", cells, self.departments)
            by, text = self.mapping.source, _("taken over from an older system")
            report.routing_reason = {"by": by, "department": report.department.name, "text": text}
            return
        where = (report.category_id, *(district.pk for district in around))
        if where not in self.routes:
            self.routes[where] = decide(
                site=self.site, category=report.category, districts=around, answers={}
            )
        report.department = self.routes[where].department
        report.routing_reason = self.routes[where].reason

    def _publish(self, report: Report, cells: dict[str, str]) -> None:
        report.live = cells.get("public", "").lower() in YES
        report.public_text = cells.get("public_text") or report.description
        if report.live:
            report.first_published_at = report.last_published_at = report.status_changed_at
        report.link_seed = new_seed()
        report.link_hash = hash_of(token_for(report.link_seed))

    @transaction.atomic
    def _write(self, fresh: list[_Old]) -> None:
        self._number([old.report for old in fresh])
        Report.objects.bulk_create([old.report for old in fresh])
        Reporter.objects.bulk_create(
            Reporter(report=old.report, **old.contact) for old in fresh if any(old.contact.values())
        )
        StatusUpdate.objects.bulk_create(step for old in fresh for step in _history(old))
        OldReport.objects.bulk_create(
            OldReport(
                report=old.report, site=self.site, source=self.mapping.source, number=old.number
            )
            for old in fresh
        )
        words = _("Taken over from “%(source)s”, number there: %(number)s")
        Note.objects.bulk_create(
            Note(
                report=old.report,
                text=words % {"source": self.mapping.source, "number": old.number},
                created_at=timezone.now(),
            )
            for old in fresh
        )
        remember_new([old.report for old in fresh])

    def _number(self, reports: list[Report]) -> None:
        """References of the year in which each came in, a lock for each year."""
        by_year: dict[int, list[Report]] = {}
        for report in reports:
            year = timezone.localtime(report.created_at).year
            by_year.setdefault(year, []).append(report)
        for year, of_year in sorted(by_year.items()):
            references = next_references(self.site, year, count=len(of_year))
            for report, reference in zip(of_year, references, strict=True):
                report.reference = reference


def _by_words(rows, *names: str) -> dict[str, Any]:
    rows = list(rows)
    return {getattr(row, name).lower(): row for name in reversed(names) for row in rows}


def _history(old: _Old) -> Iterator[StatusUpdate]:
    report, then = old.report, old.report.status_changed_at
    received: datetime = report.created_at
    yield StatusUpdate(report=report, status=Status.RECEIVED, created_at=received)
    if old.answer or report.status != Status.RECEIVED:
        yield StatusUpdate(
            report=report,
            status=report.status,
            text=old.answer,
            created_at=then,
            audience=audience_of(report.status),
        )
