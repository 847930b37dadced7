"""Houses along the streets: footprints for the map and house numbers for addresses."""

from __future__ import annotations

import math
from collections import defaultdict
from functools import lru_cache
from random import Random
from typing import NamedTuple

from shapely import LineString, Polygon, STRtree, linearrings, points, polygons
from shapely.geometry.base import BaseGeometry

from . import shapes
from .districts import town
from .geometry import Point
from .streets import Street, streets


PLOT = {"lane": 13.0, "local": 21.0, "main": 27.0, "country": 95.0}
SETBACK = {"lane": 10.0, "local": 15.5, "main": 19.0, "country": 24.0}


class House(NamedTuple):
    """A house: its street and number, its middle, the point on the street before it, its corners."""

    street: str
    number: int
    middle: Point
    front: Point
    corners: list[Point]


@lru_cache(maxsize=1)
def houses() -> list[House]:
    """All houses that neither stand on a road, in water or woods, nor in each other's way."""
    found = _without_collisions([house for street in streets() for house in _along(street)])
    tree = STRtree(points([house.middle for house in found]))
    on_road = tree.query([s.line for s in streets()], predicate="dwithin", distance=8.4)[1]
    inside = set(tree.query(town(), predicate="contains").tolist())
    refused = {
        i for shape in _forbidden() for i in tree.query(shape, predicate="intersects").tolist()
    }
    allowed = inside - refused - set(on_road.tolist())
    return [house for i, house in enumerate(found) if i in allowed]


def _forbidden() -> list[BaseGeometry]:
    """Where no house may stand."""
    tracks = [line.buffer(24) for line in shapes.railways()]
    green = [*shapes.forests(), *(park.shape for park in shapes.parks())]
    rampart = shapes.old_town().exterior.buffer(26)
    return [shapes.water().buffer(20), rampart, shapes.market().buffer(-4), *green, *tracks, *shapes.industry()]  # fmt: skip


def outlines() -> list[Polygon]:
    """The footprints of all houses, built in one go."""
    corners = [corner for house in houses() for corner in house.corners]
    owners = [i for i, house in enumerate(houses()) for _ in house.corners]
    return polygons(linearrings(corners, indices=owners)).tolist()


@lru_cache(maxsize=1)
def houses_by_street() -> dict[str, list[House]]:
    """Houses keyed by the name of their street."""
    result: dict[str, list[House]] = defaultdict(list)
    for house in houses():
        result[house.street].append(house)
    return dict(result)


def _along(street: Street) -> list[House]:
    """Plots on both sides: odd numbers on the left, even on the right."""
    random = Random(f"houses {street.name}")
    plot, length, found = PLOT[street.kind], street.line.length, []
    for side, first in ((1, 1), (-1, 2)):
        at, number, walk = plot * 0.6, first, _Walk(street.line)
        while at < length - plot * 0.4:
            if random.random() < 0.93:
                found.append(_house(street, number, walk.to(at), side, random))
            at += plot * random.uniform(0.9, 1.2)
            number += 2
    return found


class _Walk:
    """A walk along a line: position and direction at growing distances."""

    def __init__(self, line: LineString) -> None:
        coords = list(line.coords)
        self.legs = list(zip(coords, coords[1:], strict=False))
        self.leg, self.passed = 0, 0.0

    def to(self, distance: float) -> tuple[Point, float]:
        """The point at a distance from the start and the direction there."""
        while (
            self.leg < len(self.legs) - 1
            and self.passed + math.dist(*self.legs[self.leg]) < distance
        ):
            self.passed += math.dist(*self.legs[self.leg])
            self.leg += 1
        start, end = self.legs[self.leg]
        angle = math.atan2(end[1] - start[1], end[0] - start[0])
        rest = distance - self.passed
        return (start[0] + rest * math.cos(angle), start[1] + rest * math.sin(angle)), angle


def _house(
    street: Street, number: int, spot: tuple[Point, float], side: int, random: Random
) -> House:
    """One house, its front parallel to the street."""
    (x0, y0), angle = spot
    width = min(PLOT[street.kind], 34) * random.uniform(0.24, 0.4)
    depth = random.uniform(4.4, 6.6)
    away = SETBACK[street.kind] + random.uniform(-1.5, 2.5)
    cos, sin = math.cos(angle), math.sin(angle)
    middle = (x0 - sin * away * side, y0 + cos * away * side)
    shape = _footprint(random, width, depth, side)
    corners = [(middle[0] + x * cos - y * sin, middle[1] + x * sin + y * cos) for x, y in shape]
    return House(street.name, number, middle, (x0, y0), corners)


def _footprint(random: Random, width: float, depth: float, side: int) -> list[Point]:
    """A box, sometimes with an extension at the back."""
    box = [(-width, -depth), (width, -depth), (width, depth), (-width, depth)]
    if random.random() > 0.35:
        return box
    back, edge = depth * side, width * random.uniform(-0.3, 0.4)
    wing = back + 4.0 * side
    return [
        (-width, -back),
        (width, -back),
        (width, back),
        (edge, back),
        (edge, wing),
        (-width, wing),
    ]


def _without_collisions(found: list[House]) -> list[House]:
    """The first house of every crowded spot."""
    taken: dict[tuple[int, int], list[Point]] = defaultdict(list)
    kept = []
    for house in found:
        x, y = house.middle
        cell = (int(x // 16), int(y // 16))
        around = (
            point
            for i in (-1, 0, 1)
            for j in (-1, 0, 1)
            for point in taken[cell[0] + i, cell[1] + j]
        )
        if all(math.dist(point, house.middle) > 13.5 for point in around):
            taken[cell].append(house.middle)
            kept.append(house)
    return kept
