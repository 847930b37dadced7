"""Who works on a report."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.urls import reverse

from tests.factories import (
    DepartmentFactory,
    UserFactory,
    central_inbox,
    make_report,
    member_of,
)
from wagtail_anliegen.casework import actions
from wagtail_anliegen.moderation.people import by_workload, who_may_handle
from wagtail_anliegen.moderation.permissions import may_handle
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.reports.log import ReportLogEntry


pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    call_command("setup_anliegen", verbosity=0)
    return DepartmentFactory(parent=DepartmentFactory())


@pytest.fixture
def report(department):
    report = make_report()
    report.department = department
    report.save()
    return report


@pytest.fixture
def clerk(department):
    return member_of(department)


def test_a_report_is_given_to_a_colleague_who_reads_of_it_once(report, clerk):
    colleague = member_of(report.department)
    actions.assign(report, handler=colleague, user=clerk)
    actions.assign(report, handler=colleague, user=clerk)
    assert report.handler == colleague
    mail = OutgoingMessage.objects.get(kind="colleague")
    assert mail.recipient == colleague.email
    assert report.reference in mail.subject
    assert reverse("wagtail_anliegen_reports:edit", args=[report.pk]) in mail.body
    assert ReportLogEntry.objects.filter(action="anliegen.assign").count() == 1


def test_whoever_takes_it_needs_no_mail_about_it(report, clerk):
    actions.assign(report, handler=clerk, user=clerk)
    assert report.handler == clerk
    assert not OutgoingMessage.objects.filter(kind="colleague").exists()


def test_nobody_handles_it_any_more(report, clerk):
    actions.assign(report, handler=clerk, user=clerk)
    actions.assign(report, handler=None, user=clerk)
    assert report.handler is None


def test_only_those_get_it_who_may_work_on_it(report, clerk):
    for stranger in (member_of(DepartmentFactory()), member_of(report.department, role="reader")):
        with pytest.raises(actions.NotTheirs):
            actions.assign(report, handler=stranger, user=clerk)
    report.refresh_from_db()
    assert report.handler is None


@pytest.mark.parametrize("confidential", [False, True])
def test_those_on_offer_are_those_who_may_work_on_it(report, clerk, confidential):
    report.confidential = confidential
    report.save()
    member_of(report.department, role="reader")
    member_of(DepartmentFactory())
    member_of(DepartmentFactory(parent=report.department))
    member_of(report.department.parent)
    dispatcher = member_of(central_inbox())
    dispatcher.user_permissions.add(Permission.objects.get(codename="view_confidential_report"))
    gone = member_of(report.department)
    gone.is_active = False
    gone.save()
    by_group = UserFactory()
    by_group.groups.add(report.department.group, Group.objects.get(name="Anliegen: Bearbeitung"))
    offered = set(who_may_handle(report))
    assert offered == {user for user in User.objects.all() if may_handle(user, report)}
    assert len(offered) == (1 if confidential else 4)


def test_the_choice_says_how_much_each_has_and_begins_with_me(
    report, clerk, client, django_assert_num_queries
):
    busy = member_of(report.department)
    for _number in range(2):
        other = make_report()
        other.handler = busy
        other.save()
    with django_assert_num_queries(2):
        people = list(by_workload(who_may_handle(report), first=busy))
    assert people == [busy, clerk]
    assert [person.open_count for person in people] == [2, None]

    client.force_login(busy)
    page = client.get(reverse("wagtail_anliegen_reports:edit", args=[report.pk])).content.decode()
    assert f"ich ({busy.username}), 2 offene Anliegen" in page
    assert f"{clerk.username}, 0 offene Anliegen" in page


def test_the_case_view_assigns_and_says_to_whom(report, clerk, client):
    client.force_login(clerk)
    url = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
    data = {"action": "assign", "assign-handler": clerk.pk, "seen": report.updated_at.isoformat()}
    answer = client.post(url, data, follow=True)
    assert clerk.username in " ".join(str(message) for message in answer.context["messages"])
    report.refresh_from_db()
    assert report.handler == clerk
