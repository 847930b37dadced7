"""The inbox: folders, filters, search, and what a page of it costs."""

import html
import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.cache.backends.base import BaseCache
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    CategoryFactory,
    DepartmentFactory,
    DistrictFactory,
    UserFactory,
    central_inbox,
    days_ago,
    default_site,
    make_public_report,
    make_report,
    member_of,
)
from wagtail_anliegen.casework import actions, follow_ups
from wagtail_anliegen.casework.counting import CAP
from wagtail_anliegen.casework.filter_choices import KEPT
from wagtail_anliegen.casework.folders import FOLDERS, in_order
from wagtail_anliegen.casework.participation import involve
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.followups import FollowUp
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import Status
from wagtail_anliegen.setup.models import OldReport
from wagtail_anliegen.setup.test_mode import start_test_mode


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _installed():
    call_command("setup_anliegen", verbosity=0)


@pytest.fixture
def clerk():
    """A member of the central inbox, who sees the whole site."""
    return member_of(central_inbox())


def inbox(client, user, folder="all", **query):
    client.force_login(user)
    return client.get(reverse("wagtail_anliegen_reports:folder", args=[folder]), query)


def listed(response) -> set[str]:
    return {report.reference for report in response.context["object_list"]}


def add_photo(report) -> Photo:
    photo = Photo(report=report, width=4, height=3, sha256="")
    for size in ("original", "display", "thumbnail"):
        getattr(photo, size).save("", ContentFile(b"x"), save=False)
    photo.save()
    return photo


def in_folder(folder, clerk) -> Report:
    """A report that belongs into the folder."""
    if folder == "new":
        return make_report()
    report = make_public_report()
    if folder in {"mine", "department"}:
        actions.accept(report, user=clerk)
    elif folder == "follow-ups":
        today = timezone.localdate()
        follow_ups.set_follow_up(report, due_on=today, reason="Nachsehen", user=clerk, person=clerk)
        FollowUp.objects.update(shown_on=today)  # a test may run on a Sunday
    elif folder == "asked":
        involve(report, department=central_inbox(), question="Wem gehört das?", user=clerk)
    elif folder == "waiting":
        actions.change_status(
            report, status=Status.WAITING_FOR_REPORTER, text="Welche Laterne?", user=clerk
        )
    elif folder == "answered":
        Reply.objects.create(report=report, kind=Reply.Kind.MESSAGE, key="1", text="Noch immer.")
    elif folder == "overdue":
        Report.objects.filter(pk=report.pk).update(due_on=days_ago(3).date())
    return report


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_holds_what_it_says_and_nothing_else(client, clerk, folder):
    belongs = in_folder(folder, clerk)
    done = make_public_report()
    actions.change_status(done, status=Status.RESOLVED, text="Fertig.", user=clerk)
    shown = listed(inbox(client, clerk, folder))
    assert belongs.reference in shown
    assert (done.reference in shown) == (folder == "all")


@pytest.mark.parametrize("folder", FOLDERS)
def test_an_empty_folder_says_so_kindly(client, clerk, folder):
    response = inbox(client, clerk, folder)
    assert str(FOLDERS[folder].empty) in response.content.decode()


def test_a_folder_that_does_not_exist_is_not_found(client, clerk):
    assert inbox(client, clerk, "trash").status_code == 404


def test_the_first_folder_opens_with_the_inbox(client, clerk):
    report = make_report()
    client.force_login(clerk)
    assert listed(client.get(reverse("wagtail_anliegen_reports:list"))) == {report.reference}


def test_the_most_urgent_report_stands_first(client, clerk):
    late, later = make_report(received_at=days_ago(20)), make_report()
    response = inbox(client, clerk, "new")
    assert [row.pk for row in response.context["object_list"]] == [late.pk, later.pk]


def test_danger_is_marked_also_in_the_categories_below(client, clerk):
    above = CategoryFactory(is_hazard=True)
    make_report(category=CategoryFactory(parent=above))
    make_report()
    page = inbox(client, clerk, "new").content.decode()
    assert page.count("anliegen-flag--hazard") == 1


@pytest.fixture
def by_urgency(clerk):
    """Reports in the order in which they are due; the last two are answered already."""
    answered = [make_report(), make_report()]
    for report in answered:
        actions.answer(report, text="Wir kommen am Montag.", user=clerk)
    return [make_report(received_at=days_ago(20)), make_report(), *answered]


def test_what_is_answered_already_stands_behind_what_is_due(client, clerk, by_urgency):
    def shown(**query):
        return list(inbox(client, clerk, "new", **query).context["object_list"])

    assert shown() == by_urgency
    assert shown(ordering="-next_due_on") == by_urgency[::-1]


def test_the_next_report_leads_through_the_whole_folder_and_starts_again(clerk, by_urgency):
    folder, walked = FOLDERS["new"], [by_urgency[0]]
    for _turn in by_urgency:
        walked.append(folder.next_after(Report.objects.get(pk=walked[-1].pk), clerk))
    assert walked == [*by_urgency, by_urgency[0]]


@pytest.mark.parametrize("folder", ["new", "department", "overdue"])
def test_the_order_of_a_folder_comes_from_its_index(clerk, by_urgency, folder, is_postgres):
    if is_postgres:
        pytest.skip("the planner reads such a small table as it lies")
    ordered = in_order(FOLDERS[folder].reports(clerk), FOLDERS[folder].order)
    plan = ordered.values_list("pk").explain()
    assert "anliegen_desk" in plan
    assert "ORDER BY" not in plan, "it would be sorted anew"


def test_the_head_of_a_department_sees_the_departments_below(client):
    head = DepartmentFactory()
    below = DepartmentFactory(parent=head)
    report = make_report()
    Report.objects.filter(pk=report.pk).update(department=below)
    assert listed(inbox(client, member_of(head), "department")) == {report.reference}


def test_whoever_has_no_role_is_led_away(client):
    user = UserFactory(permissions=["access_admin"])
    response = inbox(client, user)
    assert response.status_code == 302
    assert response.headers["Location"] == reverse("wagtailadmin_home")


def test_something_that_never_becomes_public_is_not_new_once_somebody_works_on_it(client, clerk):
    report = make_report(category=CategoryFactory(is_public=False))
    assert report.reference in listed(inbox(client, clerk, "new"))
    actions.accept(report, user=clerk)
    assert report.reference not in listed(inbox(client, clerk, "new"))


# --- filters and search -----------------------------------------------------


@pytest.fixture
def pair(clerk):
    """Two reports that differ in everything a filter asks."""
    district = DistrictFactory()
    wanted = make_report(
        description="Tiefes Schlagloch", address="Lindenweg 1", latitude=51.65, longitude=7.85
    )
    other = make_public_report(received_at=days_ago(40))
    Report.objects.filter(pk=other.pk).update(
        department=DepartmentFactory(), channel=Report.Channel.PHONE
    )
    actions.answer(other, text="Morgen.", user=clerk)
    actions.accept(wanted, user=clerk)
    add_photo(wanted)
    assert wanted.district == district
    return Report.objects.get(pk=wanted.pk), other


FILTERS = {
    "status": lambda report: {"status": report.status},
    "category": lambda report: {"category": report.category_id},
    "department": lambda report: {"department": report.department_id},
    "district": lambda report: {"district": report.district_id},
    "period": lambda report: {"created_at_from": (timezone.now() - timedelta(5)).date()},
    "handler": lambda report: {"handler": report.handler_id},
    "not public": lambda report: {"public": "no"},
    "with photo": lambda report: {"photo": "yes"},
    "accepted": lambda report: {"accepted": "yes"},
    "an answer is promised": lambda report: {"due": "yes"},
    "channel": lambda report: {"channel": report.channel},
    "reference": lambda report: {"q": report.reference[-4:]},
    "words": lambda report: {"q": "schlagloch"},
    "address": lambda report: {"q": "lindenweg"},
}


@pytest.mark.parametrize("asked", FILTERS.values(), ids=FILTERS)
def test_a_filter_finds_the_one_and_leaves_the_other(client, clerk, pair, asked):
    assert listed(inbox(client, clerk, **asked(pair[0]))) == {pair[0].reference}


@pytest.mark.parametrize(
    "query", [{"public": "yes"}, {"photo": "no"}, {"accepted": "no"}, {"due": "no"}]
)
def test_the_opposite_filter_finds_the_other(client, clerk, pair, query):
    assert listed(inbox(client, clerk, **query)) == {pair[1].reference}


def test_what_is_late_is_found_and_what_is_closed_is_not_late(client, clerk):
    late, done, early = (make_report(received_at=days_ago(30)) for _turn in range(3))
    Report.objects.filter(pk=early.pk).update(due_on=days_ago(-3).date())
    actions.change_status(done, status=Status.RESOLVED, text="Fertig.", user=clerk)
    assert listed(inbox(client, clerk, overdue="yes")) == {late.reference}
    assert listed(inbox(client, clerk, overdue="no")) == {done.reference, early.reference}


def test_a_day_at_the_beginning_of_the_calendar_is_refused(client, clerk):
    make_report()
    response = inbox(client, clerk, created_at_from="0001-01-01")
    assert response.status_code == 200
    assert response.context["filters"].form.errors["created_at"]


@pytest.mark.parametrize("number", ["4711", "A/17-3"])
def test_the_number_of_an_older_system_is_found_in_whatever_folder_it_lies(client, clerk, number):
    report, _other = make_report(), make_report(description="A 17 3 4711")
    OldReport.objects.create(report=report, site=report.site, source="alt", number=number)
    assert listed(inbox(client, clerk, "waiting", q=number)) == {report.reference}


def test_the_number_of_a_test_report_is_found_too(client, clerk):
    start_test_mode(default_site(), address="")
    report = make_report()
    assert listed(inbox(client, clerk, "waiting", q=report.reference.lower())) == {report.reference}


def test_a_reference_is_found_in_whatever_folder_it_lies(client, clerk):
    report = make_report()
    make_report()
    assert listed(inbox(client, clerk, "waiting", q=report.reference)) == {report.reference}


@pytest.mark.parametrize("said", ["{year}-{number}", "{number}", "{year}-{number:06d}"])
def test_a_number_is_found_as_people_say_it(client, clerk, said):
    report, _other = make_report(), make_report()
    year, number = report.reference.split("-")
    query = said.format(year=year, number=int(number))
    assert listed(inbox(client, clerk, q=query)) == {report.reference}


def test_words_that_are_not_in_this_folder_lead_to_all_folders(client, clerk):
    make_report(description="Laterne")
    response = inbox(client, clerk, "waiting", q="laterne")
    assert listed(response) == set()
    everywhere = response.context["everywhere_url"]
    assert everywhere in html.unescape(response.content.decode())
    assert len(listed(client.get(everywhere))) == 1


def test_a_search_that_looked_only_at_the_newest_says_so(client, clerk, monkeypatch):
    monkeypatch.setattr("wagtail_anliegen.reports.search.MOST", 1)
    make_report(description="Laterne am Markt")
    new = make_report(description="Laterne")
    response = inbox(client, clerk, q="laterne")
    assert new.reference in listed(response)
    assert response.context["searched"] == 1
    assert inbox(client, clerk, q="laterne markt").context["searched"] is None


def test_a_main_category_finds_the_reports_of_its_subcategories(client, clerk):
    main = CategoryFactory()
    middle = CategoryFactory(parent=main)
    reports = {
        make_report(category=category) for category in (middle, CategoryFactory(parent=middle))
    }
    make_report()
    assert listed(inbox(client, clerk, category=main.pk)) == {r.reference for r in reports}


def test_filters_swap_the_list_without_the_page_around_it(client, clerk):
    report = make_report()
    client.force_login(clerk)
    url = reverse("wagtail_anliegen_reports:folder_results", args=["all"])
    text = client.get(url, {"photo": "no"}).content.decode()
    assert report.reference in text
    assert "<html" not in text


# --- what it costs ----------------------------------------------------------


def queries(client, user) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert inbox(client, user).status_code == 200
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_rows(client, clerk):
    make_report()
    queries(client, clerk)  # whatever is looked up once a process
    few = queries(client, clerk)
    for _turn in range(6):
        actions.accept(make_report(), user=member_of(central_inbox()))
    assert queries(client, clerk) == few


def test_a_long_list_is_not_counted_to_its_end(client, clerk):
    pattern = make_report()
    many = []
    for number in range(CAP + 5):
        copy = Report.objects.get(pk=pattern.pk)
        copy.pk = None
        copy.reference, copy.submission_key = f"x-{number}", f"x-{number}"
        copy.uuid, copy.link_hash = uuid.uuid4(), f"x-{number}"
        many.append(copy)
    Report.objects.bulk_create(many)
    response = inbox(client, clerk, p=20)
    assert response.context["paginator"].count == CAP
    assert len(response.context["object_list"]) == 20
    assert "999+" in response.content.decode()


def offered(response, name) -> set[str]:
    """What the page offers in a filter."""
    field = str(response.context["filters"].form[name])
    return set(re.findall(r">([^<>]+)</option>", field)) - {"---------"}


def test_choices_of_a_filter_are_kept_for_a_moment_and_never_checked_against_old_ones(
    client, clerk
):
    CategoryFactory(name="Laterne")
    before = offered(inbox(client, clerk), "category")
    added = CategoryFactory(name="Eiszapfen")
    assert offered(inbox(client, clerk), "category") == before
    report = make_report(category=added)
    assert listed(inbox(client, clerk, category=added.pk)) == {report.reference}
    with time_machine.travel(timezone.now() + timedelta(seconds=KEPT + 1)):
        assert offered(inbox(client, clerk), "category") == before | {"Eiszapfen"}


def test_who_works_for_others_is_offered_other_choices(client, clerk):
    assert offered(inbox(client, clerk), "department")
    other = DepartmentFactory(name="Bauhof")
    assert offered(inbox(client, member_of(other)), "department") == {"Bauhof"}


def test_without_a_cache_choices_are_drawn_anew(client, clerk, settings):
    settings.CACHES = {"default": {"BACKEND": "tests.casework.test_inbox.Away"}}
    CategoryFactory(name="Laterne")
    assert "Laterne" in offered(inbox(client, clerk), "category")


class Away(BaseCache):
    """A cache that does not answer."""

    def __init__(self, location, params):
        super().__init__(params)

    def get(self, *args, **kwargs):
        raise ConnectionError

    set = add = get
