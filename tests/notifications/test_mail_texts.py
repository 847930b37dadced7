"""Editors word the mails to citizens; without that the usual text goes out."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models.signals import post_init
from django.urls import reverse
from wagtail.models import Site

from tests.factories import DepartmentFactory, UserFactory, default_site, make_report, member_of
from wagtail_anliegen.casework.actions import change_status
from wagtail_anliegen.casework.asking import ask
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.notifications.mail import LINK_PLACEHOLDER
from wagtail_anliegen.notifications.texts import Letter, MailText, usual_text
from wagtail_anliegen.reports.models import Report


pytestmark = pytest.mark.django_db

INDEX = "wagtail_anliegen_mail_texts:index"


def word(letter, **values) -> MailText:
    text = usual_text(values.pop("site", default_site()), letter, "de")
    for name, value in values.items():
        setattr(text, name, value)
    text.full_clean()
    text.save()
    return text


def written(**values) -> Report:
    return make_report(contact=Contact(name="Ada", email="ada@example.org", phone=""), **values)


def mails_of_a_report() -> list[list[str]]:
    """The lines of every mail that one person gets, without what differs from report to report."""
    report = written()
    user = UserFactory(is_superuser=True)
    change_status(report, status="in_progress", text="Wir sind\ndran.", user=user)
    ask(report, text="Welche Laterne?", user=user)
    change_status(report, status="in_progress", text="Danke.", user=user)
    change_status(report, status="resolved", text="Fertig.", user=user)
    mails = report.messages.filter(recipient="ada@example.org").order_by("pk")
    facts = (report.reference, report.category.name, report.department.name)
    told = []
    for mail in mails:
        whole = f"{mail.kind}\n{mail.subject}\n{mail.body}"
        for fact in facts:
            whole = whole.replace(fact, "…")
        told.append([line for line in whole.splitlines() if line])
    return told


def test_the_usual_text_kept_unchanged_says_the_same_as_before():
    before = mails_of_a_report()
    assert len(before) == 5
    for letter in Letter:
        word(letter)
    assert mails_of_a_report() == before


def test_a_mail_goes_out_in_the_editors_words_under_the_citys_signature():
    body = "Moin <b>!\n{status_link}\nIhr Amt: {department}"
    word("receipt", subject="Da: {reference}", body=body)
    report = written()
    mail = report.messages.get(kind="receipt")
    assert mail.subject == f"Da: {report.reference}"
    said = f"Moin <b>!\n{LINK_PLACEHOLDER}\nIhr Amt: {report.department}\n"
    assert mail.body == f"{said}\nMit freundlichen Grüßen\n"


def test_another_site_and_another_language_keep_the_usual_text():
    other = Site.objects.create(hostname="b.example.org", root_page=default_site().root_page)
    word("receipt", body="Moin {status_link}", site=other)
    assert "Moin" not in written().messages.get(kind="receipt").body
    word("receipt", body="Moin {status_link}")
    assert "Moin" not in written(language="en").messages.get(kind="receipt").body


def test_a_line_that_has_nothing_to_say_is_left_out():
    word("receipt", body="Moin\nIm Stadtteil {district}\n{status_link}")
    assert "Stadtteil" not in written().messages.get(kind="receipt").body


def test_what_somebody_writes_in_brackets_stays_as_it_is():
    word("status")
    report = written()
    change_status(report, status="in_progress", text="Siehe {status_link}", user=UserFactory())
    body = report.messages.get(kind="status").body
    assert "Siehe {status_link}" in body
    assert body.count(LINK_PLACEHOLDER) == 1


@pytest.mark.parametrize(
    "letter, values",
    [
        ("receipt", {"body": "Danke."}),
        ("status", {"body": "Neues: {status_link}"}),
        ("receipt", {"body": "{status_link} {expected}"}),
        ("receipt", {"subject": "{status_link}"}),
        ("receipt", {"subject": "{reference"}),
    ],
    ids=["without the link", "without the words", "unknown", "link in the subject", "open bracket"],
)
def test_a_text_that_would_be_of_no_use_is_refused(letter, values):
    with pytest.raises(ValidationError):
        word(letter, **values)


def test_an_editor_sees_all_mails_changes_one_and_restores_it(client):
    client.force_login(member_of(DepartmentFactory(), role="editor"))
    url = reverse("wagtail_anliegen_mail_texts:edit", args=[default_site().pk, "receipt", "de"])
    page = client.get(reverse(INDEX)).content.decode()
    assert url in page
    assert "geändert" not in page
    usual = client.get(url).context["form"]["body"].value()
    assert "{status_link}" in usual
    refused = client.post(url, {"subject": "Da", "body": "Danke."})
    assert "{status_link}" in str(refused.context["form"].errors["body"])
    client.post(url, {"subject": "Da", "body": "Moin {status_link}"})
    assert "geändert" in client.get(reverse(INDEX)).content.decode()
    assert client.get(url).context["form"]["body"].value() == "Moin {status_link}"
    client.post(url, {"restore": "1"})
    assert not MailText.objects.exists()


def test_two_who_save_the_same_mail_for_the_first_time_both_succeed(client):
    client.force_login(member_of(DepartmentFactory(), role="editor"))
    url = reverse("wagtail_anliegen_mail_texts:edit", args=[default_site().pk, "receipt", "de"])

    def be_faster(instance, **_kwargs):
        """When the page has found no text yet."""
        post_init.disconnect(be_faster, sender=MailText)
        word("receipt", subject="Erste")

    post_init.connect(be_faster, sender=MailText)
    response = client.post(url, {"subject": "Zweite", "body": "Moin {status_link}"})
    assert response.status_code == 302
    assert MailText.objects.get().subject == "Zweite"


def test_who_does_not_keep_the_texts_does_not_see_them(client):
    client.force_login(member_of(DepartmentFactory()))
    assert client.get(reverse(INDEX)).status_code in (302, 403)
