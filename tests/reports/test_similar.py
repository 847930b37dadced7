"""Suggestions of what may be the same: near, alike, of late, and only what the reader may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, Site

from tests.factories import CategoryFactory, DepartmentFactory, days_ago, make_report, member_of
from wagtail_anliegen.reports.likeness import fingerprint, likeness
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.similar import SHOWN, _neighbours, matter_of, similar_reports
from wagtail_anliegen.reports.states import Status


pytestmark = pytest.mark.django_db

WORDS = "Die Laterne vor dem Haus ist seit Tagen dunkel"


@pytest.fixture
def lamps():
    return CategoryFactory(name="Laterne", parent=CategoryFactory(name="Straße"))


@pytest.fixture
def make(lamps):
    def lamp(north=0.0, days=0.0, **values):
        """So many metres to the north, received so many days ago."""
        values.setdefault("category", lamps)
        values.setdefault("latitude", 51.65 + north / 111_320)
        values.setdefault("longitude", 7.85)
        return make_report(**{"description": WORDS, "received_at": days_ago(days), **values})

    return lamp


def found(report, among=None) -> list[Report]:
    among = Report.objects.exclude(pk=report.pk) if among is None else among
    return [each.report for each in similar_reports(matter_of(report), among=among)]


def test_the_nearest_and_most_alike_comes_first_with_its_reason(make):
    far = make(north=100, days=20, description="Der Mast steht schief")
    near = make(north=35, days=2)
    report = make()
    suggestions = similar_reports(matter_of(report), among=Report.objects.exclude(pk=report.pk))
    assert [each.report for each in suggestions][:1] == [near]
    assert suggestions[0].metres == 35
    for words in ("35", "2"):
        assert words in suggestions[0].reason
    assert far not in found(report) or found(report)[-1] == far


def test_a_related_category_counts_less_and_a_foreign_one_not_at_all(make, lamps):
    sibling = make(north=10, category=CategoryFactory(parent=lamps.parent))
    make(north=10, category=CategoryFactory())
    assert found(make()) == [sibling]


def test_what_is_far_old_long_closed_rejected_or_merged_is_not_suggested(make):
    make(north=400)
    make(days=300)
    rejected, old, merged, lately = make(), make(), make(), make()
    now = timezone.now()
    Report.objects.filter(pk=rejected.pk).update(status=Status.REJECTED, closed_at=now)
    Report.objects.filter(pk=old.pk).update(status=Status.RESOLVED, closed_at=days_ago(60))
    Report.objects.filter(pk=merged.pk).update(
        status=Status.DUPLICATE, closed_at=now, leading_report=lately
    )
    Report.objects.filter(pk=lately.pk).update(status=Status.RESOLVED, closed_at=now)
    assert found(make()) == [lately]


def test_only_what_the_reader_may_see_of_the_same_site(make, lamps):
    department = DepartmentFactory()
    mine, other = make(), make()
    Report.objects.filter(pk=mine.pk).update(department=department)
    elsewhere = Site.objects.create(hostname="b.test", root_page=Page.objects.get(depth=1))
    foreign = make(site=elsewhere, category=CategoryFactory(site=elsewhere))
    Report.objects.filter(pk=foreign.pk).update(category=lamps)
    report = make()
    visible = Report.objects.visible_to(member_of(department)).exclude(pk=report.pk)
    assert found(report, visible) == [mine]
    assert set(found(report)) == {mine, other}


def test_without_a_position_the_address_decides(make):
    nowhere = {"latitude": None, "longitude": None}
    same = make(**nowhere, address="Lindenweg 1")
    make(**nowhere, address="Am Rand 5")
    assert found(make(**nowhere, address="lindenweg 1")) == [same]
    assert found(make(**nowhere)) == []


def test_a_few_are_shown_with_a_constant_number_of_queries(make):
    def cost(report) -> int:
        with CaptureQueriesContext(connection) as captured:
            found(report)
        return len(captured)

    make()
    report = make()
    before = cost(report)
    for number in range(SHOWN + 3):
        make(north=number)
    assert cost(report) == before
    assert len(found(report)) == SHOWN


def test_the_neighbours_are_found_along_the_index(make, is_postgres):
    if is_postgres:
        pytest.skip("small tables are read as a whole there")
    report = make()
    plan = _neighbours(matter_of(report), radius=150, days=180)[:200].explain()
    assert "anliegen_near (category_id=? AND cell>? AND cell<?)" in plan, plan


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Die Straßenlaterne ist kaputt", "Laterne vor Nr. 12 kaputt"),
        ("Müll neben dem Glascontainer", "NEBEN DEN GLASCONTAINERN LIEGT MUELL"),
        ("Schlagloch!", "Ein riesiges Schlagloch mitten auf der Fahrbahn"),
    ],
)
def test_german_words_are_alike_in_other_spellings(one, other):
    assert likeness(fingerprint(one), fingerprint(other)) > 0.25


def test_texts_that_share_only_small_words_are_not_alike():
    one, other = "Hier ist der Gehweg kaputt", "Hier ist die Ampel dunkel, bitte"
    assert likeness(fingerprint(one), fingerprint(other)) < 0.1
    assert likeness(fingerprint(""), fingerprint(other)) == 0


def test_long_texts_cost_no_more():
    assert fingerprint("Laterne " * 100_000) == fingerprint("Laterne")
