"""The inbox: folders, filters, and what it costs."""

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test.utils import CaptureQueriesContext
from django.db import connection
from django.urls import reverse

from tests.factories import DepartmentFactory, make_report, member_of
from wagtail_anliegen.reports.models import Report


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _installed():
    call_command("setup_anliegen", verbosity=0)


def inbox(client, user, folder="all", **query):
    client.force_login(user)
    return client.get(reverse("wagtail_anliegen_reports:folder", args=[folder]), query)


def test_it_renders(client):
    report = make_report(description="Loch in der Straße", address="Lindenweg 1")
    response = inbox(client, member_of(report.department))
    assert response.status_code == 200
    assert report.reference in response.content.decode()


def test_case_renders(client):
    report = make_report(
        description="Loch in der Straße", address="Lindenweg 1", latitude=51.6, longitude=7.8
    )
    client.force_login(member_of(report.department))
    response = client.get(reverse("wagtail_anliegen_reports:edit", args=[report.pk]))
    assert response.status_code == 200
    assert "Loch in der" in response.content.decode()


def test_dashboard(client):
    report = make_report(
        description="Loch in der Straße", address="Lindenweg 1", latitude=51.6, longitude=7.8
    )
    client.force_login(member_of(report.department))
    response = client.get("/admin/")
    assert response.status_code == 200
    assert reverse("wagtail_anliegen_reports:edit", args=[report.pk]) in response.content.decode()
