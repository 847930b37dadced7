"""What would the rules have done? Asked of reports that are there; nothing is changed."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.text import capfirst

from wagtail_anliegen.casework.counting import CAP
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.models import Report, StatusUpdate
from wagtail_anliegen.reports.priority import Priority
from wagtail_anliegen.reports.querysets import ReportQuerySet
from wagtail_anliegen.reports.states import Status

from .matching import due, fitting, reports_for
from .models import DelegationRule
from .steps import plan
from .words import conditions, planned, then, when


#: So many reports a rule are shown.
SHOWN = 5
Trigger = DelegationRule.Trigger
#: Entries of the history that say that a report came to another department.
MOVED = ("anliegen.forward", "anliegen.refuse")


@dataclass(frozen=True)
class Example:
    report: Report
    steps: list[str]


@dataclass(frozen=True)
class Trial:
    """One rule: how many of how many reports it fits, and some of them as far as one sees them."""

    rule: DelegationRule
    touched: int
    total: int
    examples: list[Example]

    @property
    def shown(self) -> dict[str, str]:
        """Both counts in words; one above ``CAP`` says only that there are more."""
        counts = {"touched": self.touched, "total": self.total}
        return {key: f"{CAP}+" if count > CAP else str(count) for key, count in counts.items()}

    @property
    def sentence(self) -> str:
        """The whole rule: ``a report comes in, “Waste” → forward to City cleaning``."""
        occasion = ", ".join(filter(None, [when(self.rule), conditions(self.rule)]))
        return capfirst(f"{occasion} → {'; '.join(then(self.rule)) or '–'}")


def try_rules(rules: Iterable[DelegationRule], *, since: datetime, user) -> list[Trial]:
    """Judge by what the reports are today; ``user`` sees examples of the own departments only."""
    totals, trials = {}, []
    for rule in rules:
        everything = _known_to(user, reports_for(rule)).filter(created_at__gte=since)
        if rule.site_id not in totals:
            totals[rule.site_id] = _count(everything)
        touched = _known_to(user, _touched(rule, everything, since))
        trials.append(_trial(rule, touched, total=totals[rule.site_id], user=user))
    return trials


def _known_to(user, reports: ReportQuerySet) -> ReportQuerySet:
    """Confidential reports are not even counted for somebody who may not know of them."""
    if user.has_perm("wagtail_anliegen.view_confidential_report"):
        return reports
    return reports.filter(confidential=False)


def _count(reports: ReportQuerySet) -> int:
    return reports.order_by()[: CAP + 1].count()


def _trial(rule: DelegationRule, touched: ReportQuerySet, *, total: int, user) -> Trial:
    own = touched.filter(pk__in=Report.objects.visible_to(user).order_by().values("pk"))
    newest = own.select_related("category", "department", "site").order_by("-created_at", "-pk")
    return Trial(
        rule=rule,
        touched=_count(touched),
        total=total,
        examples=[Example(report, _steps(rule, report)) for report in newest[:SHOWN]],
    )


def _touched(rule: DelegationRule, reports: ReportQuerySet, since: datetime) -> ReportQuerySet:
    if rule.is_about_age:
        return due(rule, timezone.localdate()).filter(created_at__gte=since)
    if rule.trigger == Trigger.STATUS:
        updates = StatusUpdate.objects.filter(report=OuterRef("pk"), status=rule.status)
        reports = reports.filter(Exists(updates))
    if rule.trigger == Trigger.DEPARTMENT:
        entries = ReportLogEntry.objects.filter(report=OuterRef("pk"), action__in=MOVED)
        reports = reports.filter(Exists(entries.order_by()))
    return fitting(rule, reports)


def _steps(rule: DelegationRule, report: Report) -> list[str]:
    return [planned(step) for step in plan(rule, _as_it_was(rule, report))]


def _as_it_was(rule: DelegationRule, report: Report) -> Report:
    """What is closed today was open when it came in."""
    earlier = copy(report)
    if rule.trigger == Trigger.ARRIVES:
        earlier.status, earlier.handler, earlier.resolve_by = Status.RECEIVED, None, None
        earlier.paused_on = None
        earlier.priority = rule.priority or Priority.NORMAL
    elif rule.trigger == Trigger.STATUS:
        earlier.status = rule.status
    elif not earlier.is_open:
        earlier.status, earlier.paused_on = Status.IN_PROGRESS, None
    return earlier
