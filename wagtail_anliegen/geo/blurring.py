"""Makes a place less exact, for what everybody sees: the same place always becomes the same."""

import math
import re

from django.db.models import Q

from .models import Street
from .names import search_name
from .positions import EARTH, Position, metres_between


#: The side of a square of the grid, in metres.
SQUARE = 250
#: From so many on the middle of the houses stands for the street.
ENOUGH_HOUSES = 3
_DEGREES = SQUARE * 360 / EARTH
_NUMBER = re.compile(r"\s+\d+\s?[a-z]?(?:\s?[-–/]\s?\d+\s?[a-z]?)?$", re.IGNORECASE)
_POSTCODE = re.compile(r"(?:D-)?\b\d{5}\b", re.IGNORECASE)


def square_around(position: Position) -> Position:
    """The middle of the square that the position lies in.

    Never moved by chance: whoever saw many places moved by chance could take their mean.
    """
    latitude = _middle(position[0], _DEGREES)
    # Squares become wider in degrees towards the poles, and are equally wide within a row.
    width = _DEGREES / max(0.01, math.cos(math.radians(latitude)))
    return min(90.0, max(-90.0, latitude)), min(180.0, _middle(position[1], width))


def _middle(degrees: float, step: float) -> float:
    return (math.floor(degrees / step) + 0.5) * step


def street_of(address: str, *, site, near: Position | None) -> tuple[str, Position] | None:
    """Name and middle of the street that an address names, as the city's own list has them.

    Of several streets of one name, the nearest. None when the list does not know the street: what
    else stands in the address is then not told by anybody who knows what it is.
    """
    for words in _names_in(address):
        if rows := _rows(words, site):
            nearest = min(rows, key=lambda row: _metres(row, near))
            same = [row for row in rows if row.postcode == nearest.postcode]
            return nearest.name, _middle_of(same)
    return None


def _names_in(address: str) -> list[str]:
    """The parts of an address that may be the name of a street, without its house number."""
    parts = (_POSTCODE.sub("", part).strip() for part in address.split(","))
    return [name for part in parts if part for name in (part, _NUMBER.sub("", part))]


def _rows(words: str, site) -> list[Street]:
    """The street itself, or else its houses, if the list knows so many that none stands out."""
    name = search_name(words)
    if not name:
        return []
    whole = Q(search_name=name) | Q(search_name__startswith=f"{name} ")
    found = Street.objects.filter(whole, site=site).order_by("pk")
    rows = [row for row in found if search_name(row.name) == name]
    streets = [row for row in rows if not row.house_number]
    return streets or [row for row in rows if _has_neighbours(row, rows)]


def _has_neighbours(house: Street, rows: list[Street]) -> bool:
    """The middle of one house would be that house."""
    return sum(row.postcode == house.postcode for row in rows) >= ENOUGH_HOUSES


def _metres(row: Street, near: Position | None) -> float:
    return metres_between(near, (row.latitude, row.longitude)) if near else 0


def _middle_of(rows: list[Street]) -> Position:
    return (
        sum(row.latitude for row in rows) / len(rows),
        sum(row.longitude for row in rows) / len(rows),
    )
