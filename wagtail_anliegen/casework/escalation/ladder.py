"""Climbs the ladder: who has to hear of late reports hears it, once and in one mail."""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log
from wagtail.models import Site

from wagtail_anliegen.casework.automatic import reports_of
from wagtail_anliegen.casework.deadlines import light_of
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.notifications.mail import queue_escalation
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.querysets import ReportQuerySet
from wagtail_anliegen.routing.models import Department
from wagtail_anliegen.working_days import add_working_days

from .listeners import Directory
from .models import Escalation, EscalationLevel


#: Reports that are read, locked and written at a time.
BATCH = 100
#: A mail names so many reports; it says how many more there are and leads to the inbox.
LISTED = 50
DAY = timedelta(days=1)


def escalate(today: date | None = None) -> int:
    """Tell whoever has to hear of late reports; returns how many mails were written.

    Any number of these may run at the same time, and a run that dies is finished by the next:
    what is to be told is a row, and the mail is written from the rows that have none.
    """
    today = today or timezone.localdate()
    directory = Directory()
    levels = EscalationLevel.objects.filter(is_active=True).select_related("site", "person")
    for level in levels.order_by("site", "level", "pk"):
        for keys in _batches(reached(level, today)):
            _note(level, keys, today=today, directory=directory)
    waiting = Escalation.objects.filter(batch=None)
    pairs = list(waiting.order_by("site", "recipient").values_list("site", "recipient").distinct())
    return sum(_tell(site, recipient) for site, recipient in pairs)


def reached(level: EscalationLevel, today: date) -> ReportQuerySet:
    """Open reports that are as late as the level says and were not told at it; paused ones never.

    A reminder is for what is not late yet.
    """
    calendar = AnliegenSettings.for_site(level.site).calendar
    reports = reports_of(level.site).open()
    if level.days_late < 0:
        last = add_working_days(today, 1 - level.days_late, calendar) - DAY
        reports = reports.filter(next_due_on__range=(today, last))
    else:
        before = add_working_days(today + DAY, -1 - level.days_late, calendar)
        reports = reports.filter(next_due_on__lt=before)
    if level.department_id:
        below = Department.objects.all().below({level.department_id})
        reports = reports.filter(department__in=below)
    told = Escalation.objects.filter(
        report=OuterRef("pk"), level=level, occasion=OuterRef("next_due_on")
    )
    return reports.filter(~Exists(told))


def _batches(reports: ReportQuerySet) -> Iterator[list[int]]:
    """Primary keys, a few at a time, in the order of the index."""
    rest = reports = reports.order_by("next_due_on", "pk").values_list("next_due_on", "pk")
    while rows := list(rest[:BATCH]):
        yield [pk for _day, pk in rows]
        day, last = rows[-1]
        behind = Q(next_due_on__gt=day) | Q(next_due_on=day, pk__gt=last)
        rest = reports.filter(behind, next_due_on__gte=day)


@transaction.atomic
def _note(level: EscalationLevel, keys: list[int], *, today: date, directory: Directory) -> None:
    """Write down who is to hear, and in the history that they were told."""
    locked = reached(level, today).filter(pk__in=keys).select_for_update(of=("self",))
    related = locked.select_related("department__parent", "handler", "category", "site")
    reports = list(related.order_by("pk"))
    directory.open(reports)
    for report in reports:
        listeners = directory.listeners(level, report)
        if listeners is None:
            continue
        made = [_claim(level, report, address) for address in listeners.addresses]
        if any(made):
            data = {"level": level.level, "to": listeners.name}
            log(instance=report, action="anliegen.escalate", data=data)


def _claim(level: EscalationLevel, report: Report, address: str) -> bool:
    """Whether nobody else wrote it down before."""
    _row, is_new = Escalation.objects.get_or_create(
        report=report,
        level=level,
        occasion=report.next_due_on,
        recipient=address,
        defaults={"site": report.site},
    )
    return is_new


@transaction.atomic
def _tell(site_id: int, recipient: str) -> bool:
    """One mail about all that this address has to hear; whether there was anything."""
    batch = uuid.uuid4()
    waiting = Escalation.objects.filter(site=site_id, recipient=recipient, batch=None)
    if not waiting.update(batch=batch):
        return False
    told = Escalation.objects.filter(batch=batch, report=OuterRef("pk"))
    reports = reports_of(Site.objects.get(pk=site_id)).open()
    reports = reports.filter(Exists(told), next_due_on__isnull=False)
    named = list(
        reports.order_by("next_due_on", "pk").select_related("category", "department", "site")[
            :LISTED
        ]
    )
    if not named:  # closed in the meantime, or of a test mode that is over
        return False
    total = reports.count()
    site = named[0].site
    with override(settings.LANGUAGE_CODE):
        context = {
            "lines": [_line(report) for report in named],
            "total": total,
            "more": total - len(named),
            "inbox_url": site.root_url
            + reverse("wagtail_anliegen_reports:folder", args=["overdue"]),
        }
    about: Report | Site = named[0] if total == 1 else site
    queue_escalation(about, recipient, key=f"escalation:{batch}", context=context)
    return True


def _line(report: Report) -> dict:
    """What a mail says of a report: of a confidential one, not even what it is about."""
    path = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
    return {
        "reference": report.reference,
        "category": _("confidential") if report.confidential else report.category.name,
        "department": report.department.name,
        "light": light_of(report),
        "url": report.site.root_url + path,
    }
