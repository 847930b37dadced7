"""Who is told at once is each department's and each person's own choice; danger cannot wait."""

import pytest
from django.urls import reverse

from tests.factories import (
    CategoryFactory,
    DepartmentFactory,
    RoutingRuleFactory,
    make_report,
    member_of,
)
from wagtail_anliegen.casework.actions import accept, assign, correct_category
from wagtail_anliegen.notifications.preferences import NotificationPreference
from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.tracking.replying import receive


pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    return DepartmentFactory(email="amt@example.org")


@pytest.fixture
def clerk(department):
    return member_of(department)


def wish(user, **frequencies) -> None:
    NotificationPreference.objects.update_or_create(user=user, defaults=frequencies)


def send_to(department, **values):
    category = CategoryFactory(**values)
    RoutingRuleFactory(category=category, department=department)
    return make_report(category=category)


def told(report, *kinds: str) -> set[str]:
    rows = report.messages.filter(kind__in=kinds or ["notice"])
    return set(rows.values_list("recipient", flat=True))


def test_a_mailbox_that_wants_mails_together_is_not_told_of_each_report(department):
    department.mail_frequency = "daily"
    department.save()
    assert told(send_to(department)) == set()


@pytest.mark.parametrize("frequency", ["daily", "weekly", "never"])
def test_danger_is_told_to_the_mailbox_at_once_whatever_it_wants(department, frequency):
    department.mail_frequency = frequency
    department.save()
    report = send_to(department, parent=CategoryFactory(is_hazard=True))
    assert told(report) == {department.email}


def test_danger_that_a_colleague_finds_is_told_at_once(department, clerk):
    department.mail_frequency = "daily"
    department.save()
    report = send_to(department)
    danger = CategoryFactory(is_hazard=True)
    RoutingRuleFactory(category=danger, department=department)
    correct_category(report, category=danger, user=clerk)
    assert told(report) == {department.email}


def test_a_person_may_hear_of_new_reports_beside_the_mailbox(department, clerk):
    wish(clerk, new_reports="at_once")
    below = DepartmentFactory(parent=department)
    assert told(send_to(department)) == {department.email, clerk.email}
    assert told(send_to(below)) == {below.email, clerk.email}


def test_without_a_mailbox_a_person_may_wait_for_the_digest_but_not_with_danger(department, clerk):
    department.email = ""
    department.save()
    colleague = member_of(department)
    wish(clerk, new_reports="daily")
    assert told(send_to(department)) == {colleague.email}
    assert told(send_to(department, is_hazard=True)) == {clerk.email, colleague.email}


def test_where_nobody_else_is_told_danger_reaches_whoever_wants_no_mails(department, clerk):
    department.email = ""
    department.save()
    wish(clerk, new_reports="never")
    assert told(send_to(department)) == set()
    assert told(send_to(department, is_hazard=True)) == {clerk.email}
    colleague = member_of(department)
    assert told(send_to(department, is_hazard=True)) == {colleague.email}


def test_who_wants_replies_together_is_not_told_of_each_and_neither_is_the_mailbox(
    department, clerk
):
    wish(clerk, replies="daily")
    report = send_to(department)
    accept(report, user=clerk)
    receive(report, kind=Reply.Kind.MESSAGE, key="1", text="Noch immer.")
    assert told(report, "reply") == set()


def test_who_wants_no_mail_for_what_colleagues_give_gets_none(department, clerk):
    wish(clerk, assigned="never")
    assign(report := send_to(department), handler=clerk, user=member_of(department))
    assert told(report, "colleague") == set()


def test_people_choose_on_their_account_page(client, clerk):
    client.force_login(clerk)
    url = reverse("wagtailadmin_account")
    form = client.get(url).context
    names = [panel.name for panels in form["panels_by_tab"].values() for panel in panels]
    assert "anliegen_mails" in names
    data = {
        "name_email-email": clerk.email,
        "name_email-first_name": "A",
        "name_email-last_name": "B",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "theme-keyboard_shortcuts": "on",
        "locale-preferred_language": "",
        "locale-current_time_zone": "Europe/Berlin",
        "anliegen_mails-new_reports": "weekly",
        "anliegen_mails-replies": "daily",
        "anliegen_mails-assigned": "at_once",
    }
    assert client.post(url, data).status_code == 302
    chosen = NotificationPreference.objects.get(user=clerk)
    assert (chosen.new_reports, chosen.replies) == ("weekly", "daily")
