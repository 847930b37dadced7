"""A firm outside is asked, takes it on and reports it as done on a telephone; the clerk goes on."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import make_report, member_of
from tests.maintaining import faults, page_of
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.notifications.delivery import deliver_due
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
    return make_report(
        description="Originaltext", address="Marktplatz", contact=Contact(email="kim@example.org")
    )


def barriers(page) -> list:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    return [(fault["id"], fault["nodes"][0]["html"]) for fault in found]


def link_in_the_mail(to: str) -> str:
    """The path of the link that went out."""
    deliver_due()
    body = next(each.body for each in mail.outbox if each.to == [to])
    return re.search(r"https?://[^/\s]+(/\S+)", body)[1]


def test_a_firm_works_on_a_report_without_an_account(browser_context, report, photo_bytes):
    desk = page_of(member_of(report.department), browser_context)
    desk.goto(reverse("wagtail_anliegen_reports:edit", args=[report.pk]))
    form = desk.locator("#anliegen-external")
    form.locator("summary").click()
    form.get_by_label("Firma oder Stelle").fill("Stadtwerke")
    form.get_by_label("E-Mail-Adresse der Stelle").fill("netz@example.org")
    form.get_by_label("Worum bitten Sie?").fill("Bitte prüfen Sie die Laterne.")
    form.get_by_label("Worum es geht").fill("Eine Laterne flackert.")
    form.get_by_role("button", name="Ansehen, was gesendet wird").click()
    expect(form.get_by_text("wird nicht gezeigt")).to_be_visible()
    form.get_by_role("button", name="Link senden").click()
    desk.locator(".messages .success").wait_for()
    expect(desk.locator("#anliegen-external-links-section")).to_contain_text("noch keine Antwort")

    phone = browser_context(viewport=PHONE, java_script_enabled=True).new_page()
    phone.goto(link_in_the_mail("netz@example.org"))
    expect(phone.get_by_text("Bitte prüfen Sie die Laterne.")).to_be_visible()
    assert not barriers(phone)
    phone.get_by_role("button", name="Ja, wir übernehmen es").click()
    expect(phone.get_by_text("Danke, dass Sie es übernehmen")).to_be_visible()
    phone.get_by_label("Was haben Sie gemacht?").fill("Neue Lampe eingesetzt.")
    photo = {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": photo_bytes()}
    phone.locator("#id_done_photos").set_input_files(photo)
    phone.get_by_role("button", name="Als erledigt melden").click()
    expect(phone.get_by_text("Danke für Ihre Arbeit")).to_be_visible()
    assert not barriers(phone)

    desk.goto(reverse("wagtail_anliegen_reports:folder", args=["answered"]))
    desk.get_by_role("link", name=report.reference).click()
    expect(desk.locator(".anliegen-unseen").last).to_contain_text("Neue Lampe eingesetzt.")
    assert not faults(desk)
    desk.get_by_role("button", name="Als erledigt abschließen").click()
    expect(desk.locator("[name=status-status]")).to_have_value(Status.RESOLVED)
    assert Report.objects.get().status == Status.RECEIVED
