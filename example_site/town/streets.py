"""The street network: main roads by plan, local streets grown inside each neighbourhood."""

from __future__ import annotations

import math
from functools import lru_cache
from random import Random
from typing import NamedTuple

from shapely import LineString, Polygon, unary_union
from shapely.affinity import rotate
from shapely.geometry.base import BaseGeometry

from . import plan, shapes
from .districts import town
from .geometry import Point, spline, to_lonlat
from .street_names import names_for


class Street(NamedTuple):
    """A named street; kind is main, country, local or lane."""

    name: str
    kind: str
    line: LineString


@lru_cache(maxsize=1)
def streets() -> list[Street]:
    """All streets of the town, each name once."""
    found = [*_planned(plan.MAIN_ROADS, "main"), Street("Wallring", "main", _wall_ring())]
    found += _planned(plan.COUNTRY_ROADS, "country")
    found += [Street("Marktplatz", "lane", LineString(shapes.market().exterior.coords))]
    found += _named(_old_town_lines(), "old_town", "lane")
    near = unary_union([street.line.simplify(8).buffer(42, quad_segs=3) for street in found])
    for quarter in plan.QUARTERS:
        lines = _quarter_lines(quarter, shapes.quarters()[quarter.name], near)
        found += _named(lines, quarter.theme, "local")
    return found


@lru_cache(maxsize=1)
def street_by_name() -> dict[str, Street]:
    """Streets keyed by their name."""
    return {street.name: street for street in streets()}


def middle(street: Street) -> Point:
    """A representative point of a street, as longitude and latitude."""
    point = street.line.interpolate(0.5, normalized=True)
    return to_lonlat((point.x, point.y))


def _planned(roads: list, kind: str) -> list[Street]:
    """Hand-drawn roads, cut at the town's border."""
    inside = town().difference(shapes.old_town().buffer(50))
    return [
        Street(name, kind, _longest(LineString(spline(controls, 45)).intersection(inside)))
        for name, controls in roads
    ]


def _wall_ring() -> LineString:
    """The ring road that replaced the old ramparts."""
    return LineString(shapes.old_town().buffer(52).simplify(6).exterior.coords)


def _named(lines: list[LineString], theme: str, kind: str) -> list[Street]:
    """Lines with names of a theme, the longest first."""
    ordered = sorted(lines, key=lambda line: -line.length)
    return [Street(name, kind, line) for name, line in zip(names_for(theme), ordered, strict=False)]


def _longest(shape: BaseGeometry) -> LineString:
    """The longest line of a cut line."""
    parts = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "LineString"]
    return max(parts, key=lambda part: part.length, default=LineString())


def _old_town_lines() -> list[LineString]:
    """A medieval plan: crooked lanes from the market to the gates and rings between them."""
    random = Random("old town lanes")
    inside = shapes.old_town().buffer(52).difference(shapes.market())
    spokes = [_crooked(math.tau * i / 9 + random.uniform(-0.14, 0.14), random) for i in range(9)]
    lines = [
        LineString(spline([spoke(radius) for radius in range(30, 640, 60)], 25)) for spoke in spokes
    ]
    for k, radius in enumerate((150, 235, 325, 410)):
        for first, last in zip(spokes, [*spokes[1:], spokes[0]], strict=True):
            if random.random() < 0.8 - 0.12 * (k == 0):
                lines.append(
                    _link(
                        first(radius + random.uniform(-25, 25)),
                        last(radius + random.uniform(-25, 25)),
                        random,
                    )
                )
    cut = [_longest(line.intersection(inside)) for line in lines]
    return [line for line in cut if line.length > 55]


def _crooked(angle: float, random: Random):
    """A lane outwards from the market that swings a little from side to side."""
    swing, pace, phase = random.uniform(8, 18), random.uniform(70, 120), random.uniform(0, math.tau)

    def at(radius: float) -> Point:
        sideways = swing * math.sin(radius / pace + phase)
        x = radius * math.cos(angle) - sideways * math.sin(angle)
        y = radius * math.sin(angle) + sideways * math.cos(angle)
        return (x * 1.18, -110 + y * 0.95)

    return at


def _link(start: Point, end: Point, random: Random) -> LineString:
    """A lane between two others, bulging outwards like the walls did."""
    bulge = random.uniform(1.02, 1.1)
    bends = []
    for k in (1, 2):
        x, y = start[0] + (end[0] - start[0]) * k / 3, start[1] + (end[1] - start[1]) * k / 3
        bends.append(
            (x * bulge + random.uniform(-7, 7), (y + 110) * bulge - 110 + random.uniform(-7, 7))
        )
    return LineString(spline([start, *bends, end], 20))


def _quarter_lines(
    quarter: plan.Quarter, outline: BaseGeometry, near: BaseGeometry
) -> list[LineString]:
    """Long streets along a neighbourhood and cross streets between them, gently bent."""
    random = Random(f"streets of {quarter.name}")
    reach_x, reach_y = quarter.radii[0] * 1.2, quarter.radii[1] * 1.2
    warp = _warp(random)
    rows = _offsets(random, reach_y, quarter.spacing * 1.08)
    raw = [[(x, y) for x in _steps(-reach_x, reach_x)] for y in rows]
    for k, (low, high) in enumerate(zip(rows, rows[1:], strict=False)):
        span = rows[k + 2] if k + 2 < len(rows) and random.random() < 0.35 else high
        for x in _offsets(random, reach_x, quarter.spacing * 2.2):
            raw.append([(x, y) for y in _steps(low, span)])
    turn = quarter.turn + random.uniform(-14, 14)
    lines = [_placed(points, warp, quarter.centre, turn) for points in raw]
    near = near.intersection(outline)
    return [
        line
        for line in (_longest(line.intersection(outline)) for line in lines)
        if _worth_keeping(line, near)
    ]


def _warp(random: Random):
    """A smooth bending of the plane, a few dozen metres strong."""
    waves = [
        (random.uniform(20, 55), random.uniform(300, 620), random.uniform(0, math.tau))
        for _ in range(4)
    ]

    def bend(point: Point) -> Point:
        (a, la, pa), (b, lb, pb), (c, lc, pc), (d, ld, pd) = waves
        dx = a * math.sin(point[1] / la * 2 + pa) + b * math.sin((point[0] + point[1]) / lb + pb)
        dy = c * math.sin(point[0] / lc * 2 + pc) + d * math.sin((point[0] - point[1]) / ld + pd)
        return (point[0] + dx, point[1] + dy)

    return bend


def _offsets(random: Random, reach: float, spacing: float) -> list[float]:
    """Irregular positions from -reach to reach."""
    positions, at = [], -reach + random.uniform(0, spacing)
    while at < reach:
        positions.append(at)
        at += spacing * random.uniform(0.72, 1.3)
    return positions


def _steps(first: float, last: float) -> list[float]:
    """Positions about every 25 metres, both ends exact."""
    count = max(2, round(abs(last - first) / 25))
    return [first + (last - first) * i / count for i in range(count + 1)]


def _placed(points: list[Point], warp, centre: Point, turn: float) -> LineString:
    """A grid line bent, turned and moved to its neighbourhood."""
    moved = [(x + centre[0], y + centre[1]) for x, y in map(warp, points)]
    return rotate(LineString(moved), turn, origin=centre)


def _worth_keeping(line: LineString, near: Polygon) -> bool:
    """Long enough and not merely a shadow of a main road."""
    return line.length > 70 and line.intersection(near).length < max(105, 0.4 * line.length)
