"""A person and their data on a telephone, and the officer's desk, in a real browser."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import make_report, member_of
from tests.maintaining import faults, page_of
from wagtail_anliegen.casework.actions import accept
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.photos.store import store_photo
from wagtail_anliegen.privacy.models import LegalHold
from wagtail_anliegen.reports.models import Report, Reporter


pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 390, "height": 844}
CONTACT = Contact(name="Kim Beispiel", email="kim@example.org")


@pytest.fixture
def report(photo_bytes):
    call_command("setup_anliegen", verbosity=0)
    return make_report(contact=CONTACT, photos=[store_photo(photo_bytes()).pk])


def barriers(page) -> list:
    page.wait_for_load_state()  # with its styles: an answer to a form may still be without them
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    return [(fault["id"], fault["nodes"][0]["html"]) for fault in found]


def saved(page, press) -> dict[str, bytes]:
    with page.expect_download() as download:
        press()
    with zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def data_url(report, deed: str = "") -> str:
    if deed:
        return reverse("wagtail_anliegen:status_deed", args=[report.secret_token, deed])
    return reverse("wagtail_anliegen:status_data", args=[report.secret_token])


@pytest.mark.parametrize("script", [True, False])
def test_a_person_takes_a_copy_then_erases_more_and_more(browser_context, report, script):
    phone = browser_context(viewport=PHONE, java_script_enabled=script).new_page()
    phone.goto(report.secret_path)
    phone.locator(f'a[href="{data_url(report)}"]').click()
    files = saved(phone, phone.locator("form[action$='/copy/'] button").click)
    assert json.loads(files["data.json"])["contact"] == [
        {"name": CONTACT.name, "email": CONTACT.email}
    ]
    phone.locator(f'a[href="{data_url(report, "contact")}"]').click()
    phone.locator("main form button").click()
    expect(phone.locator(".anliegen-notice--success")).to_be_visible()
    assert not Reporter.objects.exists()
    phone.locator(f'a[href="{data_url(report, "withdraw")}"]').click()
    phone.locator("main form button").click()
    phone.wait_for_url("**/data/?done=withdraw")
    assert Report.objects.get(pk=report.pk).erased_at
    phone.goto(report.secret_path)
    assert report.reference not in phone.content()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_about_the_data_has_barriers(browser_context, report, width):
    page = browser_context(viewport={"width": width, "height": 900}).new_page()
    for deed in ("", "contact", "withdraw", "correction", "restriction"):
        page.goto(data_url(report, deed))
        assert not barriers(page), deed
    page.goto(data_url(report, "correction"))
    page.locator("main form button").click()
    expect(page.locator(".anliegen-error-summary")).to_be_visible()
    assert not barriers(page)
    accept(report, user=member_of(report.department))
    LegalHold.objects.create(report=report, reason="x")
    page.goto(data_url(report))
    assert not barriers(page)
    page.goto(data_url(report, "erasure"))
    page.locator("main form button").click()
    expect(page.locator(".anliegen-notice--success")).to_be_visible()
    assert not barriers(page)


def test_the_officer_hands_out_restricts_and_erases(browser_context, report):
    officer = member_of(report.department)
    officer.user_permissions.add(Permission.objects.get(codename="erase_report"))
    desk = page_of(officer, browser_context, viewport={"width": 1280, "height": 1000})
    here = reverse("wagtail_anliegen_privacy:report", args=[report.pk])
    desk.goto(reverse("wagtail_anliegen_reports:edit", args=[report.pk]))
    desk.locator(f'a[href="{here}"]').click()
    for summary in desk.locator("details.anliegen-action > summary").all():
        summary.click()
    assert not faults(desk)
    desk.locator('[name="hand_out-how"][value="call"]').check()
    files = saved(desk, desk.locator('button[value="hand_out"]').click)
    assert json.loads(files["data.json"])["complete"] is True
    desk.locator('button[value="restrict"]').click()
    desk.wait_for_selector(".messages .success")
    assert not faults(desk)
    desk.locator("#anliegen-erase_all > summary").click()
    desk.fill('[name="erase_all-reference"]', "falsch")
    desk.locator('button[value="erase_all"]').click()
    desk.wait_for_selector(".error-message")
    assert not faults(desk)
    desk.fill('[name="erase_all-reference"]', report.reference)
    desk.locator('button[value="erase_all"]').click()
    desk.wait_for_selector(".messages .success")
    assert not faults(desk)
    desk.goto(reverse("wagtail_anliegen_reports:edit", args=[report.pk]))
    assert not faults(desk)
