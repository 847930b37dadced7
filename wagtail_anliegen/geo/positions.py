"""Reads and writes positions: (latitude, longitude) in WGS84 degrees."""

import math
import re

from wagtailgeowidget.helpers import geosgeometry_str_to_struct


Position = tuple[float, float]

EARTH = 40_075_016.7  # metres around the equator

#: Longer than any way to write a position; what is longer would keep the pattern busy for hours.
MAX_LENGTH = 100

_NUMBER = r"(-?\d{1,3}(?:[.,]\d+)?)"
_PAIR = re.compile(rf"^{_NUMBER}\s*°?\s*[;,\s]\s*{_NUMBER}\s*°?$")


def parse_position(text: str) -> Position:
    """A position as people write it, ``51.68, 7.82``, or as ``SRID=4326;POINT(7.82 51.68)``.

    Raises ``ValueError`` when it is no position on earth.
    """
    text = text.strip()
    if len(text) > MAX_LENGTH:
        raise ValueError(text[:MAX_LENGTH])
    if point := geosgeometry_str_to_struct(text):
        pair = point["y"], point["x"]
    elif found := _PAIR.match(text):
        pair = found.groups()
    else:
        raise ValueError(text)
    latitude, longitude = (float(number.replace(",", ".")) for number in pair)
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(text)
    return latitude, longitude


def as_text(position: Position) -> str:
    """How a position is shown to people, to a tenth of a metre."""
    return f"{position[0]:.6f}, {position[1]:.6f}"


def as_geowidget_value(position: Position) -> str:
    """How wagtail-geo-widget writes a position: longitude first."""
    return f"SRID=4326;POINT({position[1]:.6f} {position[0]:.6f})"


def metres_between(one: Position, other: Position) -> float:
    """As the crow flies, for positions that are close to each other."""
    north = (other[0] - one[0]) * EARTH / 360
    east = (other[1] - one[1]) * EARTH / 360 * math.cos(math.radians(one[0]))
    return math.hypot(north, east)
