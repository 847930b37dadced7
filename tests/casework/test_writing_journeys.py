"""Writing to a citizen: a template by keyboard, the mail before it goes, then sent; and a note."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from tests.casework.test_journeys import open_action, press, reach, sideways
from tests.factories import ResponseTemplateFactory, make_report, member_of
from tests.maintaining import faults, page_of
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.photos.attachments import NoteAttachment
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import Status


pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
FOCUSED = "document.activeElement"


@pytest.fixture
def report():
    call_command("setup_anliegen", verbosity=0)
    ResponseTemplateFactory(name="Dank", text="Danke für {reference}.")
    ResponseTemplateFactory(name="Repariert", text="Alles heil.", status=Status.RESOLVED)
    return make_report(contact=Contact(name="Kim Muster", email="kim@example.org"))


@pytest.fixture
def clerk(report):
    return member_of(report.department)


def case(report) -> str:
    return reverse("wagtail_anliegen_reports:edit", args=[report.pk])


def test_a_template_is_inserted_previewed_and_sent_by_keyboard(browser_context, report, clerk):
    page = page_of(clerk, browser_context)
    page.goto(case(report))
    open_action(page, "answer")
    page.fill("[name=answer-text]", "Guten Morgen.")
    page.locator("#anliegen-answer .anliegen-templates summary").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(f"{FOCUSED}.textContent.includes('Dank')")
    expect(page.locator("#anliegen-answer .anliegen-templates")).not_to_contain_text("Repariert")
    assert not faults(page)
    page.keyboard.press("Enter")
    written = f"Guten Morgen.\n\nDanke für {report.reference}."
    assert page.input_value("[name=answer-text]") == written
    assert page.evaluate(f"{FOCUSED}.name") == "answer-text"

    reach(page, f"{FOCUSED}.dataset.action === 'anliegen-preview#show'")
    page.keyboard.press("Enter")
    letter = page.locator("#anliegen-answer .anliegen-letter")
    letter.get_by_text(f"Danke für {report.reference}.").wait_for()
    assert "kim@example.org" in letter.inner_text()
    assert report.secret_token not in letter.inner_html()
    assert page.input_value("[name=answer-text]") == written
    assert not OutgoingMessage.objects.filter(kind="status").exists()
    assert not faults(page)

    page.locator("[name=answer-text]").press("End")
    page.keyboard.type(" Bis bald")
    assert not letter.is_visible(), "a preview that is out of date is not shown"
    press(page, "answer")
    assert "Bis bald" in OutgoingMessage.objects.get(kind="status").body


def test_the_list_follows_the_status_and_escape_puts_it_away(browser_context, report, clerk):
    page = page_of(clerk, browser_context, viewport={"width": 390, "height": 800})
    page.goto(case(report))
    open_action(page, "status")
    picker = page.locator("#anliegen-status .anliegen-templates")
    page.select_option("[name=status-status]", Status.RESOLVED)
    picker.locator("summary").click()
    choices = picker.get_by_role("button")
    assert [each.split("\n")[0] for each in choices.all_inner_texts()] == ["Repariert", "Dank"]
    assert not sideways(page)
    page.keyboard.press("ArrowDown")
    assert page.evaluate(f"{FOCUSED}.textContent").startswith("Dank")
    page.keyboard.press("Escape")
    assert not choices.first.is_visible()
    assert page.evaluate(f"{FOCUSED}.tagName") == "SUMMARY"
    page.select_option("[name=status-status]", Status.IN_REVIEW)
    picker.locator("summary").click()
    assert choices.count() == 1
    assert Report.objects.get(pk=report.pk).status == Status.RECEIVED


def test_a_note_with_a_file_is_kept_and_corrected(browser_context, report, clerk):
    page = page_of(clerk, browser_context)
    page.goto(case(report))
    open_action(page, "note")
    page.fill("[name=note-text]", "Pfosten steht schif")
    page.select_option("[name=note-kind]", "visit")
    file = {"name": "Skizze.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 Skizze"}
    page.set_input_files("[name=note-files]", [file])
    press(page, "note")
    entry = page.locator(".anliegen-event--note")
    with page.expect_download() as download:
        entry.get_by_role("link", name="Skizze.pdf").click()
    assert download.value.suggested_filename == "Skizze.pdf"
    entry.get_by_text("Berichtigen").click()
    page.fill("[name=reword_note-text]", "Pfosten steht schief")
    assert not faults(page)
    press(page, "reword_note")
    assert report.notes.get().text == "Pfosten steht schief"
    assert "früherer Wortlaut" in entry.inner_text()
    NoteAttachment.objects.get().delete_files()
