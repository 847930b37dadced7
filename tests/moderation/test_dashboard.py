"""Wagtail's dashboard and its own buttons, for reports."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import TaskState

from tests.factories import CategoryFactory, DepartmentFactory, UserFactory, make_report, member_of
from wagtail_anliegen.casework.actions import forward
from wagtail_anliegen.moderation.models import DASHBOARD_TASKS
from wagtail_anliegen.moderation.review import release
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.signals import report_published


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _installed():
    call_command("setup_anliegen", verbosity=0)


def case(report) -> str:
    return reverse("wagtail_anliegen_reports:edit", args=[report.pk])


def dashboard(client, user) -> str:
    client.force_login(user)
    return client.get(reverse("wagtailadmin_home")).content.decode()


def stock_url(report, action) -> str:
    step = TaskState.objects.get(workflow_state__object_id=str(report.pk), status="in_progress")
    return reverse("wagtail_anliegen_reports:workflow_action", args=[report.pk, action, step.pk])


def test_what_waits_for_my_department_stands_on_the_dashboard_and_leads_to_the_case(client):
    report = make_report()
    assert case(report) in dashboard(client, member_of(report.department))
    assert case(report) not in dashboard(client, member_of(DepartmentFactory()))


def test_a_forwarded_report_waits_on_the_dashboard_of_the_new_department(client):
    report, other = make_report(), DepartmentFactory()
    forward(report, department=other, reason="", user=member_of(report.department))
    assert case(report) in dashboard(client, member_of(other))


def test_staff_see_their_folders_and_others_do_not(client):
    report = make_report()
    folder = reverse("wagtail_anliegen_reports:folder", args=["new"])
    assert folder in dashboard(client, member_of(report.department))
    assert folder not in dashboard(client, UserFactory(permissions=["access_admin"]))


def test_the_dashboard_stays_short_whatever_waits(client):
    category = CategoryFactory()
    reports = [make_report(category=category) for _turn in range(DASHBOARD_TASKS + 3)]
    clerk = member_of(reports[0].department)
    assert TaskState.objects.reviewable_by(clerk).count() == DASHBOARD_TASKS
    text = dashboard(client, clerk)
    assert case(reports[0]) in text, "who has waited longest comes first"
    assert case(reports[-1]) not in text


@pytest.fixture
def heard():
    """What guests are told of releases."""
    told = []

    def listen(report, user, **kwargs):
        told.append((report.pk, report.live, user))

    report_published.connect(listen)
    yield told
    report_published.disconnect(listen)


def test_the_stock_button_releases_like_ours(client, heard, django_capture_on_commit_callbacks):
    report = make_report()
    clerk = member_of(report.department)
    client.force_login(clerk)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(stock_url(report, "approve"))
    assert Report.objects.public().filter(pk=report.pk).exists()
    assert heard == [(report.pk, True, clerk)]


@pytest.mark.parametrize("internal", [{"is_confidential": True}, {"is_public": False}])
def test_guests_are_not_told_of_a_release_that_nobody_outside_can_see(
    internal, heard, django_capture_on_commit_callbacks
):
    """A city may post what it hears of to the world."""
    report = make_report(category=CategoryFactory(**internal))
    with django_capture_on_commit_callbacks(execute=True):
        release(report, user=UserFactory(is_superuser=True))
    assert Report.objects.get(pk=report.pk).live
    assert not heard


def test_the_stock_modal_requests_changes(client):
    report = make_report()
    client.force_login(member_of(report.department))
    url = stock_url(report, "reject")
    assert "comment" in client.get(url).json()["html"]
    client.post(url, {"comment": "Name im Text"})
    assert not report.workflow_in_progress
    assert not Report.objects.get(pk=report.pk).live


def test_two_revisions_can_be_compared_from_the_dashboard(client):
    report = make_report(description="Alt")
    clerk = member_of(report.department)
    report.public_text = "Neu"
    report.save_revision(clean=False)
    client.force_login(clerk)
    url = reverse(
        "wagtail_anliegen_reports:revisions_compare", args=[report.pk, "earliest", "latest"]
    )
    response = client.get(url)
    assert response.status_code == 200
    assert "Neu" in response.content.decode()


def test_reports_are_neither_deleted_in_bulk_nor_one_by_one_not_even_by_superusers(client):
    report = make_report()
    client.force_login(UserFactory(is_superuser=True))
    url = reverse("wagtail_bulk_action", args=["wagtail_anliegen", "report", "delete"])
    assert client.get(url, {"id": report.pk}).status_code == 404
    assert client.post(f"{url}?id={report.pk}").status_code == 404
    assert Report.objects.filter(pk=report.pk).exists()


def test_superusers_read_the_workflow_report_with_reports_in_it(client):
    report = make_report()
    client.force_login(UserFactory(is_superuser=True))
    text = client.get(reverse("wagtailadmin_reports:workflow")).content.decode()
    assert report.reference in text
