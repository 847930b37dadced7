"""The map's features in zoom-18 pixels, simplified and indexed for each zoom level."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import shapely
from shapely import STRtree, prepare
from shapely.geometry.base import BaseGeometry

from . import CENTRE, map_style, shapes
from .districts import border_lines, town
from .geometry import METRES_PER_DEGREE_LAT, METRES_PER_DEGREE_LON, Point
from .houses import outlines
from .streets import streets


BASE_ZOOM = 18
WORLD = 256 * 2**BASE_ZOOM
_LATITUDE = math.radians(CENTRE[0])
_CENTRE_X = (CENTRE[1] + 180) / 360 * WORLD
_CENTRE_Y = (1 - math.asinh(math.tan(_LATITUDE)) / math.pi) / 2 * WORLD
PIXELS_PER_METRE = WORLD / 360 / METRES_PER_DEGREE_LON


class Feature(NamedTuple):
    """One thing to draw."""

    kind: str
    shape: BaseGeometry


class Layer:
    """Features in drawing order with a spatial index."""

    def __init__(self, features: list[Feature]) -> None:
        self.features = [feature for feature in features if not feature.shape.is_empty]
        self.tree = STRtree([feature.shape for feature in self.features])

    def within(self, box: BaseGeometry) -> Iterator[Feature]:
        """The features that touch a box, in drawing order."""
        for index in sorted(self.tree.query(box).tolist()):
            yield self.features[index]


def to_pixels(shape: BaseGeometry) -> BaseGeometry:
    """Local metres to Web Mercator pixels at the base zoom (a Taylor series, exact to millimetres)."""

    def warp(coords):
        result = coords.copy()
        angle = coords[:, 1] / METRES_PER_DEGREE_LAT * (math.pi / 180)
        secant, tangent = 1 / math.cos(_LATITUDE), math.tan(_LATITUDE)
        stretched = secant * angle + secant * tangent * angle**2 / 2
        result[:, 0] = _CENTRE_X + coords[:, 0] * PIXELS_PER_METRE
        result[:, 1] = _CENTRE_Y - stretched / (2 * math.pi) * WORLD
        return result

    return shapely.transform(shape, warp)


def pixel_of(point: Point) -> Point:
    """One point in local metres to base-zoom pixels."""
    moved = to_pixels(shapely.Point(point))
    return (moved.x, moved.y)


def pixels_of(points: list[Point]) -> list[Point]:
    """Many points in local metres to base-zoom pixels."""
    return (
        list(to_pixels(shapely.LineString(points)).coords)
        if len(points) > 1
        else [pixel_of(p) for p in points]
    )


@lru_cache(maxsize=1)
def _everything() -> dict[str, list[Feature]]:
    """All features once, unsimplified."""
    return {
        "town": [Feature("land", to_pixels(town()))],
        "ground": [Feature(land.kind, to_pixels(land.shape)) for land in shapes.ground()],
        "paths": [Feature("path", to_pixels(line)) for line in shapes.paths()],
        "roads": [Feature(street.kind, to_pixels(street.line)) for street in streets()],
        "rails": [Feature("rail", to_pixels(line)) for line in shapes.railways()],
        "borders": [Feature(kind, to_pixels(line)) for kind, line in border_lines()],
    }


@lru_cache(maxsize=64)
def layer(name: str, zoom: int) -> Layer:
    """A layer made ready for a zoom level."""
    pixel = 2 ** (BASE_ZOOM - zoom)
    return Layer(
        [
            Feature(f.kind, f.shape.simplify(pixel * 0.3))
            for f in _everything()[name]
            if _visible(f.kind, zoom)
        ]
    )


def _visible(kind: str, zoom: int) -> bool:
    """Small roads are left out of overviews."""
    return kind not in map_style.ROAD_WIDTH or map_style.ROAD_WIDTH[kind][zoom - 10] > 0


@lru_cache(maxsize=1)
def buildings() -> Layer:
    """All house footprints."""
    footprints = to_pixels(shapely.multipolygons([*shapes.halls(), *outlines()])).geoms
    return Layer([Feature("building", footprint) for footprint in footprints])


@lru_cache(maxsize=16)
def dashes(name: str, zoom: int, on: float, off: float) -> Layer:
    """The lines of a layer cut into dashes, given in pixels of the zoom level."""
    pixel = 2 ** (BASE_ZOOM - zoom)
    pieces = []
    for feature in layer(name, zoom).features:
        pieces += [
            Feature(feature.kind, line)
            for line in _cut(list(feature.shape.coords), on * pixel, off * pixel)
        ]
    return Layer(pieces)


def _cut(coords: list[Point], on: float, off: float) -> list[BaseGeometry]:
    """A polyline cut into pieces of length `on` with gaps of length `off`."""
    pieces, current, left, drawing = [], [coords[0]], on, True
    for start, end in zip(coords, coords[1:], strict=False):
        length, done = math.dist(start, end), 0.0
        while length - done > left:
            done += left
            at = (
                start[0] + (end[0] - start[0]) * done / length,
                start[1] + (end[1] - start[1]) * done / length,
            )
            if drawing:
                pieces.append(shapely.LineString([*current, at]))
            current, drawing = [at], not drawing
            left = on if drawing else off
        left -= length - done
        if drawing:
            current.append(end)
    return pieces


@lru_cache(maxsize=1)
def greens() -> list[Feature]:
    """Green areas in metres in which single trees are drawn."""
    wanted = [
        Feature(land.kind, land.shape) for land in shapes.ground() if land.kind in map_style.TREES
    ]
    for feature in wanted:
        prepare(feature.shape)
    return wanted
