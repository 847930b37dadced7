"""Rules that work on reports by themselves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.db.models import RestrictedError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from tests.factories import (
    CategoryFactory,
    DelegationRuleFactory,
    DepartmentFactory,
    UserFactory,
    central_inbox,
    days_ago,
    default_site,
    make_report,
    member_of,
)
from wagtail_anliegen.casework import actions
from wagtail_anliegen.casework.counting import CAP
from wagtail_anliegen.casework.delegation.dryrun import Trial, try_rules
from wagtail_anliegen.casework.delegation.engine import grow_older, work_off
from wagtail_anliegen.casework.delegation.models import DelegationRule, DelegationRun
from wagtail_anliegen.casework.timeline import timeline
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.reports.deadlines import explain
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.occasions import Occasion
from wagtail_anliegen.reports.priority import Priority
from wagtail_anliegen.reports.states import Status
from wagtail_anliegen.routing.absences import Absence
from wagtail_anliegen.routing.rules import explain as why_here
from wagtail_anliegen.setup.export import export_configuration
from wagtail_anliegen.working_days import working_days_between


pytestmark = pytest.mark.django_db
Trigger = DelegationRule.Trigger
NAME = "wagtail_anliegen_delegation"


@pytest.fixture(autouse=True)
def roles():
    call_command("setup_anliegen", verbosity=0)


@pytest.fixture
def works():
    return DepartmentFactory(name="Stadtwerke", email="stadtwerke@example.org")


def arrived(**values) -> Report:
    """A report that came in, after the rules have seen it."""
    report = make_report(**values)
    work_off()
    report.refresh_from_db()
    return report


def traces(report) -> list[str]:
    texts = [
        event.text for event in timeline(report) if event.title == "Von einer Regel bearbeitet"
    ]
    return [line for text in reversed(texts) for line in text.splitlines()]


# --- when and if ------------------------------------------------------------


def test_what_fits_is_forwarded_by_itself_and_the_history_names_the_rule(works):
    parent = CategoryFactory()
    rule = DelegationRuleFactory(name="Laternen an die Stadtwerke", forward_to=works)
    rule.categories.add(parent)
    fits = arrived(category=CategoryFactory(parent=parent))
    other = arrived()
    assert fits.department == works
    assert other.department == central_inbox() and not traces(other)
    assert traces(fits) == ["Regel „Laternen an die Stadtwerke“: an Stadtwerke weitergeleitet"]
    assert "Laternen an die Stadtwerke" in why_here(fits.routing_reason)
    assert OutgoingMessage.objects.filter(report=fits, recipient=works.email, kind="notice")


def test_the_front_door_writes_down_what_a_rule_waits_for_and_nothing_else(works):
    make_report()
    assert not Occasion.objects.exists()
    DelegationRuleFactory(forward_to=works)
    make_report()
    assert Occasion.objects.count() == 1
    work_off()
    assert not Occasion.objects.exists()


def test_every_condition_must_fit(works):
    DelegationRuleFactory(channel=Report.Channel.PHONE, kind="praise", new_priority=Priority.LOW)
    assert arrived(channel=Report.Channel.PHONE).priority == Priority.NORMAL
    praise = CategoryFactory(kind="praise")
    fits = arrived(channel=Report.Channel.PHONE, category=praise)
    assert fits.priority == Priority.LOW


def test_a_rule_that_is_switched_off_or_of_another_site_does_nothing(works, other_site):
    DelegationRuleFactory(forward_to=works, is_active=False)
    DelegationRuleFactory(site=other_site, new_priority=Priority.URGENT)
    report = arrived()
    assert report.department == central_inbox() and report.priority == Priority.NORMAL


@pytest.fixture
def other_site():
    from wagtail.models import Page, Site

    return Site.objects.create(hostname="anderswo.test", root_page=Page.objects.get(depth=1))


def test_a_status_sets_a_rule_off():
    clerk = member_of(central_inbox())
    DelegationRuleFactory(trigger=Trigger.STATUS, status=Status.RESOLVED, new_priority=Priority.LOW)
    report = arrived()
    actions.change_status(report, status=Status.IN_PROGRESS, text="", user=clerk)
    work_off()
    report.refresh_from_db()
    assert report.priority == Priority.NORMAL
    actions.change_status(report, status=Status.RESOLVED, text="Fertig.", user=clerk)
    work_off()
    report.refresh_from_db()
    assert report.priority == Priority.LOW


def test_working_days_set_a_rule_off_once(works):
    DelegationRuleFactory(trigger=Trigger.OPEN, days=5, notify_department=works)
    report, fresh = make_report(), make_report()
    Report.objects.filter(pk=report.pk).update(created_at=days_ago(12))
    assert grow_older() == 1
    assert grow_older() == 0
    assert OutgoingMessage.objects.get(recipient=works.email).report == report
    assert not DelegationRun.objects.filter(report=fresh).exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_runs_at_the_same_time_act_once_and_speak_of_no_circle(works):
    DelegationRuleFactory(trigger=Trigger.OPEN, days=5, notify_department=works)
    reports = [make_report() for _number in range(8)]
    Report.objects.update(created_at=days_ago(12))

    def run(_number) -> int:
        try:
            return grow_older()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(run, range(2))) == 8
    assert {len(traces(report)) for report in reports} == {1}


def test_what_somebody_works_on_is_not_unchanged(works):
    clerk = member_of(central_inbox())
    DelegationRuleFactory(trigger=Trigger.IDLE, days=10, new_priority=Priority.HIGH)
    idle, noted = make_report(), make_report()
    actions.add_note(noted, text="Ruft morgen an.", user=clerk)
    Report.objects.update(created_at=days_ago(11))
    idle.log_entries.update(timestamp=days_ago(11))
    assert grow_older() == 1
    idle.refresh_from_db()
    assert idle.priority == Priority.HIGH
    assert grow_older(timezone.localdate() + timedelta(days=11)) == 1  # only what was noted
    assert DelegationRun.objects.count() == 2


def test_who_only_looks_does_not_work_on_a_report():
    DelegationRuleFactory(trigger=Trigger.IDLE, days=10, new_priority=Priority.HIGH)
    report = make_report()
    Report.objects.update(created_at=days_ago(11))
    report.log_entries.update(timestamp=days_ago(11))
    for name in ("external_open", "external_seen", "seen"):
        log(instance=report, action=f"anliegen.{name}")
    assert grow_older() == 1


def test_what_a_rule_does_is_nobodys_work_on_the_report(works):
    idle, central = Trigger.IDLE, central_inbox()
    DelegationRuleFactory(trigger=idle, days=14, new_priority=Priority.HIGH)
    DelegationRuleFactory(trigger=idle, days=7, department=central, forward_to=works)
    DelegationRuleFactory(trigger=idle, days=7, department=works, forward_to=central)
    report, today = make_report(), timezone.localdate()
    acted = [grow_older(today + timedelta(days=day)) for day in (8, 15, 22, 29)]
    assert acted == [2, 1, 0, 0]
    report.refresh_from_db()
    assert report.priority == Priority.HIGH


def test_people_who_were_faster_are_not_overruled(works):
    clerk = member_of(central_inbox())
    DelegationRuleFactory(forward_to=works)
    moved, accepted = make_report(), make_report()
    actions.forward(moved, department=DepartmentFactory(), reason="Bitte.", user=clerk)
    actions.accept(accepted, user=clerk)
    assert work_off() == 0
    accepted.refresh_from_db()
    assert accepted.handler == clerk


def test_closed_reports_do_not_grow_older(works):
    clerk = member_of(central_inbox())
    DelegationRuleFactory(trigger=Trigger.OPEN, days=1, forward_to=works)
    report = make_report()
    actions.change_status(report, status=Status.RESOLVED, text="Fertig.", user=clerk)
    Report.objects.update(created_at=days_ago(20))
    assert grow_older() == 0


# --- then -------------------------------------------------------------------


def test_a_rule_does_several_things_in_order(works):
    person = member_of(works)
    head = member_of(central_inbox())
    DelegationRuleFactory(
        name="Eilsache",
        forward_to=works,
        assign_to=person,
        done_in_days=3,
        new_priority=Priority.URGENT,
        notify_person=head,
    )
    report = arrived()
    assert (report.department, report.handler) == (works, person)
    assert report.priority == Priority.URGENT
    calendar = AnliegenSettings.for_site(default_site()).calendar
    assert working_days_between(timezone.localdate(), report.resolve_by, calendar) == 3
    assert "Eilsache" in explain(report.deadline_reason["done"])
    news = OutgoingMessage.objects.filter(kind="colleague")
    assert {mail.recipient for mail in news} == {person.email, head.email}
    assert "Eilsache" in news.get(recipient=head.email).body
    assert len(traces(report)) == 5


def test_a_deadline_that_a_rule_set_survives_another_department(works):
    DelegationRuleFactory(done_in_days=3)
    report = arrived()
    named = report.resolve_by
    clerk = member_of(central_inbox())
    actions.forward(report, department=works, reason="Bitte.", user=clerk)
    assert report.resolve_by == named
    assert report.deadline_reason["done"]["source"] == "delegation"


def test_a_deadline_set_while_the_clock_stands_counts_from_when_it_goes_on():
    clerk = member_of(central_inbox())
    DelegationRuleFactory(trigger=Trigger.OPEN, days=5, done_in_days=3)
    report = make_report()
    actions.change_status(report, status=Status.WAITING_FOR_REPORTER, text="Wo?", user=clerk)
    long_ago = days_ago(12)
    Report.objects.update(created_at=long_ago, paused_on=timezone.localdate(long_ago))
    assert grow_older() == 1
    actions.change_status(report, status=Status.IN_PROGRESS, text="", user=clerk)
    calendar = AnliegenSettings.for_site(default_site()).calendar
    assert working_days_between(timezone.localdate(), report.resolve_by, calendar) == 3


def test_nobody_is_assigned_who_does_not_work_there_and_the_history_says_why(works):
    stranger = member_of(DepartmentFactory())
    DelegationRuleFactory(forward_to=works, assign_to=stranger)
    report = arrived()
    assert report.department == works and report.handler is None
    assert "diese Person bearbeitet keine Anliegen des Fachbereichs" in traces(report)[1]


def test_a_substitute_gets_what_an_absent_person_would(works):
    away, substitute = member_of(works), member_of(works)
    today = timezone.localdate()
    Absence.objects.create(user=away, substitute=substitute, starts_on=today, ends_on=today)
    DelegationRuleFactory(forward_to=works, assign_to=away)
    assert arrived().handler == substitute


def test_a_closed_report_stays_where_it_is(works):
    clerk = member_of(central_inbox())
    DelegationRuleFactory(trigger=Trigger.STATUS, status=Status.RESOLVED, forward_to=works)
    report = arrived()
    actions.change_status(report, status=Status.RESOLVED, text="Fertig.", user=clerk)
    work_off()
    report.refresh_from_db()
    assert report.department == central_inbox()
    assert traces(report)[0].endswith("nicht möglich: das Anliegen ist abgeschlossen")


def test_nobody_hears_of_a_report_that_they_may_not_see(works):
    DelegationRuleFactory(notify_person=member_of(works))
    report = arrived()
    assert not OutgoingMessage.objects.filter(kind="colleague").exists()
    assert "darf das Anliegen nicht sehen" in traces(report)[0]


def test_no_confidential_report_goes_where_nobody_may_see_it(works):
    member_of(works)
    DelegationRuleFactory(forward_to=works)
    report = arrived(category=CategoryFactory(is_confidential=True))
    assert report.department == central_inbox()
    assert "niemand im Fachbereich darf vertrauliche Anliegen sehen" in traces(report)[0]


# --- never in circles -------------------------------------------------------


def test_two_rules_that_forward_to_each_other_stop(works):
    central, moves = central_inbox(), Trigger.DEPARTMENT
    DelegationRuleFactory(name="Hin", department=central, forward_to=works)
    DelegationRuleFactory(name="Zurück", trigger=moves, department=works, forward_to=central)
    DelegationRuleFactory(name="Wieder hin", trigger=moves, department=central, forward_to=works)
    report = arrived()
    assert report.department == works
    assert traces(report)[-1] == (
        "Regel „Zurück“: nicht noch einmal angewandt, weil die Regeln sonst im Kreis liefen"
    )
    assert not Occasion.objects.exists()


def test_a_rule_with_nothing_left_to_do_is_no_circle(works):
    moves = Trigger.DEPARTMENT
    DelegationRuleFactory(trigger=moves, new_priority=Priority.HIGH)
    DelegationRuleFactory(forward_to=works)
    DelegationRuleFactory(trigger=moves, department=works, forward_to=central_inbox())
    report = arrived()
    assert report.department == central_inbox()
    assert not [line for line in traces(report) if "Kreis" in line]


def test_an_event_that_asks_for_nothing_leaves_no_row():
    DelegationRuleFactory(new_priority=Priority.NORMAL)
    arrived()
    assert not DelegationRun.objects.exists()


def test_a_long_chain_is_cut():
    stops = [DepartmentFactory() for _number in range(5)]
    DelegationRuleFactory(forward_to=stops[0])
    for here, there in zip(stops, stops[1:], strict=False):
        DelegationRuleFactory(trigger=Trigger.DEPARTMENT, department=here, forward_to=there)
    report = arrived()
    assert report.department == stops[2]
    assert "zu viele Regeln" in traces(report)[-1]


def test_a_person_may_set_the_same_rule_off_again(works):
    clerk = member_of(central_inbox())
    DelegationRuleFactory(trigger=Trigger.DEPARTMENT, department=works, notify_department=works)
    report = arrived()
    for department in (works, central_inbox(), works):
        actions.forward(report, department=department, reason="Bitte.", user=clerk)
        work_off()
    assert DelegationRun.objects.count() == 2


def test_a_report_that_cannot_be_worked_on_keeps_its_turn(works, monkeypatch):
    DelegationRuleFactory(forward_to=works)
    broken, fine = make_report(), make_report()
    Report.objects.filter(pk=broken.pk).update(routing_reason={})
    Occasion.objects.filter(report=broken).update(depth=32767)  # deeper cannot be written
    work_off()
    fine.refresh_from_db()
    assert fine.department == works


# --- the editors' pages -----------------------------------------------------


def test_the_dry_run_says_what_would_happen_and_changes_nothing(client, works):
    clerk = member_of(central_inbox(), role="clerk")
    clerk.user_permissions.add(*_permissions("view_delegationrule"))
    client.force_login(clerk)
    report = make_report()
    clerk_closes = {"status": Status.RESOLVED, "text": "Fertig.", "user": clerk}
    actions.change_status(report, **clerk_closes)
    rule = DelegationRuleFactory(forward_to=works, is_active=False)
    url = reverse(f"{NAME}:dry_run")
    words = client.get(url, {"days": "30", "rule": rule.pk}).content.decode()
    assert "1 von 1 Anliegen" in words
    assert report.reference in words
    assert "An Stadtwerke weiterleiten" in words
    report.refresh_from_db()
    assert report.department == central_inbox() and not DelegationRun.objects.exists()


def test_the_dry_run_shows_nobody_reports_that_are_not_theirs(client, works):
    client.force_login(member_of(works, role="editor"))
    report = make_report()
    DelegationRuleFactory(forward_to=works)
    words = client.get(reverse(f"{NAME}:dry_run"), {"days": "30"}).content.decode()
    assert "1 von 1 Anliegen" in words and report.reference not in words


def test_the_dry_run_does_not_count_what_somebody_may_not_know_of(works):
    make_report(category=CategoryFactory(is_confidential=True))
    rule = DelegationRuleFactory(forward_to=works)
    for role, seen in (("editor", 0), ("confidential", 1)):
        (trial,) = try_rules([rule], since=days_ago(30), user=member_of(works, role=role))
        assert (trial.touched, trial.total) == (seen, seen)


def test_the_dry_run_counts_all_reports_once_and_no_further_than_anybody_reads(works):
    boss = member_of(works)
    rules = [DelegationRuleFactory(forward_to=works) for _number in range(2)]
    with CaptureQueriesContext(connection) as queries:
        try_rules(rules, since=days_ago(30), user=boss)
    counts = [query["sql"] for query in queries if "COUNT(" in query["sql"]]
    assert len(counts) == 3 and all(f"LIMIT {CAP + 1}" in sql for sql in counts)
    assert Trial(rules[0], CAP + 1, CAP + 1, []).shown == {"touched": "1000+", "total": "1000+"}


def _permissions(*codenames):
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(codename__in=codenames)


def test_an_editor_writes_a_rule(client, works):
    client.force_login(member_of(works, role="editor"))
    url, category = reverse(f"{NAME}:add"), CategoryFactory()
    data = {
        "name": "Eilig",
        "trigger": "idle",
        "days": "",
        "status": "resolved",
        "categories": [category.pk],
        "is_active": "on",
    }
    errors = client.post(url, data).context["form"].errors
    assert "days" in errors
    data["days"] = "7"
    errors = client.post(url, data).context["form"].errors
    assert set(errors) == {"__all__"}  # it does nothing
    stranger = member_of(DepartmentFactory())
    errors = (
        client.post(url, {**data, "forward_to": works.pk, "assign_to": stranger.pk})
        .context["form"]
        .errors
    )
    assert set(errors) == {"assign_to"}
    client.post(url, {**data, "forward_to": works.pk})
    rule = DelegationRule.objects.get()
    assert (rule.forward_to, rule.days, rule.status) == (works, 7, "")
    assert list(rule.categories.all()) == [category]
    listed = client.get(reverse(f"{NAME}:index")).content.decode()
    assert "seit 7 Tagen unverändert" in listed and "an Stadtwerke weiterleiten" in listed


def test_a_rule_names_whoever_may_work_on_the_reports(client, works):
    client.force_login(member_of(works, role="editor"))
    url, boss, idler = reverse(f"{NAME}:add"), member_of(works), UserFactory()
    boss.is_superuser = True
    boss.save()
    idler.groups.add(works.group)
    data = {"name": "Laternen", "trigger": "arrives", "forward_to": works.pk}
    errors = client.post(url, {**data, "assign_to": idler.pk}).context["form"].errors
    assert set(errors) == {"assign_to"}
    client.post(url, {**data, "assign_to": boss.pk})
    assert DelegationRule.objects.get().assign_to == boss


def test_no_rule_waits_for_a_status_that_it_never_sees(client, works):
    client.force_login(member_of(works, role="editor"))
    form = client.get(reverse(f"{NAME}:add")).context["form"]
    offered = {value for value, _label in form.fields["status"].choices}
    assert Status.RESOLVED in offered
    assert not offered & {Status.RECEIVED, Status.DUPLICATE}
    rule = DelegationRuleFactory(trigger=Trigger.STATUS, status=Status.DUPLICATE, forward_to=works)
    with pytest.raises(ValidationError, match="Status"):
        rule.full_clean()


def test_a_rule_never_leads_to_another_site(works, other_site):
    rule = DelegationRuleFactory(site=other_site, forward_to=works)
    with pytest.raises(ValidationError, match="Website"):
        rule.full_clean()


def test_what_a_rule_names_is_not_deleted_before_the_rule(works):
    category = CategoryFactory()
    DelegationRuleFactory(forward_to=works).categories.add(category)
    with pytest.raises(RestrictedError):
        category.delete()
    with pytest.raises(RestrictedError):
        works.delete()


def test_rules_travel_with_the_configuration_without_persons(works):
    rule = DelegationRuleFactory(forward_to=works, assign_to=member_of(works))
    rule.categories.add(CategoryFactory(code="laterne"))
    (item,) = export_configuration(default_site())["delegation_rules"]
    assert item["forward_to"] == "Stadtwerke" and item["categories"] == ["laterne"]
    assert "assign_to" not in item
