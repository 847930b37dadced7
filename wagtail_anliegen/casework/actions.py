"""What staff do with a report: one function a verb, atomic, with its log entry and its mails."""

from copy import copy

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import log

from wagtail_anliegen.geo.models import District
from wagtail_anliegen.moderation.permissions import may_handle
from wagtail_anliegen.moderation.review import end_review, release, take_back
from wagtail_anliegen.notifications.mail import queue_notice, queue_status, queue_to_colleague
from wagtail_anliegen.photos.attachments import attach
from wagtail_anliegen.reports import moving
from wagtail_anliegen.reports.audience import Audience, audience_of
from wagtail_anliegen.reports.clock import set_dates_again
from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.models import Note, Report, StatusUpdate
from wagtail_anliegen.reports.states import (
    Missing,
    Need,
    RejectionReason,
    Status,
    check_needs,
    check_transition,
)
from wagtail_anliegen.routing.models import Department
from wagtail_anliegen.routing.rules import decide
from wagtail_anliegen.signals import status_changed

from .locking import on_locked_report, on_locked_report_even_merged


class NotTheirs(ValueError):
    """This person may not work on the report."""


@on_locked_report
def accept(report: Report, *, user) -> StatusUpdate | None:
    """Take the report over: the person becomes its handler and work begins."""
    report.handler = user
    report.save(update_fields=["handler", "updated_at"])
    log(instance=report, action="anliegen.accept", user=user)
    if report.status in (Status.RECEIVED, Status.IN_REVIEW):
        return move(report, Status.IN_PROGRESS, text="", user=user, newest=0)
    return None


@on_locked_report
def assign(report: Report, *, handler, user) -> None:
    """Make somebody its handler, or nobody (None); whoever it is reads about it in a mail.

    Raises ``NotTheirs`` for people who may not work on the report.
    """
    if handler == report.handler:
        return
    if handler is not None and not may_handle(handler, report):
        raise NotTheirs(str(report.reference))
    previous, report.handler = report.handler, handler
    report.save(update_fields=["handler", "updated_at"])
    names = {
        key: get_user_display_name(who) if who else "–"
        for key, who in (("old", previous), ("new", handler))
    }
    entry = log(instance=report, action="anliegen.assign", user=user, data=names)
    if handler is not None and handler != user:
        by = get_user_display_name(user) if user else ""
        queue_to_colleague(report, handler, news="assigned", occasion=str(entry.pk), by=by)


@transaction.atomic
def release_report(report: Report, *, public_text: str, user, address: str | None = None) -> None:
    """Let everybody read the text and the address. Raises ``NotReviewable``.

    Without ``address`` it stays as it is; what it was before is kept as an internal note.
    """
    if address is not None and address != report.address:
        _reword_address(report, address=address, user=user)
    release(report, user=user, public_text=public_text)


@on_locked_report_even_merged
def _reword_address(report: Report, *, address: str, user) -> None:
    text = _("Before its release, the place was called: %(address)s") % {"address": report.address}
    Note.objects.create(report=report, text=text, author=user, created_at=timezone.now())
    report.address = address
    report.save(update_fields=["address", "updated_at"])
    log(instance=report, action="anliegen.place", user=user)


@transaction.atomic
def release_and_accept(
    report: Report, *, public_text: str, user, address: str | None = None
) -> None:
    """Let everybody read the report and take it over. Raises ``NotReviewable``."""
    release_report(report, public_text=public_text, address=address, user=user)
    accept(report, user=user)


@on_locked_report
def change_status(
    report: Report, *, status: str, text: str, user, newest: int | None = None, **facts
) -> StatusUpdate:
    """Move the report on, with a public text for the reporting person.

    ``facts`` are what the state needs to know besides (``states.Need``): ``expected_on`` (a date),
    ``forwarded_to``, ``rejection_reason``. Whoever begins to work on what nobody handles becomes
    its handler. ``newest`` is that of ``tell``. Raises ``IllegalTransition`` and ``Missing``.
    """
    check_transition(report.status, status)
    _learn(report, status, facts)
    if status == Status.IN_PROGRESS and report.handler is None:
        report.handler = user
    check_needs(status, {**report.known, Need.TEXT: text.strip()})
    report.save(update_fields=["handler", *FACTS, "updated_at"])
    return move(report, status, text=text.strip(), user=user, newest=newest)


#: What a change of status may say besides its text.
FACTS = (Need.EXPECTED_ON, Need.FORWARDED_TO, Need.REJECTION_REASON)


def with_facts(report: Report, values: dict) -> Report:
    """A copy of the report that knows the facts among these values; nothing is saved."""
    known = copy(report)
    for name in set(FACTS) & values.keys():
        setattr(known, name, values[name])
    return known


def _learn(report: Report, status: str, facts: dict) -> None:
    if unknown := facts.keys() - set(FACTS):
        raise TypeError(f"no such fact: {', '.join(sorted(unknown))}")
    for name, value in facts.items():
        setattr(report, name, value)
    if status == Status.REJECTED and not report.rejection_reason:
        report.rejection_reason = RejectionReason.OTHER


def move(
    report: Report, status: str, *, text: str, user, newest: int | None = None
) -> StatusUpdate:
    """Move a locked report on without asking whether it may: for verbs that have asked."""
    previous = moving.set_status(report, status, user=user)
    update = tell(report, text=text, user=user, audience=audience_of(status), newest=newest)
    log(
        instance=report,
        action="anliegen.status",
        user=user,
        data={"old": previous, "new": status},
    )
    if status == Status.REJECTED:
        end_review(report, user=user)
        take_back(report, user=user)
    transaction.on_commit(
        lambda: status_changed.send_robust(Report, report=report, previous=previous, user=user)
    )
    return update


@on_locked_report
def answer(
    report: Report,
    *,
    text: str,
    user,
    audience: str = Audience.ALL,
    newest: int | None = None,
) -> StatusUpdate:
    """Write to the timeline without moving the report on; ``newest`` is that of ``tell``.

    Raises ``Missing``.
    """
    if not text.strip():
        raise Missing(report.status, Need.TEXT)
    update = tell(report, text=text.strip(), user=user, audience=audience, newest=newest)
    log(instance=report, action="anliegen.answer", user=user)
    return update


def tell(
    report: Report,
    *,
    text: str,
    user,
    audience: str = Audience.ALL,
    newest: int | None = None,
) -> StatusUpdate:
    """Write to the timeline and to the reporting person; the first words keep the promise.

    Whoever tells something has seen what those who read it wrote before: up to the reply with
    the key ``newest``, if the page that was shown ended there.
    """
    if user:
        replies = Reply.objects.to_be_read_at(report)
        heard = replies if audience == Audience.ALL else report.replies
        heard.mark_seen(user, newest=newest)
    update = StatusUpdate(
        report=report,
        status=report.status,
        text=text,
        audience=audience,
        created_at=timezone.now(),
        author=user,
    )
    if text and not update.is_question:  # a question answers nothing
        report.due_on = None
    report.save(update_fields=["due_on", "updated_at"])
    update.save()
    queue_status(update)
    return update


@on_locked_report
def forward(report: Report, *, department: Department, reason: str, user) -> None:
    """Give the report to another department of the same site; its handler is free again."""
    if department.site_id != report.site_id:
        raise ValueError("The department belongs to another site.")
    by = get_user_display_name(user)
    reason = {"by": by, "department": department.name, "text": reason.strip()}
    hand_over(report, department, reason=reason, user=user)


def hand_over(
    report: Report, department: Department, *, reason: dict, user, action: str = "forward"
) -> None:
    """Give a locked report to a department without asking whether it may: for verbs that have.

    The department is told.
    """
    entry = moving.hand_over(report, department, reason=reason, user=user, action=action)
    if entry:
        queue_notice(report, occasion=f"forward:{entry.pk}", reason=reason.get("text", ""))


@on_locked_report_even_merged
def add_note(report: Report, *, text: str, user, kind: str = Note.Kind.OTHER, files=()) -> Note:
    """Write an internal note, with files (uploads) if there are any.

    Raises ``ValidationError`` for a file that is not acceptable.
    """
    note = Note.objects.create(
        report=report, kind=kind, text=text.strip(), author=user, created_at=timezone.now()
    )
    for upload in files:
        attach(note, upload)
    log(instance=report, action="anliegen.note", user=user)
    return note


@on_locked_report
def correct_category(report: Report, *, category, user) -> None:
    """Put the report under another category and ask the rules again."""
    previous = report.category
    if not report.publishable or report.confidential:
        # Whoever released it did so because it could not become public, and what was said then
        # was meant for the reporting person.
        take_back(report, user=user)
        report.updates.update(audience=Audience.REPORTER)
    report.category = category
    seen = category.visibility
    # A test report stays out of sight once the test mode has ended, and a restricted one anyway.
    stays_hidden = report.is_test or report.restricted_at
    report.publishable = seen["publishable"] and (report.publishable or not stays_hidden)
    report.confidential = seen["confidential"]
    report.public_place = seen["public_place"]
    report.save(update_fields=["category", *seen, "updated_at"])
    data = {"old": previous.name, "new": category.name}
    entry = log(instance=report, action="anliegen.category", user=user, data=data)
    set_dates_again(report, user=user)
    department = report.department
    _route_again(report, user)
    if category.hazard and not previous.hazard and report.department == department:
        queue_notice(report, occasion=f"danger:{entry.pk}")


@on_locked_report
def correct_place(
    report: Report, *, latitude: float | None, longitude: float | None, address: str, user
) -> None:
    """Move the report to another place (WGS84 degrees) and ask the rules again."""
    report.latitude, report.longitude, report.address = latitude, longitude, address
    districts = _districts(report)
    report.district = districts[0] if districts else None
    report.save(update_fields=["latitude", "longitude", "address", "district", "updated_at"])
    log(instance=report, action="anliegen.place", user=user)
    _route_again(report, user)


def _districts(report: Report) -> list[District]:
    if report.latitude is None:
        return []
    return District.objects.containing(report.site, report.latitude, report.longitude)


def _route_again(report: Report, user) -> None:
    decision = decide(
        site=report.site,
        category=report.category,
        districts=_districts(report),
        answers={item["code"]: item["answer"] for item in report.answers},
    )
    hand_over(report, decision.department, reason=decision.reason, user=user)
