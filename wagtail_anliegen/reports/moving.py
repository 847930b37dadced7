"""Writes how far a report is: whoever moves it, staff or the reporting person, ends here."""

from django.utils import timezone

from .clock import CLOCK, keep_time
from .models import Report
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
    return previous
