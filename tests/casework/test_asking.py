"""Staff ask, read what comes back, and see who was told and who looked at contact data."""

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_public_report, make_report, member_of
from wagtail_anliegen.casework import actions
from wagtail_anliegen.casework.asking import ask, close_as_fixed, see
from wagtail_anliegen.casework.folders import FOLDERS
from wagtail_anliegen.casework.timeline import timeline
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.notifications.errors import error_in_words
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.publicmap.history import public_history
from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.looks import Look
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import IllegalTransition, Missing, Status
from wagtail_anliegen.tracking.replying import receive


pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    call_command("setup_anliegen", verbosity=0)
    return make_report(contact=Contact(name="Kim Muster", email="kim@example.org"))


@pytest.fixture
def clerk(report):
    return member_of(report.department)


def url_of(report) -> str:
    return reverse("wagtail_anliegen_reports:edit", args=[report.pk])


def press(client, user, report, action, **fields):
    client.force_login(user)
    seen = Report.objects.get(pk=report.pk).updated_at.isoformat()
    return client.post(url_of(report), {"action": action, "seen": seen, **fields}, follow=True)


def reply_to(report, kind="message", text="Worte") -> Reply:
    return receive(report, kind=kind, text=text, key=f"{kind}{text}")


# --- asking -------------------------------------------------------------------


def test_a_question_waits_for_its_answer_and_goes_out_by_mail(client, report, clerk):
    press(client, clerk, report, "ask", **{"ask-text": "Welche Laterne?"})
    report.refresh_from_db()
    assert report.status == Status.WAITING_FOR_REPORTER
    mail = OutgoingMessage.objects.get(kind="question")
    assert mail.recipient == "kim@example.org"
    assert "Welche Laterne?" in mail.body
    assert "[[status-link]]#anliegen-reply" in mail.body


def test_a_question_needs_words(client, report, clerk):
    response = press(client, clerk, report, "ask", **{"ask-text": " "})
    assert response.context["forms"]["ask"].errors["text"]
    with pytest.raises(Missing):
        ask(report, text=" ", user=clerk)


def test_a_second_question_may_follow_the_first(report, clerk):
    ask(report, text="Eins?", user=clerk)
    ask(report, text="Zwei?", user=clerk)
    assert report.status == Status.WAITING_FOR_REPORTER
    assert OutgoingMessage.objects.filter(kind="question").count() == 2


def test_whoever_is_done_asks_nothing(client, report, clerk):
    actions.change_status(report, status=Status.RESOLVED, text="Fertig", user=clerk)
    with pytest.raises(IllegalTransition):
        ask(report, text="Noch etwas?", user=clerk)
    client.force_login(clerk)
    assert 'id="anliegen-ask"' not in client.get(url_of(report)).content.decode()


@pytest.mark.parametrize(
    ("contact", "warned", "phone"),
    [
        (Contact(email="a@example.org"), False, False),
        (Contact(phone="0123 4567"), True, True),
        (Contact(), True, False),
    ],
)
def test_the_form_says_when_no_mail_can_be_sent(client, contact, warned, phone):
    report = make_report(contact=contact)
    client.force_login(member_of(report.department))
    html = client.get(url_of(report)).content.decode().split('id="anliegen-ask"')[1]
    form = html.split("</details>")[0]
    assert ("Statusseite" in form) == warned or ("status page" in form) == warned
    assert ("0123 4567" in form) == phone


# --- who reads it ---------------------------------------------------------------


def test_what_is_meant_for_the_person_alone_is_nowhere_in_public(client, clerk):
    report = make_public_report()
    boss = member_of(report.department)
    ask(report, text="KANARIENVOGEL-FRAGE", user=boss)
    ask(report, text="KANARIENVOGEL-NOCHMAL", user=boss)
    audience = {"answer-alone": "on", "answer-text": "KANARIENVOGEL-ANTWORT"}
    press(client, boss, report, "answer", **audience)
    reply_to(report, "answer", "KANARIENVOGEL-ZURÜCK")
    client.logout()
    public = client.get(report.get_absolute_url())
    assert public.status_code == 200
    assert "KANARIENVOGEL" not in public.content.decode()
    history = public_history(Report.objects.get(pk=report.pk))
    assert [step.status for step in history] == [
        Status.IN_REVIEW,
        Status.WAITING_FOR_REPORTER,
        Status.RECEIVED,
    ]
    own = client.get(report.secret_path).content.decode()
    assert own.count("KANARIENVOGEL") == 4


def test_an_answer_is_read_by_everybody_unless_it_says_otherwise(client, clerk):
    report = make_public_report()
    press(client, member_of(report.department), report, "answer", **{"answer-text": "Für alle."})
    assert "Für alle." in client.get(report.get_absolute_url()).content.decode()


# --- what comes back --------------------------------------------------------------


def lying_in(folder, user) -> list[Report]:
    return list(FOLDERS[folder].reports(user))


def test_an_unread_reply_lies_in_a_folder_of_its_own_until_somebody_has_seen_it(
    client, report, clerk
):
    assert report not in lying_in("answered", clerk)
    reply_to(report)
    reply_to(report, text="Noch etwas")
    assert lying_in("answered", clerk) == [report]
    before = Report.objects.get(pk=report.pk).updated_at
    press(client, clerk, report, "seen")
    assert lying_in("answered", clerk) == []
    assert Reply.objects.first().seen_by == clerk
    assert Report.objects.get(pk=report.pk).updated_at == before


def test_what_came_after_the_page_was_shown_waits_on(client, report, clerk):
    newest = reply_to(report, text="Eins").pk
    later = reply_to(report, text="Zwei")
    press(client, clerk, report, "seen", **{"seen-newest": newest})
    assert list(Reply.objects.unseen()) == [later]


@pytest.mark.parametrize("action", ["answer", "ask"])
def test_an_answer_takes_notice_of_no_more_than_its_page_showed(client, report, clerk, action):
    shown = reply_to(report, text="Eins")
    client.force_login(clerk)
    page = client.get(url_of(report)).content.decode()
    assert f'name="newest" value="{shown.pk}"' in page
    later = reply_to(report, text="Zwei")
    press(client, clerk, report, action, **{f"{action}-text": "Danke", "newest": shown.pk})
    assert list(Reply.objects.unseen()) == [later]


def test_accepting_takes_notice_of_nothing(report, clerk):
    reply = reply_to(report)
    actions.accept(report, user=clerk)
    assert list(Reply.objects.unseen()) == [reply]


def test_whoever_answers_has_seen_what_was_written(report, clerk):
    reply_to(report)
    actions.answer(report, text="Danke", user=clerk)
    assert lying_in("answered", clerk) == []


def test_the_folder_shows_only_what_a_person_may_see(report):
    from tests.factories import DepartmentFactory

    reply_to(report)
    assert lying_in("answered", member_of(DepartmentFactory())) == []


def test_the_case_shows_the_words_on_top_and_keeps_them_in_the_history(client, report, clerk):
    reply_to(report, text="Bitte <b>lesen</b>")
    client.force_login(clerk)
    html = client.get(url_of(report)).content.decode()
    assert 'id="anliegen-replies' in html
    assert html.count("Bitte &lt;b&gt;lesen&lt;/b&gt;") == 2
    see(report, user=clerk)
    html = client.get(url_of(report)).content.decode()
    assert 'id="anliegen-replies' not in html
    assert html.count("Bitte &lt;b&gt;lesen&lt;/b&gt;") == 1
    assert "reply" in {event.kind for event in timeline(report)}


def test_what_is_fixed_already_is_closed_with_one_press(client, report, clerk):
    reply_to(report, "fixed", "")
    press(client, clerk, report, "close_fixed")
    report.refresh_from_db()
    assert report.status == Status.RESOLVED
    assert report.updates.last().text
    assert lying_in("answered", clerk) == []


def test_nothing_is_closed_as_fixed_that_nobody_says_is(client, report, clerk):
    reply_to(report, "message", "Immer noch kaputt")
    press(client, clerk, report, "close_fixed")
    report.refresh_from_db()
    assert report.is_open


def test_closing_speaks_the_language_of_the_person(report, clerk):
    Report.objects.filter(pk=report.pk).update(language="en")
    report.refresh_from_db()
    Reply.objects.create(report=report, kind=Reply.Kind.FIXED, key="1")
    assert close_as_fixed(report, user=clerk).text.startswith("You told us")


def test_the_closing_mail_asks_only_when_the_editors_want_it(report, clerk):
    link = "[[status-link]]#anliegen-reply"
    actions.change_status(report, status=Status.RESOLVED, text="Fertig", user=clerk)
    assert link not in OutgoingMessage.objects.get(kind="status").body
    settings = AnliegenSettings.for_site(report.site)
    settings.ask_satisfaction = True
    settings.save()
    actions.change_status(report, status=Status.IN_PROGRESS, text="", user=clerk)
    actions.change_status(report, status=Status.NOT_FEASIBLE, text="Geht nicht", user=clerk)
    bodies = OutgoingMessage.objects.filter(kind="status").values_list("body", flat=True)
    assert sum(link in body for body in bodies) == 1


# --- mails and contact data ---------------------------------------------------------


def test_the_history_says_what_became_of_each_mail(client, report, clerk):
    from wagtail_anliegen.notifications.delivery import deliver_due

    actions.answer(report, text="Wir kommen.", user=clerk)
    deliver_due()
    sent, refused = OutgoingMessage.objects.order_by("pk")[:2]
    OutgoingMessage.objects.filter(pk=refused.pk).update(
        state="failed", attempts=3, last_error="SMTPRecipientsRefused: 550 no such user"
    )
    events = {event.details["mail"].pk: event for event in timeline(report) if event.kind == "mail"}
    assert events[sent.pk].details["mail"].sent_at
    assert "550 no such user" in events[refused.pk].details["error"]
    client.force_login(clerk)
    register = reverse("anliegen_mails_modeladmin_inspect", args=[sent.pk])
    assert register not in client.get(url_of(report)).content.decode()
    clerk.user_permissions.add(Permission.objects.get(codename="view_outgoingmessage"))
    assert register in client.get(url_of(report)).content.decode()


@pytest.mark.parametrize(
    ("error", "known"),
    [
        ("", True),
        ("ConnectionRefusedError: [Errno 111]", True),
        ("SMTPServerDisconnected: bye", True),
        ("SMTPAuthenticationError: 535", True),
        ("ZeroDivisionError: x", False),
    ],
)
def test_errors_are_told_in_words(error, known):
    assert ("Error" not in error_in_words(error)) == known


def test_whoever_opens_contact_data_is_written_down_once_a_day(client, report, clerk):
    other = member_of(report.department)
    before = report.updated_at
    for user in (clerk, other, clerk):
        client.force_login(user)
        html = client.get(url_of(report)).content.decode()
    assert set(Look.objects.values_list("user", flat=True)) == {clerk.pk, other.pk}
    assert Look.objects.count() == 2
    assert 'id="anliegen-looks"' in html
    assert Report.objects.get(pk=report.pk).updated_at == before


def test_without_contact_data_nobody_has_seen_any(client):
    report = make_report()
    client.force_login(member_of(report.department))
    client.get(url_of(report))
    assert not Look.objects.exists()


def test_the_case_costs_the_same_however_much_was_written(client, report, clerk):
    client.force_login(clerk)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(url_of(report))
        return len(captured)

    reply_to(report)
    see(report, user=clerk)
    reply_to(report, text="Zwei")
    cost()
    before = cost()
    for number in range(5):
        reply_to(report, text=str(number))
        client.force_login(member_of(report.department))
        client.get(url_of(report))
    client.force_login(clerk)
    cost()
    assert cost() == before


def test_a_question_keeps_the_promise_of_a_first_answer(report, clerk):
    promised = report.due_on
    ask(report, text="Welche Laterne?", user=clerk)
    report.refresh_from_db()
    assert promised and report.due_on == promised


def test_an_answer_to_a_report_that_waits_is_no_question(report, clerk):
    ask(report, text="Welche Laterne?", user=clerk)
    actions.answer(report, text="Danke, wir haben sie gefunden.", user=clerk)
    kinds = OutgoingMessage.objects.filter(recipient="kim@example.org").order_by("pk")
    assert [mail.kind for mail in kinds][-2:] == ["question", "status"]
