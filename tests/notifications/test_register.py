"""The delivery log: read by those who may see the report, written by nobody."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    CategoryFactory,
    DepartmentFactory,
    RoutingRuleFactory,
    UserFactory,
    central_inbox,
    make_report,
    member_of,
)
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.notifications.delivery import deliver_due
from wagtail_anliegen.notifications.mail import LINK_PLACEHOLDER
from wagtail_anliegen.notifications.models import OutgoingMessage


pytestmark = pytest.mark.django_db
INDEX = "anliegen_mails_modeladmin_index"
INSPECT = "anliegen_mails_modeladmin_inspect"
SEND_AGAIN = "anliegen_mails_modeladmin_send_again"
CITIZEN = Contact(email="buergerin@example.org")


def reader(department, *extra):
    """Somebody who sees the department's reports and the delivery log."""
    user = member_of(department)
    for permission in ("view_outgoingmessage", *extra):
        helper = UserFactory(permissions=[permission])
        user.user_permissions.add(*helper.user_permissions.all())
    return user


@pytest.fixture
def receipt():
    report = make_report(contact=CITIZEN)
    return report.messages.get(kind="receipt")


@pytest.fixture
def keeper(client, receipt):
    client.force_login(reader(central_inbox(), "change_outgoingmessage"))
    return client


def test_the_register_lists_what_became_of_every_mail(keeper, receipt):
    page = keeper.get(reverse(INDEX)).content.decode()
    assert receipt.recipient in page
    assert receipt.report.reference in page


def test_the_register_cannot_be_asked_about_what_the_reader_may_not_see(keeper, receipt):
    """One letter after the other, a filter across relations would tell a colleague's password."""
    chief = UserFactory(password="md5$salt$hash")
    receipt.report.handler = chief
    receipt.report.save()
    make_report(category=receipt.report.category, description="GEHEIM")
    for wrong_guess in (
        {"report__handler__password__startswith": "x"},
        {"report__link_hash__startswith": "x"},
        {"report__department__reports__description__contains": "x"},
        {"no_such_field": "x"},
    ):
        assert receipt.recipient in keeper.get(reverse(INDEX), wrong_guess).content.decode()
    for state, is_there in (("queued", True), ("sent", False)):
        page = keeper.get(reverse(INDEX), {"state__exact": state}).content.decode()
        assert (receipt.recipient in page) is is_there


def test_the_secret_link_is_not_in_the_register(keeper, receipt):
    page = keeper.get(reverse(INSPECT, args=[receipt.pk])).content.decode()
    assert LINK_PLACEHOLDER in page
    assert receipt.report.secret_token not in page


def test_mails_of_a_colleagues_reports_are_not_there(client, receipt):
    mine = DepartmentFactory()
    client.force_login(reader(mine, "change_outgoingmessage"))
    category = CategoryFactory()
    RoutingRuleFactory(category=category, department=mine)
    make_report(category=category, contact=Contact(email="meine@example.org"))
    page = client.get(reverse(INDEX)).content.decode()
    assert "meine@example.org" in page
    assert receipt.recipient not in page
    for name in (INSPECT, SEND_AGAIN):
        response = client.get(reverse(name, args=[receipt.pk]))
        assert response.url == reverse("wagtailadmin_home")


def test_a_superuser_does_not_write_in_the_register_either(client, receipt):
    client.force_login(UserFactory(is_superuser=True))
    for action in ("edit", "delete"):
        url = reverse(f"anliegen_mails_modeladmin_{action}", args=[receipt.pk])
        assert client.post(url).url == reverse("wagtailadmin_home")
    assert client.get(reverse("anliegen_mails_modeladmin_create")).status_code == 302
    assert OutgoingMessage.objects.filter(pk=receipt.pk).exists()


def test_a_refused_mail_is_sent_again_and_the_report_remembers_who_asked(keeper, receipt):
    before = receipt.message_id
    OutgoingMessage.objects.update(state="failed", last_error="550 no such user")
    assert keeper.get(reverse(SEND_AGAIN, args=[receipt.pk])).status_code == 200
    receipt.refresh_from_db()
    assert receipt.state == "failed", "asking is not yet doing"
    keeper.post(reverse(SEND_AGAIN, args=[receipt.pk]))
    receipt.refresh_from_db()
    assert (receipt.state, receipt.attempts, receipt.last_error) == ("queued", 0, "")
    assert receipt.message_id != before
    entry = receipt.report.log_entries.get(action="anliegen.send_again")
    assert entry.user and receipt.recipient not in str(entry.data)
    deliver_due()
    assert receipt.recipient in [address for sent in mail.outbox for address in sent.to]


def test_a_mail_that_is_waiting_anyway_is_not_sent_again(keeper, receipt):
    response = keeper.post(reverse(SEND_AGAIN, args=[receipt.pk]))
    assert response.url == reverse("wagtailadmin_home")


def test_who_only_reads_does_not_send_again(client, receipt):
    OutgoingMessage.objects.update(state="failed")
    client.force_login(reader(central_inbox()))
    assert "send_again" not in client.get(reverse(INDEX)).content.decode()
    client.post(reverse(SEND_AGAIN, args=[receipt.pk]))
    receipt.refresh_from_db()
    assert receipt.state == "failed"


def test_whoever_is_only_asked_about_the_report_reads_its_mails_but_sends_none(client, receipt):
    asked = DepartmentFactory()
    receipt.report.participations.create(department=asked, question="?")
    OutgoingMessage.objects.update(state="failed")
    client.force_login(reader(asked, "change_outgoingmessage"))
    assert client.get(reverse(INSPECT, args=[receipt.pk])).status_code == 200
    client.post(reverse(SEND_AGAIN, args=[receipt.pk]))
    receipt.refresh_from_db()
    assert receipt.state == "failed"


@pytest.mark.parametrize("role", ["reader", "clerk", "editor"])
def test_other_roles_do_not_see_the_register(client, receipt, role):
    client.force_login(member_of(central_inbox(), role=role))
    for url in (reverse(INDEX), reverse(INSPECT, args=[receipt.pk])):
        assert client.get(url).url == reverse("wagtailadmin_home")


def test_the_register_can_be_narrowed_and_searched(keeper, receipt):
    OutgoingMessage.objects.filter(pk=receipt.pk).update(state="failed")

    def found(**query):
        return [m.pk for m in keeper.get(reverse(INDEX), query).context["object_list"]]

    assert found(state__exact="failed") == [receipt.pk]
    assert found(q="buergerin") == [receipt.pk]
    assert found(q="niemand") == []


def test_the_register_needs_constant_queries(keeper, django_assert_max_num_queries):
    keeper.get(reverse(INDEX))
    with django_assert_max_num_queries(25) as few:
        keeper.get(reverse(INDEX))
    for _number in range(10):
        make_report(contact=CITIZEN)
    with django_assert_max_num_queries(len(few.captured_queries)):
        keeper.get(reverse(INDEX))


def test_mails_that_wait_too_long_are_warned_about_in_the_register_and_at_home(keeper):
    warning = "anliegen_deliver"
    for name in (INDEX, "wagtailadmin_home"):
        assert warning not in keeper.get(reverse(name)).content.decode()
    OutgoingMessage.objects.update(created_at=timezone.now() - timedelta(minutes=16))
    for name in (INDEX, "wagtailadmin_home"):
        assert warning in keeper.get(reverse(name)).content.decode()


def test_the_warning_at_home_is_for_those_who_read_the_register(client, receipt):
    OutgoingMessage.objects.update(created_at=timezone.now() - timedelta(minutes=16))
    client.force_login(member_of(central_inbox()))
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "anliegen_deliver" not in page


def test_mails_refused_lately_are_counted_at_home_for_those_who_may_see_them(client, receipt):
    def home(department) -> str:
        client.force_login(reader(department))
        return client.get(reverse("wagtailadmin_home")).content.decode()

    link = "state__exact=failed"
    assert link not in home(central_inbox())
    OutgoingMessage.objects.filter(pk=receipt.pk).update(state="failed")
    assert link in home(central_inbox())
    assert link not in home(DepartmentFactory())
    OutgoingMessage.objects.update(due_at=timezone.now() - timedelta(days=8))
    assert link not in home(central_inbox())
