"""The demo town: its shapes fit, its map draws, its reports are complete."""

import csv
import io
import json
from datetime import date, datetime, timedelta

import pytest


shapely = pytest.importorskip("shapely")

from PIL import Image  # noqa: E402
from shapely import LineString, Point  # noqa: E402
from shapely.geometry import shape  # noqa: E402

from example_site.town import catalogue, districts, draw, houses, photos, streets, tiles  # noqa: E402
from example_site.town.geometry import to_metres  # noqa: E402
from example_site.town.reports import PHOTO_SEEDS, generate_reports  # noqa: E402


TODAY = date(2026, 11, 21)
STATUSES = {
    "received", "in_review", "waiting_for_reporter", "in_progress", "forwarded", "planned",
    "resolved", "not_feasible", "duplicate", "rejected",
}  # fmt: skip


@pytest.fixture(scope="module")
def reports():
    """A year of reports."""
    return generate_reports(TODAY)


@pytest.fixture(scope="module")
def areas():
    """District name to polygon, as committed."""
    collection = json.loads(draw.DISTRICTS_FILE.read_text(encoding="utf-8"))
    return {f["properties"]["name"]: shape(f["geometry"]) for f in collection["features"]}


class TestDistricts:
    def test_the_committed_files_are_what_the_generator_draws(self, tmp_path):
        assert draw.DISTRICTS_FILE.read_text(encoding="utf-8") == draw.districts_text()
        draw.write_streets(tmp_path / "streets.csv")
        drawn = (tmp_path / "streets.csv").read_text(encoding="utf-8")
        assert draw.STREETS_FILE.read_text(encoding="utf-8") == drawn

    def test_they_tile_the_town_without_gap_or_overlap(self, areas):
        whole = shapely.unary_union(list(areas.values()))
        assert whole.geom_type == "Polygon"
        assert not whole.interiors
        assert sum(area.area for area in areas.values()) == pytest.approx(whole.area, rel=1e-9)

    def test_they_are_organic_and_the_file_is_small(self, areas):
        assert len(areas) == 7
        assert all(60 <= len(area.exterior.coords) <= 150 for area in areas.values())
        assert draw.DISTRICTS_FILE.stat().st_size < 60_000


class TestStreets:
    def test_each_point_of_the_register_lies_on_its_street(self):
        with draw.STREETS_FILE.open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) >= 250
        lines = streets.street_by_name()
        for row in rows:
            point = Point(to_metres((float(row["longitude"]), float(row["latitude"]))))
            assert lines[row["street"]].line.distance(point) < 1

    def test_no_name_occurs_twice(self):
        names = [street.name for street in streets.streets()]
        assert len(names) == len(set(names))

    def test_house_numbers_are_unique_in_their_street(self):
        found = [(house.street, house.number) for house in houses.houses()]
        assert len(found) == len(set(found)) > 5000


class TestTiles:
    @pytest.mark.parametrize(
        ("z", "x", "y"),
        [(10, 534, 339), (13, 4273, 2717), (16, 34191, 21741), (18, 136766, 86967), (12, 0, 0)],
    )
    def test_a_tile_is_a_picture_and_always_the_same(self, z, x, y):
        first = tiles.render_tile(z, x, y)
        assert Image.open(io.BytesIO(first)).size == (256, 256)
        assert first == tiles.render_tile(z, x, y)

    def test_a_tile_for_sharp_screens(self):
        picture = Image.open(io.BytesIO(tiles.render_tile(13, 4273, 2717, scale=2)))
        assert picture.size == (512, 512)

    def test_other_zooms_are_refused(self):
        with pytest.raises(ValueError, match="zoom"):
            tiles.render_tile(tiles.TILE_MAX_ZOOM + 1, 0, 0)

    def test_the_middle_of_the_town_shows_more_than_empty_land(self):
        colours = Image.open(io.BytesIO(tiles.render_tile(14, 8547, 5435))).getcolors(1 << 16)
        assert len(colours) > 200


class TestCatalogue:
    def test_fourteen_top_categories(self):
        assert len(catalogue.TOP_CATEGORIES) == 14
        codes = [category.code for category in catalogue.CATEGORIES]
        assert len(codes) == len(set(codes))

    def test_parents_questions_and_rules_name_what_exists(self, areas):
        known = set(catalogue.category_by_code())
        departments = {department.code for department in catalogue.DEPARTMENTS}
        assert {category.parent for category in catalogue.SUBCATEGORIES} <= known
        assert {question.category for question in catalogue.QUESTIONS} <= known
        for rule in catalogue.ROUTING_RULES:
            assert rule.category is None or rule.category in known
            assert rule.district is None or rule.district in areas
            assert rule.department in departments
        assert {user.department for user in catalogue.STAFF} <= departments
        assert {department.parent for department in catalogue.DEPARTMENTS} <= departments | {""}

    def test_a_stopping_answer_is_one_of_the_choices(self):
        for question in catalogue.QUESTIONS:
            if question.stop_answer:
                assert question.stop_answer in {choice[0] for choice in question.choices}
                assert question.stop_text

    def test_some_categories_go_elsewhere_in_another_district(self):
        for code in ("schlagloch", "geh-und-radwege", "baum-ast"):
            assert len({catalogue.department_for(code, name) for name in districts.districts()}) > 1

    def test_hazards_name_both_emergency_numbers(self):
        for category in catalogue.CATEGORIES:
            if category.hazard:
                assert "110" in category.hazard
                assert "112" in category.hazard


class TestReports:
    def test_they_are_always_the_same(self, reports):
        assert generate_reports(TODAY) == reports
        assert generate_reports(TODAY, seed=7) != reports

    def test_every_status_occurs_and_most_are_resolved(self, reports):
        assert {report["status"] for report in reports} == STATUSES
        resolved = sum(report["status"] == "resolved" for report in reports)
        assert 0.55 < resolved / len(reports) < 0.75

    def test_each_lies_in_exactly_one_district_on_its_street(self, reports, areas):
        lines = {name: street.line for name, street in streets.street_by_name().items()}
        for report in reports:
            point = Point(report["lon"], report["lat"])
            assert [n for n, area in areas.items() if area.contains(point)] == [report["district"]]
            where = Point(to_metres((report["lon"], report["lat"])))
            line: LineString = lines[report["street"]]
            assert line.distance(where) < 15

    def test_categories_answers_and_photos_resolve(self, reports):
        categories = catalogue.category_by_code()
        for report in reports:
            assert report["category"] in categories
            asked = {q.code: q for q in catalogue.questions_for(report["category"])}
            for code, answer in report["answers"].items():
                allowed = {choice[0] for choice in asked[code].choices}
                given = answer if isinstance(answer, list) else [answer]
                assert not allowed or set(given) <= allowed
                assert not asked[code].stop_answer or answer != asked[code].stop_answer
            for subject, seed in report["photos"]:
                assert subject in photos.SUBJECTS
                assert 0 <= seed < PHOTO_SEEDS

    def test_required_questions_are_answered(self, reports):
        for report in reports:
            for question in catalogue.questions_for(report["category"]):
                assert not question.required or report["answers"].get(question.code), (
                    report["category"],
                    report["text"],
                )

    def test_histories_fit_the_status_and_the_calendar(self, reports):
        end = datetime(2026, 11, 22, tzinfo=reports[0]["created"].tzinfo)
        for report in reports:
            steps = report["history"]
            assert steps[0] == {"status": "received", "days_after": 0.0, "text": ""}
            assert steps[-1]["status"] == report["status"]
            days = [step["days_after"] for step in steps]
            assert days == sorted(days)
            for entry in (*steps, *report["notes"]):
                assert report["created"] + timedelta(days=entry["days_after"]) <= end
            assert report["forwarded"] == any(step["status"] == "forwarded" for step in steps)

    def test_nothing_personal_is_public_and_complaints_never_are(self, reports):
        for report in reports:
            assert "0123 4567" not in report["public_text"]
            if catalogue.top_code(report["category"]) == "beschwerde":
                assert not report["live"]
                assert report["reporter"]["name"]
            assert "{" not in report["text"] + report["public_text"]
        assert sum(report["text"] != report["public_text"] for report in reports) >= 8

    def test_duplicates_point_to_an_earlier_report_nearby(self, reports):
        found = [report for report in reports if report["status"] == "duplicate"]
        assert len(found) >= 5
        for report in found:
            first = reports[report["duplicate_of"]]
            assert first["created"] < report["created"]
            assert first["street"] == report["street"]
            assert first["category"] == report["category"]

    def test_new_ones_wait_and_this_mornings_are_not_in_the_future(self):
        now = datetime.fromisoformat("2026-11-21T04:00:00+01:00")
        found = generate_reports(TODAY, now=now)
        assert all(report["created"] <= now for report in found)
        waiting = [r for r in found if not r["live"] and r["status"] == "received"]
        assert len(waiting) >= 12


class TestPhotos:
    @pytest.mark.parametrize("subject", sorted(photos.SUBJECTS))
    def test_each_subject_is_drawn(self, subject):
        picture = photos.draw_photo(subject, 1, (320, 240))
        assert picture.size == (320, 240)
        assert len(picture.getcolors(1 << 17)) > 500

    def test_a_photo_is_always_the_same(self):
        first = photos.draw_photo("pothole", 3, (320, 240))
        assert first.tobytes() == photos.draw_photo("pothole", 3, (320, 240)).tobytes()
        assert first.tobytes() != photos.draw_photo("pothole", 4, (320, 240)).tobytes()
