"""How long reports really take."""

import math
from datetime import timedelta
from random import Random

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from tests.factories import CategoryFactory, make_report, member_of
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.reference import next_reference
from wagtail_anliegen.reports.states import CLOSED, Status
from wagtail_anliegen.reports.turnaround import ENOUGH, Turnaround, expectation, measure


pytestmark = pytest.mark.django_db


def ended(report: Report, *, days, ago=10, status=Status.RESOLVED):
    """A copy of the report that took so many days and ended some days ago, at noon."""
    noon = timezone.localtime().replace(hour=12)  # a change of the clocks moves it over no midnight
    closed = noon - timedelta(days=ago)
    key = f"{report.pk}-{next_reference(report.site, 1999)}"
    values = {field.attname: getattr(report, field.attname) for field in _fields()}
    return Report.objects.create(
        **values
        | {
            "reference": key,
            "submission_key": key,
            "link_seed": key,
            "link_hash": "",
            "uuid": None,
            "status": status,
            "created_at": closed - timedelta(days=days),
            "closed_at": closed,
        }
        | {"uuid": Report._meta.get_field("uuid").get_default()}
    )


def _fields():
    fields = Report._meta.concrete_fields
    return [field for field in fields if not (field.primary_key or field.generated)]


@pytest.fixture
def report():
    return make_report()


def plainly(days):
    """The oracle: put all numbers in a row and look at a place in it."""
    row = sorted(days)
    return tuple(row[math.ceil(share * len(row)) - 1] for share in (0.1, 0.5, 0.9))


@pytest.mark.parametrize("seed", range(4))
def test_the_numbers_are_those_of_a_plain_computation(report, seed):
    dice = Random(seed)
    days = [dice.choice([0, 1, 2, 3, 5, 8, 13, 40, 90]) for _ in range(20 + 7 * seed)]
    for number in days:
        ended(report, days=number)
    assert measure() == 1
    found = Turnaround.objects.get(category=report.category)
    assert (found.low, found.median, found.high) == plainly(days)
    assert found.count == len(days)


def test_what_was_rejected_joined_is_old_or_open_does_not_count(report):
    for _number in range(ENOUGH):
        ended(report, days=4)
    for status in {Status.REJECTED, Status.DUPLICATE}:
        for _number in range(ENOUGH):
            ended(report, days=90, status=status)
    for _number in range(ENOUGH):
        ended(report, days=90, ago=400)
    measure()
    found = Turnaround.objects.get()
    assert (found.count, found.high) == (ENOUGH, 4)
    assert Status.NOT_FEASIBLE in CLOSED


def test_below_twenty_nothing_is_said(report):
    for _number in range(ENOUGH - 1):
        ended(report, days=4)
    assert measure() == 0
    assert expectation(report) == ""
    ended(report, days=4)
    assert measure() == 1
    assert expectation(report)


def test_what_was_measured_once_is_forgotten_when_too_little_is_left(report):
    Turnaround.objects.create(
        category=report.category, count=30, low=1, median=2, high=3, measured_at=timezone.now()
    )
    measure()
    assert not Turnaround.objects.exists()


def known(category, low, median, high):
    return Turnaround.objects.create(
        category=category,
        count=30,
        low=low,
        median=median,
        high=high,
        measured_at=timezone.now(),
    )


@pytest.mark.parametrize(
    ("numbers", "english", "german"),
    [
        (
            (3, 5, 9),
            "Similar reports are usually done in 3 to 9 days (half of them in 5).",
            "Vergleichbare Anliegen sind meist nach 3 bis 9 Tagen erledigt "
            "(die Hälfte nach höchstens 5).",
        ),
        (
            (0, 2, 9),
            "Similar reports are usually done within 9 days (half of them in 2).",
            "Vergleichbare Anliegen sind meist innerhalb von 9 Tagen erledigt "
            "(die Hälfte nach höchstens 2).",
        ),
        (
            (0, 0, 1),
            "Similar reports are usually done within 1 day.",
            "Vergleichbare Anliegen sind meist innerhalb von 1 Tag erledigt.",
        ),
        (
            (4, 4, 4),
            "Similar reports are usually done after 4 days.",
            "Vergleichbare Anliegen sind meist nach 4 Tagen erledigt.",
        ),
        (
            (0, 0, 0),
            "Similar reports are usually done on the same day.",
            "Vergleichbare Anliegen sind meist noch am selben Tag erledigt.",
        ),
    ],
)
def test_the_sentence_is_honest_in_both_languages(report, numbers, english, german):
    found = known(report.category, *numbers)
    with override("en"):
        assert found.sentence == english
    with override("de"):
        assert found.sentence == german


def test_a_report_that_takes_longer_than_most_says_so(report):
    known(report.category, 3, 5, 9)
    usual = expectation(report)
    report.created_at -= timedelta(days=10)
    assert expectation(report) not in {usual, ""}


def test_a_closed_report_expects_nothing(report):
    known(report.category, 3, 5, 9)
    report.status = Status.RESOLVED
    assert expectation(report) == ""


def test_asking_is_one_query(report, django_assert_num_queries):
    known(report.category, 3, 5, 9)
    with django_assert_num_queries(1):
        expectation(report)


def test_the_person_reads_it_in_the_receipt_and_on_the_status_page(client):
    category = CategoryFactory()
    sentence = known(category, 3, 5, 9).sentence
    report = make_report(category=category, contact=Contact(email="a@example.org"))
    assert sentence in OutgoingMessage.objects.get(kind="receipt").body
    assert sentence in client.get(report.secret_path).content.decode()


def test_staff_read_it_on_the_case(client, report):
    call_command("setup_anliegen", verbosity=0)
    sentence = known(report.category, 3, 5, 9).sentence
    client.force_login(member_of(report.department))
    url = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
    assert sentence in client.get(url).content.decode()


def test_the_command_measures(capsys, report):
    for _number in range(ENOUGH):
        ended(report, days=4)
    call_command("anliegen_turnaround")
    assert "1" in capsys.readouterr().out
