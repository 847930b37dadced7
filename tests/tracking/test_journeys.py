"""The reporting person opens the secret link in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.factories import make_report, member_of
from wagtail_anliegen.casework.actions import change_status
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.photos.store import store_photo


pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_status_page_has_no_axe_faults_and_shows_ones_photo(
    browser_context, photo_bytes, live_server, width, colours
):
    photo = store_photo(photo_bytes("red"))
    report = make_report(
        description="Meine Worte", photos=[photo.pk], contact=Contact(email="m@example.org")
    )
    clerk = member_of(report.department)
    change_status(report, status="waiting_for_reporter", text="Wo genau?", user=clerk)
    page = browser_context(
        viewport={"width": width, "height": 844}, color_scheme=colours
    ).new_page()
    page.goto(report.secret_path)
    expect(page.get_by_text("Wo genau?").first).to_be_visible()
    image = page.get_by_alt_text("Foto 1 von 1")
    assert image.evaluate("node => node.complete && node.naturalWidth") > 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    violations = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in violations] == []
