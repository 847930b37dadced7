"""Reports of the same matter: one leads, one answer reaches everybody, and it can be undone."""

import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tests.casework.test_inbox import add_photo
from tests.factories import (
    CategoryFactory,
    DepartmentFactory,
    EscalationLevelFactory,
    UserFactory,
    days_ago,
    make_public_report,
    make_report,
    member_of,
)
from wagtail_anliegen.casework import actions, folders, photo_actions
from wagtail_anliegen.casework.asking import ask
from wagtail_anliegen.casework.escalation.ladder import escalate
from wagtail_anliegen.casework.merging import CannotMerge, merge, unmerge
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.groups import Merged
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import Status
from wagtail_anliegen.routing.models import Department
from wagtail_anliegen.tracking.replying import receive


pytestmark = pytest.mark.django_db

HERE = {"latitude": 51.65, "longitude": 7.85, "address": "Lindenweg 1"}
CLOSE_BY = {"latitude": 51.6502, "longitude": 7.8501, "address": "Lindenweg 3"}


@pytest.fixture
def category():
    call_command("setup_anliegen", verbosity=0)
    return CategoryFactory(name="Laterne")


@pytest.fixture
def make(category):
    """A report of a person whose name is also that of the mailbox."""

    def of(name, **values):
        contact = Contact(email=f"{name}@example.org") if name else Contact()
        values = {"description": f"Worte von {name}", **HERE, **values}
        values.setdefault("category", category)
        return make_report(contact=contact, **values)

    return of


@pytest.fixture
def clerk(make):
    return member_of(make("niemand").department)


def fresh(report) -> Report:
    return Report.objects.get(pk=report.pk)


def mails_to(name: str):
    return OutgoingMessage.objects.filter(recipient=f"{name}@example.org", kind="status")


def case(report) -> str:
    return reverse("wagtail_anliegen_reports:edit", args=[report.pk])


def page_of(client, report) -> str:
    address = reverse("wagtail_anliegen:status", args=[report.secret_token])
    return client.get(address).content.decode()


# --- merging and telling -----------------------------------------------------


def test_merging_keeps_every_number_and_tells_every_person_once(make, clerk):
    first, second, third = make("anna"), make("berta"), make("carla")
    merge(first, [second, third], text="Danke!", user=clerk)
    assert {report.reference for report in Report.objects.filter(leading_report=first)} == {
        second.reference,
        third.reference,
    }
    for name in ("anna", "berta", "carla"):
        assert mails_to(name).count() == 1
    assert first.reference not in fresh(second).updates.last().text, "who leads may become secret"
    told = mails_to("berta").get()
    assert second.reference in told.subject
    assert first.reference in told.body and "Danke!" in told.body
    assert ReportLogEntry.objects.filter(action="anliegen.merge").count() == 3


def test_one_answer_reaches_everybody_under_the_own_number_and_in_the_own_language(make, clerk):
    first, second = make("anna"), make("berta", language="en")
    merge(first, [second], user=clerk)
    actions.answer(first, text="Wir kommen am Montag.", user=clerk)
    for name, report, words in (("anna", first, "Stand"), ("berta", second, "your report")):
        mail = mails_to(name).get(body__contains="Wir kommen am Montag.")
        assert report.reference in mail.subject
        assert mail.report == report
        assert words in mail.subject + mail.body


def test_who_reported_twice_gets_one_mail(make, clerk):
    first, second, third = make("anna"), make("berta"), make("Berta")
    merge(first, [second, third], user=clerk)
    actions.change_status(first, status=Status.RESOLVED, text="Fertig.", user=clerk)
    mails = OutgoingMessage.objects.filter(recipient__iexact="berta@example.org", kind="status")
    assert mails.filter(body__contains="Fertig.").count() == 1
    assert mails.count() == 2


def test_closing_and_opening_again_is_told_to_all(make, clerk, client):
    first, second = make("anna"), make("berta")
    merge(first, [second], user=clerk)
    actions.change_status(first, status=Status.RESOLVED, text="Fertig.", user=clerk)
    actions.change_status(first, status=Status.IN_PROGRESS, text="Doch nicht.", user=clerk)
    assert mails_to("berta").filter(body__contains="Fertig.").count() == 1
    assert mails_to("berta").filter(body__contains="Doch nicht.").count() == 1
    html = page_of(client, second)
    assert "Fertig." in html and "Doch nicht." in html


def test_a_question_and_the_reason_of_a_rejection_stay_with_the_person_they_are_for(
    make, clerk, client
):
    first, second = make("anna"), make("berta")
    merge(first, [second], user=clerk)
    actions.change_status(first, status=Status.WAITING_FOR_REPORTER, text="Hausnummer?", user=clerk)
    assert not mails_to("berta").filter(body__contains="Hausnummer?").exists()
    assert mails_to("berta").count() == 1
    actions.change_status(first, status=Status.REJECTED, text="Beleidigung.", user=clerk)
    assert mails_to("berta").count() == 2
    assert not mails_to("berta").filter(body__contains="Beleidigung.").exists()
    html = page_of(client, second)
    assert "Hausnummer?" not in html and "Beleidigung." not in html


def test_what_was_told_before_the_merge_is_not_told_to_those_who_came_later(make, clerk, client):
    first, second = make("anna"), make("berta")
    actions.answer(first, text="Frühere Worte", user=clerk)
    merge(first, [second], user=clerk)
    assert "Frühere Worte" not in page_of(client, second)


def test_the_other_department_is_told_where_the_work_goes_on(make, clerk):
    first, second = make("anna"), make("berta")
    other = DepartmentFactory()
    actions.forward(second, department=other, reason="Dort", user=clerk)
    merge(first, [second], user=clerk)
    notice = OutgoingMessage.objects.filter(recipient=other.email, kind="notice").first()
    assert first.reference in notice.body
    assert fresh(second).department == other
    visible = Report.objects.visible_to(member_of(other))
    assert second in visible and first not in visible


# --- groups ------------------------------------------------------------------


def test_merging_a_leading_report_takes_its_followers_along_and_undoing_gives_them_back(
    make, clerk
):
    first, second, third = make("anna"), make("berta"), make("carla")
    merge(second, [third], user=clerk)
    merge(first, [second], user=clerk)
    assert fresh(third).leading_report == first
    unmerge(second, user=clerk)
    assert fresh(second).leading_report is None
    assert fresh(third).leading_report == second
    unmerge(third, user=clerk)
    assert not Report.objects.exclude(leading_report=None).exists()


def test_who_is_told_in_a_chain_reads_each_leading_report_while_it_led(make, clerk, client):
    first, second, third = make("anna"), make("berta"), make("carla")
    merge(second, [third], user=clerk)
    actions.answer(second, text="Vom zweiten", user=clerk)
    actions.answer(first, text="Noch nicht für alle", user=clerk)
    merge(first, [second], user=clerk)
    actions.answer(first, text="Vom ersten", user=clerk)
    html = page_of(client, third)
    assert "Vom zweiten" in html and "Vom ersten" in html
    assert "Noch nicht für alle" not in html


def test_a_merged_report_stands_for_the_one_that_leads_it(make, clerk):
    first, second, third = make("anna"), make("berta"), make("carla")
    merge(first, [second], user=clerk)
    merge(second, [third, first], user=clerk)
    assert fresh(third).leading_report == first
    assert fresh(first).leading_report is None
    with pytest.raises(CannotMerge):
        merge(second, [third], user=clerk)


def test_what_is_closed_rejected_or_confidential_is_not_mixed_in(make, clerk, category):
    first, closed, rejected = make("anna"), make("berta"), make("carla")
    secret = make("dora", category=CategoryFactory(is_confidential=True))
    actions.change_status(closed, status=Status.RESOLVED, text="Fertig.", user=clerk)
    actions.change_status(rejected, status=Status.REJECTED, text="Nein.", user=clerk)
    for other in (closed, rejected, secret):
        with pytest.raises(CannotMerge):
            merge(first, [other], user=clerk)
    merge(closed, [first], user=clerk)
    assert fresh(first).leading_report == closed


@pytest.mark.parametrize("name", ["is_test", "publishable", "confidential"])
def test_reports_of_another_kind_stay_apart(make, name):
    first, second = make("anna"), make("berta")
    clerk = UserFactory(is_superuser=True)
    value = not getattr(second, name)
    Report.objects.filter(pk=second.pk).update(**{name: value})
    with pytest.raises(CannotMerge):
        merge(first, [second], user=clerk)
    Report.objects.filter(pk=first.pk).update(**{name: value})
    merge(first, [second], user=clerk)
    assert fresh(second).leading_report == first


@pytest.mark.parametrize("kept", [{"confidential": True}, {"publishable": False}])
def test_who_follows_a_report_that_became_secret_is_told_the_step_without_words(
    make, clerk, client, kept
):
    first, second = make("anna"), make("berta")
    merge(first, [second], user=clerk)
    Report.objects.filter(pk=first.pk).update(**kept)
    first = fresh(first)
    actions.change_status(first, status=Status.RESOLVED, text="Bei Familie Geheim", user=clerk)
    told = mails_to("berta").first()
    assert "Erledigt" in told.body and "Geheim" not in told.body
    html = page_of(client, second)
    assert "Geheim" not in html and first.reference not in html


# --- undoing -----------------------------------------------------------------


def test_undoing_restores_the_report_as_it_was_and_says_so_once(make, clerk):
    first, second = make("anna"), make("berta")
    actions.accept(second, user=clerk)
    names = ("status", "status_changed_at", "closed_at", "due_on", "handler", "department", "live")
    before = [getattr(fresh(second), name) for name in names]
    merge(first, [second], user=clerk)
    actions.change_status(first, status=Status.RESOLVED, text="Fertig.", user=clerk)
    told = mails_to("berta").count()
    unmerge(second, reason="Eine andere Laterne", user=clerk)
    assert [getattr(fresh(second), name) for name in names] == before
    assert mails_to("berta").count() == told + 1
    assert "andere Laterne" not in mails_to("berta").first().body
    actions.answer(first, text="Nur noch an Anna", user=clerk)
    assert not mails_to("berta").filter(body__contains="Nur noch").exists()
    with pytest.raises(CannotMerge):
        unmerge(second, user=clerk)


def test_while_a_report_follows_its_clock_stands_still_and_nobody_is_told_that_it_is_late(
    make, clerk
):
    EscalationLevelFactory()
    first, second = make("anna"), make("berta")
    today, due_on = timezone.localdate(), second.due_on
    merge(first, [second], user=clerk)
    assert fresh(second).paused_on == today
    weeks = timedelta(weeks=6)
    merged = Report.objects.filter(pk=second.pk)
    merged.update(paused_on=today - weeks, due_on=due_on - weeks)
    assert not Report.objects.overdue(today).exists()
    assert escalate() == 0
    unmerge(second, user=clerk)
    again = fresh(second)
    assert again.paused_on is None
    assert again.due_on >= due_on - timedelta(days=1)


def test_a_question_that_was_open_before_the_merge_still_stops_the_clock_after_it(make, clerk):
    first, second = make("anna"), make("berta")
    ask(second, text="Wo?", user=clerk)
    asked_on = timezone.localdate() - timedelta(days=9)
    Report.objects.filter(pk=second.pk).update(paused_on=asked_on)
    merge(first, [second], user=clerk)
    unmerge(second, user=clerk)
    assert fresh(second).paused_on == asked_on


def test_what_moved_to_others_since_it_was_chosen_is_not_merged(make, clerk):
    works = DepartmentFactory()
    first, second, third = make("anna"), make("berta"), make("carla")
    own = member_of(works)
    Report.objects.filter(pk__in=[first.pk, second.pk]).update(department=works)
    chosen = fresh(first), fresh(second)
    merge(third, [second], user=clerk)
    with pytest.raises(CannotMerge):
        merge(chosen[0], [chosen[1]], user=own)
    assert fresh(second).leading_report == third


def test_what_is_freed_from_a_closed_report_is_no_second_closing_letter(make, clerk):
    AnliegenSettings.objects.update(ask_satisfaction=True)
    first, second, third = make("anna"), make("berta"), make("carla")
    merge(second, [third], user=clerk)
    merge(first, [second], user=clerk)
    actions.change_status(first, status=Status.RESOLVED, text="Fertig.", user=clerk)
    assert "zufrieden" in mails_to("anna").latest("pk").body
    unmerge(second, user=clerk)
    told = mails_to("anna").latest("pk").body
    assert "Ein Anliegen, das mit diesem zusammengeführt war, wird wieder für sich" in told
    assert "zufrieden" not in told


def test_a_report_whose_leading_one_is_gone_can_be_freed(make, clerk):
    first, second = make("anna"), make("berta")
    merge(first, [second], user=clerk)
    Report.objects.get(pk=first.pk).delete()
    unmerge(second, user=clerk)
    assert fresh(second).status == Status.RECEIVED


def test_a_merged_report_is_not_worked_on_but_keeps_notes_and_photos(make, clerk, client):
    first, second = make("anna"), make("berta")
    merge(first, [second], user=clerk)
    for verb, values in (
        (actions.accept, {}),
        (actions.answer, {"text": "x"}),
        (actions.change_status, {"status": Status.IN_PROGRESS, "text": "x"}),
        (actions.forward, {"department": DepartmentFactory(), "reason": "x"}),
    ):
        with pytest.raises(Merged):
            verb(second, user=clerk, **values)
    actions.add_note(second, text="Vermerk", user=clerk)
    photo_actions.release_photo(second, photo=add_photo(second), user=clerk)
    client.force_login(clerk)
    data = {"action": "answer", "answer-text": "x", "seen": fresh(second).updated_at.isoformat()}
    text = client.post(case(second), data).content.decode()
    assert case(first) in text
    assert not mails_to("berta").filter(body__contains="\nx\n").exists()


# --- what the others write ---------------------------------------------------


def reply_to(client, report, text: str):
    address = reverse("wagtail_anliegen:status_reply", args=[report.secret_token])
    key = client.get(report.secret_path).context["key"]
    data = {"area": "message", "kind": "message", "key": key, "text": text}
    return client.post(address, data, follow=True)


def test_what_a_merged_person_writes_reaches_those_who_work_on_the_matter(make, clerk, client):
    first, second = make("anna"), make("berta")
    other = DepartmentFactory(name="Grünflächen")
    actions.forward(second, department=other, reason="Dort", user=clerk)
    actions.accept(first, user=clerk)
    merge(first, [second], user=clerk)
    told = reply_to(client, second, "Es werden mehr.")
    assert other.name not in told.context["confirmation"][1]
    mail = OutgoingMessage.objects.get(kind="reply")
    assert mail.recipient == clerk.email
    assert case(first) in mail.body and second.reference in mail.body
    answered = folders.FOLDERS["answered"]
    assert list(answered.reports(clerk)) == [first]
    assert not answered.reports(member_of(other)).exists()
    client.force_login(clerk)
    shown = client.get(case(first))
    assert [reply.text for reply in shown.context["unseen"]] == ["Es werden mehr."]
    assert second.reference in shown.content.decode()
    client.post(case(first), {"action": "seen"})
    assert not answered.reports(clerk).exists()


def test_an_answer_to_all_takes_notice_of_what_they_wrote_but_a_question_to_one_does_not(
    make, clerk, client
):
    first, second = make("anna"), make("berta")
    merge(first, [second], user=clerk)
    reply_to(client, second, "Hallo?")
    ask(first, text="Welche?", user=clerk)
    assert second.replies.unseen().exists()
    actions.answer(first, text="Wir kommen.", user=clerk)
    assert not second.replies.unseen().exists()


def test_words_to_a_confidential_report_stay_there_when_its_leading_one_is_not_any_more(
    make, clerk, client
):
    secret = CategoryFactory(is_confidential=True)
    first, second = make("anna", category=secret), make("berta", category=secret)
    merge(first, [second], user=UserFactory(is_superuser=True))
    Report.objects.filter(pk=first.pk).update(confidential=False)
    Department.objects.update(email="amt@example.org")
    reply_to(client, second, "Vertraulich")
    assert not folders.FOLDERS["answered"].reports(clerk).exists()
    client.force_login(clerk)
    assert client.get(case(first)).context["unseen"] == []
    assert OutgoingMessage.objects.get(kind="reply").report == second


def test_whether_a_merged_person_may_write_depends_on_the_leading_report(make, clerk, client):
    first, second = make("anna"), make("berta")
    merge(first, [second], user=clerk)
    long_ago = timezone.now() - timedelta(days=999)
    Report.objects.filter(pk=second.pk).update(closed_at=long_ago)
    assert list(client.get(second.secret_path).context["further"]) == ["message"]
    actions.change_status(first, status=Status.RESOLVED, text="Fertig.", user=clerk)
    Report.objects.filter(pk=first.pk).update(closed_at=long_ago)
    assert not client.get(second.secret_path).context["further"]


def test_that_the_person_reopened_the_leading_report_is_told_to_the_others(make, clerk, client):
    first, second, again = make("anna"), make("berta"), make("anna")
    merge(first, [second, again], user=clerk)
    actions.change_status(first, status=Status.RESOLVED, text="Fertig.", user=clerk)
    told = {name: mails_to(name).count() for name in ("anna", "berta")}
    receive(first, kind=Reply.Kind.UNSATISFIED, key="k", text="Nein.")
    assert fresh(first).status == Status.IN_REVIEW
    assert mails_to("berta").count() == told["berta"] + 1
    assert mails_to("anna").count() == told["anna"], "it was her who did it"


# --- the case view -----------------------------------------------------------


def send(client, report, action, **data):
    fields = {f"{action}-{name}": value for name, value in data.items()}
    return client.post(case(report), {"action": action, **fields}, follow=True)


def test_the_case_suggests_what_is_close_alike_and_recent(make, clerk, client):
    first = make("anna", received_at=days_ago(2), description="Die Laterne flackert seit Tagen")
    second = make("berta", **CLOSE_BY, description="Laterne flackert")
    make("carla", latitude=51.66, longitude=7.85)
    client.force_login(clerk)
    response = client.get(case(second))
    found = response.context["forms"]["merge"].suggestions
    assert found[0].report == first or first in [each.report for each in found]
    assert all(each.metres < 150 for each in found)
    html = response.content.decode()
    assert first.reference in html


def test_the_oldest_leads_unless_somebody_chooses(make, clerk, client):
    first, second, third = (
        make("anna", received_at=days_ago(2)),
        make("berta", received_at=days_ago(1)),
        make("carla"),
    )
    client.force_login(clerk)
    send(client, second, "merge", others=[first.pk])
    assert fresh(second).leading_report == first
    unmerge(second, user=clerk)
    send(client, second, "merge", others=[first.pk], numbers=third.reference, leading=second.pk)
    assert fresh(first).leading_report == second
    assert fresh(third).leading_report == second


@pytest.mark.parametrize("typed", ["2020-999999", "elsewhere", "unseen", "itself", ""])
def test_only_other_visible_reports_of_the_site_can_be_named(make, client, typed):
    department = DepartmentFactory()
    mine, unseen = make("anna"), make("berta")
    Report.objects.filter(pk=mine.pk).update(department=department)
    numbers = {"unseen": unseen.reference, "itself": mine.reference}
    client.force_login(member_of(department))
    response = send(client, mine, "merge", numbers=numbers.get(typed, typed))
    assert response.context["forms"]["merge"].errors["numbers"]
    assert fresh(mine).status == Status.RECEIVED
    response = send(client, mine, "merge", others=[unseen.pk])
    assert response.context["forms"]["merge"].errors["others"]


def test_undo_is_one_press_on_the_leading_report_and_needs_no_sight_of_it(make, clerk, client):
    first, second = make("anna"), make("berta")
    merge(first, [second], user=clerk)
    client.force_login(clerk)
    html = client.get(case(first)).content.decode()
    assert "Worte von berta" in html and 'value="unmerge"' in html
    client.post(case(second), {"action": "unmerge"})
    assert fresh(second).leading_report is None


def test_whoever_does_not_see_the_leading_report_reads_nothing_of_it(make, clerk, client):
    first, second = make("anna", description="Geheime Worte"), make("berta")
    other = DepartmentFactory()
    actions.forward(second, department=other, reason="Dort", user=clerk)
    merge(first, [second], user=clerk)
    client.force_login(member_of(other))
    html = client.get(case(second)).content.decode()
    assert case(first) not in html and "Geheime Worte" not in html
    client.logout()
    html = page_of(client, second)
    assert "Geheime Worte" not in html and first.get_absolute_url() not in html


def test_both_pages_of_a_merged_report_lead_to_a_public_leading_one(category, clerk, client):
    first, second = make_public_report(category=category), make_public_report(category=category)
    merge(first, [second], user=clerk)
    assert first.get_absolute_url() in page_of(client, second)
    public = client.get(second.get_absolute_url()).content.decode()
    assert first.get_absolute_url() in public
    Report.objects.filter(pk=first.pk).update(live=False)
    public = client.get(second.get_absolute_url()).content.decode()
    assert first.reference not in public
    assert first.get_absolute_url() not in page_of(client, second)


def test_a_merged_number_is_found_and_names_the_leading_one(make, clerk, client):
    first, second = make("anna"), make("berta")
    merge(first, [second], user=clerk)
    client.force_login(clerk)
    address = reverse("wagtail_anliegen_reports:list_results")
    html = client.get(address, {"q": second.reference}).content.decode()
    assert second.reference in html and f"→ {first.reference}" in html


# --- two at once -------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_merging_overlapping_sets_at_once_leaves_one_leading_report(make):
    boss = UserFactory(is_superuser=True)
    for _round in range(4):
        a, b, c, d = (make(name) for name in ("anna", "berta", "carla", "dora"))
        results = at_once(
            lambda a=a, b=b, c=c: merge(fresh(a), [fresh(b), fresh(c)], user=boss),
            lambda a=a, b=b, d=d: merge(fresh(b), [fresh(d), fresh(a)], user=boss),
            lambda c=c, d=d: merge(fresh(d), [fresh(c)], user=boss),
        )
        assert not [r for r in results if isinstance(r, Exception)] or all(
            isinstance(r, CannotMerge) for r in results if isinstance(r, Exception)
        ), results
        group = Report.objects.filter(pk__in=[a.pk, b.pk, c.pk, d.pk])
        leading = group.get(leading_report=None)
        assert group.filter(leading_report=leading).count() == 3


def at_once(*jobs) -> list:
    """What each returned or raised."""
    start, results = threading.Barrier(len(jobs)), []

    def run(job):
        try:
            start.wait()
            results.append(job())
        except Exception as error:  # noqa: BLE001  whatever it is, the test judges it
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
