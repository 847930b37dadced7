"""A canvas of 1600 x 1200 units with perspective, soft shadows, textures and light."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter


Point = tuple[float, float]
Colour = tuple[int, int, int]

WIDTH, HEIGHT = 1600, 1200
SOFT = 4  # soft shapes are drawn at a quarter of the resolution


def rgb(colour: str | Colour) -> Colour:
    """A colour given as '#rrggbb' or already as numbers."""
    if isinstance(colour, tuple):
        return colour
    return (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16))


def mix(first: str | Colour, second: str | Colour, share: float) -> Colour:
    """The first colour with a share of the second."""
    return tuple(round(a + (b - a) * share) for a, b in zip(rgb(first), rgb(second), strict=True))


def shade(colour: str | Colour, factor: float) -> Colour:
    """Darker below 1, lighter above."""
    return mix(colour, "#10131c", 1 - factor) if factor < 1 else mix(colour, "#fff6e4", factor - 1)


class Scene:
    """A picture in the making; all lengths in units, the ground also in metres."""

    def __init__(self, subject: str, seed: int, factor: float) -> None:
        self.random = Random(f"{subject} {seed}")
        self.k = factor
        self.image = Image.new("RGB", (round(WIDTH * factor), round(HEIGHT * factor)))
        self.pen = ImageDraw.Draw(self.image)
        self.time = self.random.choice(("morning", "noon", "evening", "overcast", "noon"))
        self.horizon, self.eye, self.focal, self.centre = 380.0, 1.6, 1250.0, WIDTH / 2

    def at(self, x: float, z: float, y: float = 0.0) -> Point:
        """Screen position of a point: x metres right, z metres ahead, y metres high."""
        return (self.centre + x * self.focal / z, self.horizon + (self.eye - y) * self.focal / z)

    def metres(self, z: float) -> float:
        """Units a metre takes at a distance."""
        return self.focal / z

    def poly(self, points: Sequence[Point], colour: str | Colour, opacity: float = 1.0) -> None:
        """A filled polygon."""
        scaled = [(x * self.k, y * self.k) for x, y in points]
        if opacity >= 1:
            self.pen.polygon(scaled, rgb(colour))
            return
        left, top = (math.floor(min(p[i] for p in scaled)) for i in (0, 1))
        right, bottom = (math.ceil(max(p[i] for p in scaled)) for i in (0, 1))
        left, top = max(left, 0), max(top, 0)
        right, bottom = min(right, self.image.width), min(bottom, self.image.height)
        if right <= left or bottom <= top:
            return
        mask = Image.new("L", (right - left, bottom - top))
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in scaled], round(255 * opacity))
        self.image.paste(rgb(colour), (left, top), mask)

    def ground(self, points: Iterable[Point], colour: str | Colour, opacity: float = 1.0) -> None:
        """A polygon lying on the ground, in metres."""
        self.poly([self.at(x, z) for x, z in points], colour, opacity)

    def face(self, corners: Iterable[tuple[float, float, float]], colour: str | Colour) -> None:
        """A polygon in space, its corners given as x, z and y in metres."""
        self.poly([self.at(*corner) for corner in corners], colour)

    def line(self, points: Sequence[Point], colour: str | Colour, width: float) -> None:
        """A line with round ends."""
        scaled = [(x * self.k, y * self.k) for x, y in points]
        thick = max(1, round(width * self.k))
        self.pen.line(scaled, rgb(colour), thick, "curve")
        if thick > 3:
            r = thick / 2 - 0.5
            for x, y in (scaled[0], scaled[-1]):
                self.pen.ellipse((x - r, y - r, x + r, y + r), rgb(colour))

    def oval(self, centre: Point, radii: Point, colour: str | Colour, outline: str | Colour | None = None,
             width: float = 0) -> None:  # fmt: skip
        """An ellipse."""
        x, y, rx, ry = (value * self.k for value in (*centre, *radii))
        self.pen.ellipse(
            (x - rx, y - ry, x + rx, y + ry),
            rgb(colour),
            outline and rgb(outline),
            round(width * self.k) or 1,
        )

    def rect(
        self, box: tuple[float, float, float, float], colour: str | Colour, radius: float = 0
    ) -> None:
        """A rectangle, with round corners if wanted."""
        left, top, right, bottom = (value * self.k for value in box)
        if right - left < 1 or bottom - top < 1:
            return
        self.pen.rounded_rectangle((left, top, right, bottom), radius * self.k, rgb(colour))

    def gradient(
        self, box: tuple[float, float, float, float], top: str | Colour, bottom: str | Colour
    ) -> None:
        """A vertical gradient."""
        left, up, right, down = (round(value * self.k) for value in box)
        size = (max(1, right - left), max(1, down - up))
        ramp = Image.linear_gradient("L").resize(size)
        self.image.paste(rgb(top), (left, up, left + size[0], up + size[1]))
        self.image.paste(rgb(bottom), (left, up), ramp)

    def soft(
        self, shapes: Iterable[Sequence[Point]], colour: str | Colour, opacity: float, blur: float
    ) -> None:
        """Blurred polygons: shadows, glows, clouds."""
        shapes = list(shapes)
        k = self.k / SOFT
        box = self._reach([point for points in shapes for point in points], blur * 2.6 + 8)
        if box is None:
            return
        left, top = box[0] // SOFT, box[1] // SOFT
        mask = Image.new("L", (box[2] // SOFT - left, box[3] // SOFT - top))
        pen = ImageDraw.Draw(mask)
        for points in shapes:
            pen.polygon([(x * k - left, y * k - top) for x, y in points], round(255 * opacity))
        mask = mask.filter(ImageFilter.GaussianBlur(blur * k))
        mask = mask.resize((mask.width * SOFT, mask.height * SOFT), Image.Resampling.BILINEAR)
        self.image.paste(rgb(colour), (left * SOFT, top * SOFT), mask)

    def _reach(self, points: list[Point], margin: float) -> tuple[int, int, int, int] | None:
        """The pixels that shapes and their surroundings touch, in steps of SOFT."""
        k, (width, height) = self.k, self.image.size
        left = max(0, int((min(x for x, _ in points) - margin) * k) // SOFT * SOFT)
        top = max(0, int((min(y for _, y in points) - margin) * k) // SOFT * SOFT)
        right = min(width, int((max(x for x, _ in points) + margin) * k)) // SOFT * SOFT
        bottom = min(height, int((max(y for _, y in points) + margin) * k)) // SOFT * SOFT
        right += SOFT * (right < width and right + SOFT <= width)
        bottom += SOFT * (bottom < height and bottom + SOFT <= height)
        return (left, top, right, bottom) if right > left and bottom > top else None

    def texture(self, points: Sequence[Point], grain: float, strength: float) -> None:
        """Specks inside a polygon; grain is the size of a speck in units."""
        box = self._reach(list(points), 0)
        if box is None:
            return
        size = (box[2] - box[0], box[3] - box[1])
        mask = Image.new("L", size)
        outline = [(x * self.k - box[0], y * self.k - box[1]) for x, y in points]
        ImageDraw.Draw(mask).polygon(outline, 255)
        half = 128 * strength
        curve = [round(128 + (value - 128) / 128 * half) for value in range(256)]
        specks = _noise(size, grain * self.k).point(curve)
        part = self.image.crop(box)
        lit = ImageChops.overlay(part, Image.merge("RGB", (specks, specks, specks)))
        self.image.paste(lit, box[:2], mask)

    def finish(self, size: tuple[int, int]) -> Image.Image:
        """Light of the hour, a soft vignette, and the wanted size."""
        self.pen = None
        tint = {
            "morning": "#fff1dc",
            "noon": "#fffdf6",
            "evening": "#ffe4c6",
            "overcast": "#dfe6ec",
        }[self.time]
        lit = ImageChops.multiply(self.image, Image.new("RGB", self.image.size, tint))
        edge = (
            Image.radial_gradient("L")
            .resize(lit.size)
            .point([max(0, value - 150) * 0.4 for value in range(256)])
        )
        lit.paste((20, 20, 34), (0, 0), edge)
        return lit.resize(size, Image.Resampling.LANCZOS)


def _noise(size: tuple[int, int], grain: float) -> Image.Image:
    """Grey noise of a size in pixels."""
    width, height = (min(700, max(2, round(length / grain))) for length in size)
    data = Random(width * 7919 + height).randbytes(width * height)
    return Image.frombytes("L", (width, height), data).resize(size, Image.Resampling.BICUBIC)


def blob(
    random: Random, centre: Point, radii: Point, unrest: float = 0.18, count: int = 26
) -> list[Point]:
    """An irregular closed outline."""
    waves = [
        (k, random.uniform(-unrest, unrest) / math.sqrt(k), random.uniform(0, math.tau))
        for k in (2, 3, 5, 7, 9)
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
    return points


def ring(centre: Point, radii: Point, count: int = 36) -> list[Point]:
    """An ellipse as a polygon."""
    turns = [math.tau * i / count for i in range(count)]
    return [(centre[0] + radii[0] * math.cos(t), centre[1] + radii[1] * math.sin(t)) for t in turns]
