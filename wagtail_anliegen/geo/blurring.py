"""Makes a place less exact, for what everybody sees: the same place always becomes the same."""

import math
import re
from collections import Counter

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
    names = [name for words in _names_in(address) if (name := search_name(words))]
    streets = Street.objects.filter(site=site).order_by("pk")
    rows = _first_named(names, streets.filter(search_name__in=names, house_number=""))
    rows = rows or next((found for name in names if (found := _houses(name, streets))), [])
    if not rows:
        return None
    nearest = min(rows, key=lambda row: _metres(row, near))
    same = [row for row in rows if row.postcode == nearest.postcode]
    return nearest.name, _middle_of(same)


def _names_in(address: str) -> list[str]:
    """The parts of an address that may be the name of a street, without its house number."""
    parts = (_POSTCODE.sub("", part).strip() for part in address.split(","))
    return [name for part in parts if part for name in (part, _NUMBER.sub("", part))]


def _first_named(names: list[str], streets) -> list[Street]:
    """The streets of the first name that any has, in one question for all of them."""
    rows = list(streets)
    by_name = ([row for row in rows if row.search_name == name] for name in names)
    return next(filter(None, by_name), [])


def _houses(name: str, streets) -> list[Street]:
    """The houses of a street, if the list knows so many that none stands out."""
    found = streets.filter(search_name__startswith=f"{name} ")
    rows = [row for row in found if search_name(row.name) == name]
    # The middle of one house would be that house.
    known = Counter(row.postcode for row in rows)
    return [row for row in rows if known[row.postcode] >= ENOUGH_HOUSES]


def _metres(row: Street, near: Position | None) -> float:
    return metres_between(near, (row.latitude, row.longitude)) if near else 0


def _middle_of(rows: list[Street]) -> Position:
    return (
        sum(row.latitude for row in rows) / len(rows),
        sum(row.longitude for row in rows) / len(rows),
    )
