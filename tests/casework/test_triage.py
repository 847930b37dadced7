"""The bar at the top of a case: one click a verb, and the next report follows."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.admin.models import EditingSession
from wagtail.users.models import UserProfile

from tests.factories import DepartmentFactory, make_report, member_of
from wagtail_anliegen.casework import actions
from wagtail_anliegen.casework.folders import FOLDERS
from wagtail_anliegen.casework.triage import tools
from wagtail_anliegen.reports.models import Report


pytestmark = pytest.mark.django_db


@pytest.fixture
def reports():
    call_command("setup_anliegen", verbosity=0)
    return [make_report() for _number in range(3)]


@pytest.fixture
def clerk(reports):
    return member_of(reports[0].department)


@pytest.fixture
def press(client, clerk):
    """Presses a button on the page of a report that was opened from a folder."""
    client.force_login(clerk)

    def send(report, action, folder="new", **fields):
        seen = Report.objects.get(pk=report.pk).updated_at.isoformat()
        url = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
        return client.post(
            f"{url}?in={folder}" if folder else url, {"action": action, "seen": seen, **fields}
        )

    return send


#: Said aloud in every redirect: a browser would keep the fragment of the form that was sent.
TOP = "#main"


def case(report, folder="new") -> str:
    url = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
    return f"{url}?in={folder}{TOP}"


def reject(press, report, **options):
    fields = {"reject-rejection_reason": "no_matter", "reject-text": "Das ist kein Anliegen."}
    return press(report, "reject", **fields, **options)


def test_the_next_report_follows_when_this_one_has_left_the_folder(client, press, reports):
    first, second, third = reports
    assert reject(press, second).url == case(third)
    page = client.get(case(third)).content.decode()
    assert second.reference in page  # what was done, and the way back


def test_after_the_last_one_the_next_is_the_first_again(press, reports):
    first, _second, third = reports
    assert reject(press, third).url == case(first)


def test_when_nothing_is_left_the_folder_says_so(press, reports):
    for report in reports[:2]:
        reject(press, report)
    assert reject(press, reports[2]).url == FOLDERS["new"].url + TOP


def test_what_was_forwarded_is_off_the_desk_although_the_central_inbox_still_sees_it(
    press, reports
):
    other = DepartmentFactory()
    fields = {"forward-department": other.pk, "forward-reason": "Das ist eure Straße."}
    assert press(reports[0], "forward", **fields).url == case(reports[1])


def test_a_report_that_still_lies_in_the_folder_stays_open(press, reports):
    assert press(reports[0], "accept").url == case(reports[0])


def test_a_report_that_was_opened_by_its_address_stays_open(press, reports):
    own = reverse("wagtail_anliegen_reports:edit", args=[reports[0].pk])
    assert reject(press, reports[0], folder="").url == own + TOP


def test_the_forms_of_a_report_that_was_opened_by_its_address_name_no_folder(
    client, press, reports
):
    own = reverse("wagtail_anliegen_reports:edit", args=[reports[0].pk])
    page = client.get(own).content.decode()
    assert "?in=new" not in page.split("<main")[1].split("anliegen-case__summary")[1]
    assert 'value="follow"' not in page


def test_who_wants_to_stay_stays(press, reports):
    press(reports[0], "follow")
    assert reject(press, reports[0]).url == case(reports[0])
    press(reports[1], "follow")
    assert reject(press, reports[1]).url == case(reports[2])


def test_a_folder_without_its_first_report_goes_on_behind_it(press, reports, clerk):
    """Where a report lay is asked before it moves: an answer takes its promised day away."""
    for report in reports:
        actions.accept(report, user=clerk)
    fields = {"status-status": "resolved", "status-text": "Erledigt."}
    assert press(reports[0], "status", folder="mine", **fields).url == case(reports[1], "mine")


def test_every_tool_of_the_bar_has_a_key_of_its_own(reports, clerk):
    report = reports[0]
    offered = tools(report, clerk, can_decide=True)
    keys = [tool.key for tool in offered]
    assert len(set(keys)) == len(keys)
    assert [tool.sends for tool in offered][0] == "release_accept"


def test_every_tool_opens_a_form_that_is_on_the_page(client, press, reports, clerk):
    page = client.get(case(reports[0])).content.decode()
    for tool in tools(reports[0], clerk, can_decide=True):
        target = tool.form if tool.sends else f"anliegen-{tool.opens}"
        assert f'id="{target}"' in page, tool


def test_readers_have_no_bar(client, reports):
    client.force_login(member_of(reports[0].department, role="reader"))
    page = client.get(case(reports[0])).content.decode()
    assert "anliegen-triage" not in page
    assert not EditingSession.objects.exists()


def test_closed_reports_offer_a_note_only(reports, clerk):
    report = reports[0]
    actions.change_status(report, status="resolved", text="Erledigt.", user=clerk)
    assert [tool.opens for tool in tools(report, clerk, can_decide=True)] == ["note"]


def test_who_switched_wagtails_keys_off_sees_none(client, press, reports, clerk):
    assert "w-kbd-key-value" in client.get(case(reports[0])).content.decode().split("<main")[1]
    UserProfile.objects.update_or_create(user=clerk, defaults={"keyboard_shortcuts": False})
    bar = client.get(case(reports[0])).content.decode().split("anliegen-triage__tools")[1]
    assert "w-kbd" not in bar.split("</ul>")[0]


def test_two_people_on_one_report_see_each_other(client, press, reports, clerk):
    colleague = member_of(reports[0].department)
    client.force_login(colleague)
    client.get(case(reports[0]))
    client.force_login(clerk)
    client.get(case(reports[0]))
    session = EditingSession.objects.get(user=clerk)
    ping = reverse(
        "wagtailadmin_editing_sessions:ping",
        args=["wagtail_anliegen", "report", reports[0].pk, session.pk],
    )
    others = client.post(ping).json()["other_sessions"]
    assert [other["user"] for other in others] == [str(colleague)]


def test_a_page_learns_that_a_colleague_has_changed_the_report(client, press, reports, clerk):
    colleague = member_of(reports[0].department)
    report = Report.objects.get(pk=reports[0].pk)
    url = reverse("wagtail_anliegen_reports:changes", args=[report.pk])
    seen = {"seen": report.updated_at.isoformat()}
    assert client.get(url, seen).json() == {"words": ""}
    actions.accept(report, user=colleague)
    assert str(colleague) in client.get(url, seen).json()["words"]


def test_a_report_that_was_merged_just_now_is_not_the_next_one(press, reports):
    first, second, third = reports
    fields = {"merge-others": [str(second.pk)], "merge-leading": str(third.pk)}
    assert press(first, "merge", **fields, **{"merge-numbers": third.reference}).url == case(third)


@pytest.mark.parametrize("text", ["9" * 20, "9" * 5000, "²", "-1", ""])
def test_a_number_that_is_none_is_not_found(client, press, reports, text):
    bulk = reverse("wagtail_anliegen_reports:bulk", args=["all", "accept"])
    assert client.get(bulk, {"id": text}).status_code < 500
    news = reverse("wagtail_anliegen_reports:news", args=["all"])
    assert client.get(news, {"seen": f"{text}-1"}).status_code == 204
