"""Everything on the ground that is drawn: water, railways, green, built-up land, in local metres."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import NamedTuple

from shapely import LineString, MultiPoint, Polygon, box, unary_union, voronoi_polygons
from shapely.affinity import rotate
from shapely.geometry.base import BaseGeometry

from . import plan
from .districts import town
from .geometry import blob, spline, wobble


class Land(NamedTuple):
    """One drawn thing: what it is, its shape, its label if it has one."""

    kind: str
    shape: BaseGeometry
    label: str = ""


@lru_cache(maxsize=1)
def river() -> LineString:
    """The river's centre line."""
    return LineString(spline(plan.RIVER, 40))


@lru_cache(maxsize=1)
def brook() -> LineString:
    """The brook's centre line."""
    return LineString(spline(plan.BROOK, 40))


@lru_cache(maxsize=1)
def canal() -> LineString:
    """The canal's centre line."""
    return LineString(spline(plan.CANAL, 80))


@lru_cache(maxsize=1)
def railways() -> list[LineString]:
    """Main line and branch line."""
    return [LineString(spline(plan.RAILWAY, 80)), LineString(spline(plan.BRANCH_LINE, 80))]


@lru_cache(maxsize=1)
def water() -> BaseGeometry:
    """All water surfaces; the river grows a little on its way."""
    widths = [24 + 10 * i / 3 for i in range(4)]
    coords = list(river().coords)
    quarter = len(coords) // 4 + 1
    pieces = [
        LineString(coords[i * quarter : (i + 1) * quarter + 1]).buffer(width)
        for i, width in enumerate(widths)
        if len(coords[i * quarter : (i + 1) * quarter + 1]) > 1
    ]
    return unary_union(
        [
            *pieces,
            brook().buffer(4),
            canal().buffer(23, cap_style="flat"),
            Polygon(plan.HARBOUR),
            *lakes(),
        ]
    )


@lru_cache(maxsize=1)
def lakes() -> list[Polygon]:
    """Standing waters."""
    return [blob(*lake, seed=f"lake{i}", unrest=0.09) for i, lake in enumerate(plan.LAKES)]


@lru_cache(maxsize=1)
def forests() -> list[Polygon]:
    """Woods, with a restless edge."""
    return [
        blob(*wood, seed=f"wood{i}", count=70, unrest=0.14) for i, wood in enumerate(plan.FORESTS)
    ]


@lru_cache(maxsize=1)
def parks() -> list[Land]:
    """Parks, the cemetery and the sports grounds, by name."""
    return [
        Land(
            _park_kind(name),
            blob(centre, radii, turn, f"park{name}", unrest=0.07).difference(water().buffer(14)),
            name,
        )
        for name, centre, radii, turn in plan.PARKS
    ]


def _park_kind(name: str) -> str:
    """The drawing style of a green space, read from its name."""
    if "friedhof" in name:
        return "cemetery"
    return "sports" if "Sport" in name else "park"


@lru_cache(maxsize=1)
def industry() -> list[BaseGeometry]:
    """Works and depots."""
    blocked = water().buffer(16)
    return [
        blob(*site, seed=f"works{i}", count=9, unrest=0.05).difference(blocked)
        for i, site in enumerate(plan.INDUSTRY)
    ]


@lru_cache(maxsize=1)
def old_town() -> Polygon:
    """The old town inside the former ramparts."""
    return blob((0, -110), (560, 440), -8, "old town", count=60, unrest=0.05).difference(
        water().buffer(30)
    )


@lru_cache(maxsize=1)
def market() -> Polygon:
    """The market square."""
    return blob((0, -110), (70, 56), -8, "market", count=12, unrest=0.06)


@lru_cache(maxsize=1)
def halls() -> list[Polygon]:
    """Large buildings on the works."""
    random, found = Random("halls"), []
    for site in industry():
        west, south, east, north = site.bounds
        turn = random.uniform(-25, 25)
        for _ in range(26):
            x, y = random.uniform(west, east), random.uniform(south, north)
            w, h = random.uniform(18, 48), random.uniform(12, 28)
            hall = rotate(box(x - w, y - h, x + w, y + h), turn)
            if site.buffer(-8).contains(hall) and all(hall.distance(other) > 12 for other in found):
                found.append(hall)
    return found


@lru_cache(maxsize=1)
def paths() -> list[LineString]:
    """Walks through the parks and along the river."""
    random, found = Random("paths"), []
    for park in parks():
        middle = park.shape.centroid
        for turn in (random.uniform(0, 60), random.uniform(80, 140)):
            line = LineString(
                spline(
                    wobble(
                        (middle.x - 600, middle.y),
                        (middle.x + 600, middle.y),
                        f"{park.label}{turn}",
                        3,
                    )
                )
            )
            found.append(rotate(line, turn, origin=middle).intersection(park.shape.buffer(-4)))
        found.append(LineString(park.shape.buffer(-22).simplify(4).exterior.coords))
    found += [river().offset_curve(side).simplify(2) for side in (62, -62)]
    return [
        part
        for line in found
        for part in getattr(line, "geoms", [line])
        if part.geom_type == "LineString"
    ]


@lru_cache(maxsize=1)
def quarters() -> dict[str, BaseGeometry]:
    """Outlines of the built-up neighbourhoods, without water, tracks, green and their earlier neighbours."""
    tracks = unary_union([line.buffer(26) for line in railways()])
    open_land = [tracks, water().buffer(24), *(wood.buffer(12) for wood in forests()), *industry()]
    blocked = unary_union([*open_land, *(park.shape for park in parks()), old_town().buffer(70)])
    found = {}
    for quarter in plan.QUARTERS:
        outline = blob(quarter.centre, quarter.radii, quarter.turn, quarter.name, unrest=0.11)
        found[quarter.name] = outline.difference(blocked)
        blocked = blocked.union(outline.buffer(12))
    return found


@lru_cache(maxsize=1)
def fields() -> list[Land]:
    """A patchwork of fields and meadows under everything else."""
    random = Random("fields")
    seeds = MultiPoint(
        [(random.uniform(-7600, 7600), random.uniform(-6100, 6100)) for _ in range(900)]
    )
    area = town()
    cells = (cell.intersection(area) for cell in voronoi_polygons(seeds).geoms)
    return [
        Land(random.choice(("field_a", "field_b", "meadow", "land")), cell)
        for cell in cells
        if not cell.is_empty
    ]


@lru_cache(maxsize=1)
def ground() -> list[Land]:
    """All areas in drawing order."""
    inside = town()
    areas = [
        *fields(),
        *(Land("forest", wood.intersection(inside)) for wood in forests()),
        *(Land("built", shape) for shape in quarters().values()),
        Land("rampart", old_town().buffer(42).difference(old_town())),
        Land("built", old_town()),
        Land("plaza", market()),
        *(Land("industry", shape) for shape in industry()),
        *parks(),
        Land("water", water().intersection(inside.buffer(1500))),
    ]
    return [area for area in areas if not area.shape.is_empty]
