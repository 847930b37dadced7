"""Plays a year of reports through the front door, then sets the clocks."""

import io
from datetime import timedelta
from functools import cache
from random import Random

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from example_site.home.conversations import load_conversations
from example_site.town.catalogue import QUESTIONS
from example_site.town.photos import draw_photo
from example_site.town.reports import generate_reports
from wagtail_anliegen.casework.day import add_stop, offered_to, stops_of
from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.categories.questions import questions_of
from wagtail_anliegen.intake.submit import Contact, Submission, submit_report
from wagtail_anliegen.moderation.review import release
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.store import store_photo
from wagtail_anliegen.reports.audience import audience_of
from wagtail_anliegen.reports.deadlines import STANDING
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.merges import Merge
from wagtail_anliegen.reports.models import Note, Report, StatusUpdate
from wagtail_anliegen.reports.states import CLOSED, Status
from wagtail_anliegen.reports.turnaround import measure


FIRST_LOOK = timedelta(hours=5)
#: Which of twenty reports did not come in online.
ENTERED = {
    3: Report.Channel.PHONE,
    8: Report.Channel.LETTER,
    11: Report.Channel.PHONE,
    17: Report.Channel.COUNTER,
}


def load_history(site, *, tell=print) -> int:
    """Load every generated report; returns how many."""
    categories = {c.code: c for c in Category.objects.canonical(site)}
    staff = list(User.objects.filter(is_superuser=False, is_active=True).order_by("pk"))
    entries = generate_reports(timezone.localdate(), now=timezone.now())
    done = Report.objects.count()  # a start that was interrupted goes on here
    for number, entry in list(enumerate(entries))[done:]:
        with transaction.atomic():
            _load_one(site, entry, categories[entry["category"]], number, staff)
        if number % 50 == 49:
            tell(f"{number + 1} of {len(entries)} reports")
    _join_duplicates(entries)
    load_conversations()
    _settle_mails()
    measure()
    _plan_a_day()
    return len(entries)


def _plan_a_day() -> None:
    """A clerk who drives out today."""
    clerk = User.objects.get(username="petra.lohbusch")
    if not stops_of(clerk).exists():
        for report in list(offered_to(clerk))[:5]:
            add_stop(report, user=clerk)


def _load_one(site, entry, category, number, staff) -> None:
    dice = Random(number)
    report = _submit(site, entry, category, number)
    author = _someone_of(report, staff, dice)
    if entry["live"]:
        _release(report, entry, author, dice)
    _play(report, entry, author)


def _submit(site, entry, category, number) -> Report:
    reporter = entry.get("reporter") or {}
    channel = ENTERED.get(number % 20, Report.Channel.WEB)
    is_entered = channel != Report.Channel.WEB
    street = f"{entry.get('street') or ''} {entry.get('house_number') or ''}".strip()
    submission = Submission(
        key=f"demo-{number}",
        site=site,
        category=category,
        language="de",
        description=entry["text"],
        latitude=entry.get("lat"),
        longitude=entry.get("lon"),
        address=street,
        location_note=entry.get("location_note") or "",
        answers=_answers(category, entry.get("answers") or {}),
        contact=Contact(name=reporter.get("name", ""), email=reporter.get("email", "")),
        photos=[_photo(subject, seed).pk for subject, seed in entry.get("photos") or []],
        received_at=entry["created"],
        channel=channel,
        entered_by=User.objects.get(username="annika.brandhorst") if is_entered else None,
    )
    return submit_report(submission)


def _answers(category, given) -> list[dict]:
    questions = {question.code: question for question in questions_of(category)}
    words = {(q.code, value): german for q in QUESTIONS for value, german, _en in q.choices}

    def spoken(code, value):
        if isinstance(value, bool):
            return "Ja" if value else "Nein"
        if isinstance(value, list):
            return [spoken(code, part) for part in value]
        return words.get((code, value), value)

    return [
        {"code": code, "question": questions[code].label, "answer": spoken(code, value)}
        for code, value in given.items()
        if code in questions and value not in ("", None, [])
    ]


@cache
def _drawn(subject, seed) -> bytes:
    out = io.BytesIO()
    draw_photo(subject, seed, size=(1280, 960)).save(out, "JPEG", quality=90)
    return out.getvalue()


def _photo(subject, seed) -> Photo:
    return store_photo(_drawn(subject, seed))


def _someone_of(report, staff, dice) -> User | None:
    group = report.department.group_id
    team = [user for user in staff if user.groups.filter(pk=group).exists()]
    return dice.choice(team) if team else None


def _release(report, entry, author, dice) -> None:
    admin = User.objects.get(username="admin")
    release(report, user=admin, public_text=entry["public_text"])
    when = entry["created"] + FIRST_LOOK
    Report.objects.filter(pk=report.pk).update(first_published_at=when, last_published_at=when)
    # Now and then a photo stays internal, as it would in life.
    kept = [photo.pk for photo in report.photos.all() if dice.random() < 0.85]
    Photo.objects.filter(pk__in=kept).update(released_at=when, released_by=author)


def _play(report, entry, author) -> None:
    created = entry["created"]
    last = created
    for step in entry["history"][1:]:  # the first is that it came in
        last = created + timedelta(days=step["days_after"])
        StatusUpdate.objects.create(
            report=report,
            status=step["status"],
            text=step.get("text") or "",
            audience=audience_of(step["status"]),
            created_at=last,
            author=author,
        )
    for note in entry.get("notes") or []:
        when = created + timedelta(days=note["days_after"])
        Note.objects.create(
            report=report,
            kind=note["kind"],
            text=note["text"],
            created_at=when,
            author=author,
        )
    if any(step.get("text") for step in entry["history"]):
        report.due_on = None  # the promised first answer was given
        report.save(update_fields=["due_on"])
    status = entry["status"]
    handled = status not in ("received", "in_review")
    Report.objects.filter(pk=report.pk).update(
        status=status,
        status_changed_at=last,
        closed_at=last if status in CLOSED else None,
        handler=author if handled else None,
        paused_on=timezone.localdate(last) if status in STANDING else None,
    )
    ReportLogEntry.objects.filter(report=report).update(timestamp=created)


def _join_duplicates(entries) -> None:
    reports = list(Report.objects.order_by("pk"))
    for report, entry in zip(reports, entries, strict=False):
        if entry.get("duplicate_of") is not None:
            _join(report, reports[entry["duplicate_of"]])


def _join(report, leading) -> None:
    Merge.objects.create(
        report=report,
        into=leading,
        status=Status.RECEIVED,
        status_changed_at=report.created_at,
        created_at=report.status_changed_at,
        author=report.handler,
    )
    report.leading_report = leading
    report.save(update_fields=["leading_report"])


def _settle_mails() -> None:
    """What was queued for the past counts as sent, so that a first start writes nobody."""
    for message in OutgoingMessage.objects.filter(state="queued").select_related("report"):
        when = message.report.created_at
        OutgoingMessage.objects.filter(pk=message.pk).update(
            state="sent", sent_at=when, created_at=when, attempts=1
        )
