"""Where personal data lies: the one list that erasing, access copies and the record go by.

A test walks all tables that hang on a report: a new field has to be entered here, or among
``IMPERSONAL`` with a reason, before the suite is green again.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.reports.models import Report


class Part(models.TextChoices):
    """What can be erased by itself."""

    CONTACT = "contact", _("contact data")
    WORDS = "words", _("words, answers and place")
    PHOTOS = "photos", _("photos")
    MAILS = "mails", _("mails")


@dataclass(frozen=True)
class Holding:
    """A table with personal data: ``path`` leads from a row of it to the report.

    ``fields`` are what is personal. Where ``row_stays`` they are emptied, for the figures' sake;
    otherwise the row goes with its files. ``by_person`` is what the reporting person gave or was
    told, so that they may take it out themselves.
    """

    model: str
    path: str
    part: Part
    fields: tuple[str, ...]
    row_stays: bool = False
    by_person: bool = False

    @property
    def table(self) -> type[models.Model]:
        return apps.get_model("wagtail_anliegen", self.model)

    def rows(self, report: Report) -> QuerySet:
        """The rows of one report."""
        return self.table._default_manager.filter(**{self.path or "pk": report.pk})

    @property
    def empty(self) -> dict:
        """What stands in the fields afterwards."""
        return {name: _empty(self.table._meta.get_field(name)) for name in self.fields}


def _empty(field: models.Field):
    if field.null:
        return None
    return field.get_default() if field.has_default() else ""


_OF_THE_REPORT = (
    "description",
    "public_text",
    "answers",
    "latitude",
    "longitude",
    "cell",
    "address",
    "location_note",
    "public_latitude",
    "public_longitude",
    "public_cell",
    "public_address",
    "forwarded_to",
    "routing_reason",
)

#: The report itself comes last, so that what is written anew about it holds nothing any more.
INVENTORY = (
    Holding("Reporter", "report", Part.CONTACT, ("name", "email", "phone"), by_person=True),
    Holding("OutgoingMessage", "report", Part.MAILS, ("recipient", "subject", "body")),
    Holding("Photo", "report", Part.PHOTOS, ("original", "display", "thumbnail"), by_person=True),
    Holding("ReportDraft", "report", Part.WORDS, ("data",)),
    Holding("ExternalMessage", "link__report", Part.WORDS, ("text",)),
    Holding("ExternalLink", "report", Part.WORDS, ("name", "email", "message", "text", "address")),
    Holding("NoteAttachment", "note__report", Part.WORDS, ("file", "name")),
    Holding("NoteVersion", "note__report", Part.WORDS, ("text",)),
    Holding("Note", "report", Part.WORDS, ("text",)),
    Holding("FollowUp", "report", Part.WORDS, ("reason",)),
    Holding("DayStop", "report", Part.WORDS, ()),
    Holding("Participation", "report", Part.WORDS, ("question",), row_stays=True),
    Holding("Reply", "report", Part.WORDS, ("text",), row_stays=True, by_person=True),
    Holding("StatusUpdate", "report", Part.WORDS, ("text",), row_stays=True, by_person=True),
    Holding("Report", "", Part.WORDS, _OF_THE_REPORT, row_stays=True, by_person=True),
)

#: Fields with words, numbers or files that tell nothing of a person, table by table.
IMPERSONAL = {
    # Codes, numbers and days; a name is only that of a department, a rule or a district.
    "Report": {
        "reference",
        "submission_key",  # a hash
        "link_seed",  # leads to a page that says that everything is erased
        "link_hash",
        "status",
        "rejection_reason",
        "channel",
        "language",
        "deadline_reason",
        "public_place",
    },
    "StatusUpdate": {"status", "audience"},
    "Note": {"kind"},
    "NoteAttachment": {"ending", "sha256", "scan", "finding"},
    "Reply": {"kind", "key"},
    "ExternalMessage": {"kind", "key"},
    "ExternalLink": {"latitude", "longitude", "photo_keys", "seed", "token_hash"},
    "OutgoingMessage": {"kind", "key", "language", "state", "last_error", "diverted_to"},
    "Photo": {"sha256", "regions", "kind", "scan", "finding"},
    "Detection": {"state", "detectors", "found", "doubts", "error"},  # goes with its photo
    "ReportDraft": {"token", "language"},
    "ReportLogEntry": {"label", "action", "data"},  # the data is thinned out in ``erasure``
    "Look": {"what"},
    "Merge": {"status"},
    "Occasion": {"kind", "status"},
    "DelegationRun": {"occasion"},
    "Escalation": {"recipient"},  # of staff
    "LegalHold": {"reason"},  # as long as there is one, nothing is erased
    "OldReport": {"source", "number"},  # so that an import does not bring the report back
}
