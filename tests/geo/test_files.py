"""Files of districts and streets: all that is right comes in, all that is wrong is named."""

import json
import random
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from shapely.geometry import Point, shape

from tests.factories import (
    CategoryFactory,
    DistrictFactory,
    RoutingRuleFactory,
    StreetFactory,
    central_inbox,
    default_site,
    make_report,
    square,
)
from wagtail_anliegen.geo.district_files import name_properties, plan_districts, save_districts
from wagtail_anliegen.geo.geocoders import get_geocoder
from wagtail_anliegen.geo.models import District, Street
from wagtail_anliegen.geo.shapes import read_feature_collection
from wagtail_anliegen.geo.street_files import import_streets


pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[3] / "shared" / "data"


def collection(**shapes) -> bytes:
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": geometry}
        for name, geometry in shapes.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def take_over(content: bytes, *, level=1, name_property="name"):
    features = read_feature_collection(content)
    plan = plan_districts(default_site(), features, level=level, name_property=name_property)
    save_districts(plan)
    return plan


# --- districts --------------------------------------------------------------


def test_a_file_says_what_is_new_changed_unchanged_and_kept():
    DistrictFactory(name="Alt", geometry=square(51, 7))
    DistrictFactory(name="Gleich", geometry=square(52, 7))
    DistrictFactory(name="Anders", geometry=square(53, 7))
    content = collection(Gleich=square(52, 7), Anders=square(53, 8), Neu=square(54, 7))
    plan = take_over(content)
    changes = {district.name: district.change for district in plan.districts}
    assert changes == {"Gleich": "unchanged", "Anders": "changed", "Neu": "new"}
    assert plan.kept == ["Alt"]
    assert District.objects.count() == 4
    assert District.objects.get(name="Anders").geometry == square(53, 8)


def test_taking_a_file_over_twice_changes_nothing():
    content = collection(Nord=square(51, 7))
    take_over(content)
    before = District.objects.get().updated_at
    plan = take_over(content)
    assert plan.count("unchanged") == 1
    assert District.objects.get().updated_at == before


def test_a_moved_border_counts_at_once():
    take_over(collection(Nord=square(51, 7)))
    assert District.objects.containing(default_site(), 51.05, 7.05)
    take_over(collection(Nord=square(53, 7)))
    assert not District.objects.containing(default_site(), 51.05, 7.05)


def test_a_level_is_left_alone_by_a_file_of_another_level():
    take_over(collection(Mitte=square(51, 7)), level=1)
    take_over(collection(Mitte=square(51, 7, 0.05)), level=2)
    assert District.objects.count() == 2


def test_names_that_stand_twice_or_are_missing_are_named_and_nothing_changes():
    features = read_feature_collection(collection(A=square(51, 7), B=square(52, 7)))
    features[1][0]["name"] = "A"
    features.append(({}, square(53, 7)))
    with pytest.raises(ValidationError) as refused:
        plan_districts(default_site(), features, level=1, name_property="name")
    assert len(refused.value.messages) == 2
    assert not District.objects.exists()


def test_only_properties_that_tell_the_features_apart_can_be_the_name():
    shapes = [square(51, 7), square(52, 7)]
    first = {"nr": 1, "art": "Bezirk", "bezirk_name": "A", "leer": None, "Name": "Altstadt"}
    second = {"nr": 2, "art": "Bezirk", "bezirk_name": "B", "leer": "x", "Name": "Neustadt"}
    features = list(zip([first, second], shapes, strict=True))
    assert name_properties(features) == ["Name", "bezirk_name", "nr"]


def triangle(corner: list) -> dict:
    return {"type": "Polygon", "coordinates": [[corner, [8, 51], [8, 52], corner]]}


BROKEN = {
    "half a file": collection(A=square(51, 7))[:-30],
    "no json": b"PK\x03\x04",
    "another reference system": json.dumps(
        {
            **json.loads(collection(A=square(51, 7))),
            "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}},
        }
    ).encode(),
    "metres instead of degrees": collection(A=square(5700000, 400000, 1000)),
    "a ring that is not closed": collection(
        A={"type": "Polygon", "coordinates": [[[7, 51], [8, 51], [8, 52], [7, 52]]]}
    ),
    "a bow-tie": collection(
        A={"type": "Polygon", "coordinates": [[[7, 51], [8, 52], [8, 51], [7, 52], [7, 51]]]}
    ),
    "a point": collection(A={"type": "Point", "coordinates": [7, 51]}),
    "no features": b'{"type": "FeatureCollection", "features": []}',
    "a list": b"[]",
    "text as coordinates": collection(A={"type": "Polygon", "coordinates": "abc"}),
    "numbers as text": collection(A=triangle(["7", "51"])),
    "a number beyond all numbers": collection(A=triangle([10**400, 51])),
    "nothing as coordinates": collection(A=triangle([7, None])),
    "a polygon without a ring": collection(A={"type": "MultiPolygon", "coordinates": [[], []]}),
    "a polygon without a ring among others": collection(
        A={"type": "MultiPolygon", "coordinates": [[], square(51, 7)["coordinates"]]}
    ),
    "a list as the kind of file": b'{"type": ["FeatureCollection"]}',
    "a list as the kind of shape": collection(A={"type": ["Polygon"]}),
    "a reference system of another form": json.dumps(
        {**json.loads(collection(A=square(51, 7))), "crs": {"properties": ["EPSG:25832"]}}
    ).encode(),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused_with_a_reason(content):
    with pytest.raises(ValidationError) as refused:
        read_feature_collection(content)
    assert all(len(message) > 10 for message in refused.value.messages)


def test_heights_are_left_out():
    [(_properties, geometry)] = read_feature_collection(
        collection(
            A={
                "type": "Polygon",
                "coordinates": [[[7, 51, 60], [8, 51], [8, 52, None], [7, 51, 60]]],
            }
        )
    )
    assert geometry["coordinates"] == [[[7, 51], [8, 51], [8, 52], [7, 51]]]


def test_properties_that_no_database_takes_are_no_reason_to_refuse_a_file():
    features = [
        {"properties": {"name": "Nord\ud800\0", "area": float("nan"), "more": [1]}},
        {"properties": ["Süd"]},
        {"properties": "West"},
    ]
    for feature in features:
        feature["geometry"] = square(51, 7)
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    names = [properties for properties, _geometry in read_feature_collection(content)]
    assert names == [{"name": "Nord"}, {}, {}]


# --- streets ----------------------------------------------------------------


def test_streets_come_in_once_however_often_the_file_does():
    content = b"street,latitude,longitude\nMarktplatz,51.68,7.82\n"
    assert import_streets(default_site(), content).new == 1
    again = import_streets(default_site(), content)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 1)
    moved = import_streets(default_site(), content.replace(b"51.68", b"51.69"))
    assert (moved.new, moved.changed) == (0, 1)
    assert Street.objects.get().latitude == 51.69


@pytest.mark.parametrize(
    "content",
    [
        "street,latitude,longitude\nGroße Straße,51.68,7.82\n".encode("utf-8-sig"),
        "Straße;Breite;Länge\r\nGroße Straße;51,68;7,82\r\n".encode("cp1252"),
        b"name\tlat\tlon\nGro\xc3\x9fe Stra\xc3\x9fe\t51.68\t7.82",
    ],
    ids=["comma and byte order mark", "semicolon, decimal comma, Windows", "tabs"],
)
def test_what_spreadsheets_write_is_understood(content):
    assert import_streets(default_site(), content).new == 1
    street = Street.objects.get()
    assert (street.name, street.latitude, street.longitude) == ("Große Straße", 51.68, 7.82)
    assert get_geocoder().search("grosse str", site=default_site())[0].street == "Große Straße"


def test_house_numbers_and_postcodes_are_kept_apart():
    content = b"street,house_number,postcode,lat,lon\nWeg,1,59065,51,7\nWeg,2,59065,52,7\n"
    assert import_streets(default_site(), content).new == 2


def test_bad_lines_are_named_with_their_number_and_the_others_come_in():
    lines = [
        "street,latitude,longitude",
        "Gut,51.68,7.82",
        ",51.68,7.82",
        "Keine Zahl,abc,7.82",
        "Meter,5700000,7.82",
        "Pol,91,7.82",
        "Gut,51.68,7.82",
        "Kurz,51.68",
        f"{'x' * 121},51.68,7.82",
        "",
    ]
    report = import_streets(default_site(), "\n".join(lines).encode())
    assert report.new == 1
    assert [line for line, _reason in report.refused] == [3, 4, 5, 6, 7, 8, 9]
    assert all(reason for _line, reason in report.refused)


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2", b"\x00\x01\x02", b"street,latitude\nA,1"])
def test_what_is_no_list_of_streets_is_refused_whole(content):
    StreetFactory()
    with pytest.raises(ValidationError):
        import_streets(default_site(), content)
    assert Street.objects.count() == 1


# --- real cities ------------------------------------------------------------


def real(name: str) -> bytes:
    if not DATA.is_dir():
        pytest.skip(f"{DATA} is missing, so {name} cannot be tried")
    return (DATA / name).read_bytes()


@pytest.mark.parametrize(
    ("name", "number", "level"),
    [
        ("berlin_bezirke.geojson", 12, 1),
        ("koeln_stadtbezirke.geojson", 9, 1),
        ("koeln_stadtteile.geojson", 86, 2),
    ],
)
def test_the_districts_of_a_real_city_come_in_and_agree_with_shapely(name, number, level):
    content = real(name)
    take_over(content, level=level)
    assert District.objects.count() == number
    figures = {
        feature["properties"]["name"]: shape(feature["geometry"])
        for feature in json.loads(content)["features"]
    }
    bounds = [figure.bounds for figure in figures.values()]
    west, south = (min(box[i] for box in bounds) for i in (0, 1))
    east, north = (max(box[i] for box in bounds) for i in (2, 3))
    dice = random.Random(1)
    for _turn in range(1000):
        longitude, latitude = dice.uniform(west, east), dice.uniform(south, north)
        point = Point(longitude, latitude)
        expected = {district for district, figure in figures.items() if figure.intersects(point)}
        found = District.objects.containing(default_site(), latitude, longitude)
        assert {district.name for district in found} == expected


def test_a_report_at_the_alexanderplatz_goes_to_mitte():
    take_over(real("berlin_bezirke.geojson"))
    central_inbox()
    for district in District.objects.all():
        RoutingRuleFactory(district=district, department__name=f"Ordnungsamt {district.name}")
    report = make_report(category=CategoryFactory(), latitude=52.5219, longitude=13.4132)
    assert report.department.name == "Ordnungsamt Mitte"
    assert report.district.name == "Mitte"


def test_the_streets_of_cologne_come_in():
    content = real("koeln_streets.csv")
    report = import_streets(default_site(), content)
    assert (report.new, report.refused) == (5516, [])
    assert import_streets(default_site(), content).unchanged == 5516
