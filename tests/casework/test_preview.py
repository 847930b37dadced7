"""The preview of a mail: what it shows is what goes out, and looking changes nothing."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.factories import DepartmentFactory, make_report, member_of
from wagtail_anliegen.casework import actions
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.notifications.mail import LINK_PLACEHOLDER
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.models import Report, StatusUpdate
from wagtail_anliegen.reports.states import RejectionReason, Status


pytestmark = pytest.mark.django_db
FORMS = {
    "answer": {"text": "Wir sehen <b>nach</b>."},
    "status": {"status": Status.RESOLVED, "text": "Erledigt & geprüft."},
    "reject": {"text": "Das ist ein Scherz.", "rejection_reason": RejectionReason.OTHER},
}


@pytest.fixture
def report():
    call_command("setup_anliegen", verbosity=0)
    return make_report(contact=Contact(name="Kim Muster", email="kim@example.org"))


@pytest.fixture
def look(client, report):
    client.force_login(member_of(report.department))

    def look(verb, report=report, **values):
        fields = {f"{verb}-{name}": value for name, value in values.items()}
        return client.post(url_of(report), {"action": verb, **fields})

    return look


def url_of(report) -> str:
    return reverse("wagtail_anliegen_reports:preview", args=[report.pk])


def state() -> tuple:
    return (
        list(Report.objects.order_by("pk").values_list("status", "updated_at", "due_on")),
        StatusUpdate.objects.count(),
        OutgoingMessage.objects.count(),
        ReportLogEntry.objects.count(),
    )


@pytest.mark.parametrize("verb", FORMS)
def test_what_is_shown_is_what_is_mailed(client, report, look, verb):
    response = look(verb, **FORMS[verb])
    mail, body = response.context["mail"], response.context["body"]
    case = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
    fields = {f"{verb}-{name}": value for name, value in FORMS[verb].items()}
    client.post(case, {"action": verb, "seen": report.updated_at.isoformat(), **fields})
    sent = OutgoingMessage.objects.get(kind="status")
    shown = (mail.recipient, mail.subject, mail.body, mail.language)
    assert shown == (sent.recipient, sent.subject, sent.body, sent.language)
    assert body.splitlines()[0] == sent.body.splitlines()[0]


@pytest.mark.parametrize("verb", FORMS)
def test_looking_writes_nothing(report, look, verb):
    before = state()
    assert look(verb, **FORMS[verb]).status_code == 200
    assert state() == before


def test_the_secret_link_is_masked_and_nothing_typed_is_read_as_html(report, look):
    text = look("answer", text="<b>Ja</b>").content.decode()
    assert report.secret_token not in text
    assert LINK_PLACEHOLDER not in text
    assert "••••••••" in text
    assert "&lt;b&gt;Ja&lt;/b&gt;" in text


def test_the_mail_is_in_the_language_of_the_report(report, look):
    Report.objects.filter(pk=report.pk).update(language="en")
    response = look("answer", text="We look into it.")
    assert response.context["mail"].language == "en"
    assert "Good day," in response.content.decode()


@pytest.mark.parametrize("contact", [None, Contact(phone="0123 456789")])
def test_where_there_is_no_address_it_says_that_nobody_is_mailed(report, look, contact):
    silent = make_report(contact=contact)
    text = look("answer", report=silent, text="Wir kümmern uns.").content.decode()
    assert "anliegen-letter__head" not in text
    assert "Wir kümmern uns." in text


def test_what_cannot_be_sent_yet_says_why(report, look):
    response = look("status", status=Status.RESOLVED, text="")
    assert "mail" not in response.context
    assert response.context["form"].errors["text"]
    assert "anliegen-letter__faults" in response.content.decode()
    look("status", status=Status.RECEIVED, text="x")
    look("answer", text="")


def test_only_verbs_that_mail_the_person_can_be_previewed(report, look):
    for verb in ("note", "forward", "accept", "release", "explode", ""):
        response = look(verb, text="x")
        assert response.status_code == 302
        assert response.headers["Location"] == reverse("wagtailadmin_home")


def test_a_preview_is_for_those_who_may_press_the_button(client, report, look):
    client.force_login(member_of(DepartmentFactory()))
    assert client.post(url_of(report), {"action": "answer", "answer-text": "x"}).status_code == 404
    client.force_login(member_of(report.department, role="reader"))
    response = client.post(url_of(report), {"action": "answer", "answer-text": "x"})
    assert response.status_code == 302
    client.logout()
    assert client.post(url_of(report), {"action": "answer"}).status_code == 302


def test_a_preview_is_asked_for_by_post(client, report, look):
    assert client.get(url_of(report)).status_code == 405


def test_the_button_stands_beside_every_verb_that_mails(client, report):
    clerk = member_of(report.department)
    client.force_login(clerk)
    case = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
    text = client.get(case).content.decode()
    for verb in FORMS:
        assert f'data-anliegen-preview-verb-value="{verb}"' in text
    actions.add_note(report, text="x", user=clerk)
    assert 'data-anliegen-preview-verb-value="note"' not in text
