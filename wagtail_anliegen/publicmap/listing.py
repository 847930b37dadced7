"""One page of the public list: keyset pages, a capped count and a constant number of queries."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet

from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.reports.models import Report

from .category_tree import CategoryTree


PAGE_SIZE = 20
COUNT_CAP = 1000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CURSOR = re.compile(r"(\d{1,16})-(\d{1,18})")
_SHOWN = (
    "site",
    "reference",
    "category_id",
    "public_text",
    "public_address",
    "district__name",
    "status",
    "created_at",
)


@dataclass(frozen=True)
class Listing:
    """``newer`` and ``older`` are cursors for the neighbouring pages, or empty."""

    reports: list[Report]
    newer: str
    older: str
    count: int
    is_capped: bool


def list_reports(
    reports: QuerySet, *, tree: CategoryTree, before: str = "", after: str = ""
) -> Listing:
    """The page behind one of the two cursors, or the first; an unknown cursor is ignored."""
    count = reports.order_by()[: COUNT_CAP + 1].count()
    rows, newer, older = _page(reports, _position(before), _position(after))
    for report in rows:
        report.category_name = tree.name(report.category_id)
    return Listing(
        reports=rows,
        newer=_cursor(rows[0]) if newer else "",
        older=_cursor(rows[-1]) if older else "",
        count=min(count, COUNT_CAP),
        is_capped=count > COUNT_CAP,
    )


def _page(reports, before, after) -> tuple[list[Report], bool, bool]:
    cards = reports.select_related("district").only(*_SHOWN).prefetch_related(released_photos())
    if after:
        rows = list(_newer_than(cards, *after).order_by("created_at", "pk")[: PAGE_SIZE + 1])
        more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE][::-1]
        # Somebody came from the page below, so there is one.
        return rows, more, bool(rows)
    if before:
        cards = _older_than(cards, *before)
    rows = list(cards.order_by("-created_at", "-pk")[: PAGE_SIZE + 1])
    more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    return rows, bool(before and rows), more


def _older_than(reports, moment: datetime, pk: int) -> QuerySet:
    # The first condition is implied by the second; it lets databases use the index.
    return reports.filter(Q(created_at__lte=moment), Q(created_at__lt=moment) | Q(pk__lt=pk))


def _newer_than(reports, moment: datetime, pk: int) -> QuerySet:
    return reports.filter(Q(created_at__gte=moment), Q(created_at__gt=moment) | Q(pk__gt=pk))


def released_photos() -> Prefetch:
    released = Photo.objects.filter(released_at__isnull=False).only(
        "uuid", "report_id", "kind", "width", "height"
    )
    return Prefetch("photos", released, to_attr="released_photos")


def _cursor(report: Report) -> str:
    return f"{(report.created_at - _EPOCH) // timedelta(microseconds=1)}-{report.pk}"


def _position(cursor: str) -> tuple[datetime, int] | None:
    match = _CURSOR.fullmatch(cursor)
    if not match:
        return None
    try:
        return _EPOCH + timedelta(microseconds=int(match[1])), int(match[2])
    except OverflowError:
        return None
