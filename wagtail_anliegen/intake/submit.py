"""The one front door: every report, from whatever side, comes in through here."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Site

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.geo.models import District
from wagtail_anliegen.moderation.review import start_review
from wagtail_anliegen.notifications.mail import queue_notice, queue_receipt
from wagtail_anliegen.photos.arrival import give_photos
from wagtail_anliegen.reports.deadlines import promise
from wagtail_anliegen.reports.models import Note, Report, Reporter, StatusUpdate
from wagtail_anliegen.reports.occasions import Occasion, occurred
from wagtail_anliegen.reports.reference import next_reference
from wagtail_anliegen.reports.states import Status
from wagtail_anliegen.routing.rules import Decision, decide
from wagtail_anliegen.signals import report_submitted


@dataclass(frozen=True)
class Contact:
    """Who to answer; every part may be empty."""

    name: str = ""
    email: str = ""
    phone: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.email or self.phone)


@dataclass(frozen=True)
class Submission:
    """A complete report in plain values; the position is in WGS84 degrees.

    ``key`` names the attempt: the same key always yields the same report. ``answers`` are
    dicts with ``code``, ``question``, ``answer``. ``photos`` are primary keys of photos that
    belong to no report yet. ``entered_by`` is whoever of staff typed it for somebody else, and
    ``note`` what only colleagues read about that.
    """

    key: str
    site: Site
    category: Category
    language: str
    description: str = ""
    latitude: float | None = None
    longitude: float | None = None
    address: str = ""
    location_note: str = ""
    answers: list[dict[str, Any]] = field(default_factory=list)
    contact: Contact = Contact()
    photos: list[int] = field(default_factory=list)
    channel: str = Report.Channel.WEB
    received_at: datetime | None = None
    entered_by: Any = None
    note: str = ""


def submit_report(submission: Submission) -> Report:
    """Accept a report: one transaction, after which it is with its department.

    Raises ``NoCentralInbox`` when no rule fits and the site has no central inbox.
    """
    key = hashlib.sha256(submission.key.encode()).hexdigest()
    if known := Report.objects.filter(submission_key=key).first():
        return known
    # Outside the transaction: on SQLite it holds the one write lock of the whole database.
    route = _route(submission)
    try:
        with transaction.atomic():
            report = _accept(submission, key, *route)
    except IntegrityError:
        # The same attempt came in twice at the same moment, and the other one was faster.
        if known := Report.objects.filter(submission_key=key).first():
            return known
        raise
    return report


def _accept(
    submission: Submission, key: str, districts: list[District], decision: Decision
) -> Report:
    report = _create(submission, key, districts, decision)
    if submission.contact:
        contact = submission.contact
        Reporter.objects.create(
            report=report, name=contact.name, email=contact.email, phone=contact.phone
        )
    StatusUpdate.objects.create(report=report, status=report.status, created_at=report.created_at)
    give_photos(report, submission.photos)
    if submission.entered_by:
        _say_who_entered(report, submission)
    start_review(report)
    queue_receipt(report)
    queue_notice(report, occasion="new")
    occurred(report, Occasion.Kind.ARRIVES)
    transaction.on_commit(lambda: report_submitted.send_robust(Report, report=report), robust=True)
    return report


def _say_who_entered(report: Report, submission: Submission) -> None:
    user = submission.entered_by
    log(instance=report, action="anliegen.enter", user=user, data={"channel": report.channel})
    if submission.note:
        Note.objects.create(
            report=report, text=submission.note, author=user, created_at=timezone.now()
        )


def _route(submission: Submission) -> tuple[list[District], Decision]:
    """The districts around the place, the smallest first, and who is responsible."""
    site, districts = submission.site, []
    if submission.latitude is not None:
        districts = District.objects.containing(site, submission.latitude, submission.longitude)
    given = {answer["code"]: answer["answer"] for answer in submission.answers}
    decision = decide(site=site, category=submission.category, districts=districts, answers=given)
    return districts, decision


def _create(
    submission: Submission, key: str, districts: list[District], decision: Decision
) -> Report:
    site, category = submission.site, submission.category
    now = submission.received_at or timezone.now()
    city = AnliegenSettings.for_site(site)
    today = timezone.localtime(now).date()
    return Report.objects.create(
        site=site,
        submission_key=key,
        reference=next_reference(site, today.year, is_test=city.test_mode),
        is_test=city.test_mode,
        category=category,
        description=submission.description,
        public_text=submission.description,
        answers=submission.answers,
        latitude=submission.latitude,
        longitude=submission.longitude,
        address=submission.address,
        location_note=submission.location_note,
        district=districts[0] if districts else None,
        department=decision.department,
        routing_reason=decision.reason,
        status=Status.RECEIVED,
        status_changed_at=now,
        channel=submission.channel,
        entered_by=submission.entered_by,
        language=submission.language,
        created_at=now,
        **promise(site, category=category, department=decision.department, received_on=today),
        **category.visibility,
    )
