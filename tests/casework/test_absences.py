"""Who is away, and who stands in: no further than the substitute may see."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Page, Site

from tests.factories import DepartmentFactory, UserFactory, make_report, member_of
from wagtail_anliegen.casework import actions
from wagtail_anliegen.casework.folders import FOLDERS
from wagtail_anliegen.casework.follow_ups import set_follow_up
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.reports.followups import FollowUp
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.routing.absences import Absence


pytestmark = pytest.mark.django_db
INDEX = "wagtail_anliegen_absences:index"


@pytest.fixture
def report():
    call_command("setup_anliegen", verbosity=0)
    return make_report()


@pytest.fixture
def clerk(report):
    return member_of(report.department)


@pytest.fixture
def away(report):
    return member_of(report.department)


@pytest.fixture
def substitute(report, away):
    user = member_of(report.department)
    is_away(away, user)
    return user


def is_away(user, substitute, days: int = 3) -> Absence:
    today = timezone.localdate()
    last = today + timedelta(days=days)
    return Absence.objects.create(user=user, substitute=substitute, starts_on=today, ends_on=last)


def assign(client, user, report, **data):
    client.force_login(user)
    seen = Report.objects.get(pk=report.pk).updated_at.isoformat()
    fields = {f"assign-{name}": value for name, value in data.items()}
    url = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
    return client.post(url, {"action": "assign", "seen": seen, **fields}, follow=True)


def test_the_substitute_finds_the_reports_under_mine(report, away, substitute, clerk):
    actions.assign(report, handler=away, user=clerk)
    assert report in FOLDERS["mine"].reports(substitute)
    assert report in FOLDERS["mine"].reports(away)
    assert report not in FOLDERS["mine"].reports(clerk)
    Absence.objects.update(ends_on=timezone.localdate() - timedelta(days=1), starts_on="2026-01-01")
    next_time = type(substitute).objects.get(pk=substitute.pk)
    assert report not in FOLDERS["mine"].reports(next_time)


def test_the_substitute_finds_the_follow_ups_too(report, away, substitute, clerk):
    set_follow_up(report, due_on=timezone.localdate(), reason="x", person=away, user=clerk)
    FollowUp.objects.update(shown_on=timezone.localdate())
    assert report in FOLDERS["follow-ups"].reports(substitute)


def test_standing_in_opens_no_report_that_one_may_not_see(report, away, clerk):
    stranger = member_of(DepartmentFactory())
    is_away(away, stranger)
    actions.assign(report, handler=away, user=clerk)
    assert not FOLDERS["mine"].reports(stranger).exists()
    assert not OutgoingMessage.objects.filter(recipient=stranger.email).exists()


def test_mails_reach_the_substitute_as_well(report, away, substitute, clerk):
    actions.assign(report, handler=away, user=clerk)
    told = OutgoingMessage.objects.filter(kind="colleague")
    assert {mail.recipient for mail in told} == {away.email, substitute.email}
    assert away.username in told.get(recipient=substitute.email).body


def test_assigning_to_somebody_away_warns_and_names_the_substitute(
    report, away, substitute, clerk, client
):
    page = assign(client, clerk, report, handler=away.pk)
    assert substitute.username in str(page.context["forms"]["assign"].errors["handler"])
    assert "assign-anyway" in page.content.decode()
    assert Report.objects.get(pk=report.pk).handler is None
    assign(client, clerk, report, handler=away.pk, anyway="on")
    assert Report.objects.get(pk=report.pk).handler == away


def test_lists_and_cases_say_until_when_somebody_is_away(report, away, substitute, clerk, client):
    actions.assign(report, handler=away, user=clerk)
    client.force_login(clerk)
    for url in (
        reverse("wagtail_anliegen_reports:folder", args=["all"]),
        reverse("wagtail_anliegen_reports:edit", args=[report.pk]),
    ):
        page = client.get(url).content.decode()
        assert "abwesend bis" in page
        assert f"Vertretung: {substitute.username}" in page


def test_everybody_enters_their_own_absence_and_no_other(clerk, away, substitute, client):
    client.force_login(clerk)
    today = timezone.localdate()
    data = {"starts_on": today, "ends_on": today, "substitute": away.pk, "user": away.pk}
    client.post(reverse("wagtail_anliegen_absences:add"), data)
    assert Absence.objects.get(substitute=away).user == clerk
    page = client.get(reverse(INDEX))
    assert {row.user for row in page.context["object_list"]} == {clerk}
    theirs = Absence.objects.get(user=away)
    for name in ("edit", "delete"):
        url = reverse(f"wagtail_anliegen_absences:{name}", args=[theirs.pk])
        assert client.get(url).status_code == 404
        assert client.post(url).status_code == 404


def test_whoever_maintains_departments_enters_them_for_others(clerk, away, client):
    keeper = UserFactory(permissions=["access_admin", "change_department"])
    client.force_login(keeper)
    today = timezone.localdate()
    data = {"starts_on": today, "ends_on": today, "substitute": clerk.pk, "user": away.pk}
    client.post(reverse("wagtail_anliegen_absences:add"), data)
    assert Absence.objects.get().user == away
    assert client.get(reverse(INDEX)).status_code == 200


def test_the_list_names_the_days_and_sorts_by_them(away, substitute, client):
    now = Absence.objects.get()
    tomorrow = now.starts_on + timedelta(days=1)
    later = Absence.objects.create(
        user=away, substitute=substitute, starts_on=tomorrow, ends_on=tomorrow + timedelta(days=90)
    )
    client.force_login(away)
    for name in ("starts_on", "ends_on"):
        page = client.get(reverse(INDEX), {"ordering": name})
        assert list(page.context["object_list"]) == [now, later]
        assert f"ordering=-{name}" in page.text
        for row in (now, later):
            assert f"<td>{date_format(getattr(row, name), 'SHORT_DATE_FORMAT')}</td>" in page.text


def test_an_editor_enters_absences_of_the_own_city_only(report, clerk, client):
    elsewhere = Site.objects.create(hostname="b.test", root_page=Page.objects.get(depth=1))
    department = DepartmentFactory(site=elsewhere)
    stranger, editor = member_of(department), member_of(report.department, role="editor")
    theirs = is_away(stranger, member_of(department))
    client.force_login(editor)
    assert not client.get(reverse(INDEX)).context["object_list"]
    edit = reverse("wagtail_anliegen_absences:edit", args=[theirs.pk])
    assert client.get(edit).status_code == 404
    form = client.get(reverse("wagtail_anliegen_absences:add")).context["form"]
    for name in ("user", "substitute"):
        assert clerk in form.fields[name].queryset
        assert stranger not in form.fields[name].queryset


def test_a_substitute_works_in_the_same_city(clerk, client):
    elsewhere = Site.objects.create(hostname="b.test", root_page=Page.objects.get(depth=1))
    stranger = member_of(DepartmentFactory(site=elsewhere))
    client.force_login(clerk)
    today = timezone.localdate()
    data = {"starts_on": today, "ends_on": today, "substitute": stranger.pk}
    page = client.post(reverse("wagtail_anliegen_absences:add"), data)
    assert page.context["form"].errors["substitute"]
    assert stranger.username not in page.content.decode()


def test_nobody_stands_in_for_somebody_of_another_city(clerk, client):
    elsewhere = Site.objects.create(hostname="b.test", root_page=Page.objects.get(depth=1))
    stranger = member_of(DepartmentFactory(site=elsewhere))
    client.force_login(UserFactory(is_superuser=True))
    today = timezone.localdate()
    data = {"starts_on": today, "ends_on": today, "substitute": stranger.pk, "user": clerk.pk}
    page = client.post(reverse("wagtail_anliegen_absences:add"), data)
    assert page.context["form"].errors["substitute"]


@pytest.mark.parametrize("wrong", ["self", "backwards"])
def test_what_makes_no_sense_is_refused(clerk, away, client, wrong):
    client.force_login(clerk)
    today = timezone.localdate()
    data = {"starts_on": today, "ends_on": today, "substitute": away.pk}
    data |= {"self": {"substitute": clerk.pk}, "backwards": {"ends_on": "2026-01-01"}}[wrong]
    client.post(reverse("wagtail_anliegen_absences:add"), data)
    assert not Absence.objects.exists()


def test_the_way_to_ones_absence_leads_through_the_inbox(clerk, client):
    client.force_login(clerk)
    page = client.get(reverse("wagtail_anliegen_reports:list")).content.decode()
    assert reverse(INDEX) in page
