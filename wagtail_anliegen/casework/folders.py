"""The folders of the inbox: which reports lie in each, and in which order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Self

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.external import ExternalMessage
from wagtail_anliegen.reports.followups import FollowUp
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.querysets import ReportQuerySet
from wagtail_anliegen.reports.sight import Sight, open_at, sight_of
from wagtail_anliegen.reports.states import Status
from wagtail_anliegen.routing.absences import stands_in_for
from wagtail_anliegen.routing.models import Department

from .counting import Counting, counting


MOST_URGENT_FIRST = "next_due_on"
NEWEST_FIRST = "-created_at"
#: By priority; the most urgent stand first where it is read forwards.
URGENCY = "urgency"


def in_order(reports: ReportQuerySet, field: str) -> ReportQuerySet:
    """By a date or by urgency, and by age where it is the same.

    No day is the least urgent. Said aloud, because databases disagree about it; in this
    way round the index ``anliegen_desk`` can be read forwards and backwards on each of them.
    """
    if field == MOST_URGENT_FIRST:
        return reports.order_by(F("next_due_on").asc(nulls_last=True), "pk")
    if field == "-next_due_on":
        return reports.order_by(F("next_due_on").desc(nulls_first=True), "-pk")
    if field == URGENCY:
        return reports.order_by("-priority", F("next_due_on").asc(nulls_last=True), "pk")
    if field == f"-{URGENCY}":
        return reports.order_by("priority", F("next_due_on").desc(nulls_first=True), "-pk")
    return reports.order_by(field, "-pk" if field.startswith("-") else "pk")


@dataclass(frozen=True)
class Desk:
    """Whose desk it is today, in plain values: all that the folders of a person depend on, besides
    what the person may see."""

    #: The person, and those for whom he or she stands in.
    people: tuple[int, ...]
    teams: frozenset[int]
    today: date

    @classmethod
    def of(cls, user) -> Self:
        teams = Department.objects.all().responsibility_of(user).teams
        return cls((user.pk, *stands_in_for(user)), teams, timezone.localdate())


@dataclass(frozen=True)
class Folder:
    """``select`` narrows the reports that the user may see; ``empty`` is said when none is left.

    It depends on nothing but what it is given, see ``_counting``.
    """

    code: str
    label: str
    empty: str
    select: Callable[[ReportQuerySet, Desk], ReportQuerySet]
    order: str = MOST_URGENT_FIRST
    #: Whether it also holds what other departments only ask about.
    with_asked: bool = False

    @property
    def url(self) -> str:
        return reverse("wagtail_anliegen_reports:folder", args=[self.code])

    def reports(self, user) -> ReportQuerySet:
        """What lies in the folder for this person, not yet in order."""
        return self.select(self._base(user), Desk.of(user))

    def _base(self, user) -> ReportQuerySet:
        if self.with_asked:
            return Report.objects.visible_to(user)
        return Report.objects.workable_by(user)

    def next_after(self, report: Report, user) -> Report | None:
        """The report that comes after this one, starting again from the top at the end."""
        others = in_order(self.reports(user).exclude(pk=report.pk), self.order)
        return others.filter(self._behind(report)).first() or others.first()

    def _behind(self, report: Report) -> Q:
        name = self.order.lstrip("-")
        way = "lt" if self.order.startswith("-") else "gt"
        value = getattr(report, name)
        if value is None:
            return Q(**{f"{name}__isnull": True, f"pk__{way}": report.pk})
        behind = Q(**{f"{name}__{way}": value}) | Q(**{name: value, f"pk__{way}": report.pk})
        return behind | Q(**{f"{name}__isnull": True}) if way == "gt" else behind


def _mine(reports, desk):
    return reports.open().filter(handler__in=desk.people)


def _of_my_departments(reports, desk):
    return reports.open().filter(department__in=desk.teams)


def _of_my_follow_ups(reports, desk):
    due = FollowUp.objects.due(desk.today).meant_for(desk.people, desk.teams)
    return reports.filter(pk__in=due.order_by().values("report"))


def _of_my_statements(reports, desk):
    asked = open_at(desk.teams)
    return reports.open().filter(pk__in=asked.order_by().values("report"))


def _written():
    """The reports about which somebody has written who still waits to be read."""
    return Reply.objects.unseen().cases().union(ExternalMessage.objects.unseen().cases())


FOLDERS = {
    folder.code: folder
    for folder in (
        Folder(
            "new",
            _("New"),
            _("Nothing waits to be checked. Well done!"),
            lambda reports, desk: reports.waiting_for_review(),
        ),
        Folder(
            "mine",
            _("Mine"),
            _("You have no open reports. “Accept” on a report puts it here."),
            _mine,
        ),
        Folder(
            "department",
            _("My department"),
            _("Your department has no open reports."),
            _of_my_departments,
        ),
        Folder(
            "follow-ups",
            _("Follow-ups"),
            _("Nothing comes back to your desk today."),
            _of_my_follow_ups,
        ),
        Folder(
            "asked",
            _("Asked"),
            _("No other department waits for a statement of yours."),
            _of_my_statements,
            with_asked=True,
        ),
        Folder(
            "waiting",
            _("Waiting for an answer"),
            _("No question to a citizen is open."),
            lambda reports, desk: reports.filter(status=Status.WAITING_FOR_REPORTER),
        ),
        Folder(
            "answered",
            _("Answered"),
            _("Nobody has written who still waits to be read."),
            lambda reports, desk: reports.filter(pk__in=_written()),
        ),
        Folder(
            "overdue",
            _("Overdue"),
            _("Nothing is overdue."),
            lambda reports, desk: reports.overdue(desk.today),
        ),
        Folder(
            "all",
            _("All"),
            _("No report has come in yet."),
            lambda reports, desk: reports,
            NEWEST_FIRST,
            with_asked=True,
        ),
    )
}
FIRST = "new"


def counted(user, active: str = "") -> list[dict]:
    """Every folder with its count, as the tabs of the inbox and the dashboard show them.

    A count above ``CAP`` says only that there are more.
    """
    visible, workable = (sight_of(user, with_asked=with_asked) for with_asked in (True, False))
    counts = _counting(Desk.of(user), visible, workable).counts()
    return [
        {"folder": folder, "count": count, "active": folder.code == active}
        for folder, count in zip(FOLDERS.values(), counts, strict=True)
    ]


@lru_cache(maxsize=256)
def _counting(desk: Desk, visible: Sight, workable: Sight) -> Counting:
    """The statement that counts every folder: to put it together takes longer than to ask it.

    It is kept, never its answer. What follows from rights and departments is what it is called
    with, so that whoever gains or loses some is counted by another statement at once.
    """
    seen = {True: Report.objects.within(visible), False: Report.objects.within(workable)}
    return counting(
        [
            in_order(folder.select(seen[folder.with_asked], desk), folder.order)
            for folder in FOLDERS.values()
        ]
    )
