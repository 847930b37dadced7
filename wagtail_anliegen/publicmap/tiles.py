"""What the map asks for: groups of reports, or single ones from close by, as columns."""

from collections import defaultdict
from typing import Any

from django.db.models import Count, F, QuerySet, Sum

from wagtail_anliegen.geo.cells import ZOOM, tile_range
from wagtail_anliegen.reports.states import LOOKS

from .category_tree import CategoryTree


POINTS_FROM = 17
MAX_POINTS = 1000
MAX_ZOOM = 22
_SHOWN = (
    "reference",
    "public_latitude",
    "public_longitude",
    "status",
    "category_id",
    "public_address",
)
#: A tile of zoom z is grouped by the grid of zoom z + 3: 8 × 8 cells.
FINER = 3


def tile(reports: QuerySet, z: int, x: int, y: int, *, tree: CategoryTree) -> dict[str, Any]:
    """The columns of one XYZ tile. Raises ``ValueError`` for a tile that does not exist."""
    if z > MAX_ZOOM:
        raise ValueError(f"no tile at zoom {z}")
    start, end = tile_range(z, x, y)
    within = reports.filter(public_cell__gte=start, public_cell__lt=end)
    if z >= POINTS_FROM:
        rows = list(within.order_by("public_cell", "pk").values_list(*_SHOWN)[: MAX_POINTS + 1])
        if len(rows) <= MAX_POINTS:
            return _points(rows, tree)
    return _groups(within, z)


def _points(rows: list[tuple], tree: CategoryTree) -> dict[str, Any]:
    """What repeats stands once in ``statuses``, ``tones`` and ``categories``; rows point there."""
    statuses, categories = _Index(), _Index()
    return {
        "kind": "points",
        "reference": [row[0] for row in rows],
        "lat": [round(row[1], 6) for row in rows],
        "lng": [round(row[2], 6) for row in rows],
        "status": [statuses.number(row[3]) for row in rows],
        "category": [categories.number(row[4]) for row in rows],
        "place": [row[5] for row in rows],
        "statuses": list(statuses),
        "tones": [LOOKS[code].tone for code in statuses],
        "categories": [tree.name(pk) for pk in categories],
    }


class _Index(dict):
    def number(self, key) -> int:
        return self.setdefault(key, len(self))


def _groups(within: QuerySet, z: int) -> dict[str, Any]:
    shift = 2 * max(0, ZOOM - z - FINER)
    rows = (
        within.order_by()
        .values(group=F("public_cell").bitrightshift(shift), state=F("status"))
        .annotate(n=Count("pk"), lat=Sum("public_latitude"), lng=Sum("public_longitude"))
    )
    cells: dict[int, dict[str, Any]] = defaultdict(
        lambda: {"n": 0, "lat": 0.0, "lng": 0.0, "tones": defaultdict(int)}
    )
    for row in rows:
        cell = cells[row["group"]]
        for name in ("n", "lat", "lng"):
            cell[name] += row[name]
        cell["tones"][LOOKS[row["state"]].tone] += row["n"]
    return _group_columns([cells[key] for key in sorted(cells)])


def _group_columns(cells: list[dict[str, Any]]) -> dict[str, Any]:
    tones = sorted({tone for cell in cells for tone in cell["tones"]})
    return {
        "kind": "groups",
        "n": [cell["n"] for cell in cells],
        "lat": [round(cell["lat"] / cell["n"], 5) for cell in cells],
        "lng": [round(cell["lng"] / cell["n"], 5) for cell in cells],
        "tones": {tone: [cell["tones"].get(tone, 0) for cell in cells] for tone in tones},
    }
