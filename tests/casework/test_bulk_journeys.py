"""Many reports at once in the browser: by keyboard, on a phone, and while new ones come in."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import CategoryFactory, central_inbox, make_report, member_of
from tests.maintaining import faults, page_of
from wagtail_anliegen.reports.models import Report, StatusUpdate
from wagtail_anliegen.reports.states import Status


pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TEXT = "Die Laternen leuchten wieder."


@pytest.fixture
def clerk():
    call_command("setup_anliegen", verbosity=0)
    return member_of(central_inbox())


@pytest.fixture
def lamps(clerk):
    category = CategoryFactory(name="Beleuchtung")
    make_report(description="Ein Schlagloch")
    return [
        make_report(category=category, description=f"Straßenlaterne {number} ist aus")
        for number in range(12)
    ]


def inbox(page, query=""):
    page.goto(reverse("wagtail_anliegen_reports:folder", args=["all"]) + query)


def reach(page, condition, at_most=80):
    for _turn in range(at_most):
        if page.evaluate(condition):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not get there: {condition}")


def sideways(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")


def test_twelve_reports_are_closed_with_one_text_by_keyboard(browser_context, clerk, lamps):
    page = page_of(clerk, browser_context)
    inbox(page)
    reach(page, "document.activeElement.name === 'q'")
    page.keyboard.type("laterne")
    page.get_by_text("Schlagloch").wait_for(state="detached")
    # Leaving the field asks once more, and the answer brings boxes without ticks.
    page.locator("table.listing").evaluate("table => table.setAttribute('data-old', '')")
    page.keyboard.press("Tab")
    page.locator("[data-old]").wait_for(state="detached")
    reach(page, "document.activeElement.matches('thead [data-bulk-action-select-all-checkbox]')")
    page.keyboard.press("Space")
    expect(page.locator("[data-bulk-action-num-objects]")).to_contain_text("12")
    reach(page, "document.activeElement.href?.includes('/bulk/status/')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bulk/status/**")
    reach(page, "document.activeElement.name === 'status-status'")
    page.select_option("[name=status-status]", Status.RESOLVED)
    reach(page, "document.activeElement.name === 'status-text'")
    page.keyboard.type(TEXT)
    reach(page, "document.activeElement.matches('button.action-save')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/done/**")
    assert StatusUpdate.objects.filter(text=TEXT).count() == 12
    assert Report.objects.filter(status=Status.RESOLVED).count() == 12
    assert not faults(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_bulk_work_and_saved_filters_have_no_barriers(browser_context, clerk, lamps, width):
    page = page_of(clerk, browser_context, viewport={"width": width, "height": 900})
    inbox(page, "?q=laterne")
    page.locator(".anliegen-keep summary").click()
    page.fill(".anliegen-keep [name=name]", "Laternen")
    assert not faults(page)
    page.locator(".anliegen-keep button").click()
    page.wait_for_selector(".anliegen-saved__link[aria-current]")
    page.locator("[data-bulk-action-checkbox]").first.check()
    page.locator("[data-bulk-action-footer]:not(.hidden)").wait_for()
    assert not faults(page)
    assert not sideways(page)
    page.locator("[href*='/bulk/status/']").click()
    page.wait_for_url("**/bulk/status/**")
    assert not faults(page)
    assert not sideways(page)
    page.goto(reverse("wagtail_anliegen_reports:filters"))
    assert not faults(page)
    assert not sideways(page)


def test_what_comes_in_is_offered_and_shown_without_losing_what_was_ticked(
    browser_context, clerk, lamps
):
    page = page_of(clerk, browser_context)
    inbox(page)
    ticked = page.locator("[data-bulk-action-checkbox]").first
    ticked.check()
    key = ticked.get_attribute("data-object-id")
    new = make_report(description="Gerade erst gemeldet")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    button = page.locator("[data-anliegen-news-target=button]")
    button.wait_for()
    assert not page.get_by_text("Gerade erst gemeldet").is_visible(), "nothing moves by itself"
    assert not faults(page)
    button.click()
    page.get_by_text("Gerade erst gemeldet").wait_for()
    expect(page.locator(f"[data-object-id='{key}']")).to_be_checked()
    expect(page.locator("[data-bulk-action-num-objects]")).to_contain_text("1")
    expect(page.get_by_role("link", name=new.reference)).to_be_focused()
    expect(button).to_be_hidden()
