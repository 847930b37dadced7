"""Covers what nobody outside may recognise: below a box no pixel of the picture is left."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageDraw


#: Boxes are given in thousandths of the picture, so that they fit every size of it.
WHOLE = 1000
#: The colour of a box is coarse: it shall fit in, and say nothing about what lay below it.
SHADE = 32


class RegionKind(models.TextChoices):
    FACE = "face", _("face")
    PLATE = "plate", _("number plate")
    OTHER = "other", _("something else")


@dataclass(frozen=True)
class Region:
    """A box in the upright picture, in thousandths of its width and height from the top left.

    ``source`` is who found it: ``person``, or the name of a detector with its ``score`` (0–1).
    """

    x: int
    y: int
    width: int
    height: int
    kind: str = RegionKind.OTHER.value
    source: str = "person"
    score: float | None = None

    @classmethod
    def of(cls, values: dict) -> "Region":
        """From what is stored; what another version added to it is left out."""
        return cls(**{key: values[key] for key in cls.__match_args__ if key in values})

    @property
    def is_automatic(self) -> bool:
        """Whether a detector found it, and no person has moved it since."""
        return self.source != type(self).source

    @property
    def per_cent(self) -> int:
        """How sure the detector was."""
        return round(100 * (self.score or 0))

    def pixels(self, size: tuple[int, int]) -> tuple[int, int, int, int]:
        """Left, top, right and bottom in a picture of this size, rounded outwards."""
        across, down = size
        return (
            self.x * across // WHOLE,
            self.y * down // WHOLE,
            min(across, -(-(self.x + self.width) * across // WHOLE)),
            min(down, -(-(self.y + self.height) * down // WHOLE)),
        )

    def turned(self, quarters: int) -> "Region":
        """The same box once the picture was turned clockwise."""
        box = self
        for _quarter in range(quarters % 4):
            box = replace(
                box,
                x=WHOLE - box.y - box.height,
                y=box.x,
                width=box.height,
                height=box.width,
            )
        return box


#: Quarter turns clockwise → what Pillow calls them, which counts the other way round.
_TURNS = {
    1: Image.Transpose.ROTATE_270,
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_90,
}


def turn(image: Image.Image, quarters: int) -> Image.Image:
    """The picture turned clockwise."""
    quarters %= 4
    return image.transpose(_TURNS[quarters]) if quarters else image


def cover(image: Image.Image, regions: Iterable[Region]) -> Image.Image:
    """A new picture of the same size in which each region is a rectangle of one colour.

    Neither blurred nor coarse: from both a known font can be read again.
    """
    covered = image.copy()
    draw = ImageDraw.Draw(covered)
    for region in regions:
        left, top, right, bottom = region.pixels(image.size)
        if left < right and top < bottom:
            colour = _coarse(image.crop((left, top, right, bottom)))
            draw.rectangle((left, top, right - 1, bottom - 1), fill=colour)
    return covered


def _coarse(part: Image.Image) -> tuple[int, ...]:
    mean: Any = part.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    return tuple(channel // SHADE * SHADE + SHADE // 2 for channel in mean)
