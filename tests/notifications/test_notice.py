"""A department learns of a report, whether it has a mailbox or only people."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override

from tests.factories import (
    CategoryFactory,
    DepartmentFactory,
    RoutingRuleFactory,
    UserFactory,
    make_report,
    member_of,
)
from wagtail_anliegen.casework.actions import forward
from wagtail_anliegen.notifications.mail import queue_notice
from wagtail_anliegen.notifications.models import OutgoingMessage


pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    """Two people who work there, and no mailbox."""
    department = DepartmentFactory(email="")
    for name in ("ada", "bob"):
        user = member_of(department)
        user.email = f"{name}@example.org"
        user.save()
    return department


def send_to(department, **values):
    category = CategoryFactory(**values)
    RoutingRuleFactory(category=category, department=department)
    return make_report(category=category)


def told(report) -> list[str]:
    notices = report.messages.filter(kind="notice").order_by("recipient")
    return list(notices.values_list("recipient", flat=True))


def test_a_mailbox_is_told_and_nobody_else(department):
    department.email = "amt@example.org"
    department.save()
    assert told(send_to(department)) == ["amt@example.org"]


def test_without_a_mailbox_each_of_its_people_gets_a_mail_of_their_own(department):
    report = send_to(department)
    assert told(report) == ["ada@example.org", "bob@example.org"]
    queue_notice(report, occasion="new")
    assert len(told(report)) == 2, "and the same news only once"


def test_the_list_of_departments_says_who_has_no_mailbox(client, department):
    client.force_login(UserFactory(is_superuser=True))
    page = client.get(reverse("wagtail_anliegen_departments:index")).content.decode()
    with override("de"):
        assert gettext("none: members") in page


def test_a_report_that_is_forwarded_is_news_to_the_people_of_the_new_department(department):
    report = send_to(DepartmentFactory())
    for other in (department, report.department, department):
        forward(report, department=other, reason="Dort richtig", user=UserFactory())
    assert told(report).count("ada@example.org") == 2


def test_the_new_department_reads_why_it_got_the_report(department):
    report = send_to(DepartmentFactory())
    forward(report, department=department, reason="Das ist Ihr Baum.", user=UserFactory())
    mail = OutgoingMessage.objects.filter(report=report, recipient="ada@example.org").get()
    assert "Das ist Ihr Baum." in mail.body


@pytest.mark.parametrize("lack", ["email", "is_active", "right"])
def test_who_has_no_address_or_may_not_see_reports_is_not_told(department, lack):
    ada = department.group.user_set.get(email="ada@example.org")
    match lack:
        case "email":
            ada.email = ""
        case "is_active":
            ada.is_active = False
        case "right":
            ada.user_permissions.clear()
    ada.save()
    assert told(send_to(department)) == ["bob@example.org"]


def test_of_a_confidential_report_only_those_learn_who_may_see_it(department):
    ada = department.group.user_set.get(email="ada@example.org")
    helper = UserFactory(permissions=["view_confidential_report"])
    ada.user_permissions.add(*helper.user_permissions.all())
    assert told(send_to(department, is_confidential=True)) == ["ada@example.org"]


def test_of_a_confidential_report_a_mailbox_reads_the_number_and_no_more(department):
    department.email = "amt@example.org"
    department.save()
    report = make_report(category=CategoryFactory(name="Beschwerde", is_confidential=True))
    forward(report, department=department, reason="Gegen Ihr Amt.", user=UserFactory())
    mail = OutgoingMessage.objects.get(report=report, recipient="amt@example.org")
    assert report.reference in mail.subject and "vertraulich" in mail.body
    assert "Beschwerde" not in mail.subject + mail.body and "Gegen" not in mail.body


def test_the_address_of_the_case_has_the_language_of_the_office(department, settings):
    """And not the language of the citizen whose report it is."""
    settings.ROOT_URLCONF = "tests.notifications.urls"
    with override("en"):
        report = send_to(department)
    bodies = report.messages.filter(kind="notice").values_list("body", flat=True)
    assert all("localhost/de/admin/" in body for body in bodies)
