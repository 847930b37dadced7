"""What a row of the inbox says, ready to print: looking it up in the template takes far longer."""

from functools import cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import avoid_wrapping
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.utils import get_user_display_name

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.reports.followups import FollowUp
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.priority import Priority
from wagtail_anliegen.reports.states import Status
from wagtail_anliegen.reports.wording import look_of
from wagtail_anliegen.routing.absences import absences_today
from wagtail_anliegen.tables import addresses

from .deadlines import light_of


#: Of what somebody wrote, and of where it is: more does not help to choose a report.
WORDS, PLACE = 140, 80

#: In Wagtail's catalogue, not in ours.
_NO_TIME, _JUST_NOW, _PERIOD_AGO = "0 minutes", "just now", "%(time_period)s ago"

#: What a row is drawn from; the other half of a report's fields would be read for nothing.
SHOWN = (
    "reference",
    "site",
    "is_test",
    "confidential",
    "category__name",
    "description",
    "priority",
    "address",
    "location_note",
    "district__name",
    "department__name",
    "handler",
    "created_at",
    "due_on",
    "resolve_by",
    "status",
    "publishable",
    "live",
)


class Rows:
    """Rows in the language that is active; what is the same in many is drawn once."""

    def __init__(self, folder: str):
        self.folder = folder
        self.hazards = Category.objects.hazards()
        self.today = timezone.localdate()
        self.select = _("Select %(number)s")
        edit = "wagtail_anliegen_reports:edit"
        self.address = addresses(lambda key: reverse(edit, args=[key]))
        away = absences_today()
        self.absence = cache(
            lambda user: _draw("absence", absence=away[user]) if user in away else ""
        )
        self.ago = cache(_ago)
        self.light = cache(lambda light: _draw("light", light=light))
        self.priority = cache(lambda priority: _draw("priority", urgency=Priority(priority)))
        self.status = cache(
            lambda status, site: _draw(
                "status", look=look_of(status, site), words=Status(status).label
            )
        )

    def of(self, reports: list[Report]) -> list[dict]:
        """One row for each report, see ``casework/table.html``."""
        come_back = self._follow_ups(reports)
        return [self._row(report) | {"follow_up": come_back.get(report.pk)} for report in reports]

    def _row(self, report: Report) -> dict:
        handler, received = report.handler, timezone.localtime(report.created_at)
        return {
            "key": str(report.pk),
            "url": f"{self.address(report.pk)}?in={self.folder}",
            "reference": report.reference,
            "select": self.select % {"number": report.reference},
            "is_test": report.is_test,
            "hazard": report.category_id in self.hazards,
            "category": report.category.name,
            "confidential": report.confidential,
            "words": _short(report.description, WORDS),
            "photos": _photos(report.photo_count),
            "priority": self.priority(report.priority),
            "place": _short(report.address or report.location_note, PLACE),
            "district": report.district.name if report.district else "",
            "department": report.department.name,
            "handler": get_user_display_name(handler) if handler else "",
            "absence": self.absence(report.handler_id),
            "received": received.isoformat(),
            "received_on": date_format(received, "SHORT_DATETIME_FORMAT"),
            "received_ago": self.ago(timesince(received, depth=1)),
            "light": self.light(light_of(report, self.today)),
            "status": self.status(report.status, report.site_id),
            "leading": report.leading_number,
            "unseen": _why_not_public(report),
        }

    def _follow_ups(self, reports: list[Report]) -> dict[int, FollowUp]:
        """Why each report of the folder “Follow-ups” is back; the oldest of several."""
        if self.folder != "follow-ups":
            return {}
        rows = FollowUp.objects.due(self.today).filter(report__in=reports)
        return {row.report_id: row for row in reversed(rows)}


def _draw(piece: str, **context) -> SafeString:
    return render_to_string(f"wagtail_anliegen/casework/includes/{piece}.html", context)


def _ago(period: str) -> str:
    """How long ago something was in Wagtail's words, as its ``timesince_simple`` has it.

    That also works out the smaller unit, only to cut it off again.
    """
    if period == avoid_wrapping(_(_NO_TIME)):
        return _(_JUST_NOW)
    return _(_PERIOD_AGO) % {"time_period": period}


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _photos(count: int | None) -> str:
    if not count:
        return ""
    return ngettext("%(count)s photo", "%(count)s photos", count) % {"count": count}


def _why_not_public(report: Report) -> str:
    if report.is_public:
        return ""
    if not report.publishable:
        return _("never public")
    return _("hidden") if report.live else _("not released")
