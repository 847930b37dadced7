"""What a rule would do with a report, step by step, and what stands in the way of each step."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone
from wagtail.admin.utils import get_user_display_name

from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.moderation.people import who_may_handle
from wagtail_anliegen.moderation.permissions import is_visible
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.routing.absences import substitute_of
from wagtail_anliegen.working_days import add_working_days

from .models import DelegationRule


@dataclass(frozen=True)
class Step:
    """``act`` and ``why`` are codes whose words are in ``words``; ``to`` is what is kept of it."""

    act: str
    to: str
    target: Any = None
    why: str = ""

    def not_done(self, why: str) -> "Step":
        return replace(self, why=why)

    @property
    def data(self) -> dict[str, str]:
        """What the history keeps: names, so that it outlives the rule."""
        return {"act": self.act, "to": self.to, "why": self.why}


def plan(rule: DelegationRule, report: Report) -> list[Step]:
    """The steps that would change something, in their order; those with ``why`` cannot be done."""
    later = copy(report)
    return [*_hands(rule, later), *_dates(rule, later), *_news(rule, later)]


def _hands(rule: DelegationRule, later: Report) -> Iterator[Step]:
    """Into whose hands it comes; a person must work for the department that has it then."""
    closed = "" if later.is_open else "closed"
    department = rule.forward_to
    if department and department.pk != later.department_id:
        there = copy(later)
        there.department = department
        why = closed or _unseen(there)
        yield Step("forward", department.name, department, why)
        if not why:
            later.department, later.handler = department, None
    if rule.assign_to is None:
        return
    person = substitute_of(rule.assign_to) or rule.assign_to
    if person.pk == later.handler_id:
        return
    why = closed or ("" if who_may_handle(later).filter(pk=person.pk).exists() else "not_theirs")
    yield Step("assign", get_user_display_name(person), person, why)


def _unseen(report: Report) -> str:
    """Why a confidential report does not come to a department where nobody could open it."""
    return "nobody" if report.confidential and not who_may_handle(report).exists() else ""


def _dates(rule: DelegationRule, later: Report) -> Iterator[Step]:
    if rule.done_in_days:
        calendar = AnliegenSettings.for_site(later.site).calendar
        # While the clock stands, the time since then is added when it goes on.
        start = later.paused_on or timezone.localdate()
        day = add_working_days(start, rule.done_in_days, calendar)
        if day != later.resolve_by:
            yield Step("deadline", day.isoformat(), day, "" if later.is_open else "closed")
    if rule.new_priority and rule.new_priority != later.priority:
        yield Step("priority", str(rule.new_priority), rule.new_priority)


def _news(rule: DelegationRule, later: Report) -> Iterator[Step]:
    if person := rule.notify_person:
        sees = is_visible(person, later) or who_may_handle(later).filter(pk=person.pk).exists()
        has_address = getattr(person, person.get_email_field_name(), "")
        why = "" if sees and has_address else "unseen"
        yield Step("tell", get_user_display_name(person), person, why)
    if department := rule.notify_department:
        yield Step("tell_department", department.name, department)
