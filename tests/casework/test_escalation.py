"""Who hears when a report is late."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from tests.factories import (
    CategoryFactory,
    DepartmentFactory,
    EscalationLevelFactory,
    UserFactory,
    central_inbox,
    default_site,
    make_report,
    member_of,
)
from wagtail_anliegen.casework import actions
from wagtail_anliegen.casework.escalation import ladder
from wagtail_anliegen.casework.escalation.ladder import LISTED, escalate, reached
from wagtail_anliegen.casework.escalation.models import Escalation, EscalationLevel
from wagtail_anliegen.casework.timeline import timeline
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.notifications.delivery import deliver_due
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import Status
from wagtail_anliegen.routing.absences import Absence


pytestmark = pytest.mark.django_db
Audience = EscalationLevel.Audience
MONDAY = date(2026, 3, 2)


def mails():
    return OutgoingMessage.objects.filter(kind="escalation").order_by("pk")


def recipients():
    return list(mails().values_list("recipient", flat=True))


def late_report(days=1, department=None, **values):
    """A report whose deadline passed so many days before ``MONDAY``."""
    report = make_report(**values)
    changed = {"due_on": MONDAY - timedelta(days=days), "resolve_by": None}
    if department:
        changed["department"] = department
    Report.objects.filter(pk=report.pk).update(**changed)
    report.refresh_from_db()
    return report


@pytest.fixture
def clerk():
    call_command("setup_anliegen", verbosity=0)
    return member_of(central_inbox())


# --- when -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days_late", "due", "today", "is_told"),
    [
        (0, date(2026, 3, 3), date(2026, 3, 3), False),  # it is only late tomorrow
        (0, date(2026, 3, 3), date(2026, 3, 4), True),
        (0, date(2026, 2, 27), date(2026, 2, 28), False),  # due on Friday, and nobody works today
        (0, date(2026, 2, 27), MONDAY, True),
        (1, date(2026, 2, 27), MONDAY, False),
        (1, date(2026, 2, 27), date(2026, 3, 3), True),
        (5, date(2026, 2, 27), date(2026, 3, 6), False),
        (5, date(2026, 2, 27), date(2026, 3, 9), True),
        (-1, date(2026, 3, 2), date(2026, 2, 26), False),
        (-1, date(2026, 3, 2), date(2026, 2, 27), True),  # a working day before is a Friday
        (-1, date(2026, 3, 2), date(2026, 3, 2), True),
        (-1, date(2026, 3, 2), date(2026, 3, 3), False),  # a reminder is for what is in time
    ],
)
def test_a_level_is_reached_after_working_days(days_late, due, today, is_told):
    report = make_report()
    Report.objects.filter(pk=report.pk).update(due_on=due)
    level = EscalationLevelFactory(days_late=days_late)
    assert reached(level, today).filter(pk=report.pk).exists() is is_told


def test_what_waits_is_closed_or_is_answered_is_told_to_nobody(clerk):
    EscalationLevelFactory()
    waiting, closed, answered = (late_report() for _number in range(3))
    actions.change_status(waiting, status=Status.WAITING_FOR_REPORTER, text="Wo genau?", user=clerk)
    actions.change_status(closed, status=Status.RESOLVED, text="Fertig.", user=clerk)
    actions.answer(answered, text="Wir kommen.", user=clerk)
    assert escalate(MONDAY) == 0


def test_a_level_that_is_switched_off_tells_nobody():
    late_report()
    EscalationLevelFactory(is_active=False)
    assert escalate(MONDAY) == 0


def test_a_level_for_a_department_counts_for_those_below_it_too():
    head = DepartmentFactory()
    below = DepartmentFactory(parent=head)
    EscalationLevelFactory(department=head)
    late_report(department=below)
    late_report(department=DepartmentFactory())
    escalate(MONDAY)
    assert recipients() == [below.email]


# --- once -------------------------------------------------------------------


def test_running_twice_tells_once():
    report = late_report()
    EscalationLevelFactory(level=2)
    assert escalate(MONDAY) == 1
    assert escalate(MONDAY) == 0
    assert escalate(MONDAY + timedelta(days=30)) == 0
    entry = report.log_entries.get(action="anliegen.escalate")
    assert entry.data == {"level": 2, "to": report.department.name}


def test_a_day_that_moved_is_another_occasion():
    report = late_report(days=3)
    EscalationLevelFactory()
    escalate(MONDAY)
    Report.objects.filter(pk=report.pk).update(due_on=MONDAY - timedelta(days=1))
    assert escalate(MONDAY) == 1


def test_a_run_that_died_is_finished_by_the_next(monkeypatch):
    """What is to be told is written down before the mail, and nothing of it is lost."""
    late_report()
    EscalationLevelFactory()
    with monkeypatch.context() as broken:
        broken.setattr(ladder, "queue_escalation", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            escalate(MONDAY)
    assert not mails()
    assert escalate(MONDAY) == 1


def test_the_database_refuses_the_same_occasion_twice():
    report, level = late_report(), EscalationLevelFactory()
    row = {"report": report, "level": level, "occasion": MONDAY, "recipient": "a@example.org"}
    Escalation.objects.create(site=report.site, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Escalation.objects.create(site=report.site, **row)


# --- who --------------------------------------------------------------------


def test_the_handler_hears_and_while_there_is_none_the_department(clerk):
    handled, free = late_report(), late_report(department=DepartmentFactory())
    Report.objects.filter(pk=handled.pk).update(handler=clerk)
    EscalationLevelFactory(audience=Audience.HANDLER)
    escalate(MONDAY)
    assert sorted(recipients()) == sorted([clerk.email, free.department.email])


def test_the_department_above_hears_and_at_the_top_the_central_inbox():
    head = DepartmentFactory()
    late_report(department=DepartmentFactory(parent=head))
    late_report(department=head)
    EscalationLevelFactory(audience=Audience.ABOVE)
    escalate(MONDAY)
    assert sorted(recipients()) == sorted([head.email, central_inbox().email])


def test_a_department_without_a_mailbox_hears_through_its_members(clerk):
    department = DepartmentFactory(email="")
    member = member_of(department)
    UserFactory().groups.add(department.group)  # has no role and sees no report
    late_report(department=department)
    EscalationLevelFactory()
    escalate(MONDAY)
    assert recipients() == [member.email]


def test_an_address_hears():
    late_report()
    EscalationLevelFactory(audience=Audience.ADDRESS, address="rat@example.org")
    escalate(MONDAY)
    assert recipients() == ["rat@example.org"]


def test_a_person_hears_only_of_what_they_may_see(clerk):
    department = DepartmentFactory()
    person = member_of(department)
    own, foreign = late_report(department=department), late_report()
    secret = late_report(department=department)
    Report.objects.filter(pk=secret.pk).update(confidential=True)
    EscalationLevelFactory(audience=Audience.PERSON, person=person)
    escalate(MONDAY)
    message = mails().get()
    assert message.report == own
    for hidden in (foreign, secret):
        assert hidden.reference not in message.body
        assert not hidden.log_entries.filter(action="anliegen.escalate").exists()


def test_a_level_whose_person_is_still_to_be_chosen_tells_nobody(client, editor):
    level = EscalationLevelFactory(audience=Audience.PERSON)
    late_report()
    assert escalate(MONDAY) == 0
    assert level.listener == "niemand"
    assert "niemand" in client.get(reverse("wagtail_anliegen_escalation:index")).text


def test_a_confidential_report_is_named_by_its_number_only():
    category = CategoryFactory(name="Beschwerde über ein Amt", is_confidential=True)
    report = late_report(category=category)
    EscalationLevelFactory()
    escalate(MONDAY)
    message = mails().get()
    assert report.reference in message.body
    assert category.name not in message.body + message.subject


# --- one mail ---------------------------------------------------------------


def test_many_reports_are_one_mail_that_stays_short(django_assert_max_num_queries, monkeypatch):
    monkeypatch.setattr(ladder, "BATCH", 7)
    monkeypatch.setattr(ladder, "LISTED", 5)
    reports = [late_report(days=number) for number in range(1, 16)]
    EscalationLevelFactory(level=1)
    EscalationLevelFactory(level=2, days_late=1)
    assert escalate(MONDAY) == 1
    message = mails().get()
    assert message.report is None
    assert message.site == default_site()
    named = [report for report in reports if report.reference in message.body]
    assert named == reports[-5:], "the longest waiting ones"
    assert "15" in message.subject
    assert reverse("wagtail_anliegen_reports:folder", args=["overdue"]) in message.body
    assert LISTED == 50


def test_a_mail_about_several_reports_is_delivered():
    late_report(), late_report()
    EscalationLevelFactory()
    escalate(MONDAY)
    OutgoingMessage.objects.exclude(kind="escalation").delete()
    assert deliver_due() == 1
    assert mail.outbox[0].to == [central_inbox().email]


def test_the_history_says_who_heard():
    report = late_report()
    EscalationLevelFactory(level=2)
    escalate(MONDAY)
    told = [event.text for event in timeline(report) if event.kind == "log"]
    assert any("2" in text and report.department.name in text for text in told)


def test_only_who_sees_all_of_a_site_sees_mails_about_several_reports(client, clerk):
    department = DepartmentFactory()
    late_report(department=department), late_report(department=department)
    EscalationLevelFactory()
    escalate(MONDAY)
    message = mails().get()
    people = {
        clerk: True,
        member_of(department): False,
        UserFactory(is_superuser=True): True,
        UserFactory(): False,
    }
    for user, is_visible in people.items():
        user.user_permissions.add(*UserFactory(permissions=READS_MAILS).user_permissions.all())
        client.force_login(user)
        seen = OutgoingMessage.objects.visible_to(user).filter(pk=message.pk).exists()
        assert seen is is_visible
        url = reverse("anliegen_mails_modeladmin_inspect", args=[message.pk])
        assert (client.get(url).status_code == 200) is is_visible
        listed = client.get(reverse("anliegen_mails_modeladmin_index")).content.decode()
        assert (message.recipient in listed) is is_visible


READS_MAILS = ["access_admin", "view_outgoingmessage", "change_outgoingmessage"]


def test_a_mail_about_several_reports_can_be_sent_again(client, clerk):
    late_report(), late_report()
    EscalationLevelFactory()
    escalate(MONDAY)
    message = mails().get()
    OutgoingMessage.objects.filter(pk=message.pk).update(state="failed")
    client.force_login(UserFactory(is_superuser=True))
    client.post(reverse("anliegen_mails_modeladmin_send_again", args=[message.pk]))
    message.refresh_from_db()
    assert message.state == "queued"


def test_a_mail_is_about_one_report_or_about_one_site():
    message = make_report().department and OutgoingMessage(
        kind="escalation", key="x", recipient="a@example.org", language="de", subject="x", body="x"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        message.save()


# --- the editor -------------------------------------------------------------


@pytest.fixture
def editor(client):
    call_command("setup_anliegen", verbosity=0)
    editor = member_of(DepartmentFactory(), role="editor")
    client.force_login(editor)
    return editor


def save_level(client, **data):
    url = reverse("wagtail_anliegen_escalation:add")
    values = {"level": 1, "days_late": 0, "audience": "person", "is_active": "on", **data}
    return client.post(url, values, follow=True)


def test_an_editor_sets_a_level(client, editor):
    save_level(client, audience="department", days_late=-2)
    assert EscalationLevel.objects.get().days_late == -2
    listed = client.get(reverse("wagtail_anliegen_escalation:index"))
    assert EscalationLevel.objects.get().when in listed.content.decode()


def test_a_person_who_sees_none_of_these_reports_is_refused(client, editor):
    department = DepartmentFactory()
    person = UserFactory()
    person.groups.add(department.group)
    save_level(client, person=person.pk)
    assert not EscalationLevel.objects.exists()


def test_the_editor_is_told_of_what_a_person_will_not_hear(client, editor):
    hidden = DepartmentFactory(name="Verborgenes Amt")
    person = member_of(DepartmentFactory())
    page = save_level(client, person=person.pk).content.decode()
    assert EscalationLevel.objects.get().person == person
    assert hidden.name in page


def test_an_editor_chooses_among_the_people_of_the_own_city(client, editor):
    elsewhere = Site.objects.create(hostname="b.test", root_page=Page.objects.get(depth=1))
    stranger = member_of(DepartmentFactory(site=elsewhere))
    UserFactory(is_superuser=True)
    form = client.get(reverse("wagtail_anliegen_escalation:add")).context["form"]
    assert list(form.fields["person"].queryset) == [editor]
    level = EscalationLevelFactory(site=elsewhere)
    edit = reverse("wagtail_anliegen_escalation:edit", args=[level.pk])
    assert not client.get(edit).context["form"].fields["person"].queryset
    client.force_login(UserFactory(is_superuser=True))
    assert list(client.get(edit).context["form"].fields["person"].queryset) == [stranger]


@pytest.mark.parametrize("audience", ["person", "address"])
def test_who_is_meant_has_to_be_named(client, editor, audience):
    save_level(client, audience=audience)
    assert not EscalationLevel.objects.exists()


@pytest.mark.parametrize("sites", [1, 2])
@pytest.mark.parametrize("audience", ["above", "person", "address"])
def test_a_level_that_says_the_same_is_refused(client, audience, sites):
    department = central_inbox()
    if sites == 2:
        other_site = Site.objects.create(hostname="b.test", root_page=Page.objects.get(depth=1))
        EscalationLevelFactory(site=other_site, audience="above")
    people = [member_of(department), member_of(department)]
    client.force_login(UserFactory(is_superuser=True))
    data = {"site": default_site().pk, "audience": audience, "days_late": 3}
    data |= {"person": people[0].pk, "address": "amt@example.org"}
    save_level(client, **data)
    level = EscalationLevel.objects.get(site=default_site())
    form = save_level(client, **(data | {"address": "AMT@example.org"})).context["form"]
    assert [error.code for error in form.errors.as_data()["__all__"]] == ["unique"]
    assert level.when in str(form.errors)
    edit = reverse("wagtail_anliegen_escalation:edit", args=[level.pk])
    assert client.post(edit, {"level": 1, **data}).status_code == 302, "no twin of itself"
    others = [{"level": 2}, {"department": department.pk}, {"audience": "handler"}]
    others += {"person": [{"person": people[1].pk}], "address": [{"address": "b@example.org"}]}.get(
        audience, []
    )
    for other in others:
        assert save_level(client, **(data | other)).redirect_chain, other


def test_the_command_says_how_many_mails_it_wrote(capsys):
    report = make_report()
    Report.objects.filter(pk=report.pk).update(due_on=timezone.localdate() - timedelta(days=9))
    EscalationLevelFactory()
    call_command("anliegen_escalate")
    assert "1" in capsys.readouterr().out


def test_a_test_report_tells_nobody_once_the_test_mode_is_over(clerk):
    EscalationLevelFactory()
    AnliegenSettings.objects.update_or_create(site=default_site(), defaults={"test_mode": True})
    late_report()
    level = EscalationLevel.objects.get()
    assert reached(level, MONDAY).count() == 1
    AnliegenSettings.objects.update(test_mode=False)
    level = EscalationLevel.objects.get()
    assert reached(level, MONDAY).count() == 0
    assert escalate(MONDAY) == 0


def test_who_stands_in_for_the_handler_hears_too(clerk):
    EscalationLevelFactory(audience=Audience.HANDLER)
    other = member_of(central_inbox())
    report = late_report()
    Report.objects.filter(pk=report.pk).update(handler=clerk)
    today = timezone.localdate()
    Absence.objects.create(user=clerk, substitute=other, starts_on=today, ends_on=today)
    escalate(MONDAY)
    assert set(recipients()) == {clerk.email, other.email}


def test_who_left_the_city_is_not_dropped_in_silence(client, editor):
    person = member_of(central_inbox())
    level = EscalationLevelFactory(audience="person", person=person)
    person.groups.clear()
    url = reverse("wagtail_anliegen_escalation:edit", args=[level.pk])
    values = {"level": 1, "days_late": 3, "audience": "person", "is_active": "on"}
    page = client.post(url, {**values, "person": person.pk})
    assert "darf keines dieser Anliegen sehen" in page.content.decode()
    level.refresh_from_db()
    assert level.person == person
