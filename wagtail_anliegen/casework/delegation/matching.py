"""Which reports a rule is about, and which of them time has made it act on."""

from datetime import date, datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from wagtail_anliegen.casework.automatic import reports_of
from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.reports.log import BY_RULE, ReportLogEntry
from wagtail_anliegen.reports.querysets import ReportQuerySet
from wagtail_anliegen.routing.models import Department
from wagtail_anliegen.trees import keys_below
from wagtail_anliegen.working_days import add_working_days

from .models import DelegationRule, DelegationRun


Trigger = DelegationRule.Trigger
DAY = timedelta(days=1)
#: The occasion of a rule about age; a report is open for ten days once.
OPEN = "open"
#: That a program wrote something down or somebody looked does not mean that anybody works on it.
NO_WORK = (
    "anliegen.delegate",
    "anliegen.escalate",
    "anliegen.external_open",
    "anliegen.external_seen",
    "anliegen.seen",
)


def reports_for(rule: DelegationRule) -> ReportQuerySet:
    """All that the rule may work on; what was merged is worked on under the leading report."""
    return reports_of(rule.site).filter(leading_report=None)


def fitting(rule: DelegationRule, reports: ReportQuerySet) -> ReportQuerySet:
    """Those of the reports that meet every condition of the rule."""
    if categories := [category.pk for category in rule.categories.all()]:
        reports = reports.filter(category__in=keys_below(Category, *categories))
    if districts := [district.pk for district in rule.districts.all()]:
        reports = reports.filter(district__in=districts)
    if rule.department_id:
        below = Department.objects.all().below({rule.department_id})
        reports = reports.filter(department__in=below)
    if rule.kind:
        reports = reports.filter(category__kind=rule.kind)
    plain = {"priority": rule.priority, "channel": rule.channel}
    return reports.filter(**{name: value for name, value in plain.items() if value})


def due(rule: DelegationRule, today: date) -> ReportQuerySet:
    """Open reports that are as old as a rule about age says, and for which it has not acted."""
    reports = fitting(rule, reports_for(rule).open())
    runs = DelegationRun.objects.filter(rule=rule, report=OuterRef("pk"))
    if rule.trigger == Trigger.OPEN:
        calendar = AnliegenSettings.for_site(rule.site).calendar
        first = add_working_days(today + DAY, -rule.days, calendar)
        reports = reports.filter(created_at__lt=_midnight(first))
        return reports.filter(~Exists(runs.filter(occasion=OPEN)))
    before = _midnight(today - timedelta(days=rule.days - 1))
    reports = reports.filter(created_at__lt=before).annotate(last_change=_last_change())
    done = runs.filter(done_at__gte=OuterRef("last_change"))
    return reports.filter(~Exists(done), last_change__lt=before)


def occasion_of(rule: DelegationRule, report) -> str:
    """Names what a report of ``due`` is due for; another change makes it another occasion."""
    return OPEN if rule.trigger == Trigger.OPEN else f"idle:{report.last_change.isoformat()}"


def _last_change() -> Greatest:
    """When somebody last did something; rules that wait for it do not wait for one another."""
    entries = ReportLogEntry.objects.filter(report=OuterRef("pk")).exclude(action__in=NO_WORK)
    entries = entries.exclude(data__has_key=BY_RULE)
    newest = Subquery(entries.order_by("-timestamp").values("timestamp")[:1])
    return Greatest(F("created_at"), Coalesce(newest, F("created_at")))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
