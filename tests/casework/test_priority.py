"""How urgent a report is."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.factories import central_inbox, make_public_report, make_report, member_of
from wagtail_anliegen.casework.priorities import set_priority
from wagtail_anliegen.casework.timeline import timeline
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.priority import Priority


pytestmark = pytest.mark.django_db
ALL = "wagtail_anliegen_reports:folder"


@pytest.fixture
def clerk(client):
    call_command("setup_anliegen", verbosity=0)
    clerk = member_of(central_inbox())
    client.force_login(clerk)
    return clerk


def test_a_report_is_as_urgent_as_usual_until_somebody_says_otherwise(client, clerk):
    report = make_report()
    assert report.priority == Priority.NORMAL
    url = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
    data = {"action": "priority", "priority-priority": "4", "seen": report.updated_at.isoformat()}
    page = client.post(url, data, follow=True)
    report.refresh_from_db()
    assert report.priority == Priority.URGENT
    assert "anliegen-priority--urgent" in page.content.decode()
    assert "normal → dringend" in [event.text for event in timeline(report)]


def test_what_does_not_change_is_not_written_down(clerk):
    report = make_report()
    set_priority(report, priority=Priority.NORMAL, user=clerk)
    assert not ReportLogEntry.objects.filter(action="anliegen.priority").exists()


def test_the_inbox_finds_and_sorts_by_priority(client, clerk):
    low, usual, urgent = (make_report() for _number in range(3))
    set_priority(low, priority=Priority.LOW, user=clerk)
    set_priority(urgent, priority=Priority.URGENT, user=clerk)
    url = reverse(ALL, args=["new"])
    listed = client.get(url, {"ordering": "urgency"}).context["page_obj"].object_list
    assert list(listed) == [urgent, usual, low]
    found = client.get(url, {"priority": ["1", "4"], "ordering": "-urgency"})
    assert list(found.context["page_obj"].object_list) == [low, urgent]


def test_nobody_outside_learns_the_priority(client, clerk):
    report = make_public_report()
    set_priority(report, priority=Priority.URGENT, user=clerk)
    client.logout()
    for url in (report.get_absolute_url(), Report.objects.get(pk=report.pk).secret_path):
        words = client.get(url).content.decode().lower()
        assert "urgent" not in words and "dringend" not in words
