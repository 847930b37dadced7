"""What the reporting person may do now: answer, write, say that it is fixed, judge, reopen."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.reports.audience import Audience
from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.groups import case_of
from wagtail_anliegen.reports.models import Report, StatusUpdate
from wagtail_anliegen.reports.states import ANSWERED, Status


_VERDICTS = (Reply.Kind.SATISFIED, Reply.Kind.UNSATISFIED)


@dataclass(frozen=True)
class Offers:
    """``reopen_until`` is the moment up to which an unhappy word reopens the report, or None."""

    answer: bool = False
    message: bool = False
    fixed: bool = False
    verdict: bool = False
    #: Whether somebody who is satisfied is asked to say so, too.
    asks: bool = False
    reopen_until: datetime | None = None

    def allow(self, kind: str) -> bool:
        """Whether words of this kind are taken; those of an answer are welcome as a message."""
        if kind in Reply.RIGHTS:
            return True
        return {
            Reply.Kind.ANSWER: self.answer or self.message,
            Reply.Kind.MESSAGE: self.answer or self.message,
            Reply.Kind.FIXED: self.fixed,
            Reply.Kind.SATISFIED: self.verdict,
            Reply.Kind.UNSATISFIED: self.verdict or self.message,
        }[kind]


def offers(report: Report) -> Offers:
    """By status, by what was said already, and by the rules that the editors set."""
    rules = AnliegenSettings.for_site(report.site)
    case = case_of(report)
    if case != report:  # work goes on there; what is said here is only passed on
        return Offers(message=case.is_open or timezone.now() <= _end(case, rules.message_days))
    replies = list(report.replies.values_list("kind", "created_at", "seen_at", "reopened"))
    if report.is_open:
        says_fixed = any(kind == Reply.Kind.FIXED and not seen for kind, _at, seen, _re in replies)
        is_asked = report.status == Status.WAITING_FOR_REPORTER
        return Offers(answer=is_asked, message=not is_asked, fixed=not says_fixed)
    may_write = timezone.now() <= _end(report, rules.message_days)
    if report.status not in ANSWERED:
        return Offers(message=may_write)
    times = sum(reopened for *_rest, reopened in replies)
    until = _end(report, rules.reopen_days) if rules.reopen_days else None
    if until and (timezone.now() > until or times >= rules.reopen_limit):
        until = None
    judged = any(kind in _VERDICTS and at >= _closed(report) for kind, at, *_rest in replies)
    asks = rules.ask_satisfaction and may_write
    return Offers(
        message=may_write,
        verdict=not judged and bool(asks or until),
        asks=asks,
        reopen_until=None if judged else until,
    )


def _closed(report: Report) -> datetime:
    return report.closed_at or report.status_changed_at


def _end(report: Report, days: int) -> datetime:
    return _closed(report) + timedelta(days=days)


def open_question(report: Report) -> StatusUpdate | None:
    """What the city wants to know, while it waits for the answer."""
    if report.status != Status.WAITING_FOR_REPORTER:
        return None
    asked = report.updates.filter(
        status=Status.WAITING_FOR_REPORTER, audience=Audience.REPORTER
    ).exclude(text="")
    return asked.defer("author").order_by("created_at", "pk").last()
