"""The place field takes what people write and works without a map."""

import pytest
from django import forms

from tests.factories import DistrictFactory, default_site, square
from wagtail_anliegen.geo.forms import PlaceField


class PlaceForm(forms.Form):
    place = PlaceField(required=False)


@pytest.mark.parametrize(
    "text",
    [
        "51.6806, 7.8201",
        "51.6806,7.8201",
        " 51.6806 7.8201 ",
        "51,6806; 7,8201",
        "51,6806, 7,8201",
        "51.6806°, 7.8201°",
        "SRID=4326;POINT(7.8201 51.6806)",
    ],
)
def test_every_usual_way_to_write_a_position_is_understood(text):
    form = PlaceForm({"place": text})
    assert form.is_valid()
    assert form.cleaned_data["place"] == (51.6806, 7.8201)


@pytest.mark.parametrize(
    "text", ["Marktplatz 3", "51.68", "91, 7", "51, 181", "nan, 7", "51, 7, 9"]
)
def test_what_is_no_position_is_refused_with_an_example(text):
    form = PlaceForm({"place": text})
    assert "51.6806, 7.8201" in form.errors["place"][0]


def test_a_long_row_of_blanks_is_refused_at_once():
    """Its pattern would try them in every grouping: hours for a few kilobytes in an address."""
    form = PlaceForm({"place": "51" + " " * 100_000 + "x"})
    assert "51.6806, 7.8201" in form.errors["place"][0]


def test_an_empty_place_is_none():
    form = PlaceForm({"place": ""})
    assert form.is_valid()
    assert form.cleaned_data["place"] is None


def test_an_unchanged_place_is_not_a_change():
    form = PlaceForm({"place": "51.680600, 7.820100"}, initial={"place": (51.6806, 7.8201)})
    assert not form.has_changed()


@pytest.mark.django_db
def test_the_map_opens_on_the_districts_of_the_site_and_asks_no_foreign_host():
    DistrictFactory(geometry=square(51.6, 7.8))
    form = PlaceForm()
    form.fields["place"].widget.site = default_site()
    html = str(form["place"])
    assert "[[51.6, 7.8], [51.7, 7.9]]" in html.replace("7.8999999999999995", "7.9")
    assert "/static/tiles/{z}/{x}/{y}.png" in html
    assert "http" not in html + str(form.media)


@pytest.mark.django_db
def test_without_tiles_the_text_field_is_all_there_is(settings):
    settings.ANLIEGEN_TILES = None
    form = PlaceForm(initial={"place": (51.6806, 7.8201)})
    html = str(form["place"])
    assert 'value="51.680600, 7.820100"' in html
    assert "data-controller" not in html
    assert not str(form.media)
