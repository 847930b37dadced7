"""The reporting person writes back: answers, messages, “it is fixed”, a verdict, reopening."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import DepartmentFactory, central_inbox, make_report, member_of
from wagtail_anliegen.casework.actions import accept, change_status
from wagtail_anliegen.casework.asking import ask
from wagtail_anliegen.editor_settings import AnliegenSettings, ReopenTo
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import Status
from wagtail_anliegen.routing.models import Department
from wagtail_anliegen.tracking.sending import MOST_UNSEEN


pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    call_command("setup_anliegen", verbosity=0)
    Department.objects.update(email="anliegen@example.org")
    return make_report()


@pytest.fixture
def clerk(report):
    return member_of(report.department)


@pytest.fixture
def asked(report, clerk):
    accept(report, user=clerk)
    ask(report, text="Welche Laterne?", user=clerk)
    return report


@pytest.fixture
def done(report, clerk):
    accept(report, user=clerk)
    change_status(report, status=Status.RESOLVED, text="Repariert.", user=clerk)
    return report


def rules(report, **values) -> None:
    settings = AnliegenSettings.for_site(report.site)
    for name, value in values.items():
        setattr(settings, name, value)
    settings.save()


def page(client, report):
    return client.get(report.secret_path)


def send(client, report, area, *, key=None, **values):
    """Fill in the form ``area`` of the status page and press its button."""
    shown = page(client, report).context
    forms = {**shown["first"], **shown["further"]}
    values.setdefault("kind", forms[area].kinds[0] if area in forms else area)
    data = {"area": area, "key": shown["key"] if key is None else key, **values}
    return client.post(reverse("wagtail_anliegen:status_reply", args=[report.secret_token]), data)


def fresh(report) -> Report:
    return Report.objects.get(pk=report.pk)


def picture(photo_bytes, colour="red") -> SimpleUploadedFile:
    return SimpleUploadedFile("p.jpg", photo_bytes(colour), "image/jpeg")


# --- answering a question ---------------------------------------------------


def test_the_question_stands_on_the_page_with_a_form_below_it(client, asked):
    response = page(client, asked)
    assert list(response.context["first"]) == ["answer"]
    assert "Welche Laterne?" in response.content.decode()


def test_an_answer_brings_the_report_back_to_work_and_wakes_its_handler(client, asked, clerk):
    response = send(client, asked, "answer", text="Die dritte von links.")
    assert response.status_code == 302
    assert response.headers["Location"] == f"{asked.secret_path}?sent=answer"
    assert fresh(asked).status == Status.IN_PROGRESS
    reply = Reply.objects.get()
    assert (reply.kind, reply.text) == ("answer", "Die dritte von links.")
    assert reply.seen_at is None
    mail = OutgoingMessage.objects.get(kind="reply")
    assert mail.recipient == clerk.email
    assert asked.reference in mail.subject
    assert "dritte" not in mail.subject + mail.body


def test_without_a_handler_the_report_is_to_be_checked_and_the_department_is_told(
    client, report, clerk
):
    ask(report, text="Wo?", user=clerk)
    send(client, report, "answer", text="Hier.")
    assert fresh(report).status == Status.IN_REVIEW
    assert OutgoingMessage.objects.get(kind="reply").recipient == report.department.email


def test_whoever_may_not_see_the_report_any_more_is_not_told(client, asked, clerk):
    clerk.is_active = False
    clerk.save()
    send(client, asked, "answer", text="Hier.")
    assert OutgoingMessage.objects.get(kind="reply").recipient == asked.department.email


def test_sending_twice_is_one_reply(client, asked):
    key = page(client, asked).context["key"]
    for _press in range(2):
        assert send(client, asked, "answer", key=key, text="Einmal").status_code == 302
    assert Reply.objects.count() == 1
    assert OutgoingMessage.objects.filter(kind="reply").count() == 1


def test_other_words_from_a_page_that_was_gone_back_to_are_another_reply(client, asked):
    key = page(client, asked).context["key"]
    send(client, asked, "answer", key=key, text="Eins")
    send(client, asked, "message", key=key, kind="message", text="Zwei")
    assert list(Reply.objects.values_list("kind", flat=True)) == ["answer", "message"]


def test_an_answer_that_nobody_waits_for_any_more_is_kept_as_a_message(client, asked, clerk):
    key = page(client, asked).context["key"]
    change_status(
        asked, status=Status.FORWARDED, text="Geht auch so.", user=clerk, forwarded_to="Netz"
    )
    assert send(client, asked, "answer", key=key, kind="answer", text="Hier").status_code == 302
    assert Reply.objects.get().kind == "message"
    assert fresh(asked).status == Status.FORWARDED


def test_photos_come_along_and_stay_internal(client, asked, photo_bytes):
    photos = [picture(photo_bytes), picture(photo_bytes, "blue")]
    send(client, asked, "answer", text="So sieht es aus.", photos=photos)
    assert asked.photos.count() == Reply.objects.get().photo_count == 2
    assert not any(photo.is_released for photo in asked.photos.all())


def test_a_file_that_is_no_photo_is_refused_and_words_and_photos_are_kept(
    client, asked, photo_bytes
):
    wrong = SimpleUploadedFile("p.jpg", b"no picture", "image/jpeg")
    response = send(client, asked, "answer", text="Bitte", photos=[picture(photo_bytes), wrong])
    assert response.status_code == 422
    assert not Reply.objects.exists()
    html = response.content.decode()
    assert "Bitte</textarea>" in html
    assert 'href="#id_answer_photos"' in html
    send(client, asked, "answer", text="Bitte", kept=response.context["kept"])
    assert Reply.objects.get().photo_count == asked.photos.count() == 1


def test_nobody_sends_more_photos_than_the_editors_allow(client, asked, photo_bytes):
    rules(asked, max_photos=1)
    photos = [picture(photo_bytes), picture(photo_bytes, "blue")]
    assert send(client, asked, "answer", text="Zwei", photos=photos).status_code == 422
    assert not asked.photos.exists()


def test_the_photos_of_another_report_cannot_be_taken_along(client, asked, photo_bytes):
    from wagtail_anliegen.photos.store import store_photo
    from wagtail_anliegen.tracking.forms import keep_photos

    foreign = make_report(photos=[store_photo(photo_bytes()).pk])
    loose = store_photo(photo_bytes("blue"))
    for kept in (keep_photos(foreign, [loose]), keep_photos(asked, list(foreign.photos.all()))):
        send(client, asked, "answer", text=f"Mit Foto {kept}", kept=kept)
    assert not asked.photos.exists()
    assert Photo.objects.get(pk=loose.pk).report is None


# --- what is wrong is said ---------------------------------------------------


@pytest.mark.parametrize("text", ["", "  \n\t ", "\u200b\u200f\u202e", "a" * 5001, "a\0b"])
def test_naughty_words_are_refused_with_a_reason_at_the_field(client, asked, text):
    response = send(client, asked, "answer", text=text)
    assert response.status_code == 422
    assert response.context["bound"].errors["text"]
    assert not Reply.objects.exists()
    assert fresh(asked).status == Status.WAITING_FOR_REPORTER


def test_words_from_right_to_left_are_welcome_and_every_word_is_escaped(client, asked):
    text = "مرحبا <script>alert(1)</script> {{ 7|add:7 }}"
    send(client, asked, "answer", text=text)
    assert Reply.objects.get().text == text
    html = page(client, asked).content.decode()
    assert "<script>alert" not in html
    assert '<p dir="auto">مرحبا &lt;script&gt;' in html


@pytest.mark.parametrize("key", ["", "forged", "e30:abc"])
def test_a_form_that_does_not_come_from_the_page_sends_nothing_and_keeps_the_words(
    client, asked, key
):
    response = send(client, asked, "answer", key=key, text="Meine Antwort")
    assert response.status_code == 422
    assert "Meine Antwort</textarea>" in response.content.decode()
    assert not Reply.objects.exists()
    again = response.context["key"]
    assert send(client, asked, "answer", key=again, text="Meine Antwort").status_code == 302


def test_the_form_of_one_report_does_not_open_another(client, asked):
    other = page(client, make_report()).context["key"]
    assert send(client, asked, "answer", key=other, text="Hier").status_code == 422


def test_it_works_without_cookies_and_from_a_page_that_hides_where_it_is(asked):
    strict = Client(enforce_csrf_checks=True)
    key = page(strict, asked).context["key"]
    url = reverse("wagtail_anliegen:status_reply", args=[asked.secret_token])
    data = {"area": "answer", "kind": "answer", "key": key, "text": "Hier"}
    response = strict.post(url, data, headers={"origin": "null"})
    assert response.status_code == 302
    assert not strict.cookies


def test_too_much_from_one_connection_has_to_wait_and_nothing_is_lost(client, asked, settings):
    settings.ANLIEGEN_REPORTS_PER_HOUR = 1
    client.defaults["REMOTE_ADDR"] = "198.51.100.7"
    send(client, asked, "answer", text="Eins")
    response = send(client, asked, "message", text="Zwei")
    assert response.status_code == 429
    assert response["Retry-After"]
    assert "Zwei</textarea>" in response.content.decode()


def test_photos_from_a_form_that_is_not_ours_are_not_even_kept(client, asked, photo_bytes):
    send(client, asked, "answer", key="forged", text="Hier", photos=[picture(photo_bytes)])
    assert not Photo.objects.exists()


def test_whoever_wrote_often_without_being_read_waits_until_somebody_has(client, report, clerk):
    for number in range(MOST_UNSEEN):
        Reply.objects.create(report=report, kind="message", key=str(number))
    assert send(client, report, "message", text="Noch etwas").status_code == 409
    report.replies.mark_seen(clerk)
    assert send(client, report, "message", text="Noch etwas").status_code == 302


@pytest.mark.parametrize("token", ["wrong", "x" * 3000])
def test_a_wrong_link_takes_nothing(client, asked, token):
    url = reverse("wagtail_anliegen:status_reply", args=[token])
    response = client.post(url, {"area": "answer", "kind": "answer", "text": "Hier"})
    assert response.status_code == 404
    assert not Reply.objects.exists()


def test_the_answer_to_a_post_is_kept_as_secret_as_the_page(client, asked):
    url = reverse("wagtail_anliegen:status_reply", args=[asked.secret_token])
    for response in (
        client.post(url, {}),
        client.get(url),
        send(client, asked, "answer", text="x"),
    ):
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["Cache-Control"] == "private, no-store"
        assert not response.cookies
    assert client.get(url).headers["Location"] == asked.secret_path


# --- unasked -----------------------------------------------------------------


def test_a_message_needs_no_question_and_does_not_move_the_report(client, report):
    assert send(client, report, "message", text="Es wird schlimmer.").status_code == 302
    assert fresh(report).status == Status.RECEIVED
    assert OutgoingMessage.objects.filter(kind="reply").count() == 1


def test_a_closed_report_takes_messages_for_as_long_as_the_editors_say(client, done):
    rules(done, message_days=30, reopen_days=0)
    assert send(client, done, "message", text="Danke!").status_code == 302
    key = page(client, done).context["key"]
    Report.objects.filter(pk=done.pk).update(closed_at=timezone.now() - timedelta(days=31))
    assert not page(client, done).context["further"]
    response = send(client, done, "message", key=key, kind="message", text="Doch noch etwas")
    assert response.status_code == 409
    assert "Doch noch etwas</textarea>" in response.content.decode()
    assert Reply.objects.count() == 1


def test_it_is_fixed_already_is_one_press_that_staff_decide_on(client, report):
    assert send(client, report, "fixed").status_code == 302
    assert fresh(report).status == Status.RECEIVED
    assert Reply.objects.get().kind == "fixed"
    assert "fixed" not in page(client, report).context["further"]


# --- after closing ------------------------------------------------------------


def test_satisfaction_is_asked_for_once_and_only_when_the_editors_want_it(client, done):
    rules(done, ask_satisfaction=False, reopen_days=0)
    assert not page(client, done).context["first"]
    rules(done, ask_satisfaction=True)
    assert list(page(client, done).context["first"]) == ["verdict"]
    send(client, done, "verdict", kind="satisfied")
    assert Reply.objects.get().kind == "satisfied"
    assert fresh(done).status == Status.RESOLVED
    assert not page(client, done).context["first"]


def test_whoever_is_not_satisfied_says_why(client, done):
    rules(done, ask_satisfaction=True)
    assert send(client, done, "verdict", kind="unsatisfied", text=" ").status_code == 422
    assert send(client, done, "verdict", kind="", text="Hm").status_code == 422
    assert not Reply.objects.exists()


def test_within_the_rules_an_unhappy_word_opens_the_report_again_at_once(client, done, clerk):
    send(client, done, "reopen", text="Sie ist wieder aus.")
    again = fresh(done)
    assert again.status == Status.IN_REVIEW
    assert again.closed_at is None
    assert again.due_on > timezone.localdate()
    assert again.handler == clerk
    assert Reply.objects.get().reopened
    assert ReportLogEntry.objects.filter(action="anliegen.reopen").count() == 1
    assert OutgoingMessage.objects.get(kind="reply").recipient == clerk.email


@pytest.mark.parametrize("to", ReopenTo.values)
def test_the_editors_decide_where_a_reopened_report_goes(client, done, clerk, to):
    roads = DepartmentFactory()
    Report.objects.filter(pk=done.pk).update(department=roads)
    clerk.groups.add(roads.group)
    rules(done, reopen_to=to)
    send(client, done, "reopen", text="Nein.")
    again = fresh(done)
    assert again.handler == (clerk if to == ReopenTo.HANDLER else None)
    assert again.department == (central_inbox() if to == ReopenTo.CENTRAL else roads)


def test_outside_the_rules_an_unhappy_word_is_only_a_message(client, done):
    rules(done, ask_satisfaction=True, reopen_days=0)
    send(client, done, "verdict", kind="unsatisfied", text="Nein.")
    assert fresh(done).status == Status.RESOLVED
    assert not Reply.objects.get().reopened


def test_the_time_for_reopening_ends(client, done):
    rules(done, reopen_days=5)
    Report.objects.filter(pk=done.pk).update(closed_at=timezone.now() - timedelta(days=6))
    assert not page(client, done).context["first"]


def test_a_report_is_not_reopened_more_often_than_the_editors_allow(client, done, clerk):
    rules(done, reopen_limit=1, ask_satisfaction=True)
    send(client, done, "verdict", kind="unsatisfied", text="Nein.")
    done.refresh_from_db()
    change_status(done, status=Status.RESOLVED, text="Jetzt aber.", user=clerk)
    assert page(client, done).context["offers"].reopen_until is None
    send(client, done, "verdict", kind="unsatisfied", text="Immer noch nicht.")
    assert fresh(done).status == Status.RESOLVED
    assert list(Reply.objects.values_list("reopened", flat=True)) == [True, False]


@pytest.mark.parametrize("status", [Status.DUPLICATE, Status.REJECTED])
def test_what_was_joined_or_refused_takes_messages_but_is_not_reopened(client, report, status):
    Report.objects.filter(pk=report.pk).update(status=status, closed_at=timezone.now())
    response = page(client, report)
    assert not response.context["first"]
    assert list(response.context["further"]) == ["message"]


# --- the page ------------------------------------------------------------------


def test_both_sides_of_the_conversation_stand_in_the_history_without_names(client, asked, clerk):
    send(client, asked, "answer", text="Die dritte.")
    html = page(client, asked).content.decode()
    assert "Welche Laterne?" in html
    assert "Die dritte." in html
    assert clerk.username not in html


@pytest.mark.parametrize(
    "sent", ["answer", "message", "fixed", "satisfied", "unsatisfied", "reopened"]
)
def test_every_reply_is_confirmed(client, report, sent):
    assert client.get(report.secret_path, {"sent": sent}).context["confirmation"]
    assert not client.get(report.secret_path, {"sent": "nonsense"}).context["confirmation"]


def test_the_page_costs_the_same_however_long_the_conversation_is(client, asked):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client, asked)
        return len(captured)

    send(client, asked, "answer", text="Eins")
    cost()
    before = cost()
    for number in range(5):
        send(client, asked, "message", text=str(number))
    assert cost() == before
