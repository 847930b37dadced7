"""The seven districts: shared edges between named nodes, so that neighbours meet exactly."""

from __future__ import annotations

import math
from functools import lru_cache
from random import Random

from shapely import LineString, Polygon, unary_union
from shapely import Point as ShapelyPoint

from . import plan
from .geometry import Point, nearest_index, spline, to_lonlat, to_metres, wobble


_RIVER = spline(plan.RIVER, 130)
_RAIL = spline(plan.RAILWAY, 130)


def _snap(line: list[Point]) -> list[Point]:
    """The points as they will be after rounding to six decimal degrees."""
    return [to_metres(to_lonlat(point)) for point in line]


def _between(line: list[Point], x_from: float, x_to: float) -> list[Point]:
    """The part of a line between two eastings, in that direction."""
    first, last = nearest_index(line, x_from), nearest_index(line, x_to)
    return line[first : last + 1] if first < last else line[last : first + 1][::-1]


def _on_outline(angle: float) -> Point:
    """The point of the ideal outline in a direction given in degrees."""
    turn = math.radians(angle)
    a, b = plan.OUTLINE_RADII
    radius = a * b / math.hypot(b * math.cos(turn), a * math.sin(turn))
    return (radius * math.cos(turn), radius * math.sin(turn))


def _outer_arc(start: Point, end: Point, seed: str) -> list[Point]:
    """A clockwise piece of the town's border with bays and noses."""
    random = Random(seed)
    first = math.atan2(start[1], start[0])
    sweep = (first - math.atan2(end[1], end[0])) % math.tau
    waves = [
        (k, random.uniform(90, 330) / math.sqrt(k), random.choice((-1, 1)))
        for k in (2, 3, 5, 7, 11)
    ]
    points = [start]
    for i in range(1, 44):
        t = i / 44
        angle = first - sweep * t
        ideal = math.hypot(*_on_outline(math.degrees(angle)))
        ends = math.hypot(*start) - math.hypot(*_on_outline(math.degrees(first)))
        bump = sum(
            size * sign * math.sin(math.pi * k * t) for k, size, sign in waves
        ) + random.uniform(-35, 35)
        radius = ideal + ends * (1 - t) ** 3 + bump
        points.append((radius * math.cos(angle), radius * math.sin(angle)))
    return [*points, end]


@lru_cache(maxsize=1)
def _edges() -> dict[str, list[Point]]:
    """Every border line once, keyed by its name; rings are put together from these."""
    inner = [_RIVER[nearest_index(_RIVER, x)] for x in plan.INNER_RIVER_X]
    south = [_RAIL[nearest_index(_RAIL, x)] for x in plan.INNER_SOUTH_X]
    west, east = (_RIVER[nearest_index(_RIVER, x)] for x in plan.RIVER_EXIT_X)
    nw, ne, se, sw = (_on_outline(angle) for angle in plan.OUTER_ANGLES.values())
    x_iw, x_inw, x_ine, x_ie = plan.INNER_RIVER_X
    edges = {
        "inner_w": _between(_RIVER, x_iw, x_inw),
        "inner_n": _between(_RIVER, x_inw, x_ine),
        "inner_e": _between(_RIVER, x_ine, x_ie),
        "inner_se": wobble(inner[3], south[0], "inner-se", 4),
        "inner_s": _between(_RAIL, *plan.INNER_SOUTH_X),
        "inner_sw": wobble(south[1], inner[0], "inner-sw", 4),
        "spoke_w": _between(_RIVER, x_iw, plan.RIVER_EXIT_X[0]),
        "spoke_e": _between(_RIVER, x_ie, plan.RIVER_EXIT_X[1]),
        "spoke_nw": wobble(inner[1], nw, "spoke-nw"),
        "spoke_ne": wobble(inner[2], ne, "spoke-ne"),
        "spoke_se": wobble(south[0], se, "spoke-se"),
        "spoke_sw": wobble(south[1], sw, "spoke-sw"),
        "outer_nw": _outer_arc(west, nw, "outer-nw"),
        "outer_n": _outer_arc(nw, ne, "outer-n3"),
        "outer_ne": _outer_arc(ne, east, "outer-ne"),
        "outer_se": _outer_arc(east, se, "outer-se"),
        "outer_s": _outer_arc(se, sw, "outer-s"),
        "outer_sw": _outer_arc(sw, west, "outer-sw"),
    }
    return {name: _snap(line) for name, line in edges.items()}


_RINGS = {  # a minus sign walks the edge backwards
    "Mitte": "inner_w inner_n inner_e inner_se inner_s inner_sw",
    "Mühlenbruch": "spoke_w outer_nw -spoke_nw -inner_w",
    "Kalmhorst": "spoke_nw outer_n -spoke_ne -inner_n",
    "Osterlohe": "spoke_ne outer_ne -spoke_e -inner_e",
    "Braamfelde": "spoke_e outer_se -spoke_se -inner_se",
    "Sünderbeck": "spoke_se outer_s -spoke_sw -inner_s",
    "Westerhagen": "spoke_sw outer_sw -spoke_w -inner_sw",
}


@lru_cache(maxsize=1)
def districts() -> dict[str, Polygon]:
    """District name to polygon, in local metres."""
    edges = _edges()
    result = {}
    for name, parts in _RINGS.items():
        ring: list[Point] = []
        for part in parts.split():
            line = edges[part.lstrip("-")]
            ring += (line[::-1] if part.startswith("-") else line)[:-1]
        result[name] = Polygon(ring)
    return result


@lru_cache(maxsize=1)
def town() -> Polygon:
    """The whole municipal area, in local metres."""
    return unary_union(list(districts().values()))


def border_lines() -> list[tuple[str, LineString]]:
    """Every border once: `outer` for the town's own, `inner` between two districts."""
    return [
        ("outer" if name.startswith("outer") else "inner", LineString(line))
        for name, line in _edges().items()
    ]


def district_of(point: Point) -> str | None:
    """Name of the one district around a point in local metres."""
    where = ShapelyPoint(point)
    return next((name for name, shape in districts().items() if shape.contains(where)), None)


def district_collection() -> dict:
    """The districts as a GeoJSON FeatureCollection in WGS84."""
    shapes = districts()
    return {
        "type": "FeatureCollection",
        "name": "lerchenfurt_stadtbezirke",
        "features": [
            {
                "type": "Feature",
                "id": key,
                "properties": {"key": key, "name": name, "level": "Stadtbezirk"},
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [
                        [to_lonlat(point) for point in shapes[name].exterior.coords][::-1]
                    ],
                },
            }
            for key, name in plan.DISTRICTS
        ],
    }


__all__ = ["border_lines", "district_collection", "district_of", "districts", "town"]
