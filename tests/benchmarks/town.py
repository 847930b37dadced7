"""Fills a database with a town and as many reports as wanted, straight into the tables.

The shape is that of a city: a few streets have most of the trouble, most reports are old and
closed, and what is open is recent.
"""

import io
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from random import Random

from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Locale, Revision, Site, TaskState, WorkflowState

from tests.benchmarks.scale import (
    BRANCHES,
    DEPARTMENTS,
    HEIGHT,
    LEAVES,
    SOUTH,
    STREETS,
    WEST,
    WIDTH,
    YEARS,
)
from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.contrib.pages.models import ReportFormPage, ReportMapPage
from wagtail_anliegen.geo.cells import cell_of
from wagtail_anliegen.geo.models import District
from wagtail_anliegen.management.commands.setup_anliegen import role_names
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.models import ReferenceCounter, Report, StatusUpdate
from wagtail_anliegen.reports.secrets import hash_of, token_for
from wagtail_anliegen.reports.states import CLOSED, Status
from wagtail_anliegen.routing.models import Department, RoutingRule


BATCH = 2000
WORDS = (
    "Hier liegt seit Tagen Sperrmüll am Straßenrand und niemand holt ihn ab. "
    "Ein tiefes Schlagloch, Radfahrer müssen ausweichen. Die Laterne flackert nachts. "
    "Der Weg ist zugewachsen, mit dem Rollstuhl kommt man nicht mehr durch."
).split()


@dataclass
class Town:
    site: Site
    categories: list[Category]
    districts: list[District]
    departments: list[Department]
    streets: list[tuple[float, float, float, float]]


def found(dice: Random) -> Town:
    """An installed city with pages, departments, rules and a user of each role."""
    call_command("setup_anliegen", stdout=io.StringIO())
    site = Site.objects.get(is_default_site=True)
    site.root_page.add_child(instance=ReportFormPage(title="Melden", slug="melden"))
    site.root_page.add_child(instance=ReportMapPage(title="Karte", slug="karte"))
    departments = _departments(site)
    town = Town(
        site=site,
        categories=_categories(site, departments),
        districts=_districts(site),
        departments=departments,
        streets=[_street(dice) for _ in range(STREETS)],
    )
    _users(departments)
    return town


def _departments(site) -> list[Department]:
    central = Department.objects.get(site=site, is_central=True)
    return [central] + [
        Department.objects.create(
            site=site,
            name=f"Amt {number}",
            group=Group.objects.create(name=f"Amt {number}"),
            email=f"amt{number}@example.org",
        )
        for number in range(DEPARTMENTS)
    ]


def _categories(site, departments) -> list[Category]:
    locale, leaves = Locale.get_default(), []
    for number in range(BRANCHES):
        values = {"site": site, "locale": locale}
        branch = Category.objects.create(
            **values, name=f"Bereich {number}", code=f"b{number}", sort_order=number
        )
        for leaf in range(LEAVES):
            leaves.append(
                Category.objects.create(
                    **values, parent=branch, name=f"Art {number}.{leaf}", code=f"b{number}-{leaf}"
                )
            )
        RoutingRule.objects.create(
            site=site, category=branch, department=departments[1 + number % DEPARTMENTS]
        )
    return leaves


def _districts(site) -> list[District]:
    side_y, side_x = HEIGHT / 3, WIDTH / 3
    made = []
    for number in range(9):
        south, west = SOUTH + number // 3 * side_y, WEST + number % 3 * side_x
        north, east = south + side_y, west + side_x
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        shape = {"type": "Polygon", "coordinates": [ring]}
        made.append(District.objects.create(site=site, name=f"Bezirk {number}", geometry=shape))
    return made


def _street(dice: Random) -> tuple[float, float, float, float]:
    """Where it begins and how far it reaches; people live in the middle of a town."""
    latitude = SOUTH + HEIGHT * min(max(dice.gauss(0.5, 0.18), 0.02), 0.98)
    longitude = WEST + WIDTH * min(max(dice.gauss(0.5, 0.18), 0.02), 0.98)
    return latitude, longitude, dice.uniform(-0.006, 0.006), dice.uniform(-0.009, 0.009)


def _users(departments) -> None:
    names = role_names()
    for username, department in (("dispatcher", departments[0]), ("clerk", departments[1])):
        user = User.objects.create_user(username, f"{username}@example.org", "secret")
        user.groups.add(department.group, Group.objects.get(name=names["clerk"]))
        user.groups.add(Group.objects.get(name=names["mail"]))
    User.objects.create_superuser("admin", "admin@example.org", "secret")


# --- reports ----------------------------------------------------------------------


def fill(town: Town, size: int, dice: Random) -> None:
    """Write ``size`` reports with history, mails, log, photos and revisions."""
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
    return Report(
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
        cell=cell_of(latitude, longitude),
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
    for report, revision in zip(reports, revisions, strict=True):
        report.latest_revision = revision
        report.live_revision = revision if report.live else None
    Report.objects.bulk_update(reports, ["latest_revision", "live_revision"], batch_size=300)
    waiting = [report for report in reports if not report.live and report.is_open]
    task = workflow.tasks.first()
    states = WorkflowState.objects.bulk_create(
        WorkflowState(
            content_type=kind, base_content_type=kind, object_id=str(report.pk), workflow=workflow
        )
        for report in waiting
    )
    for state, report in zip(states, waiting, strict=True):
        step = TaskState.objects.create(
            workflow_state=state, revision=report.latest_revision, task=task
        )
        WorkflowState.objects.filter(pk=state.pk).update(current_task_state=step)
