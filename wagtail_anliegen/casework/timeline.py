"""Everything that happened to a report, in one line of time."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import registry

from wagtail_anliegen.notifications.errors import error_in_words
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.reports.audience import Audience
from wagtail_anliegen.reports.external import ExternalMessage
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.models import Note, Report, StatusUpdate
from wagtail_anliegen.reports.notes import may_reword
from wagtail_anliegen.reports.priority import Priority
from wagtail_anliegen.reports.wording import look_of

from .delegation.words import traced
from .forms import RewordNoteForm
from .verbs import HANDLE


#: Told better by the public history, the notes or the mails themselves.
TOLD_ELSEWHERE = {
    "anliegen.status",
    "anliegen.answer",
    "anliegen.reply",
    "anliegen.reopen",
    "anliegen.external_reply",
    "anliegen.note",
    "anliegen.reword_note",
    "wagtail.create",
    "wagtail.edit",
    "wagtail.workflow.start",
    "wagtail.workflow.approve",
}


@dataclass(frozen=True)
class Event:
    """``kind`` picks icon and look; ``public`` says whether citizens read it too."""

    time: datetime
    kind: str
    title: str
    text: str = ""
    author: str = ""
    public: bool = False
    details: dict[str, Any] = field(default_factory=dict)


def timeline(report: Report, user=None, rewording=None) -> list[Event]:
    """The newest event first; eight queries, however long the history is.

    ``user`` is offered to correct what they just noted, and led to the delivery log if they may
    read it; ``rewording`` is that form as it was sent.
    """
    events = [
        *_updates(report),
        *_replies(report),
        *_external(report),
        *_notes(report, user, rewording),
        *_log(report),
        *_mails(report, user),
    ]
    return sorted(events, key=lambda event: event.time, reverse=True)


def _author(user) -> str:
    return get_user_display_name(user) if user else ""


def _updates(report: Report):
    rows = StatusUpdate.objects.filter(report=report).select_related("author")
    for row in rows.order_by("created_at", "pk"):
        look = look_of(row.status, report.site_id)
        yield Event(
            row.created_at,
            "status",
            str(look.words),
            text=row.text,
            author=_author(row.author),
            public=row.audience == Audience.ALL,
            details={"look": look, "alone": row.audience == Audience.REPORTER},
        )


def _replies(report: Report):
    for row in report.replies.select_related("seen_by"):
        yield Event(
            row.created_at,
            "reply",
            _("Reply: %(kind)s") % {"kind": row.get_kind_display()},
            text=row.text,
            author=_("reporting person"),
            details={"reply": row, "seen_by": _author(row.seen_by)},
        )


def _external(report: Report):
    rows = ExternalMessage.objects.filter(link__report=report).select_related("link", "seen_by")
    for row in rows:
        yield Event(
            row.created_at,
            "external",
            _("From outside: %(kind)s") % {"kind": row.get_kind_display()},
            text=row.text,
            author=row.link.name,
            details={"photo_count": row.photo_count, "seen_by": _author(row.seen_by)},
        )


def _notes(report: Report, user, rewording):
    rows = report.notes.select_related("author")
    for row in rows.prefetch_related("versions", "attachments"):
        yield Event(
            row.created_at,
            "note",
            capfirst(row.get_kind_display()) if row.kind != Note.Kind.OTHER else _("Internal note"),
            text=row.text,
            author=_author(row.author),
            details={"note": row, "form": _rewording(row, user, rewording)},
        )


def _rewording(note: Note, user, sent) -> RewordNoteForm | None:
    """The form that corrects the note, for its author while it is fresh.

    What was sent with a fault, or too late, stays readable in any case.
    """
    if sent is not None and sent.is_bound and sent["note"].value() == str(note.pk):
        return sent
    if user is None or not user.has_perm(HANDLE) or not may_reword(note, user):
        return None
    return RewordNoteForm(
        report=note.report,
        user=user,
        prefix="reword_note",
        auto_id=f"id_{note.pk}_%s",
        initial={"note": note.pk, "text": note.text},
    )


def _log(report: Report):
    rows = ReportLogEntry.objects.filter(report=report).exclude(action__in=TOLD_ELSEWHERE)
    for row in rows.select_related("user"):
        yield Event(
            row.timestamp,
            "log",
            str(registry.get_action_label(row.action) if not row.message else row.message),
            text=_told(row.data),
            author=_author(row.user),
            details={"moved": _moved(row.data)},
        )


def _told(data: dict) -> str:
    """The part of a log entry's data that a person wants to read."""
    told = []
    if moved := _moved(data):
        told.append(moved)
    elif data.get("new"):
        told.append(str(data["new"]))
    told.extend(data.get("reports", ()))
    if reason := data.get("reason") or data.get("comment"):
        told.append(reason)
    return "\n".join([*told, *_told_besides(data)])


def _told_besides(data: dict):
    if data.get("contact"):
        yield _("with contact data of the reporting person")
    if "channel" in data:
        yield str(Report.Channel(data["channel"]).label)
    if "priority" in data:
        before, after = Priority(data["was"]), Priority(data["priority"])
        yield f"{before.label} → {after.label}"
    if "level" in data:
        yield _("Level %(level)s, to %(to)s") % data
    yield from traced(data)
    if "released" in data:
        yield _("released") if data["released"] else _("withdrawn")


def _moved(data: dict) -> str:
    """From what to what, where a log entry says both."""
    if not (data.get("old") and data.get("new")):
        return ""
    return f"{_in_words(data['old'])} → {_in_words(data['new'])}"


def _in_words(value: str) -> str:
    """Days are kept as ISO 8601 and read as people write them."""
    try:
        return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    except ValueError:
        return value


def _mails(report: Report, user):
    may_read = user is not None and user.has_perm("wagtail_anliegen.view_outgoingmessage")
    for row in OutgoingMessage.objects.filter(report=report):
        yield Event(
            row.created_at,
            "mail",
            _("Mail: %(kind)s") % {"kind": row.get_kind_display()},
            text=row.recipient,
            details={
                "state": row.state,
                "state_words": row.get_state_display(),
                "mail": row,
                "error": error_in_words(row.last_error),
                "url": reverse("anliegen_mails_modeladmin_inspect", args=[row.pk])
                if may_read
                else "",
            },
        )
