"""Writes how far a report is and who has it: whoever moves it, staff or citizen, ends here."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from wagtail_anliegen.routing.models import Department
from wagtail_anliegen.signals import department_changed

from .clock import CLOCK, keep_time, set_dates_again
from .log import ReportLogEntry
from .models import Report
from .occasions import Occasion, occurred
from .states import CLOSED


def set_status(report: Report, status: str, *, user=None) -> str:
    """Write the new status of a locked report; returns the one before. Its clock follows.

    Raises ``IllegalTransition`` and ``Missing``.
    """
    previous, now = report.status, timezone.now()
    report.status = status
    report.status_changed_at = now
    report.closed_at = now if status in CLOSED else None
    keep_time(report, now=now, user=user)
    report.save(update_fields=["status", "status_changed_at", "closed_at", *CLOCK, "updated_at"])
    occurred(report, Occasion.Kind.STATUS)
    return previous


def hand_over(
    report: Report, department: Department, *, reason: dict, user=None, action: str = "forward"
) -> ReportLogEntry | None:
    """Give a locked report to a department, without a handler and with the dates that count there.

    ``reason`` is kept on the report. Returns the log entry, or nothing when it was there already.
    """
    previous = report.department
    report.routing_reason = reason
    if department == previous:
        report.save(update_fields=["routing_reason", "updated_at"])
        return None
    report.department, report.handler = department, None
    report.save(update_fields=["department", "handler", "routing_reason", "updated_at"])
    set_dates_again(report, user=user)
    entry = log(
        instance=report,
        action=f"anliegen.{action}",
        user=user,
        data={
            "old": previous.name,
            "new": department.name,
            "reason": reason.get("text", ""),
            "department": previous.pk,
        },
    )
    occurred(report, Occasion.Kind.DEPARTMENT)
    transaction.on_commit(
        lambda: department_changed.send_robust(Report, report=report, previous=previous, user=user),
        robust=True,
    )
    return entry
