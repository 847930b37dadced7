"""Bulk work: one text for many reports, each on its own, every failure named."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Locale

from tests.factories import (
    CategoryFactory,
    DepartmentFactory,
    ResponseTemplateFactory,
    central_inbox,
    make_public_report,
    make_report,
    member_of,
)
from wagtail_anliegen.casework import actions, bulk
from wagtail_anliegen.casework.response_templates import ResponseTemplateVariant
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.models import Note, Report, StatusUpdate
from wagtail_anliegen.reports.states import Status
from wagtail_anliegen.routing.models import Department
from wagtail_anliegen.tracking.replying import receive


pytestmark = pytest.mark.django_db
TEXT = "Der Sturm ist vorbei, alle Äste sind geräumt."


@pytest.fixture(autouse=True)
def _installed():
    call_command("setup_anliegen", verbosity=0)


@pytest.fixture
def clerk(client):
    user = member_of(central_inbox())
    client.force_login(user)
    return user


def make_reports(count) -> list[Report]:
    category = CategoryFactory()
    contact = Contact(name="Kim Muster", email="kim@example.org")
    return [make_report(category=category, contact=contact) for _turn in range(count)]


def address(verb, folder="all") -> str:
    return reverse("wagtail_anliegen_reports:bulk", args=[folder, verb])


def confirm(client, verb, reports, folder="all"):
    """The page on which the reports stand that were chosen in the list."""
    return client.get(address(verb, folder), {"id": [report.pk for report in reports]})


def hidden(response) -> dict:
    """What the page sends by itself: the stamps of the reports and the submission key."""
    text = response.content.decode()
    return {
        "report": re.findall(r'name="report"[^>]*value="([^"]+)"', text),
        "left": re.findall(r'name="left"[^>]*value="([^"]+)"', text),
        "submission": re.search(r'name="submission" value="([^"]+)"', text)[1],
        "newest": re.search(r'name="newest" value="([^"]*)"', text)[1],
        **({"confirmed": "1"} if 'name="confirmed"' in text else {}),
    }


def send(client, verb, reports, **typed):
    """Open the page and send it as it is, with what was typed."""
    sent = hidden(confirm(client, verb, reports))
    return client.post(address(verb), {**sent, **typed}, follow=True)


def test_answering_many_takes_notice_of_nothing_that_came_after_the_page(client, clerk):
    (report,) = make_reports(1)
    receive(report, kind="message", text="Eins", key="1")
    page = hidden(confirm(client, "answer", [report]))
    receive(report, kind="message", text="Zwei", key="2")
    client.post(address("answer"), {**page, "answer-text": TEXT})
    assert Reply.objects.unseen().get().text == "Zwei"


CLOSE = {"status-status": Status.RESOLVED, "status-text": TEXT}


def test_fifty_reports_are_closed_with_one_text(client, clerk):
    reports = make_reports(50)
    keys = [report.pk for report in reports]
    response = send(client, "status", reports, **CLOSE)
    assert response.context["done_count"] == 50
    assert not response.context["refused_count"]
    assert set(Report.objects.filter(pk__in=keys).values_list("status", flat=True)) == {
        Status.RESOLVED
    }
    entries = ReportLogEntry.objects.filter(report__in=keys, action="anliegen.status")
    assert sorted(entries.values_list("report", flat=True)) == keys
    updates = StatusUpdate.objects.filter(report__in=keys, text=TEXT, author=clerk)
    assert sorted(updates.values_list("report", flat=True)) == keys
    mails = OutgoingMessage.objects.filter(report__in=keys, kind="status")
    assert sorted(mails.values_list("report", flat=True)) == keys


def test_a_form_that_is_sent_twice_does_nothing_twice(client, clerk):
    reports = make_reports(3)
    sent = {**hidden(confirm(client, "note", reports)), "note-text": "Firma ist bestellt."}
    first = client.post(address("note"), sent)
    second = client.post(address("note"), sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert Note.objects.count() == 3
    elsewhere = {**sent, "submission": "6d3e3c43-4d0c-4a4b-8f5f-9d1f5b9e3c11", "confirmed": "1"}
    client.post(address("note"), elsewhere)
    assert Note.objects.count() == 3, "the stamps hold where the session does not"


def test_what_changed_meanwhile_is_refused_by_name_and_the_text_is_kept(client, clerk):
    first, second = make_reports(2)
    sent = hidden(confirm(client, "answer", [first, second]))
    actions.add_note(second, text="Nur ein Vermerk.", user=clerk)
    actions.answer(first, text="Ich war schneller.", user=member_of(central_inbox()))
    data = {**sent, "answer-text": TEXT}
    page = client.post(address("answer"), data)
    assert page.context["possible"] == 1
    assert first.reference in page.content.decode()
    assert TEXT in page.content.decode()
    done = client.post(address("answer"), {**data, "confirmed": "1"}, follow=True)
    assert done.context["done_count"] == 1
    assert [report.pk for report, _reason in done.context["refused"]] == [first.pk]
    again = client.get(address("answer"), {"again": sent["submission"]})
    assert TEXT in again.content.decode()
    assert [report.pk for report, _reason in again.context["lines"]] == [first.pk]
    client.post(address("answer"), {**hidden(again), "answer-text": TEXT})
    assert StatusUpdate.objects.filter(text=TEXT).count() == 2


def test_what_cannot_follow_is_named_before_anything_is_done(client, clerk):
    works, closed = make_reports(2)
    actions.change_status(closed, status=Status.RESOLVED, text="Fertig.", user=clerk)
    page = send(client, "status", [works, closed], **CLOSE)
    assert page.context["possible"] == 1
    assert not StatusUpdate.objects.filter(text=TEXT).exists()
    done = client.post(address("status"), {**hidden(page), **CLOSE}, follow=True)
    assert done.context["done_count"] == 1
    assert not done.context["refused_count"], "the page no longer sent what cannot follow"


def test_one_failure_does_not_take_the_others_with_it(client, clerk, monkeypatch):
    reports = make_reports(3)
    written = StatusUpdate.save

    def fail_once(update, **options):
        if update.report_id == reports[1].pk:
            raise RuntimeError("no more paper")
        return written(update, **options)

    monkeypatch.setattr(StatusUpdate, "save", fail_once)
    response = send(client, "status", reports, **CLOSE)
    assert response.context["done_count"] == 2
    assert [report.pk for report, _reason in response.context["refused"]] == [reports[1].pk]
    assert Report.objects.get(pk=reports[1].pk).status == Status.RECEIVED


def test_a_missing_text_is_asked_for_before_anything_is_done(client, clerk):
    page = send(client, "status", make_reports(2), **{"status-status": Status.RESOLVED})
    assert page.context["form"].errors["text"]
    assert page.context["possible"] == 2
    done = client.post(address("status"), {**hidden(page), **CLOSE}, follow=True)
    assert done.context["done_count"] == 2


def test_reports_of_others_do_not_exist_in_bulk_either(client):
    mine, theirs = make_reports(2)
    own, other = DepartmentFactory(), DepartmentFactory()
    Report.objects.filter(pk=mine.pk).update(department=own)
    Report.objects.filter(pk=theirs.pk).update(department=other)
    client.force_login(member_of(own))
    page = confirm(client, "answer", [mine, theirs])
    assert [report.pk for report, _reason in page.context["lines"]] == [mine.pk]
    assert theirs.reference not in page.content.decode()
    stamp = bulk.stamp_of(Report.objects.get(pk=theirs.pk))
    sent = {**hidden(page), "report": [f"{theirs.pk}|{stamp}"], "answer-text": TEXT}
    client.post(address("answer"), sent)
    assert not StatusUpdate.objects.filter(text=TEXT).exists()


def test_whoever_only_reads_has_no_boxes_and_no_verbs(client):
    report = make_report()
    client.force_login(member_of(report.department, role="reader"))
    page = client.get(reverse("wagtail_anliegen_reports:folder", args=["all"]))
    assert "data-bulk-action" not in page.content.decode()
    assert confirm(client, "answer", [report]).status_code == 302


def test_all_that_fit_are_taken_from_the_filter_up_to_a_limit(client, clerk, monkeypatch):
    monkeypatch.setattr(bulk, "CAP", 3)
    lamps = [make_report(description="Laterne") for _turn in range(4)]
    make_report(description="Schlagloch")
    page = client.get(address("answer"), {"id": "all", "q": "laterne"})
    assert page.context["is_capped"]
    shown = {report.pk for report, _reason in page.context["lines"]}
    assert len(shown) == 3
    assert shown < {report.pk for report in lamps}


def test_many_are_accepted_by_who_presses_the_button(client, clerk):
    reports = make_reports(2)
    actions.accept(reports[0], user=clerk)
    page = confirm(client, "accept", reports)
    assert page.context["refused"] == 1
    client.post(address("accept"), hidden(page))
    assert set(Report.objects.values_list("handler", flat=True)) == {clerk.pk}


def test_many_are_forwarded_with_one_reason(client, clerk):
    reports, other = make_reports(2), DepartmentFactory()
    typed = {"forward-department": other.pk, "forward-reason": "Das sind deren Laternen."}
    send(client, "forward", reports, **typed)
    assert set(Report.objects.values_list("department", flat=True)) == {other.pk}


def test_many_are_given_to_somebody_who_may_work_on_them(client, clerk):
    mine, elsewhere = make_reports(2)
    own = DepartmentFactory()
    Report.objects.filter(pk=mine.pk).update(department=own)
    colleague = member_of(own)
    page = send(client, "assign", [mine, elsewhere], **{"assign-handler": colleague.pk})
    assert page.context["possible"] == 1
    data = {**hidden(page), "assign-handler": colleague.pk}
    client.post(address("assign"), data)
    assert Report.objects.get(pk=mine.pk).handler == colleague
    assert Report.objects.get(pk=elsewhere.pk).handler is None


def test_the_pages_ask_the_same_number_of_questions_for_any_number_of_reports(client, clerk):
    def queries(reports):
        with CaptureQueriesContext(connection) as captured:
            assert confirm(client, "status", reports).status_code == 200
        return len(captured)

    few = make_reports(2)
    queries(few)
    before = queries(few)
    assert queries([*few, *make_reports(6), make_public_report()]) == before


def test_a_text_that_names_the_city_asks_for_the_city_once(client, clerk):
    typed = {"answer-text": "{city}, {city_phone}: {expected_date}"}

    def queries(reports):
        sent = hidden(confirm(client, "answer", reports))
        with CaptureQueriesContext(connection) as captured:
            assert client.post(address("answer"), {**sent, **typed}).context["possible"] == 0
        return len(captured)

    queries(make_reports(1))
    assert queries(make_reports(6)) == queries(make_reports(2))


def test_many_reports_are_merged_under_the_oldest_and_each_person_is_told_once(client, clerk):
    reports = make_reports(5)
    response = send(client, "merge", reports, **{"merge-leading": reports[0].pk})
    assert response.context["done_count"] == 5
    followers = Report.objects.filter(leading_report=reports[0], status=Status.DUPLICATE)
    assert sorted(followers.values_list("pk", flat=True)) == [r.pk for r in reports[1:]]
    mails = OutgoingMessage.objects.filter(recipient="kim@example.org").exclude(kind="receipt")
    assert mails.count() == 1, "all of them came from one address"


def test_what_cannot_be_merged_is_named_and_the_others_are_merged(client, clerk):
    leading, other, closed = make_reports(3)
    actions.change_status(closed, status=Status.RESOLVED, text=TEXT, user=clerk)
    typed = {"merge-leading": leading.pk}
    page = send(client, "merge", [leading, other, closed], **typed)
    assert page.context["refused"] == 1
    done = client.post(address("merge"), {**hidden(page), **typed}, follow=True)
    assert done.context["done_count"] == 2
    other.refresh_from_db()
    assert other.leading_report == leading


def test_merging_needs_two_reports(client, clerk):
    (report,) = make_reports(1)
    response = send(client, "merge", [report], **{"merge-leading": report.pk})
    assert response.context["done_count"] == 0
    assert "mindestens zwei" in response.content.decode()


def test_a_text_says_of_each_report_what_it_names(client, clerk):
    reports = make_reports(2)
    text = "Zu {reference}: erledigt, {department_phone} hilft weiter."
    Department.objects.update(phone="0123 456-7")
    send(client, "answer", reports, **{"answer-text": text})
    said = StatusUpdate.objects.filter(report__in=reports).exclude(text="")
    assert {update.text for update in said} == {
        f"Zu {report.reference}: erledigt, 0123 456-7 hilft weiter." for report in reports
    }


def test_what_does_not_say_what_the_text_names_is_left_out_by_name(client, clerk):
    silent, told = make_reports(2)
    Report.objects.filter(pk=told.pk).update(expected_on=timezone.localdate())
    typed = {"answer-text": "Fertig am {expected_date}."}
    page = send(client, "answer", [silent, told], **typed)
    assert page.context["refused"] == 1
    assert "Für den Text fehlt: voraussichtlicher Tag" in page.content.decode()
    client.post(address("answer"), {**hidden(page), **typed})
    assert not silent.updates.filter(text__contains="Fertig").exists()
    assert told.updates.filter(text__startswith="Fertig am ").exists()


def test_where_none_can_follow_another_text_helps(client, clerk):
    reports = make_reports(2)
    typed = {"answer-text": "Fertig am {expected_date}."}
    page = send(client, "answer", reports, **typed)
    assert page.context["possible"] == 0
    page = client.post(address("answer"), {**hidden(page), **typed})
    assert page.context["possible"] == 0, "nothing is done as long as nothing can be done"
    page = client.post(address("answer"), {**hidden(page), "answer-text": TEXT})
    assert page.context["possible"] == 2, "what is to be done can be looked at before"
    done = client.post(address("answer"), {**hidden(page), "answer-text": TEXT}, follow=True)
    assert done.context["done_count"] == 2


def test_a_form_that_is_in_flight_twice_is_done_once(client, clerk):
    (report,) = make_reports(1)
    sent = {**hidden(confirm(client, "answer", [report])), "answer-text": TEXT}
    cache.add(f"anliegen-bulk:{sent['submission']}", True)
    page = client.post(address("answer"), sent, follow=True)
    assert "Das wird bereits ausgeführt" in page.content.decode()
    assert not report.updates.filter(text=TEXT).exists()


def test_without_a_cache_bulk_work_goes_on(client, clerk, settings):
    settings.CACHES = {"default": {"BACKEND": "tests.casework.test_inbox.Away"}}
    done = send(client, "answer", make_reports(2), **{"answer-text": TEXT})
    assert done.context["done_count"] == 2


def test_a_filter_for_somebody_who_is_gone_chooses_nothing(client, clerk):
    make_reports(2)
    page = client.get(address("answer"), {"id": "all", "handler": "999999"}, follow=True)
    assert "kein Anliegen ausgewählt" in page.content.decode()


@pytest.mark.parametrize("text", ["{today}" * 2000, "[… " * 4000])
def test_a_text_is_no_longer_than_a_letter(client, clerk, text):
    page = send(client, "answer", make_reports(1), **{"answer-text": text})
    assert "10000" in str(page.context["form"].errors["text"]).replace(".", "")


def test_what_was_shown_as_left_out_is_not_done_before_it_was_shown_as_chosen(client, clerk):
    silent, told = make_reports(2)
    Report.objects.filter(pk=told.pk).update(expected_on=timezone.localdate())
    typed = {"answer-text": "Fertig am {expected_date}."}
    page = send(client, "answer", [silent, told], **typed)
    page = client.post(address("answer"), {**hidden(page), "answer-text": TEXT})
    assert "Nun können weitere" in page.content.decode()
    assert not StatusUpdate.objects.filter(text=TEXT).exists()
    done = client.post(address("answer"), {**hidden(page), "answer-text": TEXT}, follow=True)
    assert done.context["done_count"] == 2


@pytest.mark.parametrize("before", [None, timezone.localdate() + timedelta(days=90)])
def test_a_text_names_the_day_that_is_entered_with_it(client, clerk, before):
    (report,) = make_reports(1)
    Report.objects.filter(pk=report.pk).update(expected_on=before)
    day = timezone.localdate() + timedelta(days=14)
    typed = {
        "status-status": Status.PLANNED,
        "status-expected_on": day.isoformat(),
        "status-text": "Geplant für {expected_date}.",
    }
    done = send(client, "status", [report], **typed)
    assert done.context["done_count"] == 1
    said = f"Geplant für {date_format(day, 'DATE_FORMAT')}."
    assert report.updates.filter(text=said).exists()


def test_why_a_report_is_left_out_is_said_in_the_language_of_staff(client, clerk):
    (report,) = make_reports(1)
    Report.objects.filter(pk=report.pk).update(language="en")
    page = send(client, "answer", [report], **{"answer-text": "Done on {expected_date}."})
    assert "Für den Text fehlt: voraussichtlicher Tag" in page.content.decode()


def test_what_changed_meanwhile_stays_out_when_the_page_is_sent_again(client, clerk):
    stale, fine = make_reports(2)
    sent = hidden(confirm(client, "answer", [stale, fine]))
    actions.answer(stale, text="Ich war schneller.", user=member_of(central_inbox()))
    page = client.post(address("answer"), {**sent, "answer-text": TEXT})
    done = client.post(address("answer"), {**hidden(page), "answer-text": TEXT}, follow=True)
    assert done.context["done_count"] == 1
    assert not stale.updates.filter(text=TEXT).exists()


def test_a_name_that_no_report_has_is_refused_at_the_text(client, clerk):
    reports = make_reports(1)
    page = send(client, "answer", reports, **{"answer-text": "An {kim}."})
    assert "{reference}" in str(page.context["form"].errors["text"])
    assert not reports[0].updates.filter(text__contains="An ").exists()


def test_templates_that_fit_all_are_offered_with_their_placeholders(client, clerk):
    reports = [*make_reports(1), *make_reports(1)]
    one, site = reports[0], reports[0].site
    ResponseTemplateFactory(site=site, name="Für alle", text="Zu {reference}.")
    ResponseTemplateFactory(site=site, name="Für eine", category=one.category)
    offered = confirm(client, "answer", reports).context["text_templates"]
    assert [(each["name"], each["text"]) for each in offered] == [("Für alle", "Zu {reference}.")]
    assert len(confirm(client, "answer", [one]).context["text_templates"]) == 2
    assert confirm(client, "accept", reports).context["text_templates"] == []


def test_templates_are_offered_in_the_language_that_all_share(client, clerk):
    reports = make_reports(2)
    template = ResponseTemplateFactory(site=reports[0].site, text="Zu {reference}.")
    english = Locale.objects.get_or_create(language_code="en")[0]
    ResponseTemplateVariant.objects.create(
        template=template, locale=english, text="About {reference}."
    )

    def offered():
        (one,) = confirm(client, "answer", reports).context["text_templates"]
        return one["text"]

    Report.objects.filter(pk=reports[0].pk).update(language="en")
    assert offered() == "Zu {reference}."
    Report.objects.update(language="en")
    assert offered() == "About {reference}."
