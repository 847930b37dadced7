"""Responsibility is given, accepted and refused."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.factories import DepartmentFactory, central_inbox, make_report, member_of
from wagtail_anliegen.casework import actions
from wagtail_anliegen.casework.folders import FOLDERS
from wagtail_anliegen.casework.participation import conclude, involve
from wagtail_anliegen.casework.responsibility import NotRefusable, refuse
from wagtail_anliegen.moderation.permissions import may_handle, may_review
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.participation import Participation
from wagtail_anliegen.routing.rules import explain


pytestmark = pytest.mark.django_db


@pytest.fixture
def parks():
    call_command("setup_anliegen", verbosity=0)
    central = central_inbox()
    central.email = "zentrale@example.org"
    central.save()
    return DepartmentFactory(name="Grünflächen")


@pytest.fixture
def dispatcher(parks):
    return member_of(central_inbox())


@pytest.fixture
def clerk(parks):
    return member_of(parks)


@pytest.fixture
def report(parks, dispatcher):
    report = make_report()
    actions.forward(report, department=parks, reason="Ein Baum", user=dispatcher)
    return report


def fresh(report) -> Report:
    return Report.objects.get(pk=report.pk)


def test_who_is_not_responsible_gives_it_back_to_the_central_inbox(report, clerk):
    actions.accept(report, user=clerk)
    refuse(report, reason="Privatgrund", user=clerk)
    assert report.department.is_central
    assert report.handler is None
    reason = "Grünflächen hält sich nicht für zuständig: Privatgrund"
    assert explain(report.routing_reason) == reason
    entry = ReportLogEntry.objects.get(action="anliegen.refuse")
    assert entry.data["reason"] == "Privatgrund"
    told = OutgoingMessage.objects.filter(kind="notice", recipient="zentrale@example.org")
    assert told.filter(body__contains="Privatgrund").count() == 1


def test_the_central_inbox_cannot_refuse(report, dispatcher, clerk, client):
    refuse(report, reason="Privatgrund", user=clerk)
    with pytest.raises(NotRefusable):
        refuse(report, reason="Auch nicht", user=dispatcher)
    client.force_login(dispatcher)
    page = client.get(reverse("wagtail_anliegen_reports:edit", args=[report.pk]))
    assert "refuse-reason" not in page.content.decode()


def test_refusing_needs_a_reason(report, clerk, client):
    client.force_login(clerk)
    url = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
    data = {"action": "refuse", "seen": report.updated_at.isoformat(), "refuse-reason": " "}
    assert client.post(url, data).context["forms"]["refuse"].errors
    assert fresh(report).department == clerk_department(clerk)
    client.post(url, {**data, "refuse-reason": "Privatgrund"})
    assert fresh(report).department.is_central


def clerk_department(clerk):
    return type(central_inbox()).objects.of_user(clerk).get()


def test_whoever_forwards_it_there_again_reads_how_often_it_was_refused(
    report, parks, clerk, dispatcher, client
):
    refuse(report, reason="Privatgrund", user=clerk)
    actions.forward(report, department=parks, reason="Doch", user=dispatcher)
    refuse(report, reason="Privatgrund!", user=clerk)
    client.force_login(dispatcher)
    page = client.get(reverse("wagtail_anliegen_reports:edit", args=[report.pk]))
    assert "Grünflächen (hat es 2 Mal abgelehnt)" in page.content.decode()


def test_the_mail_says_why_in_words(report, parks):
    mail = OutgoingMessage.objects.get(recipient=parks.email, kind="notice")
    assert "Ein Baum" in mail.body
    assert "{" not in mail.body


# --- statements of other departments ------------------------------------------------------


@pytest.fixture
def roads():
    return DepartmentFactory(name="Tiefbau", email="tiefbau@example.org")


@pytest.fixture
def engineer(roads):
    return member_of(roads)


@pytest.fixture
def asked(report, roads, clerk) -> Participation:
    return involve(report, department=roads, question="Liegt dort eine Leitung?", user=clerk)


def post(client, user, report, action, **data):
    client.force_login(user)
    fields = {f"{action}-{name}": value for name, value in data.items()}
    seen = fresh(report).updated_at.isoformat()
    url = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
    return client.post(url, {"action": action, "seen": seen, **fields})


def test_whoever_is_asked_sees_the_report_until_the_statement_is_given(report, asked, engineer):
    assert Report.objects.visible_to(engineer).get() == report
    conclude(report, participation=asked, text="Ja, Gas.", user=engineer)
    assert not Report.objects.visible_to(engineer).exists()


def test_the_page_of_whoever_is_asked_does_not_ask_wagtail_in_vain(report, asked, engineer, client):
    client.force_login(engineer)
    page = client.get(reverse("wagtail_anliegen_reports:edit", args=[report.pk]))
    assert page.context["editing_sessions"] is None


def test_whoever_is_asked_may_only_say_something(report, asked, engineer, client, roads):
    assert not may_handle(engineer, report)
    assert not may_review(engineer, report)
    post(client, engineer, report, "note", text="Wir sehen nach.")
    assert report.notes.get().author == engineer
    for action in ("accept", "release", "answer", "assign", "follow_up", "refuse"):
        post(client, engineer, report, action, text="x", reason="x")
        assert fresh(report).updated_at == report.updated_at, action
    page = client.get(reverse("wagtail_anliegen_reports:edit", args=[report.pk]))
    assert 'value="note"' in page.content.decode()
    assert 'value="answer"' not in page.content.decode()


def test_a_question_lies_in_a_folder_of_its_own(report, asked, engineer, clerk):
    assert set(FOLDERS["asked"].reports(engineer)) == {report}
    assert set(FOLDERS["all"].reports(engineer)) == {report}
    for code in ("new", "department", "overdue", "waiting"):
        assert not FOLDERS[code].reports(engineer).exists(), code
    assert not FOLDERS["asked"].reports(clerk).exists()


def test_what_is_confidential_stays_so_for_those_who_are_asked(report, asked, engineer):
    Report.objects.update(confidential=True)
    assert not Report.objects.visible_to(engineer).exists()


def test_both_sides_read_about_it_in_a_mail(report, asked, engineer, clerk, client):
    actions.accept(report, user=clerk)
    mail = OutgoingMessage.objects.get(recipient="tiefbau@example.org")
    assert "Liegt dort eine Leitung?" in mail.body
    post(client, engineer, report, "conclude", participation=asked.pk, text="Ja, Gas.")
    assert "Ja, Gas." in OutgoingMessage.objects.get(recipient=clerk.email).body
    assert report.notes.get().text == "Tiefbau: Ja, Gas."


def test_a_mail_about_a_confidential_report_says_no_more_than_its_number(report, roads, clerk):
    Report.objects.update(confidential=True)
    involve(fresh(report), department=roads, question="Wohnt dort Kim Muster?", user=clerk)
    mail = OutgoingMessage.objects.get(recipient="tiefbau@example.org")
    assert report.reference in mail.body
    for words in ("Kim Muster", report.category.name):
        assert words not in mail.subject + mail.body


def test_whoever_is_asked_gets_the_file_without_personal_data(report, asked, engineer, client):
    case = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
    pdf = reverse("wagtail_anliegen_reports:pdf", args=[report.pk])
    client.force_login(engineer)
    html = client.get(case).content.decode()
    assert f'href="{pdf}"' in html and "?person=yes" not in html


def test_a_department_is_asked_once_at_a_time(report, asked, roads, clerk):
    involve(report, department=roads, question="Und Wasser?", user=clerk)
    assert report.participations.get().question == "Und Wasser?"


def test_a_statement_for_another_department_cannot_be_given(report, asked, client):
    other = member_of(DepartmentFactory())
    involve(report, department=DepartmentFactory(), question="?", user=other)
    theirs = report.participations.exclude(pk=asked.pk).get()
    engineer = member_of(asked.department)
    post(client, engineer, report, "conclude", participation=theirs.pk, text="Nein.")
    assert report.participations.open().count() == 2


def test_members_of_the_central_inbox_see_what_their_other_department_is_asked_elsewhere(
    report, asked, engineer
):
    engineer.groups.add(central_inbox().group)
    assert may_handle(engineer, report), "the central inbox may"
    assert Report.objects.visible_to(engineer).count() == 1
