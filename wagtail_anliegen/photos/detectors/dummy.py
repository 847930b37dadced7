"""A detector for tests, and for a city to copy."""

from PIL import Image

from wagtail_anliegen.photos.redaction import RegionKind

from . import Detector, Found
from .padding import padded


class DummyDetector(Detector):
    """Takes everything for a number plate that is as magenta as nothing on a street."""

    name = "dummy"
    version = "1"
    kinds = (RegionKind.PLATE.value,)

    def __init__(self, *, least: int = 200):
        self.least = least

    def detect(self, rgb: Image.Image) -> list[Found]:
        red, green, blue = rgb.split()
        loud = [band.point(lambda value: 255 * (value >= self.least)) for band in (red, blue)]
        quiet = green.point(lambda value: 255 * (value < 256 - self.least))
        nothing = Image.new("L", rgb.size)
        magenta = Image.composite(Image.composite(loud[0], nothing, loud[1]), nothing, quiet)
        if not (box := magenta.getbbox()):
            return []
        corners = padded(box, rgb.size, left=0.1, right=0.1, height=0.3)
        return [Found(*corners, kind=RegionKind.PLATE.value, score=0.9)]
