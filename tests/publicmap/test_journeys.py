"""Citizens look at the reports in a real browser: list, map, report page."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.factories import (
    CategoryFactory,
    DistrictFactory,
    days_ahead,
    default_site,
    make_public_report,
    member_of,
    square,
)
from wagtail_anliegen.casework.actions import change_status
from wagtail_anliegen.contrib.pages.models import ReportMapPage
from wagtail_anliegen.photos.store import release_photo, store_photo


pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page):
    found = Axe().run(page, options={"runOnly": WCAG})
    return [
        (fault["id"], node["html"])
        for fault in found.response["violations"]
        for node in fault["nodes"]
    ]


@pytest.fixture
def town(live_server, photo_bytes):
    """A map page, two lamps far apart and a pothole with a photo between houses."""
    page = ReportMapPage(title="Karte der Meldungen", slug="karte", intro="<p>Alle Meldungen.</p>")
    default_site().root_page.add_child(instance=page)
    DistrictFactory(name="Mitte", geometry=square(51.66, 7.8, 0.05))
    lamp, hole = (
        CategoryFactory(name="Straßenbeleuchtung", code="lamp"),
        CategoryFactory(name="Schlagloch", code="hole"),
    )
    photo = store_photo(photo_bytes("red"))
    report = make_public_report(
        category=hole,
        address="Lindenweg 1",
        latitude=51.68,
        longitude=7.82,
        description="Ein tiefes Loch.",
        photos=[photo.pk],
    )
    clerk = member_of(report.department)
    release_photo(photo, user=clerk)
    change_status(
        report,
        status="planned",
        text="Wir kommen am Montag.",
        user=clerk,
        expected_on=days_ahead(1),
    )
    for latitude, longitude in ((51.67, 7.81), (51.6701, 7.8101), (51.70, 7.845)):
        make_public_report(
            category=lamp, address="Am Markt", latitude=latitude, longitude=longitude
        )
    return report


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_list_map_and_report_have_no_axe_faults(browser_context, town, screen, colours):
    page = browser_context(color_scheme=colours, **screen).new_page()
    page.goto("/karte/?category=lamp")
    assert faults(page) == []
    if screen is PHONE:
        page.get_by_role("button", name="Karte", exact=True).click()
    page.locator(".anliegen-cluster, .anliegen-marker").first.wait_for()
    assert faults(page) == []
    page.goto(town.get_absolute_url())
    assert faults(page) == []
    page.goto("/anliegen/reports/2001-000001/")
    assert faults(page) == []


def test_nothing_scrolls_sideways_on_a_small_screen(browser_context, town):
    page = browser_context(viewport={"width": 320, "height": 640}).new_page()
    for path in ("/karte/", town.get_absolute_url()):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_javascript_the_list_narrows_and_leads_to_the_report(browser_context, town):
    page = browser_context(java_script_enabled=False, **PHONE).new_page()
    page.goto("/karte/")
    expect(page.locator(".anliegen-map")).not_to_be_visible()
    page.get_by_label("Kategorie").select_option("hole")
    page.get_by_role("button", name="Anliegen anzeigen").click()
    expect(page.locator(".anliegen-card")).to_have_count(1)
    page.locator(".anliegen-card").get_by_role("link", name="Schlagloch").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Schlagloch")
    expect(page.get_by_text("Wir kommen am Montag.")).to_be_visible()


def test_a_marker_opens_with_the_keyboard_and_leads_to_the_report(page, town):
    page.goto("/karte/#map=18/51.68/7.82")
    marker = page.get_by_role("button", name="Schlagloch, Lindenweg 1, Eingeplant")
    marker.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".anliegen-popup a").last).to_be_focused()
    page.keyboard.press("Escape")
    expect(marker).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".anliegen-popup a").last).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{town.get_absolute_url()}")


def test_opening_a_cluster_zooms_and_keeps_the_focus_on_the_map(page, town):
    page.goto("/karte/#map=13/51.67/7.81")
    page.get_by_role("button", name="2 Anliegen, Karte vergrößern").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("#map=15/"))
    expect(page.locator(".anliegen-map button:focus")).to_have_count(1)


def test_markers_and_clusters_are_large_enough_for_a_finger(page, town):
    page.goto("/karte/#map=13/51.675/7.815")
    page.locator(".anliegen-cluster").first.wait_for()
    for box in (one.bounding_box() for one in page.locator(".anliegen-cluster").all()):
        assert min(box["width"], box["height"]) >= 40
    page.goto("/karte/?x#map=18/51.68/7.82")
    box = page.locator(".anliegen-marker").bounding_box()
    assert min(box["width"], box["height"]) >= 24


def test_the_map_shows_what_the_list_shows(page, town):
    page.goto("/karte/?category=hole#map=18/51.68/7.82")
    page.locator(".anliegen-marker").wait_for()
    expect(page.locator(".anliegen-marker")).to_have_count(1)
    expect(page.locator(".anliegen-card")).to_have_count(1)
    page.goto("/karte/?category=lamp&x#map=18/51.68/7.82")
    page.get_by_text("Keine Anliegen in diesem Kartenausschnitt").wait_for()


def test_when_the_tiles_fail_the_map_says_so_and_the_list_stays(browser_context, town):
    context = browser_context(**DESKTOP)
    context.route("**/anliegen/tiles/**", lambda route: route.abort())
    page = context.new_page()
    page.goto("/karte/")
    page.get_by_text("Die Karte konnte nicht alle Anliegen laden").wait_for()
    expect(page.locator(".anliegen-card")).to_have_count(4)


def test_when_leaflet_fails_the_list_is_all(browser_context, town):
    context = browser_context(**DESKTOP)
    context.route("**/leaflet.js", lambda route: route.abort())
    page = context.new_page()
    page.goto("/karte/")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".anliegen-map")).not_to_be_visible()
    expect(page.locator(".anliegen-card")).to_have_count(4)
