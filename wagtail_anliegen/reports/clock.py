"""Stops the clock of a report while nothing can be done, and lets it run on."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from wagtail.log_actions import log

from .deadlines import STANDING, Unit, promise_again, shift
from .models import Report


#: What ``keep_time`` and ``set_dates_again`` change.
CLOCK = ["paused_on", "due_on", "resolve_by", "deadline_reason"]


def keep_time(report: Report, *, now: datetime, user) -> None:
    """For verbs that have just given a locked report its new status; the caller saves ``CLOCK``."""
    today = timezone.localdate(now)
    has_dates = bool(report.due_on or report.resolve_by)
    if report.status in STANDING:
        report.paused_on = report.paused_on or today
        if report.is_paused and has_dates:
            log(instance=report, action="anliegen.pause", user=user)
    elif report.paused_on:
        before = _nearest(report)
        shift(report, ended=today)
        report.paused_on = None
        if has_dates:
            log(instance=report, action="anliegen.resume", user=user, data=_moved(before, report))


def set_dates_again(report: Report, *, user) -> None:
    """For verbs that have just changed category or department of a locked report."""
    if not report.is_open:
        return
    before = _nearest(report)
    promise_again(report, today=timezone.localdate())
    report.save(update_fields=[*CLOCK, "updated_at"])
    if _nearest(report) != before:
        log(instance=report, action="anliegen.deadline", user=user, data=_moved(before, report))


def set_done_by(report: Report, day: date, *, reason: dict[str, Any], user) -> None:
    """Name the day by which a locked report is to be done, whatever the deadlines say.

    ``reason`` is kept for ``deadlines.explain``.
    """
    before = _nearest(report)
    report.resolve_by = day
    report.deadline_reason = {**report.deadline_reason, "done": {**reason, "unit": Unit.WORKING}}
    report.save(update_fields=["resolve_by", "deadline_reason", "updated_at"])
    log(instance=report, action="anliegen.deadline", user=user, data=_moved(before, report))


def _nearest(report: Report):
    return min(filter(None, [report.due_on, report.resolve_by]), default=None)


def _moved(before, report: Report) -> dict:
    days = {"old": before, "new": _nearest(report)}
    return {name: day.isoformat() if day else "" for name, day in days.items()}
