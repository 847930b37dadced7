"""What staff do with a report."""

import pytest
from django.core.management import call_command

from tests.factories import (
    CategoryFactory,
    DepartmentFactory,
    DistrictFactory,
    RoutingRuleFactory,
    UserFactory,
    days_ahead,
    make_report,
    member_of,
)
from wagtail_anliegen.casework import actions
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.moderation.review import release
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import IllegalTransition, Missing, Status


pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    call_command("setup_anliegen", verbosity=0)
    return make_report(contact=Contact(email="a@example.org"))


@pytest.fixture
def clerk(report):
    return member_of(report.department)


def test_accepting_makes_a_handler_and_begins_work(report, clerk):
    actions.accept(report, user=clerk)
    assert report.handler == clerk
    assert report.status == Status.IN_PROGRESS


def test_each_public_change_is_one_mail_to_the_reporter(report, clerk):
    actions.change_status(report, status=Status.RESOLVED, text="Ist repariert.", user=clerk)
    message = OutgoingMessage.objects.get(kind="status")
    assert "Ist repariert." in message.body
    assert report.closed_at


def test_the_first_public_words_keep_the_promised_day(report, clerk):
    actions.accept(report, user=clerk)
    assert report.due_on
    actions.answer(report, text="Wir kommen am Montag.", user=clerk)
    assert report.due_on is None


def test_closing_needs_a_text(report, clerk):
    with pytest.raises(Missing):
        actions.change_status(report, status=Status.RESOLVED, text=" ", user=clerk)


def test_an_illegal_transition_is_refused(report, clerk):
    actions.change_status(report, status=Status.RESOLVED, text="Fertig.", user=clerk)
    with pytest.raises(IllegalTransition):
        actions.change_status(
            report, status=Status.PLANNED, text="", user=clerk, expected_on=days_ahead(1)
        )


def test_forwarding_frees_the_handler_tells_the_new_department_and_is_logged(report, clerk):
    actions.accept(report, user=clerk)
    other = DepartmentFactory()
    actions.forward(report, department=other, reason="Grünfläche", user=clerk)
    assert report.department == other
    assert report.handler is None
    assert OutgoingMessage.objects.filter(kind="notice", recipient=other.email).count() == 1
    assert ReportLogEntry.objects.filter(report=report, action="anliegen.forward").exists()


def test_correcting_the_category_routes_again(report, clerk):
    category, roads = CategoryFactory(), DepartmentFactory()
    RoutingRuleFactory(category=category, department=roads)
    actions.correct_category(report, category=category, user=clerk)
    assert report.department == roads


def test_what_could_never_become_public_is_released_anew_after_a_corrected_category():
    """Until then, releasing it only ended the check."""
    call_command("setup_anliegen", verbosity=0)
    public = CategoryFactory()
    for values in ({"is_public": False}, {"is_confidential": True}):
        report = make_report(category=CategoryFactory(**values), description="Frau Meier war es.")
        boss = UserFactory(is_superuser=True)
        release(report, user=boss)
        report.refresh_from_db()
        actions.correct_category(report, category=public, user=boss)
        assert not Report.objects.public().exists()
        release(report, user=boss, public_text="Jemand war es.")
        assert Report.objects.public().get().public_text == "Jemand war es."
        Report.objects.all().delete()


def test_what_is_public_stays_so_under_another_public_category(report, clerk):
    release(report, user=clerk)
    report.refresh_from_db()
    actions.correct_category(report, category=CategoryFactory(), user=clerk)
    assert Report.objects.public().exists()


def test_correcting_the_place_routes_again(report, clerk):
    north, district = DepartmentFactory(), DistrictFactory()
    RoutingRuleFactory(district=district, department=north)
    actions.correct_place(report, latitude=51.65, longitude=7.85, address="Am Rand", user=clerk)
    assert report.department == north
    assert report.district == district
    assert report.cell


def test_a_note_is_never_mailed(report, clerk):
    actions.add_note(report, text="Intern", user=clerk)
    assert not OutgoingMessage.objects.filter(body__contains="Intern").exists()


def test_what_was_said_in_confidence_stays_so_in_a_public_category(report, clerk, client):
    secret = CategoryFactory(is_public=False)
    actions.correct_category(report, category=secret, user=clerk)
    actions.answer(report, text="CANARY: Ihr Nachbar war es.", user=clerk)
    actions.correct_category(report, category=CategoryFactory(), user=clerk)
    release(report, user=clerk)
    report.refresh_from_db()
    page = client.get(report.get_absolute_url())
    assert page.status_code == 200
    assert "CANARY" not in page.content.decode()
    assert "CANARY" in client.get(report.secret_path).content.decode()
