"""Filters that are kept: for me, for my department, never for more than I may see."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.factories import DepartmentFactory, central_inbox, make_report, member_of
from wagtail_anliegen.casework.saved_filters import SavedFilter
from wagtail_anliegen.reports.models import Report


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _installed():
    call_command("setup_anliegen", verbosity=0)


@pytest.fixture
def clerk(client):
    user = member_of(central_inbox())
    client.force_login(user)
    return user


def keep(client, name="Laternen", *, folder="all", query="q=laterne", department=None):
    data = {"name": name, "query": query, "department": department.pk if department else ""}
    url = reverse("wagtail_anliegen_reports:save_filter", args=[folder])
    return client.post(url, data, follow=True)


def tabs(client, folder="all", **query) -> dict[str, int]:
    url = reverse("wagtail_anliegen_reports:folder", args=[folder])
    return {str(item["filter"]): item["count"] for item in client.get(url, query).context["saved"]}


def manage(client, saved, action, **values):
    url = reverse("wagtail_anliegen_reports:filters")
    return client.post(url, {"filter": saved.pk, "action": action, **values})


def test_a_filter_is_kept_from_what_the_list_was_asked_and_counts_by_itself(client, clerk):
    make_report(description="Laterne")
    make_report(description="Schlagloch")
    page = client.get(
        reverse("wagtail_anliegen_reports:folder", args=["all"]), {"q": "laterne", "p": 2, "x": 1}
    )
    assert page.context["query"] == "q=laterne"
    after = keep(client, query=page.context["query"])
    assert after.context["saved"][0]["active"]
    assert tabs(client) == {"Laternen": 1}
    make_report(description="Straßenlaterne")
    assert tabs(client) == {"Laternen": 2}


def test_only_what_the_inbox_understands_is_kept(client, clerk):
    keep(client, query="status=planned&status=&evil=1&created_at_from=2026-01-01&p=7")
    assert SavedFilter.objects.get().query == "created_at_from=2026-01-01&status=planned"


def test_a_filter_of_mine_is_not_shown_to_colleagues(client, clerk):
    keep(client)
    client.force_login(member_of(central_inbox()))
    assert tabs(client) == {}


def test_a_filter_of_the_department_is_shown_to_its_people_and_counts_what_each_may_see(client):
    own, below = DepartmentFactory(), None
    below = DepartmentFactory(parent=own)
    head, other = member_of(own), member_of(below)
    for department in (own, below):
        report = make_report(description="Laterne")
        Report.objects.filter(pk=report.pk).update(department=department)
    client.force_login(head)
    keep(client, department=own)
    assert tabs(client) == {"Laternen": 2}
    client.force_login(member_of(own))
    assert tabs(client) == {"Laternen": 2}
    client.force_login(other)
    assert tabs(client) == {}


def test_a_saved_filter_never_widens_what_is_visible(client):
    own, other = DepartmentFactory(), DepartmentFactory()
    theirs = make_report(description="Laterne")
    Report.objects.filter(pk=theirs.pk).update(department=other)
    user = member_of(own)
    SavedFilter.objects.create(
        name="Fremd", folder="all", query=f"department={other.pk}", department=own
    )
    SavedFilter.objects.create(name="Worte", folder="all", query="q=laterne", user=user)
    client.force_login(user)
    assert tabs(client) == {"Fremd": 0, "Worte": 0}


def test_nobody_keeps_a_filter_for_a_department_that_is_not_theirs(client, clerk):
    keep(client, department=DepartmentFactory())
    assert not SavedFilter.objects.exists()


def test_filters_are_renamed_moved_and_deleted(client, clerk):
    for name in ("A", "B", "C"):
        keep(client, name)
    a, b, c = SavedFilter.objects.all()
    manage(client, c, "up")
    manage(client, a, "down")
    manage(client, b, "rename", name="Beta")
    assert list(tabs(client)) == ["C", "A", "Beta"]
    manage(client, a, "delete")
    assert list(tabs(client)) == ["C", "Beta"]


def test_nobody_touches_the_filters_of_others(client, clerk):
    theirs = SavedFilter.objects.create(name="Fremd", folder="all", user=member_of(central_inbox()))
    assert manage(client, theirs, "delete").status_code == 404
    assert SavedFilter.objects.exists()


def test_who_only_reads_keeps_filters_for_nobody_else_and_changes_none(client):
    own = DepartmentFactory()
    ours = SavedFilter.objects.create(name="Unserer", folder="all", department=own)
    client.force_login(member_of(own, role="reader"))
    keep(client, "Meiner", department=own)
    assert SavedFilter.objects.exclude(pk=ours.pk).get().department is None
    manage(client, ours, "delete")
    assert SavedFilter.objects.filter(pk=ours.pk).exists()


def test_who_may_not_change_a_departments_filters_orders_the_own_ones_only(client):
    own = DepartmentFactory()
    ours = SavedFilter.objects.create(name="Unserer", folder="all", department=own, sort_order=7)
    client.force_login(member_of(own, role="reader"))
    keep(client, "A")
    keep(client, "B")
    manage(client, SavedFilter.objects.get(name="B"), "up")
    ours.refresh_from_db()
    assert ours.sort_order == 7
    assert list(tabs(client)) == ["B", "A", "Unserer"]


def test_what_no_field_takes_is_not_kept_nor_looked_for(client, clerk):
    make_report()
    keep(client, query="q=1%00&status=planned")
    assert SavedFilter.objects.get().query == "status=planned"
    SavedFilter.objects.update(query="q=x7%00y")
    assert tabs(client) == {"Laternen": 0}


def test_a_filter_for_somebody_who_is_gone_finds_nothing_and_not_everything(client, clerk):
    make_report()
    keep(client, "Frau Gegangen", query=f"handler={clerk.pk}")
    SavedFilter.objects.update(query="handler=999999")
    assert tabs(client) == {"Frau Gegangen": 0}
    page = client.get(SavedFilter.objects.get().url)
    assert not page.context["object_list"]
    assert "nicht mehr gibt: Bearbeitet von" in page.content.decode()


def test_a_name_is_needed(client, clerk):
    assert keep(client, "  ").status_code == 200
    assert not SavedFilter.objects.exists()
