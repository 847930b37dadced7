"""Small geometric tools: local metres, WGS84, smooth curves and organic outlines."""

from __future__ import annotations

import math
from random import Random

from shapely import Polygon
from shapely.affinity import rotate

from . import CENTRE


Point = tuple[float, float]

METRES_PER_DEGREE_LAT = 111_250.0
METRES_PER_DEGREE_LON = 111_320.0 * math.cos(math.radians(CENTRE[0]))


def to_lonlat(point: Point) -> Point:
    """Local metres (east, north of the centre) to longitude and latitude, six decimals."""
    return (
        round(CENTRE[1] + point[0] / METRES_PER_DEGREE_LON, 6),
        round(CENTRE[0] + point[1] / METRES_PER_DEGREE_LAT, 6),
    )


def to_metres(lonlat: Point) -> Point:
    """Longitude and latitude to local metres."""
    return (
        (lonlat[0] - CENTRE[1]) * METRES_PER_DEGREE_LON,
        (lonlat[1] - CENTRE[0]) * METRES_PER_DEGREE_LAT,
    )


def spline(controls: list[Point], step: float = 60.0) -> list[Point]:
    """A Catmull-Rom curve through all control points, sampled about every `step` metres."""
    padded = [_mirror(controls[1], controls[0]), *controls, _mirror(controls[-2], controls[-1])]
    points: list[Point] = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        count = max(2, round(math.dist(b, c) / step))
        points += [_catmull(a, b, c, d, i / count) for i in range(count)]
    return [*points, controls[-1]]


def _mirror(point: Point, centre: Point) -> Point:
    """The point on the other side of `centre`."""
    return (2 * centre[0] - point[0], 2 * centre[1] - point[1])


def _catmull(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    """One point of a Catmull-Rom segment between b and c."""
    return tuple(
        0.5
        * (
            2 * b[k]
            + (c[k] - a[k]) * t
            + (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k]) * t**2
            + (3 * b[k] - a[k] - 3 * c[k] + d[k]) * t**3
        )
        for k in (0, 1)
    )


def wobble(
    start: Point, end: Point, seed: str, levels: int = 5, roughness: float = 0.11
) -> list[Point]:
    """A natural-looking line between two points, by midpoint displacement."""
    random = Random(seed)
    line = [start, end]
    for _ in range(levels):
        refined = [line[0]]
        for a, b in zip(line, line[1:], strict=False):
            shift = random.uniform(-roughness, roughness)
            refined.append(
                (
                    (a[0] + b[0]) / 2 - (b[1] - a[1]) * shift,
                    (a[1] + b[1]) / 2 + (b[0] - a[0]) * shift,
                )
            )
            refined.append(b)
        line = refined
    return line


def blob(
    centre: Point, radii: Point, turn: float, seed: str, count: int = 40, unrest: float = 0.10
) -> Polygon:
    """An organic closed shape: an ellipse with a few random harmonics."""
    random = Random(seed)
    waves = [
        (k, random.uniform(-unrest, unrest) / math.sqrt(k - 1), random.uniform(0, math.tau))
        for k in (2, 3, 4, 5)
    ]
    points = []
    for i in range(count):
        angle = math.tau * i / count
        factor = 1 + sum(size * math.sin(k * angle + phase) for k, size, phase in waves)
        points.append(
            (
                centre[0] + radii[0] * factor * math.cos(angle),
                centre[1] + radii[1] * factor * math.sin(angle),
            )
        )
    return rotate(Polygon(points), turn, origin=centre)


def nearest_index(line: list[Point], x: float) -> int:
    """Index of the vertex of an east-west line that lies nearest to the given easting."""
    return min(range(len(line)), key=lambda i: abs(line[i][0] - x))


def thin(line: list[Point], every: int) -> list[Point]:
    """Every n-th vertex, both ends kept."""
    return [*line[:-1:every], line[-1]]
