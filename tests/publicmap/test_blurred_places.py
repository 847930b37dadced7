"""Where a category says so, everybody sees a street or a square, never the exact place."""

import math
import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from tests.factories import (
    CategoryFactory,
    DistrictFactory,
    StreetFactory,
    make_public_report,
    make_report,
    member_of,
)
from tests.publicmap.test_tiles import get_tile, tile_of
from wagtail_anliegen.casework import actions
from wagtail_anliegen.casework.case_file import story
from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.geo.blurring import SQUARE, square_around
from wagtail_anliegen.geo.positions import metres_between
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.placeholders import PLACEHOLDERS

from .test_pages import map_page  # noqa: F401  a fixture


HERE = {"latitude": 51.651234, "longitude": 7.856789, "address": "Lindenweg 12, 12345 Ort"}
STREET = (51.65, 7.85)
EXACT = re.compile(r"51[.,]6512|7[.,]8567|Lindenweg 12|12345")


@pytest.fixture
def town(db):
    DistrictFactory(name="Altstadt")
    StreetFactory(name="Lindenweg", latitude=STREET[0], longitude=STREET[1])


def category(public_place, **values):
    return CategoryFactory(name="Autos", public_place=public_place, **values)


def fresh(report) -> Report:
    return Report.objects.get(pk=report.pk)


def position(report) -> tuple:
    return report.public_latitude, report.public_longitude


def all_that_is_public(client, report, page) -> dict[str, str]:
    """Every page and tile that could show where it is, by its address."""
    tiles = []
    for zoom in range(23):
        around = [(HERE["latitude"], HERE["longitude"]), position(report)]
        for place in around:
            tiles.append(reverse("wagtail_anliegen:tile", args=tile_of(*place, zoom)))
    addresses = [page.get_url(), report.get_absolute_url(), *tiles]
    return {address: client.get(address).content.decode() for address in addresses}


# --- nothing more is shown ---------------------------------------------------


@pytest.mark.parametrize("public_place", ["street", "grid"])
def test_no_public_page_or_tile_tells_the_exact_place(client, town, map_page, public_place):  # noqa: F811
    report = make_public_report(category=category(public_place), **HERE)
    shown = all_that_is_public(client, report, map_page)
    assert not {address for address, text in shown.items() if EXACT.search(text)}
    assert report.reference in shown[map_page.get_url()]
    assert any(report.reference in text for at, text in shown.items() if "json" in at)


def test_an_exact_place_is_found_by_the_same_search(client, town, map_page):  # noqa: F811
    report = make_public_report(category=category("exact"), **HERE)
    shown = all_that_is_public(client, report, map_page)
    assert EXACT.search(shown[map_page.get_url()])
    assert EXACT.search(shown[report.get_absolute_url()])
    assert any(EXACT.search(text) for address, text in shown.items() if "json" in address)
    assert (position(report), report.public_cell) == ((51.651234, 7.856789), report.cell)


def test_a_street_is_shown_by_its_name_at_its_own_point(client, town):
    report = make_public_report(category=category("street"), **HERE)
    assert (report.public_address, position(report)) == ("Lindenweg", STREET)
    assert report.title == "Autos, Lindenweg"
    point = get_tile(client, *tile_of(*STREET, 18)).json()
    assert (point["place"], point["lat"], point["lng"]) == (["Lindenweg"], [51.65], [7.85])
    html = client.get(report.get_absolute_url()).content.decode()
    assert "(nur die Straße wird gezeigt)" in html


def test_a_square_is_shown_with_no_address_but_the_district(client, town, map_page):  # noqa: F811
    report = make_public_report(category=category("grid"), **HERE)
    assert report.public_address == ""
    assert position(report) == square_around((HERE["latitude"], HERE["longitude"]))
    html = client.get(report.get_absolute_url()).content.decode()
    assert "Altstadt" in html
    assert "nur auf etwa 250 m genau gezeigt" in html
    assert "Altstadt" in client.get(map_page.get_url()).content.decode()


@pytest.mark.parametrize("address", ["Bei Frau Muster", "Unbekannter Weg 3", "", "12345"])
def test_what_the_list_of_streets_does_not_know_is_shown_as_a_square(town, address):
    report = make_public_report(category=category("street"), **{**HERE, "address": address})
    assert report.public_address == ""
    assert position(report) == square_around((HERE["latitude"], HERE["longitude"]))


@pytest.mark.parametrize(
    "address", ["Lindenweg", "lindenweg 3 a", "12345 Ort, Lindenweg 5", "Lindenweg 5-7, Ort"]
)
def test_a_street_is_known_however_it_is_written(town, address):
    report = make_public_report(category=category("street"), **{**HERE, "address": address})
    assert report.public_address == "Lindenweg"


def test_a_street_known_only_by_its_houses_stands_in_their_middle(db):
    for number, latitude in (("1", 51.60), ("5", 51.61), ("12", 51.62)):
        StreetFactory(name="Ulmenweg", house_number=number, latitude=latitude, longitude=7.8)
    report = make_public_report(
        category=category("street"), latitude=51.62, longitude=7.8, address="Ulmenweg 12"
    )
    assert report.public_address == "Ulmenweg"
    assert position(report) == pytest.approx((51.61, 7.8))


def test_a_house_that_is_the_only_one_known_does_not_stand_for_its_street(db):
    there = {"latitude": 51.62, "longitude": 7.8}
    StreetFactory(name="Ulmenweg", house_number="12", **there)
    report = make_public_report(category=category("street"), address="Ulmenweg 12", **there)
    assert (report.public_address, position(report)) == ("", square_around((51.62, 7.8)))


def test_of_two_streets_of_one_name_the_nearest_is_meant(town):
    StreetFactory(name="Lindenweg", postcode="54321", latitude=51.9, longitude=7.2)
    report = make_public_report(category=category("street"), **HERE)
    assert position(report) == STREET


def test_words_without_a_position_get_none(town):
    words = {"address": "Lindenweg 12"}
    by_street = make_public_report(category=category("street"), **words)
    assert (by_street.public_address, by_street.public_cell) == ("Lindenweg", None)
    by_square = make_public_report(category=category("grid"), **words)
    assert (by_square.public_address, by_square.public_cell) == ("", None)


@given(
    st.floats(-89, 89, allow_nan=False),
    st.floats(-179, 179, allow_nan=False),
)
def test_a_square_holds_the_place_and_all_of_it_is_the_same_point(latitude, longitude):
    middle = square_around((latitude, longitude))
    assert square_around(middle) == pytest.approx(middle, abs=1e-9)
    assert metres_between(middle, (latitude, longitude)) <= SQUARE / math.sqrt(2) * 1.02


def test_texts_for_everybody_name_what_everybody_sees(town):
    address = PLACEHOLDERS["address"].value
    report = make_public_report(category=category("street"), **HERE)
    assert address(report) == "Lindenweg"
    never = make_public_report(category=category("street", is_public=False), **HERE)
    assert address(never) == HERE["address"]


def test_the_file_without_personal_data_says_what_everybody_sees(town):
    report = make_public_report(category=category("street"), **HERE)
    reader = member_of(report.department)

    def printed(**options):
        return " ".join(
            piece.getPlainText()
            for piece in story(report, reader, **options)
            if hasattr(piece, "getPlainText")
        )

    assert not EXACT.search(printed(with_person=False))
    assert EXACT.search(printed(with_person=True))


# --- those who need it see it all --------------------------------------------


def test_staff_see_both_and_the_reporting_person_the_own_place(client, town):
    call_command("setup_anliegen", verbosity=0)
    report = make_public_report(category=category("street"), **HERE)
    client.force_login(member_of(report.department))
    case = client.get(reverse("wagtail_anliegen_reports:edit", args=[report.pk])).content.decode()
    assert "Lindenweg 12" in case
    assert "51.651234" in case
    assert "nur die Straße: Lindenweg" in case
    own = client.get(report.secret_path).content.decode()
    assert "Lindenweg" not in own or "Lindenweg 12" in own
    assert (report.latitude, report.longitude) == (51.651234, 7.856789)


def test_staff_are_not_asked_for_a_public_address_that_nobody_would_read(client, town):
    call_command("setup_anliegen", verbosity=0)
    asked = {}
    for public_place in ("exact", "street"):
        report = make_report(category=category(public_place), **HERE)
        client.force_login(member_of(report.department))
        case = client.get(reverse("wagtail_anliegen_reports:edit", args=[report.pk]))
        asked[public_place] = b'name="release-address"' in case.content
    assert asked == {"exact": True, "street": False}


# --- it follows the category and the place -----------------------------------


def test_a_category_above_can_only_make_it_stricter(town):
    top = category("street")
    inner = category("exact", parent=top)
    innermost = category("grid", parent=inner)
    assert [make_report(category=c, **HERE).public_place for c in (top, inner, innermost)] == [
        "street",
        "street",
        "grid",
    ]


def test_a_stricter_choice_counts_for_what_is_there_already(client, town):
    top = category("exact")
    report = make_public_report(category=category("exact", parent=top), **HERE)
    strict = make_public_report(category=category("grid", parent=top), **HERE)
    elsewhere = make_public_report(category=category("exact"), **HERE)
    before = position(strict)
    top.public_place = "street"
    top.save()
    assert (fresh(report).public_address, position(fresh(report))) == ("Lindenweg", STREET)
    assert fresh(report).latitude == HERE["latitude"]
    assert position(fresh(strict)) == before
    assert fresh(elsewhere).public_address == HERE["address"]


def test_a_looser_choice_shows_nothing_more_of_what_is_there_already(town):
    strict = category("grid")
    report = make_public_report(category=strict, **HERE)
    strict.public_place = "exact"
    strict.save()
    assert fresh(report).public_address == ""
    assert make_report(category=Category.objects.get(pk=strict.pk), **HERE).public_place == "exact"


def test_a_corrected_place_or_category_moves_what_everybody_sees(town):
    report = make_public_report(category=category("street"), **HERE)
    clerk = member_of(report.department)
    actions.correct_place(
        report, latitude=51.66, longitude=7.86, address="Nirgendweg 1", user=clerk
    )
    assert position(fresh(report)) == square_around((51.66, 7.86))
    actions.correct_category(fresh(report), category=category("exact"), user=clerk)
    assert (fresh(report).public_address, position(fresh(report))) == (
        "Nirgendweg 1",
        (51.66, 7.86),
    )
    actions.correct_category(fresh(report), category=category("grid"), user=clerk)
    assert fresh(report).public_address == ""


def test_what_is_near_is_still_found_by_the_exact_place(town):
    report = make_public_report(category=category("grid"), **HERE)
    assert report.cell != report.public_cell
    exact = make_public_report(category=category("exact"), **HERE)
    assert report.cell == exact.cell


def test_the_map_reads_its_index(client, town):
    make_public_report(category=category("grid"), **HERE)
    site = Site.objects.get()
    within = Report.objects.public(site).filter(public_cell__gte=1, public_cell__lt=10**15)
    plan = within.values("public_cell").explain()
    if connection.vendor == "sqlite":
        assert re.search(r"INDEX anliegen_(open_)?map .*public_cell>", plan), plan
