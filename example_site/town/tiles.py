"""The town's own map: `render_tile(z, x, y)` draws a 256-pixel PNG, always the same, without network."""

from __future__ import annotations

import io
import math
from functools import lru_cache
from random import Random

import shapely
from PIL import Image, ImageDraw
from shapely import box, clip_by_rect
from shapely.geometry.base import BaseGeometry

from . import map_labels, map_style
from .geometry import to_metres
from .map_layers import (
    BASE_ZOOM,
    PIXELS_PER_METRE,
    Layer,
    buildings,
    dashes,
    greens,
    layer,
    pixels_of,
)


TILE_MIN_ZOOM, TILE_MAX_ZOOM = 10, 18
TILE_SIZE = 256
SUPERSAMPLING = 2


def render_tile(z: int, x: int, y: int, scale: int = 1) -> bytes:
    """A tile as PNG bytes; scale 2 gives 512 pixels for sharp screens."""
    if not TILE_MIN_ZOOM <= z <= TILE_MAX_ZOOM:
        raise ValueError(f"zoom must be {TILE_MIN_ZOOM} to {TILE_MAX_ZOOM}")
    picture = _Tile(z, x, y, scale).draw()
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=6)
    return out.getvalue()


@lru_cache(maxsize=4)
def _paper(size: int) -> Image.Image:
    """The land outside the town: neutral, with faint slanting lines that continue across tiles."""
    paper = Image.new("RGB", (size, size), map_style.OUTSIDE)
    draw = ImageDraw.Draw(paper)
    for start in range(-size, size, 32):
        draw.line([(start, size), (start + size, 0)], map_style.OUTSIDE_LINE, 3)
    return paper


class _Tile:
    """One tile in the making, drawn larger and scaled down."""

    def __init__(self, z: int, x: int, y: int, scale: int) -> None:
        self.z, self.factor = z, SUPERSAMPLING * scale
        self.size = TILE_SIZE * self.factor
        self.final = TILE_SIZE * scale
        self.origin = (x * TILE_SIZE, y * TILE_SIZE)
        self.zoom_scale = 2.0 ** (z - BASE_ZOOM)
        self.image = _paper(self.size).copy()
        self.pen = ImageDraw.Draw(self.image)

    def draw(self) -> Image.Image:
        """All layers from the ground up."""
        frame = self._frame(4)
        town = layer("town", self.z)
        inside = any(True for _ in town.within(frame)) and town.features[0].shape.intersects(frame)
        if inside:
            self._areas(town)
            self._areas(layer("ground", self.z))
            self._details()
        self._rails()
        if inside:
            self._roads()
        self._borders()
        self._labels()
        return self.image.reduce(SUPERSAMPLING)

    def _frame(self, margin: float) -> BaseGeometry:
        """The tile's box in base-zoom pixels, with a margin in tile pixels."""
        left, top = self.origin
        corners = (left - margin, top - margin, left + TILE_SIZE + margin, top + TILE_SIZE + margin)
        return box(*(value / self.zoom_scale for value in corners))

    def _project(self, coords) -> list[tuple[float, float]]:
        """Base-zoom pixels to pixels of the large drawing."""
        k, f, (left, top) = self.zoom_scale * self.factor, self.factor, self.origin
        return [(px * k - left * f, py * k - top * f) for px, py in coords]

    def _cut(self, source: Layer, margin: float):
        """Features of a layer clipped to the tile."""
        frame = self._frame(margin)
        for feature in source.within(frame):
            clipped = clip_by_rect(feature.shape, *frame.bounds)
            for part in getattr(clipped, "geoms", [clipped]):
                if not part.is_empty:
                    yield feature.kind, part

    def _areas(self, source: Layer) -> None:
        """Filled areas; holes show what lies beneath, so water and parks are drawn later."""
        for kind, part in self._cut(source, 4):
            if part.geom_type != "Polygon":
                continue
            ring = self._project(part.exterior.coords)
            if part.interiors:
                self._with_holes(ring, part, map_style.FILL[kind])
            else:
                self.pen.polygon(ring, map_style.FILL[kind])
            if kind in map_style.OUTLINE and not part.interiors and self.z >= 14:
                self.pen.line(ring, map_style.OUTLINE[kind], self.factor // 2 * 2)

    def _with_holes(self, ring: list, part: BaseGeometry, colour: str) -> None:
        """An area with holes, through a mask."""
        mask = Image.new("1", (self.size, self.size))
        pen = ImageDraw.Draw(mask)
        pen.polygon(ring, 1)
        for hole in part.interiors:
            pen.polygon(self._project(hole.coords), 0)
        self.image.paste(colour, mask=mask)

    def _details(self) -> None:
        """Paths, trees and houses, close up."""
        for _, part in self._cut(layer("paths", self.z), 8) if self.z >= 14 else ():
            self._line(
                self._project(part.coords), map_style.PATH, map_style.PATH_WIDTH[self.z - 14]
            )
        if self.z >= 16:
            self._trees()
        if self.z >= 15:
            line = map_style.BUILDING_LINE if self.z >= 16 else None
            for _, part in self._cut(buildings(), 4):
                if part.geom_type == "Polygon":
                    self.pen.polygon(self._project(part.exterior.coords), map_style.BUILDING, line)

    def _trees(self) -> None:
        """Crowns on a jittered grid inside woods and parks, the same in every tile."""
        corners = [_metres_of(point) for point in self._frame(24).exterior.coords[:4]]
        west, east = min(c[0] for c in corners), max(c[0] for c in corners)
        south, north = min(c[1] for c in corners), max(c[1] for c in corners)
        frame = box(west, south, east, north)
        for kind, shape in greens():
            if shape.intersects(frame):
                self._crowns(kind, shape, (west, south, east, north))

    def _crowns(
        self, kind: str, shape: BaseGeometry, bounds: tuple[float, float, float, float]
    ) -> None:
        """The trees of one green area."""
        step = map_style.TREE_STEP[kind]
        west, south, east, north = bounds
        spots = []
        for column in range(int(west // step), int(east // step) + 1):
            for row in range(int(south // step), int(north // step) + 1):
                random = Random(column * 92_821 + row * 68_917)
                at = ((column + random.random()) * step, (row + random.random()) * step)
                spots.append((*at, random.uniform(2.2, 5.0), random.randrange(2)))
        keep = shapely.contains_xy(shape, [s[0] for s in spots], [s[1] for s in spots])
        kept = [spot for spot, inside in zip(spots, keep.tolist(), strict=True) if inside]
        for (px, py), spot in zip(
            self._project(pixels_of([spot[:2] for spot in kept])), kept, strict=True
        ):
            r = spot[2] * PIXELS_PER_METRE * self.zoom_scale * self.factor
            self.pen.ellipse((px - r, py - r, px + r, py + r), map_style.TREES[kind][spot[3]])

    def _line(self, points: list, colour: str, width: float, caps: bool = True) -> None:
        """A line with round joints and ends."""
        thick = max(1, round(width * self.factor))
        self.pen.line(points, colour, thick, "curve" if thick > 5 else None)
        if caps and thick > 3:
            r = thick / 2 - 0.5
            for x, y in (points[0], points[-1]):
                self.pen.ellipse((x - r, y - r, x + r, y + r), colour)

    def _roads(self) -> None:
        """Casings first, then fillings, so that junctions are open."""
        level = self.z - TILE_MIN_ZOOM
        found = [(kind, self._project(part.coords)) for kind, part in self._cut(layer("roads", self.z), 40)
                 if part.geom_type == "LineString"]  # fmt: skip
        found.sort(key=lambda road: map_style.ROAD_ORDER.index(road[0]))
        edge = map_style.CASING[level]
        for kind, points in found:
            self._line(
                points, map_style.ROAD_CASING[kind], map_style.ROAD_WIDTH[kind][level] + 2 * edge
            )
        for kind, points in found:
            if map_style.ROAD_WIDTH[kind][level] * self.factor >= 2:
                self._line(points, map_style.ROAD_FILL[kind], map_style.ROAD_WIDTH[kind][level])

    def _rails(self) -> None:
        """A grey band with light sleepers."""
        width = map_style.RAIL_WIDTH[self.z - TILE_MIN_ZOOM]
        for _, part in self._cut(layer("rails", self.z), 16):
            self._line(self._project(part.coords), map_style.RAIL, width)
        if self.z >= 13:
            for _, part in self._cut(dashes("rails", self.z, 7, 7), 16):
                self._line(self._project(part.coords), map_style.RAIL_GAP, width * 0.5, caps=False)

    def _borders(self) -> None:
        """The town's border with a soft glow, the districts' borders dashed."""
        for kind, part in self._cut(layer("borders", self.z), 16):
            if kind == "outer":
                self._line(self._project(part.coords), map_style.TOWN_GLOW, 5)
        for kind, part in self._cut(dashes("borders", self.z, 9, 5), 16):
            colour, width = (
                (map_style.TOWN_LINE, 1.4) if kind == "outer" else (map_style.DISTRICT_LINE, 1.1)
            )
            self._line(self._project(part.coords), colour, width, caps=False)

    def _labels(self) -> None:
        """Texts, also those that begin in a neighbouring tile."""
        known, tree = map_labels.labels(self.z)
        left, top = self.origin
        near = tree.query(box(left - 150, top - 150, left + TILE_SIZE + 150, top + TILE_SIZE + 150))
        for index in sorted(near.tolist()):
            self._label(known[index])
        if self.z >= 18:
            for label in map_labels.house_numbers(self.z, self._frame(12)):
                self._label(label)

    def _label(self, label: map_labels.Label) -> None:
        """One text."""
        (left, top), look = self.origin, (label.size, label.ink, label.bold, label.spacing)
        picture = map_labels.sprite(label.text, round(label.angle), *look, self.factor)
        px = round((label.at[0] - left) * self.factor - picture.width / 2)
        py = round((label.at[1] - top) * self.factor - picture.height / 2)
        if -picture.width < px < self.size and -picture.height < py < self.size:
            self.image.paste(picture, (px, py), picture)


def _metres_of(pixel: tuple[float, float]) -> tuple[float, float]:
    """Base-zoom pixels back to local metres."""
    world = TILE_SIZE * 2**BASE_ZOOM
    longitude = pixel[0] / world * 360 - 180
    latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * pixel[1] / world))))
    return to_metres((longitude, latitude))
