"""How near the next day is, as a shape and words; the colour only underlines them."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail_anliegen.reports.deadlines import FIELDS, explain
from wagtail_anliegen.reports.models import Report


SOON = 1


@dataclass(frozen=True)
class Light:
    """``day`` is what it is about: None while no time passes."""

    tone: str
    shape: str
    words: str
    day: date | None = None


def light_of(report: Report, today: date | None = None) -> Light | None:
    """The traffic light of an open report; None when nothing is promised any more."""
    day = min(filter(None, [report.due_on, report.resolve_by]), default=None)
    if day is None or not report.is_open:
        return None
    if report.is_paused:
        return Light("paused", "‖", _("paused"))
    days = (day - (today or timezone.localdate())).days
    if days < 0:
        words = ngettext("%(days)s day late", "%(days)s days late", -days)
        return Light("red", "▲", words % {"days": -days}, day)
    if days == 0:
        return Light("amber", "◆", _("today"), day)
    tone, shape = ("amber", "◆") if days <= SOON else ("green", "●")
    words = ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
    return Light(tone, shape, words, day)


@dataclass(frozen=True)
class Line:
    """One deadline of a report: its day, which rule set it, and where that rule is changed."""

    label: str
    day: date | None
    because: str
    url: str | None


def lines_of(report: Report, user) -> list[Line]:
    """Both deadlines as the case view explains them; an answer that was given has no day."""
    labels = {"due_on": _("First answer"), "resolve_by": _("To be done")}
    may_change = user.has_perm("wagtail_anliegen.change_deadline")
    lines = []
    for field, name in FIELDS.items():
        reason, day = report.deadline_reason.get(name), getattr(report, field)
        if reason is None and day is None:
            continue
        key = reason.get("deadline") if reason and may_change else None
        url = reverse("wagtail_anliegen_deadlines:edit", args=[key]) if key else None
        lines.append(Line(labels[field], day, explain(reason) if reason else "", url))
    return lines
