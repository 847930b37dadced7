"""An editor takes districts over and sets a street on the map."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import DistrictFactory, StreetFactory, square
from tests.geo.test_files import BROKEN, collection
from tests.maintaining import editor_page, faults
from wagtail_anliegen.geo.models import District, Street


pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1280, 390])
def test_districts_are_uploaded_looked_at_and_saved(browser_context, tmp_path, width):
    DistrictFactory(name="Bleibt")
    file = tmp_path / "bezirke.geojson"
    file.write_bytes(collection(Nord=square(51.7, 7.8), Sued=square(51.6, 7.8)))
    page = editor_page(browser_context, viewport={"width": width, "height": 900})
    page.goto(reverse("wagtail_anliegen_districts:upload"))
    assert not faults(page)
    page.set_input_files("[name=file]", file)
    page.click("main form[method=post] button[type=submit]")
    page.wait_for_selector(".leaflet-interactive")
    expect(page.locator(".leaflet-interactive")).to_have_count(2)
    assert page.locator("table.listing tbody tr").count() == 3, "two in the file, and one stays"
    assert not faults(page)
    page.click("main form[method=post] button[type=submit]")
    page.wait_for_url(f"**{reverse('wagtail_anliegen_districts:index')}")
    assert set(District.objects.values_list("name", flat=True)) == {"Bleibt", "Nord", "Sued"}


def test_a_broken_file_is_explained_beside_the_field(browser_context, tmp_path):
    file = tmp_path / "halb.geojson"
    file.write_bytes(BROKEN["half a file"])
    page = editor_page(browser_context)
    page.goto(reverse("wagtail_anliegen_districts:upload"))
    page.set_input_files("[name=file]", file)
    page.click("main form[method=post] button[type=submit]")
    page.locator(".w-field--error .error-message").first.wait_for()
    assert not faults(page)


def test_a_street_is_set_by_a_click_on_the_map_or_by_typing(browser_context):
    DistrictFactory(geometry=square(51.6, 7.8))
    page = editor_page(browser_context)
    page.goto(reverse("wagtail_anliegen_streets:add"))
    page.wait_for_selector(".leaflet-container")
    place = page.locator("[name=place]")
    assert place.input_value() == "", "nothing is chosen before somebody chooses"
    assert not page.locator(".leaflet-marker-icon").count()
    page.locator(".leaflet-container").click()
    latitude, longitude = map(float, place.input_value().split(","))
    assert latitude == pytest.approx(51.65, abs=0.02)
    assert longitude == pytest.approx(7.85, abs=0.02)
    marker = page.locator("img.leaflet-marker-icon")
    assert marker.evaluate("image => image.naturalWidth") > 0, "the pin is drawn"
    place.fill("51.61, 7.81")
    page.fill("[name=name]", "Neuer Weg")
    assert not faults(page)
    page.click("main form button[type=submit]")
    page.wait_for_url(f"**{reverse('wagtail_anliegen_streets:index')}")
    street = Street.objects.get()
    assert (street.latitude, street.longitude) == (51.61, 7.81)


def test_a_pin_that_was_set_stays_where_it_is(browser_context):
    street = StreetFactory(latitude=51.61, longitude=7.81)
    page = editor_page(browser_context)
    page.goto(reverse("wagtail_anliegen_streets:edit", args=[street.pk]))
    page.wait_for_selector("img.leaflet-marker-icon")
    page.wait_for_timeout(1500)  # wagtail-geo-widget looks again after a second
    assert page.input_value("[name=place]") == "51.610000, 7.810000"


def test_a_district_shows_its_shape(browser_context):
    district = DistrictFactory()
    page = editor_page(browser_context)
    page.goto(reverse("wagtail_anliegen_districts:edit", args=[district.pk]))
    page.wait_for_selector("path.leaflet-interactive")
    assert not faults(page)
