"""Tiles hold every public report once, and nothing else."""

import json
import random

import pytest
from django.urls import reverse
from wagtail.models import Page, Site

from tests.factories import CategoryFactory, make_public_report, make_report
from wagtail_anliegen.geo.cells import grid_position
from wagtail_anliegen.publicmap import tiles
from wagtail_anliegen.reports.models import Report


pytestmark = pytest.mark.django_db

HERE = {"latitude": 51.68, "longitude": 7.82}


def tile_of(latitude, longitude, z):
    column, row = grid_position(latitude, longitude)
    return z, column >> (26 - z), row >> (26 - z)


def get_tile(client, z, x, y, **query):
    return client.get(reverse("wagtail_anliegen:tile", args=[z, x, y]), query)


def scatter(count, seed):
    """Public reports at random places of the town, cheaply: copies of one."""
    rng = random.Random(seed)
    pattern = make_public_report(**HERE)
    copies = []
    for number in range(count - 1):
        copy = Report.objects.get(pk=pattern.pk)
        copy.pk, copy.id = None, None
        copy.reference, copy.submission_key = f"copy-{seed}-{number}", f"{seed}-{number}"
        copy.link_hash, copy.uuid = f"hash-{seed}-{number}", None
        copy.uuid = type(pattern.uuid)(int=rng.getrandbits(128))
        copy.latitude, copy.longitude = rng.uniform(51.6, 51.75), rng.uniform(7.7, 7.95)
        copy.settle_place()
        copy.status = rng.choice(["received", "in_progress", "resolved"])
        copies.append(copy)
    Report.objects.bulk_create(copies)


def tiles_around(z):
    _z, west, north = tile_of(51.76, 7.69, z)
    _z, east, south = tile_of(51.59, 7.96, z)
    return [(z, x, y) for x in range(west, east + 1) for y in range(north, south + 1)]


def total(data):
    return sum(data["n"]) if data["kind"] == "groups" else len(data["reference"])


@pytest.mark.parametrize("z", [8, 11, 13, 15])
def test_the_groups_of_all_tiles_sum_up_to_the_public_reports(client, z):
    scatter(200, seed=z)
    answers = [get_tile(client, *address).json() for address in tiles_around(z)]
    assert sum(total(data) for data in answers) == 200
    for data in answers:
        mixed = [sum(column) for column in zip(*data["tones"].values(), strict=True)]
        assert mixed == data["n"]


def test_points_of_neighbouring_tiles_hold_each_report_exactly_once(client):
    scatter(60, seed=1)
    places = Report.objects.values_list("latitude", "longitude")
    wanted = {tile_of(*place, 17) for place in places}
    found = [ref for t in wanted for ref in get_tile(client, *t).json()["reference"]]
    assert sorted(found) == sorted(Report.objects.values_list("reference", flat=True))


def test_a_group_stands_at_the_mean_position_of_its_reports(client):
    make_public_report(latitude=51.68, longitude=7.82)
    make_public_report(latitude=51.6802, longitude=7.8202)
    data = get_tile(client, *tile_of(51.68, 7.82, 10)).json()
    assert (data["n"], data["lat"], data["lng"]) == ([2], [51.6801], [7.8201])


def test_from_close_by_a_report_is_a_point_with_its_words(client):
    category = CategoryFactory(name="Schlagloch")
    report = make_public_report(category=category, address="Lindenweg 1", **HERE)
    data = get_tile(client, *tile_of(**HERE, z=17)).json()
    assert data["kind"] == "points"
    assert data["reference"] == [report.reference]
    assert data["place"] == ["Lindenweg 1"]
    assert data["categories"] == ["Schlagloch"]
    assert data["statuses"] == ["received"]


def test_too_many_points_are_grouped(client, monkeypatch):
    monkeypatch.setattr(tiles, "MAX_POINTS", 2)
    for _number in range(3):
        make_public_report(**HERE)
    data = get_tile(client, *tile_of(**HERE, z=18)).json()
    assert (data["kind"], data["n"]) == ("groups", [3])


@pytest.mark.parametrize("z", [12, 18])
def test_what_is_not_public_is_in_no_tile(client, z):
    hidden_category = CategoryFactory(is_public=False)
    confidential = CategoryFactory(is_confidential=True)
    make_report(**HERE)
    make_public_report(category=hidden_category, **HERE)
    make_public_report(category=confidential, **HERE)
    rejected = make_public_report(**HERE)
    Report.objects.filter(pk=rejected.pk).update(status="rejected")
    assert total(get_tile(client, *tile_of(**HERE, z=z)).json()) == 0


@pytest.mark.parametrize("z", [12, 18])
def test_another_sites_reports_are_in_no_tile(client, z):
    other = Site.objects.create(
        hostname="other.example", root_page=Page.objects.get(depth=1), site_name="Other"
    )
    make_public_report(site=other, **HERE)
    address = reverse("wagtail_anliegen:tile", args=tile_of(**HERE, z=z))
    assert total(client.get(address).json()) == 0
    assert total(client.get(address, headers={"host": "other.example"}).json()) == 1


def test_a_tile_never_holds_the_citizens_words(client):
    make_public_report(description="GEHEIM", location_note="GEHEIM", **HERE)
    assert "GEHEIM" not in get_tile(client, *tile_of(**HERE, z=18)).content.decode()


def test_the_filters_of_the_page_narrow_the_tile(client):
    lamp, hole = CategoryFactory(code="lamp"), CategoryFactory(code="hole")
    below = CategoryFactory(code="small-hole", parent=hole)
    for category in (lamp, hole, below):
        make_public_report(category=category, **HERE)
    address = tile_of(**HERE, z=12)
    assert total(get_tile(client, *address, category="hole").json()) == 2
    assert total(get_tile(client, *address, category="hole", status="closed").json()) == 0


def test_a_filter_that_does_not_exist_is_refused(client):
    assert get_tile(client, 12, 0, 0, category="'; --").status_code == 400


@pytest.mark.parametrize("address", [(0, 1, 0), (5, 0, 32), (23, 0, 0), (10**30, 0, 0)])
def test_a_tile_that_does_not_exist_is_not_found(client, address):
    assert get_tile(client, *address).status_code == 404


def test_an_unchanged_tile_is_not_sent_again(client):
    make_public_report(**HERE)
    address = tile_of(**HERE, z=12)
    first = get_tile(client, *address)
    path = reverse("wagtail_anliegen:tile", args=address)
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_public_report(**HERE)
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_tile_may_be_cached_for_seconds_and_sets_no_cookie(client):
    response = get_tile(client, 0, 0, 0)
    assert response["Cache-Control"] == "public, max-age=10"
    assert "Set-Cookie" not in response.headers
    assert not response.cookies


def test_a_full_cluster_tile_stays_small(client):
    scatter(500, seed=5)
    content = get_tile(client, *tile_of(51.68, 7.82, 10)).content
    assert len(content) < 5 * 1024
    assert json.loads(content)["kind"] == "groups"


def test_a_tile_asks_the_database_a_constant_number_of_questions(
    client, django_assert_max_num_queries
):
    scatter(50, seed=6)
    with django_assert_max_num_queries(5):
        get_tile(client, *tile_of(51.68, 7.82, 12))
