"""Labels of the map: placed once per zoom level for the whole town, so that tiles agree."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageDraw
from shapely import LineString, MultiPoint, STRtree, points
from shapely.geometry.base import BaseGeometry

from . import TOWN_NAME, map_style, plan, shapes
from .districts import districts
from .geometry import Point
from .houses import houses
from .lettering import draw_text, text_width
from .map_layers import BASE_ZOOM, pixel_of, to_pixels
from .streets import streets


DRAWN_AT = 2  # text is drawn at twice its size and scaled down with the tile


class Label(NamedTuple):
    """A text at a place in pixels of its zoom level; angle in degrees, counter-clockwise."""

    text: str
    at: Point
    angle: float
    size: float
    ink: str
    bold: bool = False
    spacing: int = 0


@lru_cache(maxsize=16)
def labels(zoom: int) -> tuple[list[Label], STRtree]:
    """All labels of a zoom level without overlaps, the important ones first."""
    kept: list[Label] = []
    taken: dict[tuple[int, int], list[tuple[float, float, float]]] = defaultdict(list)
    for label in _wanted(zoom):
        discs = list(_discs(label))
        if not any(_hits(disc, taken) for disc in discs):
            for x, y, radius in discs:
                taken[int(x // 32), int(y // 32)].append((x, y, radius))
            kept.append(label)
    return kept, STRtree(points([label.at for label in kept]) if kept else [])


def _discs(label: Label) -> Iterator[tuple[float, float, float]]:
    """A label as a row of discs, for the overlap test."""
    width, radius = text_width(label.text, label.size, label.spacing / DRAWN_AT), label.size * 0.75
    count = max(1, round(width / radius))
    for i in range(count + 1):
        along = -width / 2 + width * i / count
        turn = math.radians(label.angle)
        yield (label.at[0] + along * math.cos(turn), label.at[1] - along * math.sin(turn), radius)


def _hits(disc: tuple[float, float, float], taken: dict) -> bool:
    """Does the disc touch one that is already taken?"""
    column, row = int(disc[0] // 32), int(disc[1] // 32)
    near = (
        other
        for i in (-1, 0, 1)
        for j in (-1, 0, 1)
        for other in taken.get((column + i, row + j), ())
    )
    return any(math.dist(disc[:2], other[:2]) < disc[2] + other[2] for other in near)


def _wanted(zoom: int) -> Iterator[Label]:
    """Candidates in order of importance."""
    scale = 2.0 ** (zoom - BASE_ZOOM)
    if zoom <= 11:
        yield _spot(TOWN_NAME, (0, -100), scale, 13 if zoom == 10 else 16, "town", bold=True)
    if 11 <= zoom <= 14:
        yield from _district_labels(zoom, scale)
    if zoom >= 13:
        yield from _quarter_labels(zoom, scale)
        yield from _nature_labels(zoom, scale)
    if zoom >= 14:
        yield from _road_labels(zoom, scale)


def _spot(text: str, at: Point, scale: float, size: float, ink: str, **style) -> Label:
    """A level label at a place given in local metres."""
    x, y = pixel_of(at)
    return Label(text, (x * scale, y * scale), 0.0, size, map_style.INK[ink], **style)


def _district_labels(zoom: int, scale: float) -> Iterator[Label]:
    """District names, wide set, in the middle of their area."""
    size = {11: 10, 12: 12, 13: 14, 14: 16}[zoom]
    for name, shape in districts().items():
        middle = shape.representative_point() if zoom < 13 else shape.centroid
        yield _spot(
            name, (middle.x, middle.y), scale, size, "district", bold=True, spacing=zoom - 9
        )


def _quarter_labels(zoom: int, scale: float) -> Iterator[Label]:
    """Names of the neighbourhoods that are not called like their district."""
    if zoom > 15:
        return
    yield _spot("Altstadt", (0, -60), scale, zoom - 2.5, "quarter")
    known = districts()
    for quarter in plan.QUARTERS:
        if quarter.name not in known:
            yield _spot(quarter.name, quarter.centre, scale, zoom - 2.5, "quarter")


def _nature_labels(zoom: int, scale: float) -> Iterator[Label]:
    """Names of water, woods and parks."""
    size = min(13, zoom - 3)
    for line, name in ((shapes.river(), plan.RIVER_NAME), (shapes.canal(), plan.CANAL_NAME)):
        yield from _along(name, to_pixels(line), scale, size, "water", every=900)
    if zoom >= 14:
        centre = plan.LAKES[0][0]
        yield _spot(plan.LAKE_NAME, centre, scale, size, "water")
        for name, x, y in plan.FOREST_LABELS:
            yield _spot(name, (x, y), scale, size, "green")
        for park in shapes.parks():
            middle = park.shape.representative_point()
            yield _spot(park.label, (middle.x, middle.y), scale, size - 0.5, "green")


def _road_labels(zoom: int, scale: float) -> Iterator[Label]:
    """Street names: main roads from zoom 14 on, all streets from 16 on."""
    wanted = {14: ("main",), 15: ("main", "country")}.get(
        zoom, ("main", "country", "local", "lane")
    )
    size = {14: 9.5, 15: 10.5, 16: 10.5, 17: 11.5, 18: 13}[zoom]
    for kind in ("main", "country", "lane", "local"):
        for street in streets():
            if street.kind == kind and kind in wanted:
                ink = "main" if kind == "main" else "street"
                yield from _along(street.name, to_pixels(street.line), scale, size, ink, every=520)


def house_numbers(zoom: int, frame: BaseGeometry) -> list[Label]:
    """House numbers inside a box of base-zoom pixels, on their houses."""
    scale = 2.0 ** (zoom - BASE_ZOOM)
    found = sorted(_house_tree().query(frame).tolist())
    return [_spot(str(houses()[i].number), houses()[i].middle, scale, 8.5, "number") for i in found]


@lru_cache(maxsize=1)
def _house_tree() -> STRtree:
    """The middles of all houses."""
    return STRtree(list(to_pixels(MultiPoint([house.middle for house in houses()])).geoms))


def _along(
    text: str, line: BaseGeometry, scale: float, size: float, ink: str, every: float
) -> Iterator[Label]:
    """The text along a line, repeated, only where the line is straight enough."""
    width = text_width(text, size)
    length = line.length * scale
    if length < width * 1.08:
        return
    for i in range(max(1, round(length / every))):
        count = max(1, round(length / every))
        for shift in (0.5, 0.38, 0.62, 0.26, 0.74):
            place = _straight(line, (i + shift) / count * length, width, scale)
            if place:
                yield Label(text, place[0], place[1], size, map_style.INK[ink])
                break


def _straight(
    line: LineString, middle: float, width: float, scale: float
) -> tuple[Point, float] | None:
    """Place and angle of a text on a line, None where the line bends too much."""
    first, last = (middle - width / 2) / scale, (middle + width / 2) / scale
    if first < 0 or last > line.length:
        return None
    a, b, c = line.interpolate(first), line.interpolate((first + last) / 2), line.interpolate(last)
    chord = math.dist((a.x, a.y), (b.x, b.y)) + math.dist((b.x, b.y), (c.x, c.y))
    direct = math.dist((a.x, a.y), (c.x, c.y))
    bend = math.dist((b.x, b.y), ((a.x + c.x) / 2, (a.y + c.y) / 2)) * scale
    if bend > 3.2 or direct < 0.97 * chord:
        return None
    angle = math.degrees(math.atan2(a.y - c.y, c.x - a.x))
    angle = angle - 180 if angle > 90 else angle + 180 if angle <= -90 else angle
    return (((a.x + c.x) / 2 + b.x) / 2 * scale, ((a.y + c.y) / 2 + b.y) / 2 * scale), angle


@lru_cache(maxsize=1500)
def sprite(
    text: str, angle: float, size: float, ink: str, bold: bool, spacing: int, factor: int
) -> Image.Image:
    """A label as a small transparent picture with a light halo."""
    halo, gap = 1.5 * factor, spacing * factor / DRAWN_AT
    width = round(text_width(text, size * factor, gap) + 2 * halo + 4)
    picture = Image.new(
        "RGBA", (width, round(size * factor * 1.5 + 2 * halo)), map_style.HALO + "00"
    )
    pen = ImageDraw.Draw(picture)
    start = (halo + 2, picture.height / 2 + size * factor * 0.34)
    for outline, colour in ((halo, map_style.HALO), (0.2 * factor if bold else 0, ink)):
        draw_text(pen, start, text, size * factor, colour, outline, gap)
    return picture.rotate(angle, Image.Resampling.BICUBIC, expand=True) if angle else picture
