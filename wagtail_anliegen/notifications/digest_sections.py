"""What a digest lists: reports that one may see, named without a word of a citizen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.models import Site

from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.followups import FollowUp
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.querysets import ReportQuerySet
from wagtail_anliegen.routing.absences import stands_in_for
from wagtail_anliegen.routing.models import Department

from .recipients import Unclaimed


#: A section names so many reports and says how many more there are.
LISTED = 20
#: With these a report comes to another department.
ARRIVALS = [f"anliegen.{verb}" for verb in ("forward", "refuse")]


@dataclass(frozen=True)
class Section:
    heading: str
    lines: list[dict]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.lines)


@dataclass(frozen=True)
class Desk:
    """Whose digest it is: a department's mailbox, or a person with ``since`` for each wish."""

    site: Site
    today: date
    since: dict[str, datetime]
    unclaimed: Unclaimed
    user: object = None
    department: Department | None = None

    def sections(self) -> list[Section]:
        """Those that hold anything."""
        return [
            Section(heading, [_line(report) for report in named], reports.count())
            for heading, reports in self._parts()
            if (named := list(_named(reports)))
        ]

    def _parts(self) -> Iterator[tuple[str, ReportQuerySet]]:
        if since := self.since.get("new_reports"):
            arrived = _logged(since, action__in=ARRIVALS)
            fresh = Q(created_at__gt=since) | Exists(arrived)
            yield _("New"), self._of_departments.open().filter(fresh)
        if since := self.since.get("assigned"):
            given = _logged(since, action="anliegen.assign").exclude(user=self.user)
            yield _("Given to you"), self._own.open().filter(Exists(given))
        if self.since.get("replies"):
            yield _("The reporting person has written"), self._replied
        yield _("Overdue"), self._desk.overdue(self.today)
        yield _("Due today"), self._desk.open().filter(next_due_on=self.today)
        back = self._follow_ups.order_by().values("report")
        yield _("Follow-ups"), self._seen.filter(pk__in=back)

    @cached_property
    def _seen(self) -> ReportQuerySet:
        """Test reports only as long as the test mode diverts the mails about them."""
        visible = Report.objects.visible_to(self.user) if self.user else Report.objects.all()
        visible = visible.filter(site=self.site)
        return visible if AnliegenSettings.for_site(self.site).test_mode else visible.real()

    @cached_property
    def _handlers(self) -> list[int]:
        return [self.user.pk, *stands_in_for(self.user)]

    @property
    def _teams(self) -> frozenset[int]:
        return Department.objects.all().responsibility_of(self.user).teams

    @cached_property
    def _own(self) -> ReportQuerySet:
        return self._seen.filter(handler__in=self._handlers)

    @cached_property
    def _of_departments(self) -> ReportQuerySet:
        if self.department:
            return self._seen.filter(department=self.department)
        return self._seen.filter(department__in=self._teams)

    @cached_property
    def _replied(self) -> ReportQuerySet:
        """Where somebody has written; whose that is, ``recipients.of_reply`` says too."""
        written = self._seen.filter(pk__in=Reply.objects.unseen().cases())
        unclaimed = written.filter(pk__in=self.unclaimed.keys)
        if self.department:
            return unclaimed.filter(department=self.department)
        teams = Department.objects.of_user(self.user).filter(email="")
        of_teams = unclaimed.filter(department__in=teams).order_by()
        return written.filter(Q(handler__in=self._handlers) | Q(pk__in=of_teams.values("pk")))

    @cached_property
    def _desk(self) -> ReportQuerySet:
        """A person who asks for the department's reports also hears which of them are late."""
        if self.department:
            return self._of_departments
        if "new_reports" not in self.since:
            return self._own
        unclaimed = self._of_departments.filter(handler=None).order_by()
        return self._seen.filter(Q(handler__in=self._handlers) | Q(pk__in=unclaimed.values("pk")))

    @property
    def _follow_ups(self):
        due = FollowUp.objects.due(self.today)
        if self.department:
            return due.filter(person=None, report__department=self.department)
        return due.meant_for(self._handlers, self._teams)


def _logged(since: datetime, **verb):
    entries = ReportLogEntry.objects.filter(report=OuterRef("pk"), timestamp__gt=since, **verb)
    return entries.order_by()


def _named(reports: ReportQuerySet):
    related = reports.select_related("category", "district", "site")
    return related.order_by("next_due_on", "pk")[:LISTED]


def _line(report: Report) -> dict:
    """Of a confidential report the number must do: a mailbox has more readers than it."""
    path = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
    district = report.district.name if report.district else ""
    return {
        "reference": report.reference,
        "category": _("confidential") if report.confidential else report.category.name,
        "district": "" if report.confidential else district,
        "day": report.next_due_on,
        "url": report.site.root_url + path,
    }
