"""Reports of the same matter: one leads, those that were merged with it follow.

What happens to the leading report is told to everybody of the group, but only what everybody may
read of it: its own words, a question to its person and why it was rejected stay where they are.
"""

from collections.abc import Iterator
from copy import copy

from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Coalesce

from .audience import Audience
from .merges import Merge
from .models import Report, StatusUpdate
from .states import IllegalTransition, Status


class Merged(IllegalTransition):
    """The report was merged with another: that one is worked on."""

    def __init__(self, report: Report):
        super().__init__(f"{report.reference} was merged")
        self.report = report


class Erased(IllegalTransition):
    """Everything personal of the report was erased: there is nothing left to work on."""


def check_not_erased(report: Report) -> None:
    """Raise ``Erased`` for a report of which only figures are left."""
    if report.erased_at is not None:
        raise Erased(report.reference)


def check_leads(report: Report) -> None:
    """Raise ``Merged`` for a report that follows another."""
    if report.leading_report_id is not None:
        raise Merged(report)


def secrecy(report: Report) -> int:
    """2 for a confidential report, 1 for one that never becomes public, else 0."""
    return 2 if report.confidential else int(not report.publishable)


def case_of(report: Report) -> Report:
    """Where work on it goes on: the leading report, unless fewer people may see this one."""
    leading = report.leading_report
    if leading is None or (report.confidential and not leading.confidential):
        return report
    return leading


def read_at(report: Report, path: str = "report") -> Q:
    """What is about this report or one that follows it, as ``case_of`` has it.

    ``path`` leads from the rows that are asked for to their report.
    """
    followers = Q(leading_report=report)
    if not report.confidential:
        followers &= Q(confidential=False)
    together = Report.objects.filter(Q(pk=report.pk) | followers)
    return Q(**{f"{path}__in": together.order_by().values("pk")})


def cases_of(reports) -> QuerySet:
    """The keys of the reports where staff work on these, as ``case_of`` has it: a subquery."""
    more_secret = Q(confidential=True, leading_report__confidential=False)
    case = Case(When(more_secret, then=F("pk")), default=Coalesce(F("leading_report_id"), F("pk")))
    return reports.order_by().annotate(case=case).values("case")


def news_for_followers(update: StatusUpdate) -> Iterator[tuple[Report, StatusUpdate]]:
    """The merged reports of an update's report, each with the update as its person may read it."""
    leading = update.report
    followers = Report.objects.filter(leading_report=leading).order_by("pk")
    for follower in followers.select_related("reporter", "site", "category", "department"):
        if seen := _as_told(update, leading):
            yield follower, seen


def _as_told(update: StatusUpdate, leading: Report) -> StatusUpdate | None:
    """What is said to one person alone stays there; that it was rejected is told without words."""
    if update.audience == Audience.REPORTER and update.status != Status.REJECTED:
        return None
    seen = copy(update)
    if update.status == Status.REJECTED or secrecy(leading):
        seen.text = ""  # it may hold what only the leading report's person may know
    return seen


def leading_as_told(report: Report) -> Report | None:
    """The report that this one follows, if its person may know of it: its number and its state."""
    leading = report.leading_report
    hidden = leading is None or secrecy(leading) > secrecy(report)
    return None if hidden else leading


def history_of(report: Report) -> list[StatusUpdate]:
    """What the reporting person reads: the own history, since a merge the leading one's too.

    The oldest first. Three queries at most, however long the history is.
    """
    own = list(report.updates.defer("author"))
    shared = _shared_history(report) if report.leading_report_id else []
    return sorted([*own, *shared], key=lambda row: (row.created_at, row.pk))


def _shared_history(report: Report) -> list[StatusUpdate]:
    windows = _windows(report)
    rows = StatusUpdate.objects.filter(windows).select_related("report") if windows else ()
    seen = [_as_told(row, row.report) for row in rows]
    return [row for row in seen if row is not None]


def _windows(report: Report) -> Q:
    """Which updates of others count: since it was merged with them, until they were merged too."""
    group = Q(report__leading_report=report.leading_report_id) | Q(report=report)
    merges = {merge.report_id: merge for merge in Merge.objects.filter(group, undone_at=None)}
    windows, merge = Q(), merges.pop(report.pk, None)
    while merge is not None and merge.into_id is not None:
        further = merges.pop(merge.into_id, None)
        window = Q(report=merge.into_id, created_at__gt=merge.created_at)
        windows |= window & Q(created_at__lt=further.created_at) if further else window
        merge = further
    return windows
