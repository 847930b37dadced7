"""German lettering with Pillow's own typeface, which lacks umlauts and the sharp s: both are drawn."""

from __future__ import annotations

from functools import lru_cache

from PIL import ImageDraw, ImageFont

from .geometry import Point, spline


_BASE = {"ä": "a", "ö": "o", "ü": "u", "Ä": "A", "Ö": "O", "Ü": "U"}
_SHARP_S_WIDTH = 0.6
_STROKE = 0.084
_SHARP_S = [(0.115, 0.0), (0.115, -0.3), (0.115, -0.56), (0.17, -0.69), (0.3, -0.735), (0.43, -0.68), (0.455, -0.56),
            (0.38, -0.465), (0.325, -0.41), (0.39, -0.345), (0.5, -0.265), (0.535, -0.15), (0.475, -0.05),
            (0.36, -0.015), (0.255, -0.04)]  # fmt: skip


@lru_cache(maxsize=64)
def font(size: float) -> ImageFont.FreeTypeFont:
    """The typeface that comes with Pillow."""
    return ImageFont.load_default(size=size)


def text_width(text: str, size: float, spacing: float = 0.0) -> float:
    """Width of a text in pixels; spacing is added after every letter."""
    return sum(_advance(letter, size) + spacing for letter in text)


@lru_cache(maxsize=4096)
def _advance(letter: str, size: float) -> float:
    """Width of one letter."""
    if letter == "ß":
        return _SHARP_S_WIDTH * size
    return font(size).getlength(_BASE.get(letter, letter))


def draw_text(pen: ImageDraw.ImageDraw, at: Point, text: str, size: float, ink: str, outline: float = 0,
              spacing: float = 0.0) -> None:  # fmt: skip
    """Text with its baseline starting at a point; outline thickens it on all sides."""
    x, baseline = at
    for letter in text:
        if letter == "ß":
            _sharp_s(pen, (x, baseline), size, ink, outline)
        else:
            pen.text(
                (x, baseline),
                _BASE.get(letter, letter),
                ink,
                font(size),
                "ls",
                stroke_width=outline,
                stroke_fill=ink,
            )
        if letter in _BASE:
            _dots(
                pen,
                (x + _advance(letter, size) / 2, baseline),
                size,
                ink,
                outline,
                letter.isupper(),
            )
        x += _advance(letter, size) + spacing


def _dots(
    pen: ImageDraw.ImageDraw, at: Point, size: float, ink: str, outline: float, tall: bool
) -> None:
    """The two dots above a letter."""
    y = at[1] - size * (0.85 if tall else 0.685)
    radius = size * 0.062 + outline
    for x in (at[0] - size * 0.125, at[0] + size * 0.125):
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), ink)


def _sharp_s(pen: ImageDraw.ImageDraw, at: Point, size: float, ink: str, outline: float) -> None:
    """The letter ß as a stroked curve."""
    curve = [(at[0] + x * size, at[1] + y * size) for x, y in spline(_SHARP_S, 0.02)]
    width = _STROKE * size + 2 * outline
    pen.line(curve, ink, max(1, round(width)), "curve")
    for x, y in (curve[0], curve[-1]) if outline else ():
        pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), ink)
