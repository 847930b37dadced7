"""The list of public reports: what stands in it, narrowing it, turning its pages."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from tests.factories import (
    CategoryFactory,
    DistrictFactory,
    days_ago,
    default_site,
    make_public_report,
    make_report,
    square,
)
from wagtail_anliegen.contrib.pages.models import ReportMapPage
from wagtail_anliegen.publicmap import listing
from wagtail_anliegen.reports.models import Report


pytestmark = pytest.mark.django_db


@pytest.fixture
def map_page():
    page = ReportMapPage(title="Meldungen", slug="meldungen")
    default_site().root_page.add_child(instance=page)
    return page


@pytest.fixture
def read(client, map_page):
    """The page's HTML for the choices given."""

    def get(**query):
        response = client.get(map_page.get_url(), query)
        assert response.status_code == 200
        return response.content.decode()

    return get


def references(html):
    return re.findall(r'card__title"><a href="[^"]*/reports/([^/]+)/', html)


def test_a_card_shows_category_place_date_status_and_the_released_text(read):
    category = CategoryFactory(name="Schlagloch")
    report = make_public_report(
        category=category, address="Lindenweg 1", received_at=days_ago(3), description="Tief"
    )
    html = read()
    day = timezone.localtime(report.created_at).strftime("%Y-%m-%d")
    for words in ("Schlagloch", "Lindenweg 1", "Tief", day):
        assert words in html
    assert "anliegen-tone--red" in html
    assert "●" in html


def test_the_citizens_own_words_never_reach_the_list(read):
    report = make_public_report(description="Ruft 0123 456 an", location_note="bei Meier")
    Report.objects.filter(pk=report.pk).update(public_text="Bitte anrufen.")
    html = read()
    assert "Bitte anrufen." in html
    assert "0123 456" not in html
    assert "Meier" not in html


def test_what_is_not_public_is_not_in_the_list(read):
    make_report(description="CANARY")
    make_public_report(category=CategoryFactory(is_public=False), description="CANARY")
    make_public_report(category=CategoryFactory(is_confidential=True), description="CANARY")
    rejected = make_public_report(description="CANARY")
    Report.objects.filter(pk=rejected.pk).update(status="rejected")
    html = read()
    assert "CANARY" not in html
    assert references(html) == []


def test_each_site_lists_its_own_reports_only(client, map_page):
    root = Page.objects.get(depth=1)
    other_root = root.add_child(instance=Page(title="Other", slug="other"))
    other = Site.objects.create(hostname="other.example", root_page=other_root)
    other_page = other_root.add_child(instance=ReportMapPage(title="Other map", slug="m"))
    mine, theirs = make_public_report(address="HERE"), make_public_report(site=other)
    assert references(client.get(map_page.get_url()).content.decode()) == [mine.reference]
    theirs_html = client.get(
        other_page.url_path.replace("/other", "", 1), headers={"host": "other.example"}
    )
    assert references(theirs_html.content.decode()) == [theirs.reference]
    assert "HERE" not in theirs_html.content.decode()


def test_a_main_category_includes_the_ones_below_it(read):
    streets = CategoryFactory(code="streets", name="Straßen")
    hole, lamp = CategoryFactory(code="hole", parent=streets), CategoryFactory(code="lamp")
    wanted = {make_public_report(category=c).reference for c in (streets, hole)}
    make_public_report(category=lamp)
    assert set(references(read(category="streets"))) == wanted
    assert len(references(read(category="hole"))) == 1


def test_a_district_includes_the_smaller_ones_inside_it(read):
    borough = DistrictFactory(level=1, geometry=square(51.6, 7.8, 0.2))
    DistrictFactory(level=2, geometry=square(51.65, 7.85, 0.05))
    DistrictFactory(level=1, geometry=square(51.9, 7.8, 0.1))
    inside = make_public_report(latitude=51.66, longitude=7.86)
    outside = make_public_report(latitude=51.95, longitude=7.85)
    assert inside.district != borough
    assert references(read(district=borough.pk)) == [inside.reference]
    assert outside.reference in references(read())


def test_open_and_closed_are_choices_and_so_is_each_step(read):
    fresh, done, planned = make_public_report(), make_public_report(), make_public_report()
    Report.objects.filter(pk=done.pk).update(status="resolved")
    Report.objects.filter(pk=planned.pk).update(status="planned")
    assert references(read(status="open")) == [planned.reference, fresh.reference]
    assert references(read(status="closed")) == [done.reference]
    assert references(read(status="planned")) == [planned.reference]


def test_a_period_leaves_older_reports_out(read):
    make_public_report(received_at=days_ago(40))
    recent = make_public_report(received_at=days_ago(20))
    assert references(read(period="month")) == [recent.reference]
    assert len(references(read(period="quarter"))) == 2


def test_a_choice_that_no_longer_exists_is_said_so_and_does_not_count(read):
    report = make_public_report()
    html = read(category="gone", status="open")
    assert references(html) == [report.reference]
    assert "anliegen-error" in html


def test_a_choice_of_an_invalid_kind_breaks_nothing(read):
    make_public_report()
    for value in ("'", "9" * 40, "\x00", "ö", "-1"):
        read(category=value, district=value, status=value, period=value, before=value, after=value)


def test_the_pages_visit_every_report_exactly_once_and_lead_back(client, map_page, monkeypatch):
    monkeypatch.setattr(listing, "PAGE_SIZE", 4)
    moment = timezone.now() - timedelta(days=1)
    category = CategoryFactory()
    for number in range(14):  # several at the very same moment
        make_public_report(category=category, received_at=moment + timedelta(minutes=number // 5))
    seen, address, back = [], map_page.get_url(), None
    while address:
        html = client.get(address).content.decode()
        seen += references(html)
        older = re.search(r'rel="next" href="([^"]*)"', html)
        back = re.search(r'rel="prev" href="([^"]*)"', html)
        address = older and older[1].replace("&amp;", "&")
    expected = Report.objects.order_by("-created_at", "-pk").values_list("reference", flat=True)
    assert seen == list(expected)
    assert references(client.get(back[1]).content.decode()) == seen[8:12]


def test_turning_the_page_keeps_the_choices(client, map_page, monkeypatch):
    monkeypatch.setattr(listing, "PAGE_SIZE", 1)
    category = CategoryFactory(code="lamp")
    for _number in range(3):
        make_public_report(category=category)
    html = client.get(map_page.get_url(), {"category": "lamp", "status": "open"}).content.decode()
    assert "category=lamp&amp;status=open&amp;before=" in html


def test_the_first_page_has_nothing_newer(client, map_page, read, monkeypatch):
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    for _number in range(4):
        make_public_report()
    assert 'rel="prev"' not in read()


def test_counting_stops_at_the_cap(client, map_page, monkeypatch):
    monkeypatch.setattr(listing, "COUNT_CAP", 3)

    def count():
        found = client.get(map_page.get_url()).context["listing"]
        return found.count, found.is_capped

    for _number in range(3):
        make_public_report()
    assert count() == (3, False)
    make_public_report()
    assert count() == (3, True)


def test_no_reports_at_all_and_none_for_this_choice_are_told_apart(read):
    assert 'class="anliegen-empty"' in read()
    CategoryFactory(code="lamp")
    make_public_report()
    html = read(category="lamp")
    assert 'class="anliegen-empty"' in html
    assert "anliegen-button--secondary" in html


def test_names_of_categories_are_in_the_readers_language(client, map_page):
    english = Locale.objects.get_or_create(language_code="en")[0]
    category = CategoryFactory(name="Schlagloch")
    translation = category.copy_for_translation(english)
    translation.name = "Pothole"
    translation.save()
    report = make_public_report(category=category)
    address = f"/en/anliegen/reports/{report.reference}/"
    assert "Pothole" in client.get(address).content.decode()
    assert "Schlagloch" in client.get(address.removeprefix("/en")).content.decode()


def test_what_is_never_public_is_no_choice(read):
    CategoryFactory(name="Korruption", is_confidential=True)
    hidden = CategoryFactory(name="Beschwerde", is_public=False)
    CategoryFactory(name="Unfreundlich", parent=hidden)
    html = read()
    assert "Korruption" not in html
    assert "Beschwerde" not in html
    assert "Unfreundlich" not in html


def test_the_list_asks_a_constant_number_of_questions(client, map_page, monkeypatch):
    monkeypatch.setattr(listing, "PAGE_SIZE", 100)
    DistrictFactory()

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(map_page.get_url())
        return len(captured)

    for _number in range(5):
        make_public_report(latitude=51.65, longitude=7.85)
    queries()  # warms caches that outlive a request
    few = queries()
    for _number in range(55):
        make_public_report(latitude=51.65, longitude=7.85)
    queries()  # on a slow machine they are cold again
    assert queries() == few


def test_reading_sets_no_cookie(client, map_page):
    response = client.get(map_page.get_url())
    assert not response.cookies


def test_without_a_background_map_the_list_is_all(client, map_page, settings):
    make_public_report()
    settings.ANLIEGEN_TILES = None
    html = client.get(map_page.get_url()).content.decode()
    assert "anliegen-report-map" not in html
    assert "leaflet" not in html
    assert len(references(html)) == 1
