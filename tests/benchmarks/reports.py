"""Writes as many reports as wanted straight into the tables.

The shape is that of a city: a few streets have most of the trouble, most reports are old and
closed, and what is open is recent.
"""

from datetime import timedelta
from itertools import accumulate
from random import Random

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db.models import CharField, F, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Revision, TaskState, WorkflowState

from tests.benchmarks.conversation import talk
from tests.benchmarks.copies import multiply
from tests.benchmarks.scale import DEPARTMENTS, HEIGHT, SOUTH, STREETS, WEST, WIDTH, YEARS
from tests.benchmarks.town import Town
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.models import Report, StatusUpdate
from wagtail_anliegen.reports.reference import ReferenceCounter
from wagtail_anliegen.reports.secrets import hash_of, token_for
from wagtail_anliegen.reports.states import CLOSED, Status


BATCH = 2000
#: Beyond so many, the database copies them.
LARGEST = 10_000
WORDS = (
    "Hier liegt seit Tagen Sperrmüll am Straßenrand und niemand holt ihn ab. "
    "Ein tiefes Schlagloch, Radfahrer müssen ausweichen. Die Laterne flackert nachts. "
    "Der Weg ist zugewachsen, mit dem Rollstuhl kommt man nicht mehr durch."
).split()


def fill(town: Town, size: int, dice: Random) -> None:
    """Write ``size`` reports with history, mails, log, photos and revisions."""
    times = max(1, size // LARGEST)
    _write(town, size // times, dice)
    call_command("update_index", verbosity=0)
    if times > 1:
        multiply(times)
    talk()


def _write(town: Town, size: int, dice: Random) -> None:
    weights = list(accumulate(1 / (rank + 1) for rank in range(STREETS)))
    kinds = list(accumulate(1 / (rank + 2) for rank in range(len(town.categories))))
    now, clerk = timezone.now(), User.objects.get(username="clerk")
    counters: dict[int, int] = {}
    # The newest last, so that references and primary keys run with time, as they do in life.
    ages = sorted((dice.random() ** 1.3 * YEARS * 365 for _ in range(size)), reverse=True)
    workflow = Report().get_workflow()
    for start in range(0, size, BATCH):
        reports = [
            _report(town, now - timedelta(days=age), age, dice, weights, kinds, counters, clerk)
            for age in ages[start : start + BATCH]
        ]
        Report.objects.bulk_create(reports)
        _belongings(reports, dice, clerk, workflow)
    _point_at_revisions()
    for year, last in counters.items():
        ReferenceCounter.objects.update_or_create(
            site=town.site, year=year, defaults={"last": last}
        )


def _report(town, created, age, dice, weights, kinds, counters, clerk) -> Report:
    category = dice.choices(town.categories, cum_weights=kinds)[0]
    number = dice.choices(range(STREETS), cum_weights=weights)[0]
    latitude, longitude, along, across = town.streets[number]
    share = dice.random()
    latitude = latitude + along * share + dice.gauss(0, 0.0002)
    longitude = longitude + across * share + dice.gauss(0, 0.0003)
    status = _status(age, dice)
    live = status != Status.REJECTED and (age > 1.5 or dice.random() < 0.4)
    live = live and dice.random() < 0.93
    year = created.year
    counters[year] = counters.get(year, 0) + 1
    seed = f"{dice.getrandbits(192):048x}"[:32]
    changed = created + timedelta(days=min(age, dice.expovariate(1 / 6)))
    text = " ".join(dice.choices(WORDS, k=dice.randint(6, 30)))
    department = town.departments[1 + int(category.code[1:].split("-")[0]) % DEPARTMENTS]
    row, column = int((latitude - SOUTH) / HEIGHT * 3), int((longitude - WEST) / WIDTH * 3)
    inside = 0 <= row < 3 and 0 <= column < 3
    report = Report(
        site=town.site,
        reference=f"{year}-{counters[year]:06d}",
        submission_key=f"{dice.getrandbits(256):064x}",
        link_seed=seed,
        link_hash=hash_of(token_for(seed)),
        category=category,
        description=text,
        public_text=text,
        latitude=latitude,
        longitude=longitude,
        address=f"Straße {number} {dice.randint(1, 90)}",
        district=town.districts[row * 3 + column] if inside else None,
        department=department,
        routing_reason={"rule": 1, "category": category.name, "department": department.name},
        handler=clerk if status == Status.IN_PROGRESS and dice.random() < 0.2 else None,
        status=status,
        status_changed_at=changed,
        closed_at=changed if status in CLOSED else None,
        due_on=(created + timedelta(days=7)).date(),
        language="de",
        live=live,
        first_published_at=changed if live else None,
        last_published_at=changed if live else None,
        created_at=created,
    )
    report.settle_place()
    return report


def _status(age: float, dice: Random) -> str:
    """Nearly everything is done after a month; some of it never."""
    if age < 2:
        return dice.choice([Status.RECEIVED] * 4 + [Status.IN_REVIEW, Status.IN_PROGRESS])
    if dice.random() < min(0.95, age / 30):
        return dice.choices(
            [Status.RESOLVED, Status.NOT_FEASIBLE, Status.DUPLICATE, Status.REJECTED],
            [80, 9, 6, 5],
        )[0]
    return dice.choices(
        [Status.IN_PROGRESS, Status.PLANNED, Status.FORWARDED, Status.WAITING_FOR_REPORTER],
        [60, 15, 20, 5],
    )[0]


def _belongings(reports, dice, clerk, workflow) -> None:
    updates, mails, entries, photos = [], [], [], []
    kind = ContentType.objects.get_for_model(Report)
    for report in reports:
        updates.append(
            StatusUpdate(report=report, status=Status.RECEIVED, created_at=report.created_at)
        )
        if report.status != Status.RECEIVED:
            updates.append(
                StatusUpdate(
                    report=report,
                    status=report.status,
                    text="Danke für den Hinweis, wir kümmern uns.",
                    created_at=report.status_changed_at,
                    author=clerk,
                )
            )
        mails += _mails(report, dice)
        for action in ("wagtail.workflow.start", "anliegen.status"):
            entries.append(
                ReportLogEntry(
                    report=report,
                    content_type=kind,
                    label=report.reference,
                    action=action,
                    timestamp=report.created_at,
                )
            )
        if dice.random() < 0.4:
            photos.append(_photo(report, dice))
    StatusUpdate.objects.bulk_create(updates)
    OutgoingMessage.objects.bulk_create(mails)
    ReportLogEntry.objects.bulk_create(entries)
    Photo.objects.bulk_create(photos)
    _reviews(reports, kind, workflow)


def _mails(report, dice) -> list[OutgoingMessage]:
    values = {
        "report": report,
        "language": "de",
        "subject": f"Ihre Meldung {report.reference}",
        "body": "Guten Tag,\n" * 20,
        "state": OutgoingMessage.State.SENT,
        "sent_at": report.created_at,
        "due_at": report.created_at,
        "created_at": report.created_at,
    }
    mails = [OutgoingMessage(key=f"n:{report.pk}", kind="notice", recipient="a@b.de", **values)]
    if dice.random() < 0.5:
        mails.append(
            OutgoingMessage(key=f"r:{report.pk}", kind="receipt", recipient="c@d.de", **values)
        )
    return mails


def _photo(report, dice) -> Photo:
    return Photo(
        report=report,
        original="none.jpg",
        display="none.jpg",
        thumbnail="none.jpg",
        width=1600,
        height=1200,
        sha256=f"{dice.getrandbits(256):064x}",
        released_at=report.first_published_at,
    )


def _reviews(reports, kind, workflow) -> None:
    """A revision for each, and a review in progress for those that wait for one."""
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=kind,
            base_content_type=kind,
            object_id=str(report.pk),
            created_at=report.created_at,
            object_str=str(report.reference),
            content={"pk": report.pk, "public_text": report.public_text},
        )
        for report in reports
    )
    waiting = [
        (report, revision)
        for report, revision in zip(reports, revisions, strict=True)
        if not report.live and report.is_open
    ]
    states = WorkflowState.objects.bulk_create(
        WorkflowState(
            content_type=kind, base_content_type=kind, object_id=str(report.pk), workflow=workflow
        )
        for report, _revision in waiting
    )
    task = workflow.tasks.first()
    for state, (_report, revision) in zip(states, waiting, strict=True):
        step = TaskState.objects.create(workflow_state=state, revision=revision, task=task)
        WorkflowState.objects.filter(pk=state.pk).update(current_task_state=step)


def _point_at_revisions() -> None:
    kind = ContentType.objects.get_for_model(Report)
    own = Revision.objects.filter(
        base_content_type=kind, object_id=Cast(OuterRef("pk"), CharField())
    )
    Report.objects.update(latest_revision=Subquery(own.values("pk")[:1]))
    Report.objects.filter(live=True).update(live_revision=F("latest_revision"))
