"""Until when a report is to be answered and done."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page, Site

from tests.factories import (
    CategoryFactory,
    DeadlineFactory,
    DepartmentFactory,
    RoutingRuleFactory,
    UserFactory,
    central_inbox,
    default_site,
    make_report,
    member_of,
)
from wagtail_anliegen.casework import actions
from wagtail_anliegen.casework.deadlines import light_of, lines_of
from wagtail_anliegen.casework.folders import FOLDERS
from wagtail_anliegen.casework.timeline import timeline
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.deadlines import Deadline, Unit, _shifted, explain
from wagtail_anliegen.reports.models import Report, StatusUpdate
from wagtail_anliegen.reports.states import Status
from wagtail_anliegen.tracking.replying import receive
from wagtail_anliegen.working_days import WorkCalendar, add_working_days, working_days_between


pytestmark = pytest.mark.django_db
WAITING = Status.WAITING_FOR_REPORTER
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
SPANS = st.integers(0, 60)


def at(year, month, day, hour=12):
    return datetime(year, month, day, hour, tzinfo=UTC)


@pytest.fixture
def city():
    city = AnliegenSettings.for_site(default_site())
    city.land, city.free_days = "NW", "24.12.\n31.12."
    city.save()
    return city


@pytest.fixture
def clerk():
    call_command("setup_anliegen", verbosity=0)
    return member_of(central_inbox())


# --- which rule counts ------------------------------------------------------


@pytest.fixture
def office():
    """A category below another, whose reports go to a department below another."""
    head = DepartmentFactory()
    department = DepartmentFactory(parent=head)
    above = CategoryFactory()
    category = CategoryFactory(parent=above)
    RoutingRuleFactory(category=above, department=department)
    return {"head": head, "department": department, "above": above, "category": category}


#: From the most general to the most exact; each wins over all before it.
LADDER = [
    {},
    {"category": "above"},
    {"category": "category"},
    {"department": "head"},
    {"department": "department"},
    {"department": "head", "category": "above"},
    {"department": "head", "category": "category"},
    {"department": "department", "category": "above"},
    {"department": "department", "category": "category"},
]


def test_the_more_exact_deadline_wins(office):
    for days, scope in enumerate(LADDER, start=10):
        DeadlineFactory(first_days=days, **{name: office[key] for name, key in scope.items()})
        reason = make_report(category=office["category"]).deadline_reason["first"]
        assert reason["days"] == days, scope


def test_without_any_deadline_the_settings_count(office):
    reason = make_report(category=office["category"]).deadline_reason
    assert reason == {"first": {"days": 3, "unit": "working", "source": "settings"}}


def test_what_a_category_says_itself_stands_between_its_deadline_and_the_category_above(office):
    DeadlineFactory(category=office["above"], first_days=20)
    office["category"].response_days = 7
    office["category"].save()
    assert make_report(category=office["category"]).deadline_reason["first"]["days"] == 7
    DeadlineFactory(category=office["category"], first_days=9)
    assert make_report(category=office["category"]).deadline_reason["first"]["days"] == 9


def test_a_category_inherits_the_days_of_the_category_above(office):
    office["above"].response_days = 8
    office["above"].save()
    assert make_report(category=office["category"]).deadline_reason["first"]["days"] == 8


def test_an_empty_number_is_left_to_the_next_deadline(office):
    DeadlineFactory(category=office["category"], first_days=None, done_days=30)
    DeadlineFactory(first_days=4, done_days=60)
    reason = make_report(category=office["category"]).deadline_reason
    assert (reason["first"]["days"], reason["done"]["days"]) == (4, 30)


def test_deadlines_of_other_departments_and_sites_do_not_count(office, django_user_model):
    root = Page.get_first_root_node()
    elsewhere = Site.objects.create(hostname="b.example.org", root_page=root)
    DeadlineFactory(site=elsewhere, first_days=99)
    DeadlineFactory(department=DepartmentFactory(), first_days=98)
    DeadlineFactory(category=CategoryFactory(), first_days=97)
    assert make_report(category=office["category"]).deadline_reason["first"]["days"] == 3


@pytest.mark.parametrize("scope", [{}, {"category": "category"}, {"department": "department"}])
def test_the_same_scope_has_one_deadline(office, scope):
    values = {name: office[key] for name, key in scope.items()}
    DeadlineFactory(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeadlineFactory(**values)


def test_every_reason_is_a_sentence(office):
    said = set()
    for scope in LADDER:
        DeadlineFactory(done_days=10, **{name: office[key] for name, key in scope.items()})
        said.add(explain(make_report(category=office["category"]).deadline_reason["done"]))
        Deadline.objects.all().delete()
    said.add(explain(make_report(category=office["category"]).deadline_reason["first"]))
    assert len(said) == len(LADDER) + 1
    assert not any("%" in sentence for sentence in said)


# --- dates ------------------------------------------------------------------


def test_a_report_before_christmas_is_due_after_it(city):
    report = make_report(received_at=at(2025, 12, 22))
    assert report.due_on == date(2025, 12, 30)


def test_calendar_days_end_on_a_working_day(city):
    DeadlineFactory(first_days=4, unit=Unit.CALENDAR)
    assert make_report(received_at=at(2025, 12, 21)).due_on == date(2025, 12, 29)


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (at(2026, 3, 28, 23), date(2026, 4, 1)),  # already Sunday, the day the clocks go forward
        (at(2026, 3, 29, 22), date(2026, 4, 2)),  # already Monday, an hour earlier than in winter
        (at(2026, 10, 24, 22), date(2026, 10, 28)),  # already Sunday, the day they go back
        (at(2026, 10, 25, 22), date(2026, 10, 28)),  # still Sunday, which it was not in summer
    ],
)
def test_the_day_of_receipt_is_the_day_in_the_city_also_when_clocks_change(settings, moment, due):
    settings.TIME_ZONE = "Europe/Berlin"
    with timezone.override("Europe/Berlin"):
        assert make_report(received_at=moment).due_on == due


# --- pause ------------------------------------------------------------------


@given(DAYS, SPANS, st.integers(0, 30), SPANS, st.sampled_from(["", "NW", "HH", "BY"]))
def test_after_a_pause_as_many_working_days_remain_as_before(start, days, passed, length, land):
    calendar = WorkCalendar(land, frozenset({(12, 24), (12, 31)}))
    due = add_working_days(start, days, calendar)
    began = start + timedelta(days=passed)
    ended = began + timedelta(days=length)
    later = _shifted(due, Unit.WORKING, began, ended, calendar)
    for count in (
        lambda a, b: working_days_between(a, b, calendar),
        lambda a, b: working_days_between(b, a, calendar),
    ):
        assert count(began, due) == count(ended, later)


def waiting_report(clerk, *, began, **values):
    """A report that has been waiting for its reporter since a day."""
    report = make_report(**values)
    actions.change_status(report, status=WAITING, text="Welche Laterne?", user=clerk)
    Report.objects.filter(pk=report.pk).update(paused_on=began)
    report.refresh_from_db()
    return report


def test_while_the_city_waits_nothing_is_due(clerk):
    DeadlineFactory(done_days=1)
    report = waiting_report(clerk, began=None, received_at=timezone.now() - timedelta(days=40))
    assert report.resolve_by < timezone.localdate()
    assert report.next_due_on is None
    assert light_of(report).tone == "paused"
    assert report not in FOLDERS["overdue"].reports(clerk)


def test_waiting_stops_the_clock_and_going_on_moves_the_dates(clerk, city):
    DeadlineFactory(done_days=20)
    today = timezone.localdate()
    began = today - timedelta(days=15)
    report = waiting_report(clerk, began=began, received_at=timezone.now() - timedelta(days=20))
    assert report.due_on, "a question answers nothing"
    before, promised = report.resolve_by, report.due_on
    actions.change_status(report, status=Status.IN_PROGRESS, text="", user=clerk)
    passed = working_days_between(began, today, city.calendar)
    assert report.resolve_by == add_working_days(before, passed, city.calendar)
    assert report.due_on == add_working_days(promised, passed, city.calendar)
    assert report.paused_on is None
    logged = [event for event in timeline(report) if event.kind == "log"]
    assert len(logged) == 2
    assert "→" in logged[0].text or "→" in logged[1].text


def test_a_pause_over_a_holiday_gives_that_day_to_nobody(city):
    calendar = city.calendar
    # 1 May 2026 is a Friday: from Thursday to Monday one working day passes, not two.
    due = _shifted(date(2026, 5, 6), Unit.WORKING, date(2026, 4, 30), date(2026, 5, 4), calendar)
    assert due == date(2026, 5, 7)


def test_in_calendar_days_a_pause_counts_as_long_as_it_is(city):
    calendar = city.calendar
    day = _shifted(date(2026, 5, 6), Unit.CALENDAR, date(2026, 4, 30), date(2026, 5, 4), calendar)
    assert day == date(2026, 5, 11)  # the 10th is a Sunday


def test_the_time_in_which_a_report_was_closed_does_not_count(clerk):
    DeadlineFactory(done_days=10)
    report = make_report()
    before = report.resolve_by
    actions.change_status(report, status=Status.RESOLVED, text="Fertig.", user=clerk)
    Report.objects.filter(pk=report.pk).update(
        paused_on=timezone.localdate() - timedelta(days=21), resolve_by=before - timedelta(days=21)
    )
    actions.change_status(report, status=Status.IN_PROGRESS, text="", user=clerk)
    assert report.resolve_by >= before - timedelta(days=2)


# --- another category or department -----------------------------------------


def test_a_new_category_counts_from_the_receipt(clerk, office):
    DeadlineFactory(category=office["category"], done_days=40)
    report = make_report(received_at=timezone.now() - timedelta(days=10))
    assert report.resolve_by is None
    actions.correct_category(report, category=office["category"], user=clerk)
    received = timezone.localdate(report.created_at)
    assert report.resolve_by == add_working_days(received, 40, WorkCalendar())
    assert report.deadline_reason["done"]["category"] == office["category"].name


def test_the_promise_to_a_person_moves_forward_at_most(clerk, office):
    DeadlineFactory(department=office["department"], first_days=60)
    report = make_report()
    before = report.due_on
    actions.forward(report, department=office["department"], reason="x", user=clerk)
    assert report.due_on == before
    DeadlineFactory(department=office["head"], first_days=1)
    actions.forward(report, department=office["head"], reason="x", user=clerk)
    assert report.due_on < before


def test_no_report_is_late_because_it_was_forwarded(clerk, office):
    DeadlineFactory(done_days=100)
    DeadlineFactory(department=office["head"], done_days=1)
    report = make_report(received_at=timezone.now() - timedelta(days=30))
    actions.forward(report, department=office["head"], reason="x", user=clerk)
    assert report.resolve_by > timezone.localdate()


def test_what_is_late_does_not_become_timely_by_forwarding_under_the_same_deadline(clerk, office):
    DeadlineFactory(done_days=1)
    report = make_report(received_at=timezone.now() - timedelta(days=30))
    before = report.resolve_by
    actions.forward(report, department=office["head"], reason="x", user=clerk)
    assert report.resolve_by == before


def test_a_pause_before_counts_when_the_dates_are_set_again(clerk, office):
    DeadlineFactory(department=office["head"], done_days=50)
    report = make_report(received_at=timezone.now() - timedelta(days=28))
    for days, status in ((21, WAITING), (7, Status.IN_PROGRESS)):
        when = timezone.now() - timedelta(days=days)
        StatusUpdate.objects.create(report=report, status=status, created_at=when)
    actions.forward(report, department=office["head"], reason="x", user=clerk)
    received, calendar = timezone.localdate(report.created_at), WorkCalendar()
    today = timezone.localdate()
    waited = working_days_between(today - timedelta(days=21), today - timedelta(days=7), calendar)
    assert report.resolve_by == add_working_days(received, 50 + waited, calendar)


def test_after_the_person_reopened_it_a_change_counts_from_that_day(clerk, office):
    DeadlineFactory(first_days=7, done_days=20)
    DeadlineFactory(department=office["head"], first_days=7, done_days=25)
    report = make_report(received_at=timezone.now() - timedelta(days=90))
    actions.change_status(report, status=Status.RESOLVED, text="Fertig.", user=clerk)
    receive(report, kind=Reply.Kind.UNSATISFIED, key="k", text="Nein.")
    report.refresh_from_db()
    promised, today = report.due_on, timezone.localdate()
    actions.forward(report, department=office["head"], reason="x", user=clerk)
    assert report.due_on == promised
    assert report.resolve_by == add_working_days(today, 25, WorkCalendar())


def test_an_answer_that_was_given_is_not_promised_again(clerk, office):
    report = make_report()
    actions.answer(report, text="Wir kommen.", user=clerk)
    actions.correct_category(report, category=office["category"], user=clerk)
    assert report.due_on is None


# --- what people see --------------------------------------------------------


def test_the_nearest_day_is_the_one_that_counts(clerk):
    DeadlineFactory(first_days=2, done_days=9)
    report = Report.objects.get(pk=make_report().pk)
    assert light_of(report).day == report.next_due_on == report.due_on
    actions.answer(report, text="Wir kommen.", user=clerk)
    assert light_of(report).day == report.next_due_on == report.resolve_by


def test_the_case_view_says_which_rule_set_the_day(client, clerk):
    deadline = DeadlineFactory(done_days=9)
    report = make_report()
    client.force_login(clerk)
    page = client.get(reverse("wagtail_anliegen_reports:edit", args=[report.pk]))
    assert explain(report.deadline_reason["done"]) in page.content.decode()
    edit = reverse("wagtail_anliegen_deadlines:edit", args=[deadline.pk])
    assert edit not in page.content.decode(), "a clerk cannot change it"
    editor = UserFactory(permissions=["change_deadline"])
    assert [line.url for line in lines_of(report, editor)] == [edit, edit]


def test_an_editor_types_a_deadline(client):
    call_command("setup_anliegen", verbosity=0)
    editor = member_of(DepartmentFactory(), role="editor")
    category = CategoryFactory()
    client.force_login(editor)
    url = reverse("wagtail_anliegen_deadlines:add")
    data = {"category": category.pk, "unit": "working"}
    assert client.post(url, data).status_code == 200, "without any number"
    data["done_days"] = 10
    assert client.post(url, data).status_code == 302
    assert Deadline.objects.get().category == category
    assert category.name in client.get(reverse("wagtail_anliegen_deadlines:index")).content.decode()


@pytest.mark.parametrize("sites", [1, 2])
@pytest.mark.parametrize(
    ("names", "field", "what"),
    [
        ([], "__all__", "all reports"),
        (["category"], "category", "this category"),
        (["department"], "department", "this department"),
        (["category", "department"], "__all__", "this category in this department"),
    ],
)
def test_a_twin_is_refused_with_words_about_what_it_counts_for(
    client, office, names, field, what, sites
):
    message = f"There is a deadline for {what} already."
    message = gettext(message)
    if sites == 2:
        Site.objects.create(hostname="b.test", root_page=Page.get_first_root_node())
    values = {name: office[name] for name in names}
    twin = DeadlineFactory(**values)
    other = DeadlineFactory(category=office["above"], department=office["head"])
    client.force_login(UserFactory(is_superuser=True))
    data = {name: row.pk for name, row in values.items()}
    data |= {"site": default_site().pk, "unit": "working", "done_days": 9}
    addresses = [
        reverse("wagtail_anliegen_deadlines:add"),
        reverse("wagtail_anliegen_deadlines:edit", args=[other.pk]),
    ]
    for url in addresses:
        page = client.post(url, data)
        assert page.context["form"].errors == {field: [message]}
        assert message in page.text
    edit = reverse("wagtail_anliegen_deadlines:edit", args=[twin.pk])
    assert client.post(edit, data).status_code == 302, "no twin of itself"


def test_wrong_free_days_are_refused_by_the_settings(city):
    city.free_days = "31.02."
    with pytest.raises(ValidationError):
        city.full_clean()
