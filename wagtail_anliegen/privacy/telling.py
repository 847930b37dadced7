"""How each table of the inventory is told in an access copy."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.notifications.delivery import TO_REPORTER
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.photos.models import Photo


@dataclass(frozen=True)
class Fact:
    """One value: ``value`` for machines, ``lines`` for people, ``file`` its path in the copy."""

    key: str
    label: str
    value: Any
    lines: list[str]
    file: str = ""

    @property
    def is_picture(self) -> bool:
        """Whether the page shows it; smaller and larger ones are only linked."""
        return self.key == "display"


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    rows: list[list[Fact]]

    @property
    def plain(self) -> list[dict[str, Any]]:
        return [{fact.key: fact.value for fact in row} for row in self.rows]


def _nothing(row, name: str, complete: bool) -> bool:
    return False


def _of_mail(row: OutgoingMessage, name: str, complete: bool) -> bool:
    """Addresses of colleagues are theirs, and what is written to them names them."""
    outwards = row.kind in {*TO_REPORTER, OutgoingMessage.Kind.EXTERNAL}
    return name in ("recipient", "body") and not outwards


def _of_photo(row: Photo, name: str, complete: bool) -> bool:
    """Of photos that staff took and released, the person has what everybody sees."""
    return name == "original" and row.is_after and not complete


def _of_report(row, name: str, complete: bool) -> bool:
    """What the editors write is the person's to read once it is public."""
    return name == "public_text" and not (complete or row.is_public)


@dataclass(frozen=True)
class Telling:
    """``key`` stands in ``data.json``. ``also`` are fields that say what a row is about; those
    named ``internal`` are left out where not everything is told."""

    key: str
    title: str | Promise
    also: tuple[str, ...] = ()
    internal: tuple[str, ...] = ()
    labels: dict[str, str | Promise] = field(default_factory=dict)
    keep_back: Callable[[Any, str, bool], bool] = _nothing

    def keeps_back(self, row, name: str, *, complete: bool) -> bool:
        return self.keep_back(row, name, complete)


_TIME, _KIND_AND_TIME = ("created_at",), ("kind", "created_at")

TELLINGS: dict[str, Telling] = {
    "Report": Telling(
        "report",
        _("The report"),
        also=(
            "reference",
            "category",
            "status",
            "rejection_reason",
            "department",
            "district",
            "channel",
            "language",
            "created_at",
            "closed_at",
            "expected_on",
            "due_on",
            "restricted_at",
        ),
        internal=("cell", "routing_reason"),
        labels={
            "description": _("your text"),
            "cell": _("map cell"),
            "routing_reason": _("why this department"),
            "latitude": _("latitude"),
            "longitude": _("longitude"),
        },
        keep_back=_of_report,
    ),
    "Reporter": Telling("contact", _("Contact data")),
    "StatusUpdate": Telling("answers", _("What the city answered"), also=("status", *_TIME)),
    "Reply": Telling("replies", _("What you wrote to us"), also=_KIND_AND_TIME),
    "Photo": Telling("photos", _("Photos"), also=("kind", *_TIME), keep_back=_of_photo),
    "Note": Telling("notes", _("Internal notes"), also=_KIND_AND_TIME),
    "NoteVersion": Telling("note_versions", _("Earlier versions of notes"), also=("replaced_at",)),
    "NoteAttachment": Telling("attachments", _("Files with the notes")),
    "FollowUp": Telling("follow_ups", _("Follow-ups"), also=("due_on", "done_at")),
    "Participation": Telling(
        "participations",
        _("Departments that were asked"),
        also=("department", "asked_at", "done_at"),
    ),
    "ExternalLink": Telling(
        "external_links", _("People outside who were asked"), also=("created_at", "with_contact")
    ),
    "ExternalMessage": Telling(
        "external_messages", _("What people outside wrote"), also=_KIND_AND_TIME
    ),
    "OutgoingMessage": Telling(
        "mails", _("Mails"), also=("kind", "created_at", "sent_at"), keep_back=_of_mail
    ),
    "ReportDraft": Telling("drafts", _("Drafts"), labels={"data": _("what was typed")}),
}
