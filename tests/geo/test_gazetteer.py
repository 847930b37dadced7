"""The city's own list of streets answers, however people write an address."""

import pytest

from tests.factories import StreetFactory, default_site
from wagtail_anliegen.geo.geocoders import get_geocoder


pytestmark = pytest.mark.django_db


def labels(words) -> list[str]:
    return [place.label for place in get_geocoder().search(words, site=default_site())]


@pytest.fixture
def am_park():
    StreetFactory(name="Am Park", postcode="59065")
    StreetFactory(name="Hammer Straße", postcode="59067")


@pytest.mark.parametrize(
    "words",
    [
        "Am Park 5",
        "Am Park 5, 59065",
        "Am Park 5, 59065 Hamm",
        "Am Park 5 59065 Hamm",
        "Am Park 5, D-59065 Hamm",
        "59065 Hamm, Am Park 5",
        "59065 Am Park 5",
        "Am Park 5, Hamm",
    ],
)
def test_an_address_is_found_with_its_postcode_and_town(am_park, words):
    assert labels(words) == ["Am Park 5, 59065"]


@pytest.mark.parametrize("words", ["Am Park", "Am Park, 59065", "am park, hamm"])
def test_our_own_label_finds_itself_and_nothing_twice(am_park, words):
    assert labels(words) == ["Am Park, 59065"]


@pytest.mark.parametrize("number", ["5a", "5 a", "5-7", "5/7", "117"])
def test_house_numbers_are_kept_as_they_were_typed(am_park, number):
    assert labels(f"Am Park {number}, 59065 Hamm") == [f"Am Park {number}, 59065"]


def test_a_postcode_tells_streets_of_one_name_apart(am_park):
    StreetFactory(name="Am Park", postcode="59071")
    assert labels("Am Park 5, 59071 Hamm") == ["Am Park 5, 59071"]
    assert labels("Am Park 5") == ["Am Park 5, 59065", "Am Park 5, 59071"]
    assert labels("Am Park 5, 44135 Dortmund") == []


def test_a_list_without_postcodes_answers_all_the_same():
    StreetFactory(name="Am Bach")
    assert labels("Am Bach 2, 59065 Hamm") == ["Am Bach 2"]


def test_a_number_in_the_list_is_not_repeated():
    StreetFactory(name="Am Bach", house_number="2", postcode="59065")
    StreetFactory(name="Straße 12", postcode="59065")
    assert labels("Am Bach 2, 59065 Hamm") == ["Am Bach 2, 59065"]
    assert labels("Straße 12") == ["Straße 12, 59065"]


@pytest.mark.parametrize("words", ["Nirgendwo 3, Hamm", "Hamm, Nirgendwo 3", "59065", ",", ""])
def test_a_town_alone_is_no_street(am_park, words):
    assert labels(words) == []
