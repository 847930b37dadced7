"""Empties the outbox. Any number of these may run at the same time."""

import logging
import smtplib
from datetime import timedelta

from django import VERSION as DJANGO_VERSION
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from wagtail_anliegen.editor_settings import AnliegenSettings

from .mail import LINK_PLACEHOLDER
from .models import OutgoingMessage


logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
BACKOFF = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)]
LATE = timedelta(minutes=15)
MAIL_SERVER_TIMEOUT = 20  # seconds
#: Only these may carry the secret link of the reporting person.
TO_REPORTER = {
    OutgoingMessage.Kind.RECEIPT,
    OutgoingMessage.Kind.STATUS,
    OutgoingMessage.Kind.QUESTION,
}


def deliver_due(limit: int = 500) -> int:
    """Send up to ``limit`` mails that are due; returns how many were sent.

    A row is leased before its mail goes out, so that two runs never send it both; a run that
    dies leaves a lease that ends by itself.
    """
    release_held()
    sent = 0
    for _turn in range(limit):
        message = _lease_next()
        if message is None:
            break
        sent += _deliver(message)
    return sent


def standstill() -> timedelta | None:
    """How long the oldest mail has been waiting after which nothing went out, or None.

    One full mailbox is no standstill: mails that were written later reach the others. When the
    server is away, it is one from the first failure on, however often delivery is tried again.
    """
    waiting = OutgoingMessage.objects.filter(state=OutgoingMessage.State.QUEUED)
    done = OutgoingMessage.objects.exclude(state=OutgoingMessage.State.QUEUED)
    last = done.order_by("-pk").values_list("pk", flat=True).first() or 0
    oldest = waiting.filter(pk__gt=last).order_by("pk").values_list("created_at", flat=True).first()
    return None if oldest is None else timezone.now() - oldest


def late_by() -> int | None:
    """For how many minutes mails have been waiting, when that is longer than it should be."""
    age = standstill()
    return int(age.total_seconds() // 60) if age and age > LATE else None


def send_again(message: OutgoingMessage) -> None:
    """Put a mail back into the queue, under a Message-ID of its own."""
    fresh = OutgoingMessage._meta.get_field("message_id").get_default()
    OutgoingMessage.objects.filter(pk=message.pk).update(
        state=OutgoingMessage.State.QUEUED,
        attempts=0,
        due_at=timezone.now(),
        leased_until=None,
        last_error="",
        message_id=fresh,
    )


def _due(now):
    return OutgoingMessage.objects.filter(
        state=OutgoingMessage.State.QUEUED, due_at__lte=now
    ).filter(Q(leased_until=None) | Q(leased_until__lt=now))


def _lease_next() -> OutgoingMessage | None:
    now = timezone.now()
    for pk in _due(now).order_by("due_at").values_list("pk", flat=True)[:20]:
        # Whoever moves the row from unleased to leased has it; works on every database.
        if _due(now).filter(pk=pk).update(leased_until=now + LEASE):
            return OutgoingMessage.objects.select_related(
                "report__site", "site", "external_link__report__site"
            ).get(pk=pk)
    return None


def _deliver(message: OutgoingMessage) -> bool:
    diverted_to = ""
    if is_diverted(message):
        diverted_to = AnliegenSettings.for_site(message.origin).test_address
        if not diverted_to:
            _hold(message)
            return False
    try:
        _mailer().send_messages([_as_email(message, diverted_to=diverted_to)])
    except Exception as error:  # noqa: BLE001  any failure of one mail must not stop the others
        _postpone(message, error, permanent=_is_permanent(error))
    else:
        OutgoingMessage.objects.filter(pk=message.pk).update(
            state=OutgoingMessage.State.SENT,
            sent_at=timezone.now(),
            attempts=message.attempts + 1,
            leased_until=None,
            diverted_to=diverted_to,
            last_error="",
        )
        return True
    return False


def is_diverted(message: OutgoingMessage) -> bool:
    """Whether the mail may not reach its recipient, because it is only a test.

    Asked when the mail goes out, so that what was queued before the test mode began is diverted
    too. A test report's mails never go out, even after the test mode has ended.
    """
    about_a_test = message.report is not None and message.report.is_test
    return about_a_test or AnliegenSettings.for_site(message.origin).test_mode


def _hold(message: OutgoingMessage) -> None:
    OutgoingMessage.objects.filter(pk=message.pk).update(
        state=OutgoingMessage.State.HELD, leased_until=None
    )


def release_held() -> None:
    """Put mails of real reports back into the queue once the test mode of their site ended.

    Not a digest: it tells of test reports too, and the next one tells what is new.
    """
    held = OutgoingMessage.objects.filter(state=OutgoingMessage.State.HELD)
    held = held.exclude(report__is_test=True).exclude(kind=OutgoingMessage.Kind.DIGEST)
    testing = AnliegenSettings.objects.filter(test_mode=True).values("site")
    keys = held.exclude(report__site__in=testing).exclude(site__in=testing).values("pk")
    OutgoingMessage.objects.filter(pk__in=keys).update(
        state=OutgoingMessage.State.QUEUED, due_at=timezone.now()
    )


def _as_email(message: OutgoingMessage, *, diverted_to: str = "") -> EmailMessage:
    site, subject, body = message.origin, message.subject, message.body
    city = AnliegenSettings.for_site(site)
    with override(message.language):  # a project may have it in its addresses
        if link := _link_of(message):
            body = body.replace(LINK_PLACEHOLDER, link)
        if diverted_to:
            to = {"recipient": message.recipient}
            note = _("Test mode: outside of it, this mail would have gone to %(recipient)s.") % to
            subject = _("[Test for %(recipient)s]") % to + f" {subject}"
            body = f"{note}\n\n{body}"
    return EmailMessage(
        subject=subject,
        body=body,
        from_email=city.mail_from or settings.DEFAULT_FROM_EMAIL,
        to=[diverted_to or message.recipient],
        headers={
            "Message-ID": f"<{message.message_id}@{site.hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def _link_of(message: OutgoingMessage) -> str:
    """The secret link that the mail may carry, or nothing."""
    if message.external_link:
        return message.external_link.url
    return message.report.secret_url if message.report and message.kind in TO_REPORTER else ""


def _mailer():
    """Django's mailer, which must not wait for ever for a server that hangs."""
    mailer = mail.mailers.default if DJANGO_VERSION >= (6, 1) else mail.get_connection()
    if getattr(mailer, "timeout", 0) is None:
        mailer.timeout = MAIL_SERVER_TIMEOUT
    return mailer


def _is_permanent(error: Exception) -> bool:
    """Whether the server refused this mail for good, and not us, our sender or our password."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        replies = list(error.recipients.values())
    elif isinstance(error, smtplib.SMTPDataError):
        replies = [(error.smtp_code, error.smtp_error)]
    else:
        return False
    return all(500 <= code < 600 and not _is_about_sender(text) for code, text in replies)


def _is_about_sender(text: bytes | str) -> bool:
    # Most servers refuse a sender only when they are told the recipient; RFC 3463 has two codes.
    words = (text.decode(errors="replace") if isinstance(text, bytes) else text).lower()
    return "sender" in words or words.startswith(("5.1.7", "5.1.8"))


@transaction.atomic
def _postpone(message: OutgoingMessage, error: Exception, *, permanent: bool) -> None:
    wait = BACKOFF[min(message.attempts, len(BACKOFF) - 1)]
    state = OutgoingMessage.State.FAILED if permanent else OutgoingMessage.State.QUEUED
    OutgoingMessage.objects.filter(pk=message.pk).update(
        state=state,
        attempts=message.attempts + 1,
        due_at=timezone.now() + wait,
        leased_until=None,
        last_error=f"{type(error).__name__}: {error}"[:255],
    )
    about = message.report.reference if message.report else message.origin
    logger.warning("Mail %s for report %s: %s", message.pk, about, type(error))
