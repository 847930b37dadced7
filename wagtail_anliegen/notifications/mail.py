"""Writes mails into the outbox; nothing here talks to a mail server."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Site

from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.external import ExternalLink
from wagtail_anliegen.reports.groups import case_of, leading_as_told, news_for_followers
from wagtail_anliegen.reports.models import Report, StatusUpdate
from wagtail_anliegen.reports.states import ANSWERED, Status
from wagtail_anliegen.reports.turnaround import expectation
from wagtail_anliegen.routing.absences import substitute_of
from wagtail_anliegen.routing.models import Department

from . import recipients
from .models import OutgoingMessage
from .preferences import preference_of, wants_now
from .tasks import nudge
from .texts import own_words


#: Stands for the secret link in the outbox, which must not hold the secret itself.
LINK_PLACEHOLDER = "[[status-link]]"
_LINE_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


@dataclass(frozen=True)
class Mail:
    """A mail as it is written, before it is a row; ``recipient`` may be empty in a preview."""

    kind: str
    recipient: str
    language: str
    subject: str
    body: str


def queue_receipt(report: Report) -> None:
    """Tell the reporting person that the report arrived, if there is an address."""
    if email := _reporter_email(report):
        with override(report.language):
            context = {"expectation": expectation(report)}
        kind = OutgoingMessage.Kind.RECEIPT
        _queue(report, kind, email, key=f"receipt:{report.pk}", context=context)


def queue_status(update: StatusUpdate) -> None:
    """Tell what is new to the reporting person and to those whose reports were merged with it."""
    _tell_once([(update.report, update), *news_for_followers(update)])


def queue_to_followers(update: StatusUpdate) -> None:
    """Tell those whose reports were merged with it what the reporting person has just done."""
    _tell_once(list(news_for_followers(update)), told={_reporter_email(update.report)})


def queue_merge(updates: list[StatusUpdate]) -> None:
    """Tell the person of each update what became of the own report, and nobody twice.

    Whatever its status: that others were merged with it, or no longer, is no answer.
    """
    _tell_once([(update.report, update) for update in updates], may_answer=False)


def _tell_once(
    news: list[tuple[Report, StatusUpdate]], *, told: Iterable[str] = (), may_answer: bool = True
) -> None:
    """One mail to each address, with number, language and link of the first of its reports."""
    told = {email.casefold() for email in told}
    for report, update in news:
        email = _reporter_email(report)
        if not email or email.casefold() in told:
            continue
        told.add(email.casefold())
        follower = "" if report.pk == update.report_id else f":{report.pk}"
        _queue(
            report,
            OutgoingMessage.Kind.STATUS if follower else _kind_of(update),
            email,
            key=f"status:{update.pk}{follower}",
            context=_context_of(update, may_answer),
        )


def write_status(update: StatusUpdate) -> Mail:
    """What ``queue_status`` will tell with this update, which need not be saved yet."""
    email = _reporter_email(update.report)
    return _write(update.report, _kind_of(update), email, context=_context_of(update))


def _kind_of(update: StatusUpdate) -> str:
    return OutgoingMessage.Kind.QUESTION if update.is_question else OutgoingMessage.Kind.STATUS


def _context_of(update: StatusUpdate, may_answer: bool = True) -> dict:
    merged = update.status == Status.DUPLICATE
    leading = leading_as_told(update.report) if merged else None
    is_answer = may_answer and update.status in ANSWERED
    return {"update": update, "is_answer": is_answer, "leading": leading}


def queue_notice(
    report: Report, *, occasion: str, reason: str = "", leading: Report | None = None
) -> None:
    """Tell the department; ``occasion`` names the event, so that it is told once.

    ``reason`` is what a colleague wrote who passed the report on; ``leading`` is the report it
    was merged with.

    Where there is no mailbox its people are told, each in a mail of their own; others as they
    wish.
    """
    key = f"notice:{report.pk}:{report.department_id}:{occasion}"
    for whose, email in recipients.of_new_report(report):
        _queue(
            report,
            OutgoingMessage.Kind.NOTICE,
            email,
            key=key + whose,
            language=settings.LANGUAGE_CODE,
            context=_of_notice(report, reason, leading),
        )


def _of_notice(report: Report, reason: str, leading: Report | None) -> dict:
    """Of a confidential report the number must do, as ``_among_colleagues`` says."""
    secret = report.confidential
    return {
        "admin_url": _admin_url(report),
        "category": _("confidential") if secret else report.category,
        "reason": "" if secret else reason,
        "leading": leading,
    }


def queue_to_colleague(report: Report, colleague, *, news: str, occasion: str, **context) -> bool:
    """Tell one person of the staff, if there is an address and the report is theirs to see.

    ``news`` picks the words in the template; ``context`` is what they need. ``occasion`` names
    the event, so that it is told once. Whoever stands in is told too. Returns whether the person
    or the substitute reads of it.
    """
    context |= {"news": news, "occasion": occasion}
    told = _queue_to_person(report, colleague, **context)
    substitute = substitute_of(colleague)
    if substitute is None:
        return told
    name = get_user_display_name(colleague)
    return _queue_to_person(report, substitute, stands_in_for=name, **context) or told


def _queue_to_person(report: Report, colleague, *, news: str, occasion: str, **context) -> bool:
    email = recipients.address_of(colleague)
    if not email or not Report.objects.visible_to(colleague).filter(pk=report.pk).exists():
        return False
    if news == "assigned" and not wants_now(preference_of(colleague).assigned, report):
        return True  # or not at all, as this person wishes
    _queue(
        report,
        OutgoingMessage.Kind.COLLEAGUE,
        email,
        key=f"{news}:{report.pk}:{colleague.pk}:{occasion}",
        language=settings.LANGUAGE_CODE,
        context=_among_colleagues(report, news, context),
    )
    return True


def _among_colleagues(report: Report, news: str, context: dict) -> dict:
    """A mailbox has more readers than a confidential report: then the number must do."""
    told = {"admin_url": _admin_url(report), "news": news, "category": report.category, **context}
    if report.confidential:
        told |= {"category": _("confidential"), "text": ""}
    return told


def queue_to_department(
    report: Report, *, news: str, occasion: str, department: Department | None = None, **context
) -> None:
    """Tell the mailbox of a department, usually the report's own, or without one its people."""
    find = recipients.of_follow_up if news == "follow_up" else recipients.of_department
    for whose, email in find(report, department or report.department):
        _queue(
            report,
            OutgoingMessage.Kind.COLLEAGUE,
            email,
            key=f"{news}:{report.pk}:team:{occasion}{whose}",
            language=settings.LANGUAGE_CODE,
            context=_among_colleagues(report, news, context),
        )


def queue_escalation(about: Report | Site, recipient: str, *, key: str, context: dict) -> None:
    """Tell somebody of staff about one late report or about several of a site."""
    kind = OutgoingMessage.Kind.ESCALATION
    _queue(about, kind, recipient, key=key, language=settings.LANGUAGE_CODE, context=context)


def queue_digest(site: Site, recipient: str, *, key: str, context: dict) -> bool:
    """Tell a mailbox or a person what waits on a site; whether there was no such mail yet."""
    language, kind = settings.LANGUAGE_CODE, OutgoingMessage.Kind.DIGEST
    return _queue(site, kind, recipient, key=key, language=language, context=context)


def queue_reply(reply: Reply) -> None:
    """Tell whoever handles the report, or else its department, that the person has written.

    Where it was merged with another, those who work on that one. Whoever stands in for an absent
    handler is told too. What was written stays in the case: the mail only leads there.
    """
    report = case_of(reply.report)
    for whose, email in recipients.of_reply(report):
        _queue(
            report,
            OutgoingMessage.Kind.REPLY,
            email,
            key=f"reply:{reply.pk}{whose}",
            language=settings.LANGUAGE_CODE,
            context={
                "admin_url": _admin_url(report),
                "reply": reply,
                "is_of_follower": reply.report_id != report.pk,
            },
        )


def queue_external(link: ExternalLink) -> None:
    """Send the link to whoever is asked, once for each secret it has."""
    key = f"external:{link.pk}:{link.token_hash[:16]}"
    _keep(write_external(link), key=key, report=link.report, external_link=link)


def write_external(link: ExternalLink) -> Mail:
    """What ``queue_external`` will send with this link, which need not be saved yet."""
    return _write(
        link.report,
        OutgoingMessage.Kind.EXTERNAL,
        link.email,
        language=settings.LANGUAGE_CODE,
        context={"link": link},
    )


def withdraw_external(link: ExternalLink) -> None:
    """Take back what has not gone out yet: it might be on its way to the wrong person."""
    State = OutgoingMessage.State
    waiting = link.mails.filter(state__in=[State.QUEUED, State.HELD, State.FAILED])
    waiting.filter(leased_until=None).delete()


def _admin_url(report: Report) -> str:
    with override(settings.LANGUAGE_CODE):
        path = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
    return report.site.root_url + path


def _reporter_email(report: Report) -> str:
    reporter = getattr(report, "reporter", None)
    return reporter.email if reporter else ""


def _queue(about, kind, recipient, *, key, **kwargs) -> bool:
    mail = _write(about, kind, recipient, **kwargs)
    place = {"report": about} if isinstance(about, Report) else {"site": about}
    return _keep(mail, key=key, **place)


def _keep(mail: Mail, *, key: str, **about) -> bool:
    """Whether there was no such mail yet."""
    defaults = {**about, **asdict(mail)}
    _message, is_new = OutgoingMessage.objects.get_or_create(key=key, defaults=defaults)
    transaction.on_commit(nudge, robust=True)
    return is_new


def _write(about, kind, recipient, *, language=None, context=None) -> Mail:
    report = about if isinstance(about, Report) else None
    site = about.site if report else about
    language = language or report.language
    context = {
        "report": report,
        "site": site,
        "city": AnliegenSettings.for_site(site),
        "status_link": (link := uuid4().hex),
        **(context or {}),
    }
    with override(language):
        subject, body = own_words(kind, context) or _usual_words(kind, context)
    # Whoever types the placeholder gets no link: it counts only where the template put it.
    body = body.replace(LINK_PLACEHOLDER, " ").replace(link, LINK_PLACEHOLDER)
    return Mail(
        kind=kind,
        recipient=recipient,
        language=language,
        subject=_LINE_BREAKS.sub(" ", subject).strip()[:255],
        body=body.strip() + "\n",
    )


def _usual_words(kind: str, context: dict) -> tuple[str, str]:
    name = f"wagtail_anliegen/mail/{kind}"
    subject = render_to_string(f"{name}_subject.txt", context)
    return subject, render_to_string(f"{name}.txt", context)
