"""An editor asks the rules before a citizen does."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import (
    CategoryFactory,
    DistrictFactory,
    RoutingRuleFactory,
    StreetFactory,
    central_inbox,
    square,
)
from tests.maintaining import editor_page, faults


pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town():
    central_inbox()
    north = DistrictFactory(name="Nord", geometry=square(51.6, 7.8))
    DistrictFactory(name="Süd", geometry=square(51.5, 7.8))
    StreetFactory(name="Marktplatz", latitude=51.65, longitude=7.85)
    category = CategoryFactory(name="Müll")
    CategoryFactory(name="Lob", needs_place=False)
    RoutingRuleFactory(category=category, district=north, department__name="Bauhof Nord")
    RoutingRuleFactory(category=category, department__name="Stadtreinigung", sort_order=1)
    RoutingRuleFactory(category=category, department__name="Überholt", sort_order=2)
    return category


def test_a_dry_run_answers_with_a_pin_and_the_rules_that_fit(browser_context, town):
    page = editor_page(browser_context)
    page.goto(reverse("wagtail_anliegen_rules:dry_run"))
    assert not faults(page)
    page.select_option("[name=category]", str(town.pk))
    page.fill("[name=address]", "Marktplatz")
    page.click("main form button[type=submit]")
    page.wait_for_selector("img.leaflet-marker-icon")
    expect(page.locator("#outcome-content").first).to_contain_text("Bauhof Nord")
    expect(page.locator("#fitting-rules-content tbody tr")).to_have_count(3)
    assert not faults(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_gaps_and_overlaps_are_shown(browser_context, town, width):
    page = editor_page(browser_context, viewport={"width": width, "height": 900})
    page.goto(reverse("wagtail_anliegen_rules:coverage"))
    expect(page.locator("main")).to_contain_text("Überholt")
    expect(page.locator("#matrix-content tbody tr")).to_have_count(2)
    assert not faults(page)


@pytest.mark.parametrize("name", ["wagtail_anliegen_rules", "wagtail_anliegen_departments"])
def test_lists_and_forms_have_no_barriers(browser_context, town, name):
    page = editor_page(browser_context)
    for view in ("index", "add"):
        page.goto(reverse(f"{name}:{view}"))
        assert not faults(page)
