"""Follow-ups as verbs: set, done, moved; several on one report."""

from datetime import date
from functools import wraps

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.log_actions import log

from wagtail_anliegen.reports.followups import FollowUp
from wagtail_anliegen.reports.models import Report

from .locking import on_locked_report, on_locked_report_even_merged


@on_locked_report
def set_follow_up(report: Report, *, due_on: date, reason: str, person=None, user) -> FollowUp:
    """Have the report come back on a day: to a person, or without one to its department."""
    made = FollowUp.objects.create(
        report=report, due_on=due_on, reason=reason.strip(), person=person, created_by=user
    )
    _log(made, "follow_up", user)
    return made


@on_locked_report_even_merged
def finish_follow_up(report: Report, *, follow_up: FollowUp, user) -> None:
    """Take it off the desk; harmless when somebody did so before."""
    _finish(report.follow_ups.open().filter(pk=follow_up.pk), user)


@on_locked_report_even_merged
def move_follow_up(report: Report, *, follow_up: FollowUp, due_on: date, user) -> None:
    """Put it on another day; harmless when it is done already."""
    current = report.follow_ups.open().filter(pk=follow_up.pk).first()
    if current is None or current.due_on == due_on:
        return
    previous, current.due_on = current.due_on, due_on
    current.save(update_fields=["due_on"])
    _log(current, "follow_up_move", user, old=previous)


@on_locked_report_even_merged
def clear(report: Report, *, user) -> None:
    """Finish all that are open."""
    _finish(report.follow_ups.open(), user)


def closing(verb):
    """The verb, with ``clear_follow_ups``: whether they end when it has closed the report."""

    @wraps(verb)
    @transaction.atomic
    def run(report: Report, *, clear_follow_ups: bool = False, user, **values):
        result = verb(report, user=user, **values)
        if clear_follow_ups and not report.is_open:
            clear(report, user=user)
        return result

    return run


def _finish(follow_ups, user) -> None:
    for follow_up in follow_ups:
        follow_up.done_at, follow_up.done_by = timezone.now(), user
        follow_up.save(update_fields=["done_at", "done_by"])
        _log(follow_up, "follow_up_done", user)


def _log(follow_up: FollowUp, verb: str, user, old: date | None = None) -> None:
    data = {"new": date_format(follow_up.due_on, "SHORT_DATE_FORMAT"), "reason": follow_up.reason}
    if old:
        data["old"] = date_format(old, "SHORT_DATE_FORMAT")
    log(instance=follow_up.report, action=f"anliegen.{verb}", user=user, data=data)
