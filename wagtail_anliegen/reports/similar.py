"""Which reports may be about the same matter: by place, category, time and words."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.geo.cells import MAX_LATITUDE, ZOOM, grid_position, tile_range
from wagtail_anliegen.geo.positions import EARTH, metres_between
from wagtail_anliegen.trees import keys_below

from .likeness import fingerprint, likeness
from .models import Report
from .states import OPEN, Status


RADIUS = 150  # metres
DAYS = 180  # between the two reports
CLOSED_FOR = 30  # days after which a closed report is no longer suggested
SHOWN = 5
#: How many neighbours are looked at, the newest first: a square full of reports costs no more.
READ = 200
ENOUGH = 0.5
ALIKE, MUCH_ALIKE = 0.25, 0.5
WEIGHTS = {"place": 0.4, "category": 0.2, "time": 0.1, "words": 0.3}

_READ_FIELDS = ("pk", "category_id", "latitude", "longitude", "created_at", "address", "text")


@dataclass(frozen=True)
class Matter:
    """What is compared: a report that exists, or one that somebody is about to send."""

    site_id: int
    category: Category
    latitude: float | None
    longitude: float | None
    address: str
    text: str
    created_at: datetime


@dataclass(frozen=True)
class Suggestion:
    """``score`` is between 0 and 1; ``metres`` is None where one of the two has no position."""

    report: Report
    score: float
    metres: int | None
    days: int
    same_category: bool
    words: float

    @property
    def reason(self) -> str:
        """Why it is suggested, in one line."""
        parts = [self._place(), _("same category") if self.same_category else _("related category")]
        parts.append(
            ngettext("%(days)s day apart", "%(days)s days apart", self.days) % {"days": self.days}
            if self.days
            else _("same day")
        )
        if self.words >= ALIKE:
            much = self.words >= MUCH_ALIKE
            parts.append(_("much the same words") if much else _("similar words"))
        return " · ".join(parts)

    def _place(self) -> str:
        if self.metres is None:
            return _("same address")
        return _("%(metres)s m away") % {"metres": self.metres}


def similar_reports(
    matter: Matter,
    *,
    among: QuerySet,
    text_field: str = "description",
    radius: int = RADIUS,
    days: int = DAYS,
) -> list[Suggestion]:
    """The likeliest of ``among`` (what the reader may see), the best first, a few at most.

    Open ones, and closed ones for some weeks; never one that was merged or rejected.
    ``text_field`` is what the reader may read of them.
    """
    neighbours = list(_neighbours(matter, radius=radius, days=days)[:READ])
    rows = _of_interest(among.filter(pk__in=neighbours, site=matter.site_id))
    names = (*_READ_FIELDS[:-1], text_field)
    own = fingerprint(matter.text)
    rated = [
        rating
        for row in rows.values_list(*names)
        if (rating := _rate(matter, own, dict(zip(_READ_FIELDS, row, strict=True)), radius, days))
    ]
    best = sorted(rated, key=lambda rating: rating["score"], reverse=True)[:SHOWN]
    shown = among.select_related("category", "department").in_bulk([row["pk"] for row in best])
    return [
        Suggestion(shown[rating.pop("pk")], **rating) for rating in best if rating["pk"] in shown
    ]


def matter_of(report: Report) -> Matter:
    """A report as what is compared."""
    return Matter(
        site_id=report.site_id,
        category=report.category,
        latitude=report.latitude,
        longitude=report.longitude,
        address=report.address,
        text=report.description,
        created_at=report.created_at,
    )


def _of_interest(rows: QuerySet) -> QuerySet:
    lately = timezone.now() - timedelta(days=CLOSED_FOR)
    rows = rows.filter(Q(status__in=sorted(OPEN)) | Q(closed_at__gte=lately), leading_report=None)
    return rows.exclude(status__in=[Status.REJECTED, Status.DUPLICATE])


def _neighbours(matter: Matter, *, radius: int, days: int) -> QuerySet:
    """The keys of what is near, of a related category and of that time, the newest first.

    Nothing else is asked here, so that databases read the index ``anliegen_near`` and not one of
    those that begin with the site.
    """
    span = timedelta(days=days)
    related = keys_below(Category, matter.category.lineage[-1].pk)
    rows = Report.objects.filter(
        category__in=sorted(related),
        created_at__range=(matter.created_at - span, matter.created_at + span),
    )
    rows = rows.order_by("-created_at").values_list("pk", flat=True)
    if matter.latitude is not None:
        return rows.filter(_cells(matter.latitude, matter.longitude, radius))
    if matter.address:
        return rows.filter(cell=None, address__iexact=matter.address)
    return rows.none()


def _cells(latitude: float, longitude: float, radius: int) -> Q:
    """The ranges of the at most four tiles, larger than the circle, that it touches."""
    metres = EARTH * math.cos(math.radians(min(abs(latitude), MAX_LATITUDE)))
    zoom = max(0, min(ZOOM, int(math.log2(metres / (2 * radius)))))
    shift = ZOOM - zoom
    reach = math.ceil(radius / metres * (1 << ZOOM))
    column, row = grid_position(latitude, longitude)
    last = (1 << ZOOM) - 1
    columns = {max(0, column - reach) >> shift, min(last, column + reach) >> shift}
    rows = {max(0, row - reach) >> shift, min(last, row + reach) >> shift}
    tiles = sorted(tile_range(zoom, x, y) for x in columns for y in rows)
    within = Q()
    for start, end in tiles:
        within |= Q(cell__gte=start, cell__lt=end)
    # Says nothing new, but one range is what an index can be searched for.
    return within & Q(cell__gte=tiles[0][0], cell__lt=tiles[-1][1])


def _rate(matter: Matter, own: frozenset, row: dict, radius: int, days: int) -> dict | None:
    metres = None
    if matter.latitude is not None:
        there = row["latitude"], row["longitude"]
        metres = metres_between((matter.latitude, matter.longitude), there)
        if metres > radius:
            return None
    same = row["category_id"] == matter.category.pk
    words = likeness(own, fingerprint(row["text"]))
    apart = abs(row["created_at"] - matter.created_at).days
    parts = {
        "place": 1 - (metres or 0) / radius,
        "category": 1 if same else 0.5,
        "time": 1 - min(apart, days) / days,
        "words": min(1, words / MUCH_ALIKE),
    }
    score = sum(WEIGHTS[name] * value for name, value in parts.items())
    if score < ENOUGH:
        return None
    shown = None if metres is None else round(metres)
    return {
        "pk": row["pk"],
        "score": score,
        "metres": shown,
        "days": apart,
        "same_category": same,
        "words": words,
    }
