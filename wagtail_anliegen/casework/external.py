"""Involving people outside the city: they get a link to what staff chose to show, and no more."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.utils import timezone
from wagtail.log_actions import log

from wagtail_anliegen.notifications.mail import queue_external, withdraw_external
from wagtail_anliegen.photos.external import photos_to_choose
from wagtail_anliegen.reports.external import USUAL_DAYS, ExternalLink, ExternalMessage
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import IllegalTransition

from .locking import on_locked_report, on_locked_report_even_merged


class NotPossible(IllegalTransition):
    """The report is closed, or has become confidential since somebody outside was asked."""


def end_after(days: int) -> datetime:
    """The end of that day, as people read a date."""
    day = timezone.localdate() + timedelta(days=days + 1)
    return timezone.make_aware(datetime.combine(day, time.min)) - timedelta(seconds=1)


def draft(
    report: Report,
    *,
    days: int = USUAL_DAYS,
    with_position: bool = False,
    photos: Iterable[int] = (),
    user=None,
    **values,
) -> ExternalLink:
    """The link as it would be sent now, not saved yet; ``values`` are those of the model.

    ``photos`` are the keys of those that are shown though they are not public.
    """
    position = (report.latitude, report.longitude) if with_position else (None, None)
    chosen = photos_to_choose(report).filter(pk__in=[*photos])
    return ExternalLink(
        report=report,
        is_confidential=report.confidential,
        latitude=position[0],
        longitude=position[1],
        photo_keys=[*chosen.order_by("pk").values_list("pk", flat=True)],
        created_by=user,
        expires_at=end_after(days),
        **values,
    )


@on_locked_report
def invite(report: Report, *, user, **values) -> ExternalLink:
    """Ask somebody outside, who gets a mail with the link; the report stays where it is.

    ``values`` are those of ``draft``. That contact data is passed on stands in the history.
    Raises ``NotPossible``.
    """
    if not report.is_open:
        raise NotPossible(report.reference)
    link = draft(report, user=user, **values)
    link.save()
    _log(report, link, "external", user=user, reason=link.message)
    queue_external(link)
    return link


@on_locked_report
def renew(report: Report, *, link: ExternalLink, days: int = USUAL_DAYS, user) -> None:
    """Send a new link; the old one leads nowhere from now on. Raises ``NotPossible``."""
    link = ExternalLink.objects.at_case(report).get(pk=link.pk)
    if not report.is_open or not link.can_be_renewed:
        raise NotPossible(report.reference)
    withdraw_external(link)
    link.change_secret()
    link.sent_at = timezone.now()
    link.expires_at = end_after(days)
    link.opened_at = link.revoked_at = None
    link.save()
    _log(report, link, "external_renew", user=user)
    queue_external(link)


@on_locked_report_even_merged
def revoke(report: Report, *, link: ExternalLink, user) -> None:
    """Let the link lead nowhere, and take back a mail that has not gone out yet."""
    link = ExternalLink.objects.at_case(report).get(pk=link.pk)
    if link.revoked_at is not None:
        return
    link.revoked_at = timezone.now()
    link.save(update_fields=["revoked_at"])
    withdraw_external(link)
    _log(report, link, "external_revoke", user=user)


@on_locked_report_even_merged
def see(report: Report, *, newest: int | None = None, user) -> None:
    """Take notice of what people outside wrote; nothing else has to be done about it.

    ``newest`` is the key of the last message that was read; what came after it waits on.
    """
    if ExternalMessage.objects.to_be_read_at(report).mark_seen(user, newest=newest):
        log(instance=report, action="anliegen.external_seen", user=user)


def _log(report: Report, link: ExternalLink, action: str, *, user, **data) -> None:
    data |= {"new": link.name}
    if link.with_contact and action != "external_revoke":
        data["contact"] = True
    log(instance=report, action=f"anliegen.{action}", user=user, data=data)
