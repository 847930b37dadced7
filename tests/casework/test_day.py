"""“My day”: the list for the road."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import DepartmentFactory, days_ahead, make_report, member_of
from tests.maintaining import faults, page_of
from wagtail_anliegen.casework import day
from wagtail_anliegen.casework.asking import ask
from wagtail_anliegen.casework.models import DayStop
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.reports.looks import Look
from wagtail_anliegen.reports.models import Report


pytestmark = pytest.mark.django_db
DAY = "/admin/anliegen/reports/day/"


@pytest.fixture
def reports():
    call_command("setup_anliegen", verbosity=0)
    return [make_report(latitude=51.6 + n / 100, longitude=7.8) for n in (0, 5, 1)]


@pytest.fixture
def clerk(reports):
    return member_of(reports[0].department)


def press(client, action, report=None, **more):
    return client.post(DAY, {"action": action, "report": report.pk if report else "", **more})


def order(user) -> list[int]:
    return [stop.report_id for stop in day.stops_of(user)]


def test_reports_stand_in_the_order_that_somebody_sets(client, reports, clerk):
    one, two, three = reports
    client.force_login(clerk)
    for report in (*reports, one):
        press(client, "add", report)
    assert order(clerk) == [one.pk, two.pk, three.pk]
    press(client, "up", three)
    press(client, "down", one)
    assert order(clerk) == [three.pk, one.pk, two.pk]
    press(client, "remove", one)
    assert order(clerk) == [three.pk, two.pk]


def test_the_way_goes_from_the_first_to_the_nearest_next(client, reports, clerk):
    nowhere = make_report(address="irgendwo")
    client.force_login(clerk)
    for report in (nowhere, *reports):
        press(client, "add", report)
    press(client, "way")
    one, two, three = reports
    assert order(clerk) == [one.pk, three.pk, two.pk, nowhere.pk]


def test_done_here_is_a_tick_and_closes_no_report(client, reports, clerk):
    client.force_login(clerk)
    press(client, "add", reports[0])
    press(client, "done", reports[0])
    assert DayStop.objects.get().done_at
    reports[0].refresh_from_db()
    assert reports[0].is_open
    press(client, "done", reports[0])
    assert DayStop.objects.get().done_at is None


def test_what_is_left_over_stays_and_what_is_done_goes_with_the_day(clerk, reports):
    yesterday = timezone.localdate() - timedelta(days=1)
    for report, done in zip(reports, (None, timezone.now(), None), strict=True):
        DayStop.objects.create(user=clerk, day=yesterday, report=report, done_at=done)
    assert set(order(clerk)) == {reports[0].pk, reports[2].pk}


def test_a_stop_has_map_and_telephone(client, clerk):
    report = make_report(latitude=51.65, longitude=7.85, contact=Contact(phone="0123 456"))
    client.force_login(clerk)
    press(client, "add", report)
    text = client.get(DAY).content.decode()
    assert "geo:51.65,7.85?q=51.65,7.85" in text
    assert "tel:0123456" in text


def test_offered_is_what_is_ones_own_or_nobodys(client, clerk, reports):
    one, two, three = reports
    for report, handler in ((one, clerk), (two, member_of(one.department))):
        report.handler = handler
        report.save()
    assert set(day.offered_to(clerk)) == {one, three}


def test_what_is_due_first_is_offered_first_and_nothing_that_waits(clerk, reports):
    one, two, three = reports
    asked = make_report()
    ask(asked, text="Wo?", user=clerk)
    for report, days in ((one, 9), (two, 1), (three, 4)):
        Report.objects.filter(pk=report.pk).update(due_on=days_ahead(days))
    assert list(day.offered_to(clerk)) == [two, three, one]


def test_nobody_plans_what_they_cannot_see(client, reports):
    stranger = member_of(DepartmentFactory())
    client.force_login(stranger)
    assert press(client, "add", reports[0]).status_code == 404
    assert client.post(DAY, {"action": "add", "report": "9" * 5000}).status_code == 404
    DayStop.objects.create(user=stranger, day=timezone.localdate(), report=reports[0])
    assert reports[0].reference not in client.get(DAY).content.decode()


def test_lists_of_colleagues_are_their_own(client, reports, clerk):
    day.add_stop(reports[0], user=member_of(reports[0].department))
    client.force_login(clerk)
    press(client, "remove", reports[0])
    assert DayStop.objects.count() == 1


def test_the_case_adds_and_removes_and_stays_open(client, reports, clerk):
    client.force_login(clerk)
    case = reverse("wagtail_anliegen_reports:edit", args=[reports[0].pk])
    assert press(client, "add", reports[0], back="case").url == case
    assert "Von meinem Tag nehmen" in client.get(case).content.decode()


def test_a_long_day_asks_the_database_no_more_than_a_short_one(client, reports, clerk):
    client.force_login(clerk)
    counts = []
    for report in reports:
        day.add_stop(report, user=clerk)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(DAY)
        counts.append(len(queries))
    assert counts[1] == counts[2]


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_the_list_fits_a_telephone_and_has_no_barriers(browser_context, reports, clerk):
    for report in reports[:2]:
        day.add_stop(report, user=clerk)
    for width in (390, 768):
        page = page_of(clerk, browser_context, viewport={"width": width, "height": 844})
        page.goto(DAY)
        assert faults(page) == []
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        heights = "all => all.map(each => each.getBoundingClientRect().height)"
        assert min(page.eval_on_selector_all(".anliegen-day .button", heights)) >= 44


def test_what_was_left_over_and_is_ticked_stays_on_the_list(client, reports, clerk):
    day.add_stop(reports[0], user=clerk)
    DayStop.objects.update(day=timezone.localdate() - timedelta(days=1))
    client.force_login(clerk)
    press(client, "done", reports[0])
    assert order(clerk) == [reports[0].pk]


def test_a_shown_number_is_noted_once(client, reports, clerk):
    called = make_report(contact=Contact(phone="0123"))
    day.add_stop(called, user=clerk)
    day.add_stop(reports[0], user=clerk)
    client.force_login(clerk)
    client.get(DAY)
    client.get(DAY)
    assert Look.objects.get().report == called
