"""How near the promised day is, as a shape and words; the colour only underlines them."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail_anliegen.reports.models import Report


SOON = 1


@dataclass(frozen=True)
class Light:
    tone: str
    shape: str
    words: str


def light_of(report: Report, today: date | None = None) -> Light | None:
    """The traffic light of an open report; None when nothing is promised any more."""
    if report.due_on is None or not report.is_open:
        return None
    days = (report.due_on - (today or timezone.localdate())).days
    if days < 0:
        words = ngettext("%(days)s day late", "%(days)s days late", -days)
        return Light("red", "▲", words % {"days": -days})
    if days == 0:
        return Light("amber", "◆", _("today"))
    tone, shape = ("amber", "◆") if days <= SOON else ("green", "●")
    return Light(
        tone, shape, ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
    )
