"""Erases what is personal in a report: everywhere, at once, and with proof that it happened.

What stays are figures: that there was a report, of which category and district, when it came in
and when it was closed, how far it went. See ``inventory`` for what goes and what stays.
"""

from collections.abc import Iterable
from dataclasses import asdict, astuple, dataclass, field
from functools import reduce
from operator import or_

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Revision, WorkflowState

from wagtail_anliegen.deletion import delete_file_later, delete_with_files
from wagtail_anliegen.moderation.review import end_review, take_back
from wagtail_anliegen.notifications.delivery import TO_REPORTER
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.reports import moving
from wagtail_anliegen.reports.audience import Audience
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.looks import Look
from wagtail_anliegen.reports.models import Report, StatusUpdate
from wagtail_anliegen.reports.search import remember
from wagtail_anliegen.reports.states import RejectionReason, Status
from wagtail_anliegen.signals import report_erased

from .inventory import INVENTORY, Holding, Part
from .models import Cause, Deletion, LegalHold, What


class Held(Exception):
    """A legal hold keeps the report as it is."""


@dataclass(frozen=True)
class Gone:
    """How much was erased."""

    reports: int = 0
    files: int = 0
    mails: int = 0
    looks: int = 0

    def __add__(self, other: "Gone") -> "Gone":
        both = zip(astuple(self), astuple(other), strict=True)
        return Gone(*(one + another for one, another in both))


#: What goes at once when a person or a period asks for one thing.
_PARTS = {
    What.CONTACT: (Part.CONTACT,),
    What.PHOTOS: (Part.PHOTOS,),
    What.REPORT: tuple(Part),
}


@dataclass
class Erasure:
    """One deed, which may be about many reports: writes one line into the register."""

    site: object
    what: str
    cause: str
    rule: str = ""
    user: object = None
    entry: Deletion | None = field(default=None, init=False)

    def count(self, gone: Gone) -> None:
        """Put it down in the register; in the transaction of what was erased."""
        more = {name: F(name) + number for name, number in asdict(gone).items()}
        known = Deletion.objects.filter(pk=self.entry and self.entry.pk)
        if not known.update(**more):  # the first, or the first was rolled back
            self.entry = Deletion.objects.create(
                site=self.site,
                what=self.what,
                cause=self.cause,
                rule=self.rule,
                user=self.user,
                **asdict(gone),
            )


@transaction.atomic
def forget(report: Report, *, what: str = What.REPORT, cause: str = Cause.STAFF, user=None) -> Gone:
    """Erase ``what`` (contact data, photos or the whole report) of one report.

    An open report is closed as taken back when all of it goes. Raises ``Held``.
    """
    gone = erase(report, Erasure(report.site, what, cause, user=user))
    report.refresh_from_db()
    return gone


@transaction.atomic
def erase(report: Report, deed: Erasure) -> Gone:
    """The same as part of a deed that is about several reports."""
    locked = Report.objects.select_for_update().get(pk=report.pk)
    if LegalHold.objects.filter(report=locked).exists():
        raise Held(locked.reference)
    _overwrite_removed()
    parts = _PARTS[deed.what]
    gone = Gone(reports=1)
    if deed.what == What.REPORT:
        _close(locked, deed.user)
        gone += _mails_about_others(locked)
    elif deed.what == What.CONTACT:
        gone += _mails_to_person(locked)
    for holding in INVENTORY:
        if holding.part in parts:
            gone += _empty(holding, locked)
    if deed.what == What.REPORT:
        _forget_traces(locked)
    locked.refresh_from_db()
    remember(locked)
    data = {"what": deed.what, "cause": deed.cause}
    log(instance=locked, action="anliegen.erase", user=deed.user, data=data)
    deed.count(gone)
    transaction.on_commit(
        lambda: report_erased.send_robust(Report, report=locked, what=deed.what), robust=True
    )
    return gone


@transaction.atomic
def erase_original(photo: Photo, deed: Erasure) -> Gone:
    """Erase what a released photo was made from; what everybody sees stays. Raises ``Held``.

    Harmless when it is no longer released.
    """
    locked = Photo.objects.select_for_update(of=("self",)).get(pk=photo.pk)
    if LegalHold.objects.filter(report=locked.report_id).exists():
        raise Held(str(photo.uuid))
    if not locked.is_released or not locked.original:
        return Gone()
    delete_file_later(locked.original.storage, locked.original.name)
    Photo.objects.filter(pk=locked.pk).update(original="", sha256="")
    gone = Gone(reports=1, files=1)
    deed.count(gone)
    return gone


@transaction.atomic
def erase_mails(mails: Iterable[int], deed: Erasure) -> Gone:
    """Erase these mails (primary keys)."""
    _overwrite_removed()
    count, _by_model = OutgoingMessage.objects.filter(pk__in=list(mails)).delete()
    gone = Gone(mails=count)
    deed.count(gone)
    return gone


@transaction.atomic
def erase_looks(looks: Iterable[int], deed: Erasure) -> Gone:
    """Erase these notes of who looked at personal data (primary keys)."""
    count, _by_model = Look.objects.filter(pk__in=list(looks)).delete()
    gone = Gone(looks=count)
    deed.count(gone)
    return gone


def _empty(holding: Holding, report: Report) -> Gone:
    rows = holding.rows(report)
    if holding.row_stays:
        rows.update(**holding.empty)
        return Gone()
    if holding.table is OutgoingMessage:
        return Gone(mails=rows.delete()[0])
    return Gone(files=delete_with_files(rows))


def _close(report: Report, user) -> None:
    """Nobody works on what nobody knows any more, and nobody outside sees it."""
    if report.is_open:
        report.rejection_reason = RejectionReason.WITHDRAWN
        report.save(update_fields=["rejection_reason", "updated_at"])
        moving.set_status(report, Status.REJECTED, user=user)
        StatusUpdate.objects.create(
            report=report,
            status=report.status,
            audience=Audience.REPORTER,
            created_at=timezone.now(),
        )
    end_review(report, user=user)
    take_back(report, user=user)
    report.refresh_from_db()
    report.publishable, report.erased_at = False, timezone.now()
    report.save(update_fields=["publishable", "erased_at", "updated_at"])


def _mails_to_person(report: Report) -> Gone:
    return Gone(mails=report.messages.filter(kind__in=TO_REPORTER).delete()[0])


def _mails_about_others(report: Report) -> Gone:
    """Mails that belong to other reports or to a whole site, but quote this one."""
    quoting = Q(report=None, site=report.site_id, body__contains=report.reference)
    updates = report.updates.values_list("pk", flat=True)
    told = [Q(key__startswith=f"status:{pk}:") for pk in updates]
    mails = OutgoingMessage.objects.filter(reduce(or_, told, quoting))
    return Gone(mails=mails.exclude(report=report).delete()[0])


def _forget_traces(report: Report) -> None:
    """What Wagtail remembers: revisions, comments of a review, and the words in log entries."""
    states = WorkflowState.objects.for_instance(report)
    for state in states:
        state.task_states.exclude(comment="").update(comment="")
    Revision.objects.for_instance(report).delete()
    entries = ReportLogEntry.objects.filter(report=report)
    entries.update(revision=None)
    for entry in entries.exclude(data={}):
        entry.data = {key: value for key, value in entry.data.items() if _is_harmless(value)}
        entries.filter(pk=entry.pk).update(data=entry.data)  # saving asks for more than needed


def _is_harmless(value) -> bool:
    """A number, a yes or no, a state: what figures are made of."""
    return isinstance(value, (bool, int)) or value in (*Status.values, *What.values, *Cause.values)


def _overwrite_removed() -> None:
    """SQLite leaves removed rows readable in its file until something else is written there."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
