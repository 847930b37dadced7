"""A report comes back to the desk on a day."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from tests.factories import DepartmentFactory, central_inbox, make_report, member_of
from wagtail_anliegen.casework import actions
from wagtail_anliegen.casework.folders import FOLDERS
from wagtail_anliegen.casework.follow_ups import finish_follow_up, move_follow_up, set_follow_up
from wagtail_anliegen.casework.reminders import remind
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.reports.followups import FollowUp
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import Status


pytestmark = pytest.mark.django_db
FRIDAY, SUNDAY, MONDAY = date(2026, 1, 2), date(2026, 1, 4), date(2026, 1, 5)


@pytest.fixture
def report():
    call_command("setup_anliegen", verbosity=0)
    return make_report()


@pytest.fixture
def clerk(report):
    return member_of(report.department)


@pytest.fixture
def send(client, clerk):
    def press(report, action, **data):
        client.force_login(clerk)
        seen = Report.objects.get(pk=report.pk).updated_at.isoformat()
        fields = {f"{action}-{name}": value for name, value in data.items()}
        url = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
        return client.post(url, {"action": action, "seen": seen, **fields}, follow=True)

    return press


def actions_logged() -> list[str]:
    entries = ReportLogEntry.objects.filter(action__contains="follow_up").order_by("pk")
    return [entry.action.removeprefix("anliegen.") for entry in entries]


def in_folder(user) -> set[str]:
    return {report.reference for report in FOLDERS["follow-ups"].reports(user)}


def test_what_is_due_on_a_sunday_is_shown_on_monday(report, clerk):
    follow_up = set_follow_up(report, due_on=SUNDAY, reason="Nachsehen", user=clerk)
    assert follow_up.shown_on == MONDAY
    assert not FollowUp.objects.due(SUNDAY).exists()
    assert FollowUp.objects.due(MONDAY).exists()


def test_a_moved_one_is_shown_on_its_new_working_day(report, clerk):
    follow_up = set_follow_up(report, due_on=FRIDAY, reason="Nachsehen", user=clerk)
    move_follow_up(report, follow_up=follow_up, due_on=SUNDAY, user=clerk)
    follow_up.refresh_from_db()
    assert (follow_up.due_on, follow_up.shown_on) == (SUNDAY, MONDAY)
    assert actions_logged() == ["follow_up", "follow_up_move"]


def test_done_is_done_once(report, clerk):
    follow_up = set_follow_up(report, due_on=FRIDAY, reason="Nachsehen", user=clerk)
    finish_follow_up(report, follow_up=follow_up, user=clerk)
    finish_follow_up(report, follow_up=follow_up, user=clerk)
    move_follow_up(report, follow_up=follow_up, due_on=MONDAY, user=clerk)
    follow_up.refresh_from_db()
    assert follow_up.done_by == clerk
    assert follow_up.due_on == FRIDAY
    assert actions_logged() == ["follow_up", "follow_up_done"]


def test_the_folder_shows_what_is_due_for_me_or_my_team(report, clerk):
    colleague = member_of(report.department)
    set_follow_up(report, due_on=FRIDAY, reason="Ich", person=clerk, user=clerk)
    assert in_folder(clerk) == {report.reference}
    assert not in_folder(colleague)
    set_follow_up(report, due_on=FRIDAY, reason="Alle", user=clerk)
    assert in_folder(colleague) == {report.reference}


def test_one_that_lies_in_the_future_is_not_in_the_folder(report, clerk):
    later = timezone.localdate() + timedelta(days=10)
    set_follow_up(report, due_on=later, reason="Später", person=clerk, user=clerk)
    assert not in_folder(clerk)


def test_one_without_a_person_goes_with_the_report(report, clerk):
    other = DepartmentFactory()
    set_follow_up(report, due_on=FRIDAY, reason="Alle", user=clerk)
    actions.forward(report, department=other, reason="Dort", user=clerk)
    assert in_folder(member_of(other)) == {report.reference}
    assert not in_folder(clerk), "the central inbox sees the report, but it is others' work"


def test_a_report_that_i_may_not_see_does_not_come_back_to_me(report, clerk):
    gardener = member_of(DepartmentFactory())
    set_follow_up(report, due_on=FRIDAY, reason="Nachsehen", person=gardener, user=clerk)
    assert not in_folder(gardener)


def test_everything_is_done_with_buttons_of_the_case_view(report, clerk, send):
    day = timezone.localdate() + timedelta(days=7)
    page = send(report, "follow_up", due_on=day, reason="Wurde geliefert?", person=clerk.pk)
    assert "Wurde geliefert?" in page.content.decode()
    follow_up = FollowUp.objects.get()
    assert (follow_up.person, follow_up.created_by) == (clerk, clerk)
    later = day + timedelta(days=7)
    send(report, "follow_up_move", follow_up=follow_up.pk, due_on=later)
    follow_up.refresh_from_db()
    assert follow_up.due_on == later
    send(report, "follow_up_done", follow_up=follow_up.pk)
    assert not FollowUp.objects.open().exists()


def test_a_day_that_has_passed_is_refused(report, send):
    page = send(report, "follow_up", due_on=timezone.localdate(), reason="Heute")
    assert page.context["forms"]["follow_up"].errors["due_on"]
    assert not FollowUp.objects.exists()


def test_a_follow_up_of_another_report_is_not_there(report, clerk, send):
    foreign = set_follow_up(make_report(), due_on=FRIDAY, reason="Dort", user=clerk)
    send(report, "follow_up_done", follow_up=foreign.pk)
    assert FollowUp.objects.open().exists()


@pytest.mark.parametrize("ticked", [True, False])
def test_closing_asks_what_becomes_of_follow_ups(report, clerk, send, client, ticked):
    set_follow_up(report, due_on=FRIDAY, reason="Nachsehen", user=clerk)
    client.force_login(clerk)
    page = client.get(reverse("wagtail_anliegen_reports:edit", args=[report.pk]))
    assert page.context["forms"]["status"]["clear_follow_ups"].value() is True
    clear = {"clear_follow_ups": "on"} if ticked else {}
    send(report, "status", status=Status.RESOLVED, text="Fertig.", **clear)
    assert Report.objects.get(pk=report.pk).status == Status.RESOLVED
    assert FollowUp.objects.open().exists() is not ticked


def test_a_status_that_does_not_close_keeps_them(report, clerk, send):
    set_follow_up(report, due_on=FRIDAY, reason="Nachsehen", user=clerk)
    send(report, "status", status=Status.IN_PROGRESS, text="", clear_follow_ups="on")
    assert FollowUp.objects.open().exists()


def test_nobody_is_asked_where_there_is_nothing_to_clear(report, clerk, client):
    client.force_login(clerk)
    page = client.get(reverse("wagtail_anliegen_reports:edit", args=[report.pk]))
    assert "clear_follow_ups" not in page.context["forms"]["status"].fields


def test_people_are_reminded_once_of_each_day(report, clerk):
    set_follow_up(report, due_on=FRIDAY, reason="Nachsehen", person=clerk, user=clerk)
    for _turn in range(2):
        call_command("anliegen_remind", verbosity=0)
    mail = OutgoingMessage.objects.get(kind="colleague")
    assert mail.recipient == clerk.email
    assert "Nachsehen" in mail.body
    move_follow_up(report, follow_up=FollowUp.objects.get(), due_on=MONDAY, user=clerk)
    remind(MONDAY)
    assert OutgoingMessage.objects.filter(kind="colleague").count() == 2


def test_a_follow_up_of_nobody_reminds_the_department(report, clerk):
    department = central_inbox()
    department.email = "zentrale@example.org"
    department.save()
    set_follow_up(report, due_on=FRIDAY, reason="Nachsehen", user=clerk)
    gone = member_of(DepartmentFactory())
    set_follow_up(report, due_on=FRIDAY, reason="Auch das", person=gone, user=clerk)
    assert remind(MONDAY) == 2
    mails = OutgoingMessage.objects.filter(kind="colleague")
    assert {mail.recipient for mail in mails} == {"zentrale@example.org"}
    assert mails.count() == 2


def test_the_folder_says_why_a_report_is_back(report, clerk, client):
    set_follow_up(report, due_on=FRIDAY, reason="Wurde geliefert?", person=clerk, user=clerk)
    set_follow_up(report, due_on=MONDAY, reason="Und bezahlt?", person=clerk, user=clerk)
    client.force_login(clerk)
    url = reverse("wagtail_anliegen_reports:folder", args=["follow-ups"])
    page = client.get(url).content.decode()
    assert "Wurde geliefert?" in page
    assert "Und bezahlt?" not in page
