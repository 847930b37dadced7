"""The one front door."""

import pytest
from django.core import mail

from tests.factories import (
    CategoryFactory,
    DepartmentFactory,
    DistrictFactory,
    RoutingRuleFactory,
    central_inbox,
    make_report,
)
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.notifications.delivery import deliver_due
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.reports.models import Report


pytestmark = pytest.mark.django_db


def test_a_report_without_a_rule_comes_to_the_central_inbox():
    central = central_inbox()
    report = make_report()
    assert report.department == central
    assert report.routing_reason["fallback"]
    assert not report.live


def test_a_report_reaches_the_department_of_its_category_and_district():
    category, district = CategoryFactory(), DistrictFactory()
    roads = DepartmentFactory(name="Straßen")
    RoutingRuleFactory(category=category, department=DepartmentFactory())
    rule = RoutingRuleFactory(category=category, district=district, department=roads)
    report = make_report(category=category, latitude=51.65, longitude=7.85)
    assert report.department == roads
    assert report.district == district
    assert report.routing_reason["rule"] == rule.pk


def test_the_same_key_is_the_same_report():
    category = CategoryFactory()
    first = make_report(key="once", category=category, contact=Contact(email="a@example.org"))
    second = make_report(key="once", category=category, contact=Contact(email="a@example.org"))
    assert first == second
    assert Report.objects.count() == 1
    assert OutgoingMessage.objects.filter(kind="receipt").count() == 1


def test_references_count_up_without_gaps():
    references = [make_report().reference[-6:] for _ in range(3)]
    assert references == ["000001", "000002", "000003"]


def test_the_receipt_carries_the_secret_link_which_the_database_does_not_hold():
    report = make_report(contact=Contact(email="a@example.org"))
    receipt = OutgoingMessage.objects.get(kind="receipt")
    assert report.secret_token not in receipt.body
    assert report.secret_token not in str(Report.objects.filter(pk=report.pk).values())
    assert deliver_due() == 2
    sent = next(message for message in mail.outbox if message.to == ["a@example.org"])
    assert report.secret_url in sent.body


def test_a_revision_holds_nothing_but_the_public_text():
    report = make_report(contact=Contact(name="Kim Muster"), address="Lindenweg 1")
    assert set(report.get_latest_revision().content) == {"pk", "public_text"}
