"""The hint below the text, in a browser: it comes, it goes, and it holds nobody up."""

import pytest
from playwright.sync_api import expect

from tests.factories import CategoryFactory
from tests.intake.test_journeys import DESKTOP, PHONE, choose, faults, go_on
from tests.intake.walking import BASE, form_page
from wagtail_anliegen.intake.models import ReportDraft


pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

HINT = ".anliegen-words"
LOOKS = {
    "phone-light": {**PHONE, "color_scheme": "light"},
    "desktop-dark": {**DESKTOP, "color_scheme": "dark"},
    "forced-colours": {**DESKTOP, "forced_colors": "active"},
}


@pytest.fixture(autouse=True)
def town(live_server):
    form_page()
    CategoryFactory(name="Abfall", code="litter")


def to_text(page):
    """To the step with the text; returns its field."""
    page.goto(f"{BASE}category/")
    choose(page, "Abfall")
    go_on(page)
    page.get_by_label("Address or place").fill("Am Bach 2")
    go_on(page)
    return page.get_by_label("What do you want to tell us?")


def test_the_hint_comes_while_writing_and_goes_with_the_words(page):
    field = to_text(page)
    expect(page.locator(HINT)).to_be_empty()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "words" in request.url else 0)
    field.press_sequentially("Ein Sofa. Ruft 0123 456789 an", delay=20)
    expect(page.locator(HINT)).to_contain_text("0123 456789 (phone number)")
    assert len([url for url in asked if url.endswith("/words/")]) == 1
    expect(field).to_be_focused()
    field.fill("Ein Sofa.")
    expect(page.locator(HINT)).to_be_empty()
    assert "Sofa" not in str(ReportDraft.objects.get().data)


def test_whoever_is_helped_by_a_screen_reader_hears_it_and_finds_it_at_the_field(page):
    field = to_text(page)
    field.fill("Bei Frau Muster")
    expect(page.get_by_role("status").filter(has_text="Muster (name)")).to_be_visible()
    described = field.get_attribute("aria-describedby").split()
    assert described == ["id_description_helptext", "anliegen-words"]


def test_one_may_go_on_all_the_same_and_is_told_again_on_coming_back(page):
    field = to_text(page)
    field.fill("Ruft 0123 456789 an")
    go_on(page)
    page.wait_for_url("**/contact/")
    page.goto(f"{BASE}details/")
    expect(page.locator(HINT)).to_contain_text("0123 456789")


def test_a_server_that_does_not_answer_is_nobodys_trouble(page):
    field = to_text(page)
    page.route("**/words/", lambda route: route.abort())
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/words/")):
        field.fill("Ruft 0123 456789 an")
    expect(page.locator(HINT)).to_be_empty()
    page.unroute("**/words/")
    field.fill("Ruft 0123 456789 an.")
    expect(page.locator(HINT)).to_contain_text("0123 456789")
    go_on(page)
    page.wait_for_url("**/contact/")


@pytest.mark.parametrize("looks", LOOKS.values(), ids=LOOKS)
def test_the_hint_has_no_axe_faults_and_fits(browser_context, looks):
    page = browser_context(**looks).new_page()
    to_text(page).fill(f"Schreibt an {'kim' * 20}@example.org, Frau Muster und LF-XX 123")
    expect(page.locator(f"{HINT} li")).to_have_count(3)
    assert not faults(page)
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
