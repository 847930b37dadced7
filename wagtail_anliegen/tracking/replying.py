"""Takes in what the reporting person writes: one transaction, after which staff know of it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from wagtail_anliegen.editor_settings import AnliegenSettings, ReopenTo
from wagtail_anliegen.notifications.mail import queue_reply, queue_to_followers
from wagtail_anliegen.photos.arrival import give_photos
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.deadlines import promise
from wagtail_anliegen.reports.models import Report, StatusUpdate
from wagtail_anliegen.reports.moving import hand_over, set_status
from wagtail_anliegen.reports.states import Status
from wagtail_anliegen.routing.models import Department
from wagtail_anliegen.signals import status_changed

from .offers import offers
from .sending import MOST_UNSEEN, NotTaken


@transaction.atomic
def receive(
    report: Report, *, kind: str, key: str, text: str = "", photos: Iterable[Photo] = ()
) -> Reply:
    """Keep a reply and do what follows from it; the same ``key`` always yields the same reply.

    ``photos`` belong to no report yet. Raises ``NotTaken``.
    """
    # Locked, so that a double click comes one after the other.
    locked = Report.objects.select_for_update(of=("self",))
    report = locked.select_related("site").get(pk=report.pk)
    if known := Reply.objects.filter(key=key).first():
        return known
    if report.replies.unseen().count() >= MOST_UNSEEN:
        raise NotTaken
    offered = offers(report)
    if report.erased_at or not offered.allow(kind):
        raise NotTaken
    if kind == Reply.Kind.ANSWER and not offered.answer:
        kind = Reply.Kind.MESSAGE  # somebody went on without waiting for it
    elif kind == Reply.Kind.MESSAGE and offered.answer:
        kind = Reply.Kind.ANSWER
    reply = Reply(report=report, kind=kind, key=key, text=text)
    reply.photo_count = give_photos(report, [photo.pk for photo in photos])
    reply.reopened = kind == Reply.Kind.UNSATISFIED and bool(offered.reopen_until)
    reply.save()
    log(instance=report, action="anliegen.reply", data={"kind": kind})
    _follow(report, reply)
    queue_reply(reply)
    return reply


def _follow(report: Report, reply: Reply) -> None:
    if reply.reopened:
        log(instance=report, action="anliegen.reopen")
        _reopen(report)
    elif reply.kind == Reply.Kind.ANSWER:
        _move(report, Status.IN_PROGRESS if report.handler_id else Status.IN_REVIEW)


def _move(report: Report, status: str) -> StatusUpdate:
    """Told in the history, but not by mail: the person has just done it."""
    previous = set_status(report, status)
    update = StatusUpdate.objects.create(report=report, status=status, created_at=timezone.now())
    log(instance=report, action="anliegen.status", data={"old": previous, "new": status})
    transaction.on_commit(
        lambda: status_changed.send_robust(Report, report=report, previous=previous, user=None),
        robust=True,
    )
    return update


def _reopen(report: Report) -> None:
    """Open again, with a new promise, at whom the editors chose; those who follow hear of it."""
    rules = AnliegenSettings.for_site(report.site)
    if rules.reopen_to != ReopenTo.HANDLER or not _can_go_on(report):
        report.handler = None
    report.save(update_fields=["handler", "updated_at"])
    if rules.reopen_to == ReopenTo.CENTRAL:
        _to_central_inbox(report)
    queue_to_followers(_move(report, Status.IN_REVIEW))
    _promise_anew(report)


def _promise_anew(report: Report) -> None:
    dates = promise(
        report.site,
        category=report.category,
        department=report.department,
        received_on=timezone.localdate(),
    )
    for name, value in dates.items():
        setattr(report, name, value)
    report.save(update_fields=[*dates, "updated_at"])


def _can_go_on(report: Report) -> bool:
    """Whether the handler still works here."""
    handler = report.handler
    return bool(handler) and Report.objects.workable_by(handler).filter(pk=report.pk).exists()


def _to_central_inbox(report: Report) -> None:
    central = Department.objects.filter(site=report.site, is_central=True).first()
    if central and central != report.department:
        hand_over(report, central, reason={"reopened": True, "department": central.name})
