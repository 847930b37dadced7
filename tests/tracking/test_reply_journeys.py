"""A question and its answer on a telephone: mail, link, reply with a photo, and the clerk's day."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import make_report, member_of
from tests.maintaining import faults, page_of
from wagtail_anliegen.casework.actions import accept, change_status
from wagtail_anliegen.casework.asking import ask
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import Status


pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def report():
    call_command("setup_anliegen", verbosity=0)
    return make_report(contact=Contact(email="kim@example.org"))


@pytest.fixture
def clerk(report):
    return member_of(report.department)


def case(report) -> str:
    return reverse("wagtail_anliegen_reports:edit", args=[report.pk])


def barriers(page) -> list:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    return [(fault["id"], fault["nodes"][0]["html"]) for fault in found]


@pytest.mark.parametrize("script", [True, False])
def test_a_question_is_answered_on_a_telephone_and_the_clerk_goes_on(
    browser_context, report, clerk, photo_bytes, script
):
    accept(report, user=clerk)
    desk = page_of(clerk, browser_context, viewport={"width": 1280, "height": 1000})
    desk.goto(case(report))
    desk.locator("#anliegen-ask > summary").click()
    desk.fill("[name=ask-text]", "Welche Laterne?")
    desk.locator('button[name="action"][value="ask"]').first.click()
    desk.wait_for_selector(".messages .success")

    mail = OutgoingMessage.objects.get(kind="question").body
    anchor = re.search(r"\[\[status-link\]\](#\S+)", mail)[1]
    phone = browser_context(viewport=PHONE, java_script_enabled=script).new_page()
    phone.goto(report.secret_path + anchor)
    expect(phone.get_by_text("Welche Laterne?").first).to_be_visible()
    phone.get_by_label("Ihre Antwort").fill("Die dritte von links.")
    photo = {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": photo_bytes()}
    phone.locator("#id_answer_photos").set_input_files(photo)
    phone.get_by_role("button", name="Antwort senden").click()
    phone.get_by_text("Danke, Ihre Antwort ist angekommen").wait_for()
    expect(phone.get_by_text("Die dritte von links.")).to_be_visible()

    desk.goto(reverse("wagtail_anliegen_reports:folder", args=["answered"]))
    desk.get_by_role("link", name=report.reference).click()
    desk.locator(".anliegen-unseen").get_by_text("Die dritte von links.").wait_for()
    assert not faults(desk)
    desk.locator("#anliegen-answer > summary").click()
    desk.fill("[name=answer-text]", "Danke, wir kommen am Montag.")
    desk.locator('button[name="action"][value="answer"]').first.click()
    desk.wait_for_selector(".messages .success")
    assert not Reply.objects.unseen().exists()
    assert Report.objects.get(pk=report.pk).photos.count() == 1


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_state_of_the_conversation_has_barriers(browser_context, report, clerk, width):
    settings = AnliegenSettings.for_site(report.site)
    settings.ask_satisfaction = True
    settings.save()
    accept(report, user=clerk)
    page = browser_context(viewport={"width": width, "height": 844}).new_page()

    page.goto(report.secret_path)
    page.locator("#anliegen-message > summary").click()
    assert barriers(page) == []
    page.get_by_role("button", name="Nachricht senden").click()
    expect(page.locator(".anliegen-error-summary")).to_be_focused()
    assert barriers(page) == []

    ask(report, text="Welche Laterne?", user=clerk)
    page.goto(report.secret_path)
    assert barriers(page) == []

    change_status(report, status=Status.RESOLVED, text="Repariert.", user=clerk)
    page.goto(report.secret_path)
    page.get_by_text("Nein, etwas stimmt nicht").click()
    page.get_by_label("Was möchten Sie uns dazu sagen?").fill("Sie ist wieder aus.")
    assert barriers(page) == []
    page.get_by_role("button", name="Senden", exact=True).click()
    page.get_by_text("Ihr Anliegen ist wieder offen").wait_for()
    assert barriers(page) == []
