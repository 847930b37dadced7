"""Until when a report is to be answered and to be done, and which rule says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Least
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Site

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.routing.models import Department
from wagtail_anliegen.working_days import (
    WorkCalendar,
    add_working_days,
    next_working_day,
    working_days_between,
)

from .states import CLOSED, Status


#: While a report is in one of these, no time passes.
STANDING = CLOSED | {Status.WAITING_FOR_REPORTER}
DAYS = [MinValueValidator(1), MaxValueValidator(730)]


class Unit(models.TextChoices):
    WORKING = "working", gettext_lazy("working days")
    CALENDAR = "calendar", gettext_lazy("calendar days")


class Deadline(models.Model):
    """(category?, department?) → days; an empty field means any, empty days leave it to others."""

    site = models.ForeignKey(
        Site, models.CASCADE, verbose_name=gettext_lazy("site"), related_name="+"
    )
    category = models.ForeignKey(
        Category,
        models.CASCADE,
        verbose_name=gettext_lazy("category"),
        null=True,
        blank=True,
        related_name="+",
    )
    department = models.ForeignKey(
        Department,
        models.CASCADE,
        verbose_name=gettext_lazy("department"),
        null=True,
        blank=True,
        related_name="+",
    )
    first_days = models.PositiveSmallIntegerField(
        gettext_lazy("days until the first answer"), null=True, blank=True, validators=DAYS
    )
    done_days = models.PositiveSmallIntegerField(
        gettext_lazy("days until it is done"), null=True, blank=True, validators=DAYS
    )
    unit = models.CharField(
        gettext_lazy("counted in"), max_length=8, choices=Unit.choices, default=Unit.WORKING
    )

    class Meta:
        verbose_name = gettext_lazy("deadline")
        verbose_name_plural = gettext_lazy("deadlines")
        ordering = ["category__name", "department__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "category", "department"], name="anliegen_deadline_of_both"
            ),
            models.UniqueConstraint(
                fields=["site", "category"],
                condition=Q(department__isnull=True),
                name="anliegen_deadline_of_category",
            ),
            models.UniqueConstraint(
                fields=["site", "department"],
                condition=Q(category__isnull=True),
                name="anliegen_deadline_of_department",
            ),
            models.UniqueConstraint(
                fields=["site"],
                condition=Q(category__isnull=True, department__isnull=True),
                name="anliegen_deadline_of_all",
            ),
        ]

    def __str__(self):
        return self.scope

    @property
    def scope(self) -> str:
        """What it counts for, in words: ``“Waste”, City cleaning``."""
        parts = []
        if self.category_id:
            parts.append(_("“%(name)s”") % {"name": self.category.name})
        if self.department_id:
            parts.append(self.department.name)
        return ", ".join(parts) or _("All reports")


@dataclass(frozen=True)
class Term:
    """A number of days, and the row that names it, as it is kept on the report."""

    days: int
    unit: str
    source: dict[str, Any]

    @property
    def reason(self) -> dict[str, Any]:
        return {"days": self.days, "unit": self.unit, **self.source}

    def after(self, start: date, calendar: WorkCalendar) -> date:
        """The last day of the term; it is never a day on which nobody works."""
        if self.unit == Unit.CALENDAR:
            return next_working_day(start + timedelta(days=self.days), calendar)
        return add_working_days(start, self.days, calendar)


def terms_for(
    site: Site, *, category: Category, department: Department, city: AnliegenSettings
) -> dict[str, Term]:
    """``first`` for the first answer and, where a row says so, ``done``.

    A row for category and department comes before one for the department, that before one for
    the category, and last what counts for all. What stands above in a tree counts below too, and
    the nearest wins. Each of the two numbers comes from the first row that has one.
    """
    departments, categories = _line(department), category.lineage
    rows = Deadline.objects.filter(site=site).select_related("category", "department")
    ranked = [(_rank(row, departments, categories), row) for row in rows]
    # What a category itself says stands behind a row for it, and before the category above.
    ranked += [((_OF_CATEGORY, 0, depth, True), above) for depth, above in enumerate(categories)]
    terms: dict[str, Term] = {}
    for _exact, row in sorted((pair for pair in ranked if pair[0]), key=itemgetter(0)):
        for name, term in _terms_of(row):
            terms.setdefault(name, term)
    terms.setdefault("first", Term(city.response_days, Unit.WORKING, {"source": "settings"}))
    return terms


_OF_BOTH, _OF_DEPARTMENT, _OF_CATEGORY, _OF_ALL = range(4)


def _line(department: Department) -> list[int]:
    """The department and those above it, from the leaf up."""
    parents = dict(Department.objects.filter(site=department.site_id).values_list("pk", "parent"))
    line, above = [], department.pk
    while above and above not in line:
        line.append(above)
        above = parents.get(above)
    return line


def _rank(row: Deadline, departments: list[int], categories: list[Category]) -> tuple | None:
    """The smaller, the more exact; None when the row is about something else."""
    keys = [category.pk for category in categories]
    if row.department_id and row.department_id not in departments:
        return None
    if row.category_id and row.category_id not in keys:
        return None
    near = departments.index(row.department_id) if row.department_id else 0
    depth = keys.index(row.category_id) if row.category_id else 0
    if row.department_id:
        kind = _OF_BOTH if row.category_id else _OF_DEPARTMENT
    else:
        kind = _OF_CATEGORY if row.category_id else _OF_ALL
    return kind, near, depth, False


def _terms_of(row: Deadline | Category) -> Iterator[tuple[str, Term]]:
    if isinstance(row, Category):
        days = {"first": row.response_days}
        unit, source = Unit.WORKING, {"source": "category", "category": row.name}
    else:
        days = {"first": row.first_days, "done": row.done_days}
        unit, source = row.unit, _source(row)
    for name, number in days.items():
        if number:
            yield name, Term(number, unit, source)


def _source(row: Deadline) -> dict[str, Any]:
    return {
        "source": "deadline",
        "deadline": row.pk,
        "category": row.category.name if row.category else None,
        "department": row.department.name if row.department else None,
    }


def promise(
    site: Site, *, category: Category, department: Department, received_on: date
) -> dict[str, Any]:
    """The fields of a new report: both dates, and why."""
    city = AnliegenSettings.for_site(site)
    terms = terms_for(site, category=category, department=department, city=city)
    calendar = city.calendar
    done = terms.get("done")
    return {
        "due_on": terms["first"].after(received_on, calendar),
        "resolve_by": done and done.after(received_on, calendar),
        "deadline_reason": {name: term.reason for name, term in terms.items()},
    }


def promise_again(report, *, today: date) -> None:
    """Set the dates of a report whose category or department changed; does not save.

    Both count from the receipt, or since the reporting person reopened the report, and leave out
    the time in which the clock stood still. The first answer was promised to a person, so it moves
    forward at most; once given, it stays given. What was in time before is not late by the change:
    at least the next working day remains. A day that a rule of delegation named stays.
    """
    calendar = AnliegenSettings.for_site(report.site).calendar
    received_on = _counts_from(report)
    fresh = promise(
        report.site,
        category=report.category,
        department=report.department,
        received_on=received_on,
    )
    kept = {"done": reason} if (reason := _named_by_a_rule(report)) else {}
    report.deadline_reason = fresh["deadline_reason"] | kept
    tomorrow = next_working_day(today + timedelta(days=1), calendar)
    pauses = [pause for pause in pauses_of(report) if pause[0] >= received_on]
    for field, name in FIELDS.items():
        if name in kept:
            continue
        day, before = fresh[field], getattr(report, field)
        for began, ended in pauses if day else ():
            day = _shifted(day, unit_of(report, name), began, ended, calendar)
        if day and (before is None or before >= today):
            day = max(day, tomorrow)
        if field == "due_on":
            day = before and min(before, day)
        setattr(report, field, day)


def _named_by_a_rule(report) -> dict[str, Any] | None:
    """Why the report is to be done by its day, if a rule of delegation says so."""
    reason = report.deadline_reason.get("done")
    return reason if reason and reason["source"] == "delegation" else None


def _counts_from(report) -> date:
    reopened = report.replies.filter(reopened=True).aggregate(last=models.Max("created_at"))
    return timezone.localdate(reopened["last"] or report.created_at)


def nearest_day() -> models.Case:
    """The earlier of both days of a report, as SQL; none while the city waits for a person."""
    # SQLite's least of a day and nothing is nothing, PostgreSQL's is the day.
    nearest = Coalesce(Least("due_on", "resolve_by"), "due_on", "resolve_by")
    return models.Case(models.When(~Q(status=Status.WAITING_FOR_REPORTER), then=nearest))


FIELDS = {"due_on": "first", "resolve_by": "done"}


def pauses_of(report) -> Iterator[tuple[date, date]]:
    """When the clock stood still, as far as that is over; from the report's public history."""
    began = None
    history = report.updates.order_by("created_at", "pk").values_list("status", "created_at")
    for status, time in history:
        if status in STANDING:
            began = began or timezone.localdate(time)
        elif began:
            yield began, timezone.localdate(time)
            began = None


def shift(report, *, ended: date) -> None:
    """Add the days since ``paused_on``, which end on ``ended``, to both dates; does not save."""
    calendar = AnliegenSettings.for_site(report.site).calendar
    for field, name in FIELDS.items():
        if day := getattr(report, field):
            unit = unit_of(report, name)
            setattr(report, field, _shifted(day, unit, report.paused_on, ended, calendar))


def unit_of(report, name: str) -> str:
    return report.deadline_reason.get(name, {}).get("unit", Unit.WORKING)


def _shifted(day: date, unit: str, began: date, ended: date, calendar: WorkCalendar) -> date:
    if unit == Unit.CALENDAR:
        return next_working_day(day + (ended - began), calendar) if ended > began else day
    return add_working_days(day, working_days_between(began, ended, calendar), calendar)


def explain(reason: dict[str, Any]) -> str:
    """A kept reason as one sentence in the active language."""
    days = reason["days"]
    if reason["unit"] == Unit.CALENDAR:
        words = ngettext("%(days)s calendar day", "%(days)s calendar days", days)
    else:
        words = ngettext("%(days)s working day", "%(days)s working days", days)
    return _("%(days)s, because %(because)s.") % {
        "days": words % {"days": days},
        "because": _because(reason) % reason,
    }


def _because(reason: dict[str, Any]) -> str:
    if reason["source"] == "settings":
        return _("the settings say so for all reports")
    if reason["source"] == "delegation":
        return _("the rule “%(rule)s” says so")
    if reason["source"] == "category":
        return _("the category “%(category)s” says so")
    if reason["category"] and reason["department"]:
        return _("“%(category)s” has this deadline in the department “%(department)s”")
    if reason["department"]:
        return _("the department “%(department)s” has this deadline")
    if reason["category"]:
        return _("“%(category)s” has this deadline")
    return _("this deadline counts for all reports")
