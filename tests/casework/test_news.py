"""An open inbox hears of what comes in, and asks little for it."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import DepartmentFactory, central_inbox, days_ago, make_report, member_of
from wagtail_anliegen.casework import actions
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import Status
from wagtail_anliegen.setup.models import OldReport


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _installed():
    call_command("setup_anliegen", verbosity=0)


@pytest.fixture
def clerk(client):
    user = member_of(central_inbox())
    client.force_login(user)
    return user


def seen(client, folder="new") -> str:
    url = reverse("wagtail_anliegen_reports:folder", args=[folder])
    return client.get(url).context["seen"]


def news(client, what, folder="new"):
    url = reverse("wagtail_anliegen_reports:news", args=[folder])
    return client.get(url, {"seen": what})


def test_as_long_as_nothing_happens_nothing_is_said(client, clerk):
    make_report()
    assert news(client, seen(client)).status_code == 204


def test_new_reports_are_counted_and_named(client, clerk):
    before = seen(client)
    reports = [make_report(), make_report()]
    answer = news(client, before).json()
    assert sorted(answer["new"]) == [report.pk for report in reports]
    assert "2" in answer["words"]


def test_a_letter_of_last_week_that_is_entered_now_is_news(client, clerk):
    make_report()
    before = seen(client)
    letter = make_report()
    Report.objects.filter(pk=letter.pk).update(created_at=days_ago(7))
    assert news(client, before).json()["new"] == [letter.pk]


def test_what_went_away_is_said_too(client, clerk):
    report = make_report()
    before = seen(client)
    actions.change_status(report, status=Status.RESOLVED, text="Fertig.", user=clerk)
    answer = news(client, before).json()
    assert answer["new"] == []


def test_an_old_report_that_is_taken_over_only_changes_the_list(client, clerk):
    make_report()
    before = seen(client)
    old = make_report()
    OldReport.objects.create(report=old, site=old.site, source="alt", number="7")
    answer = news(client, before).json()
    assert answer["new"] == []
    assert news(client, seen(client)).status_code == 204


def test_what_others_may_not_see_is_no_news_to_them(client):
    other = DepartmentFactory()
    client.force_login(member_of(other))
    before = seen(client, "all")
    make_report()
    assert news(client, before, "all").status_code == 204


@pytest.mark.parametrize("what", ["", "x-1", "5", "-", "9" * 18 + "-1", "9" * 40 + "-1"])
def test_a_stamp_that_is_none_is_no_news(client, clerk, what):
    make_report()
    assert news(client, what).status_code == 204


def test_asking_costs_two_queries_besides_who_asks(client, clerk):
    make_report()
    before = seen(client)
    with CaptureQueriesContext(connection) as captured:
        news(client, before)
    table = Report._meta.db_table
    assert sum(f'FROM "{table}"' in query["sql"] for query in captured) == 2


def test_the_tabs_are_served_anew_with_what_they_have_seen(client, clerk):
    make_report()
    response = client.get(reverse("wagtail_anliegen_reports:tabs", args=["new"]))
    assert response.headers["X-Anliegen-Seen"] == seen(client)
    assert "<html" not in response.content.decode()
