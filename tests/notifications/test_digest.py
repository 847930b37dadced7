"""A digest tells what waits, once, to whom it belongs, and not a word more."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models.signals import pre_save
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import (
    CategoryFactory,
    DepartmentFactory,
    DistrictFactory,
    RoutingRuleFactory,
    UserFactory,
    default_site,
    make_report,
    member_of,
)
from wagtail_anliegen.casework import actions
from wagtail_anliegen.casework.follow_ups import set_follow_up
from wagtail_anliegen.casework.merging import merge
from wagtail_anliegen.casework.reminders import remind
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.notifications.account import NotificationPreferenceForm
from wagtail_anliegen.notifications.delivery import deliver_due
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.notifications.preferences import NotificationPreference
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.routing.absences import Absence
from wagtail_anliegen.routing.models import Department
from wagtail_anliegen.tracking.replying import receive


pytestmark = pytest.mark.django_db

TUESDAY = datetime(2026, 9, 8, 4, 50, tzinfo=timezone.get_fixed_timezone(0))


@pytest.fixture(autouse=True)
def clock():
    """The day before, after work."""
    with time_machine.travel(TUESDAY - timedelta(hours=12), tick=False) as clock:
        yield clock


@pytest.fixture
def department():
    return DepartmentFactory(email="amt@example.org", mail_frequency="daily")


@pytest.fixture
def clerk(department):
    user = member_of(department)
    wishes = {"new_reports": "daily", "replies": "daily", "assigned": "daily"}
    NotificationPreference.objects.create(user=user, **wishes)
    return user


def send_to(department, category=None, **values) -> Report:
    category = category or CategoryFactory()
    RoutingRuleFactory(category=category, department=department)
    return make_report(category=category, **values)


def digests(clock, after: timedelta = timedelta(0)) -> dict[str, str]:
    """Address → text of the digests that are written at that time."""
    known = set(OutgoingMessage.objects.values_list("pk", flat=True))
    clock.move_to(TUESDAY + after)
    call_command("anliegen_digest", verbosity=0)
    made = OutgoingMessage.objects.filter(kind="digest").exclude(pk__in=known)
    return dict(made.values_list("recipient", "body"))


def test_mailbox_and_person_read_what_is_new_with_a_link_and_without_the_citizens_words(
    clock, department, clerk
):
    DistrictFactory(name="Altstadt")
    report = send_to(
        department, latitude=51.65, longitude=7.85, address="Geheimweg 1", description="Mein Zaun"
    )
    told = digests(clock)
    assert told.keys() == {department.email, clerk.email}
    for body in told.values():
        assert report.reference in body
        assert report.category.name in body
        assert "Altstadt" in body
        assert f"/edit/{report.pk}/" in body
        assert "Geheimweg" not in body
        assert "Zaun" not in body


def test_running_again_on_the_same_day_sends_nothing_and_the_next_day_only_what_is_new(
    clock, department
):
    before = send_to(department)
    assert digests(clock)
    assert not digests(clock, timedelta(hours=2))
    after = send_to(department)
    body = digests(clock, timedelta(days=1))[department.email]
    assert after.reference in body
    assert before.reference not in body


def test_what_is_passed_on_is_new_to_the_other_department(clock, department):
    report = send_to(DepartmentFactory())
    clock.shift(timedelta(hours=1))
    actions.forward(report, department=department, reason="Dort.", user=member_of(department))
    assert report.reference in digests(clock)[department.email]


def test_an_empty_digest_is_not_sent(clock, department, clerk):
    assert digests(clock) == {}


def test_a_person_reads_what_was_given_what_is_late_what_comes_back_and_who_has_written(
    clock, department, clerk
):
    given, late, back, answered = (send_to(DepartmentFactory(parent=department)) for _n in "1234")
    NotificationPreference.objects.update(new_reports="never")
    boss = member_of(department)
    actions.assign(given, handler=clerk, user=boss)
    actions.accept(late, user=clerk)
    Report.objects.filter(pk=late.pk).update(due_on="2026-09-01")
    set_follow_up(back, due_on=TUESDAY.date(), reason="Nachsehen", person=clerk, user=clerk)
    actions.accept(answered, user=clerk)
    receive(answered, kind="message", key="1", text="Es tropft.")
    body = digests(clock)[clerk.email]
    for heading, report in (
        ("Ihnen übergeben", given),
        ("Die meldende Person hat geschrieben", answered),
        ("Überfällig", late),
        ("Wiedervorlagen", back),
    ):
        part = body.split(f"{heading} (1)")[1].split(")\n")[0]
        assert report.reference in part
    assert "Es tropft" not in body


def test_nobody_reads_of_what_they_may_not_see_and_of_confidential_reports_only_the_number(
    clock, department, clerk
):
    send_to(department)
    elsewhere = send_to(DepartmentFactory())
    secret = CategoryFactory(name="Beschwerde über Amt", is_confidential=True)
    confidential = send_to(department, category=secret)
    told = digests(clock)
    assert elsewhere.reference not in "".join(told.values())
    assert confidential.reference not in told[clerk.email]
    assert confidential.reference in told[department.email]
    assert secret.name not in told[department.email]


def test_who_is_away_gets_none_and_reads_of_everything_on_the_first_day_back(
    clock, department, clerk
):
    digests(clock, -timedelta(hours=12))
    clock.shift(timedelta(hours=1))
    Absence.objects.create(
        user=clerk, substitute=member_of(department), starts_on="2026-09-08", ends_on="2026-09-08"
    )
    report = send_to(department)
    assert clerk.email not in digests(clock)
    assert report.reference in digests(clock, timedelta(days=1))[clerk.email]


def test_a_weekly_one_comes_once_a_week_and_none_at_the_weekend(clock, department):
    department.mail_frequency = "weekly"
    department.save()
    send_to(department)
    assert digests(clock)
    send_to(department)
    assert not digests(clock, timedelta(days=2)), "Thursday"
    assert not digests(clock, timedelta(days=5)), "Sunday"
    assert digests(clock, timedelta(days=6)), "Monday"


def test_of_replies_hears_who_would_have_heard_at_once(clock, department, clerk):
    """The handler of the leading report; the team where nobody handles it; else the mailbox."""
    team = DepartmentFactory(email="")
    member = member_of(team)
    NotificationPreference.objects.create(user=member, replies="daily")
    handled, left, unclaimed = send_to(department), send_to(department), send_to(team)
    follower = send_to(DepartmentFactory())
    actions.accept(handled, user=clerk)
    merge(handled, [follower], user=UserFactory(is_superuser=True))
    gone = member_of(department)
    actions.accept(left, user=gone)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    for report in (follower, left, unclaimed):
        receive(report, kind="message", key=report.reference, text="Noch immer.")
    told = digests(clock)
    heard = {who: body.split("hat geschrieben")[1].split("—\n")[1] for who, body in told.items()}
    assert heard.keys() == {clerk.email, department.email, member.email}
    assert handled.reference in heard[clerk.email]
    assert left.reference in heard[department.email]
    assert unclaimed.reference in heard[member.email]


def test_the_first_digest_after_a_weekend_holds_what_came_since_it_was_chosen(clock, clerk):
    clock.move_to(TUESDAY - timedelta(days=4))  # Friday
    NotificationPreference.objects.update(chosen_at=timezone.now())
    clock.shift(timedelta(minutes=10))
    report = send_to(Department.objects.get(group__user=clerk))
    told = digests(clock, -timedelta(days=1))
    assert report.reference in told[clerk.email]


def test_who_wants_digests_again_reads_nothing_of_the_time_between(clock, clerk):
    def choose(new_reports: str) -> None:
        wishes = {"new_reports": new_reports, "replies": "at_once", "assigned": "at_once"}
        preference = NotificationPreference.objects.get(user=clerk)
        form = NotificationPreferenceForm(wishes, instance=preference)
        assert form.is_valid()
        form.save()

    home = Department.objects.get(group__user=clerk)
    send_to(home)
    assert digests(clock)
    choose("at_once")
    between = send_to(home)
    clock.shift(timedelta(days=1))
    choose("daily")
    clock.shift(timedelta(hours=1))
    after = send_to(home)
    body = digests(clock, timedelta(days=2))[clerk.email]
    assert after.reference in body
    assert between.reference not in body


def test_who_handles_what_is_asked_once_for_all_digests(clock, department):
    def lookups(hours: int) -> int:
        """How often the reports of this handler are asked for."""
        with CaptureQueriesContext(connection) as captured:
            assert digests(clock, timedelta(hours=hours))
        return sum(f'"{handler._meta.db_table}"."id" IN ' in query["sql"] for query in captured)

    handler = member_of(department)
    report = send_to(department)
    actions.accept(report, user=handler)
    receive(report, kind="message", key="1", text="Noch immer.")
    one = lookups(0)
    others = [DepartmentFactory(mail_frequency="daily") for _n in "123"]
    for other in others:
        send_to(other)
    assert lookups(1) == one == 1


def test_no_digest_leaves_a_test_mode(clock, department):
    AnliegenSettings.objects.create(site=default_site(), test_mode=True)
    send_to(department)
    assert not digests(clock)
    AnliegenSettings.objects.update(test_address="probe@example.org")
    assert digests(clock)
    AnliegenSettings.objects.update(test_address="")
    deliver_due()
    AnliegenSettings.objects.update(test_mode=False)
    deliver_due()
    assert OutgoingMessage.objects.get(kind="digest").state == "held"


def test_one_digest_that_fails_is_counted_and_does_not_keep_the_others(clock, department):
    broken = DepartmentFactory(mail_frequency="daily")
    other = DepartmentFactory(mail_frequency="daily")
    for each in (department, broken, other):
        send_to(each)

    def refuse(instance, **_kwargs):
        if instance.recipient == broken.email:
            raise RuntimeError("no")

    pre_save.connect(refuse, sender=OutgoingMessage)
    try:
        with pytest.raises(CommandError, match="^1 "):
            digests(clock)
    finally:
        pre_save.disconnect(refuse, sender=OutgoingMessage)
    told = OutgoingMessage.objects.filter(kind="digest").values_list("recipient", flat=True)
    assert set(told) == {department.email, other.email}
    assert digests(clock, timedelta(hours=1)).keys() == {broken.email}


@pytest.mark.parametrize("frequency, hears", [("never", True), ("daily", False)])
def test_a_follow_up_reaches_a_mailbox_that_wants_no_mails_of_new_reports(
    clock, department, frequency, hears
):
    Department.objects.filter(pk=department.pk).update(mail_frequency=frequency)
    report = send_to(department)
    set_follow_up(report, due_on=timezone.localdate(), reason="Hin", user=member_of(department))
    remind(timezone.localdate())
    assert report.messages.filter(recipient=department.email).exists() == hears
