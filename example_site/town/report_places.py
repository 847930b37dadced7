"""Where reports lie: a random address of the town and how Germans write it in a sentence."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import NamedTuple

from shapely import STRtree, points

from .districts import districts
from .geometry import to_lonlat
from .houses import House, houses


SHARES = {
    "Mitte": 27, "Sünderbeck": 15, "Braamfelde": 14, "Kalmhorst": 13, "Osterlohe": 12, "Westerhagen": 11,
    "Mühlenbruch": 8,
}  # fmt: skip
_FEMININE = ("straße", "gasse", "allee", "chaussee", "gaße")
_AT = ("platz", "markt", "ufer", "hof", "garten", "damm")
_BARE = ("Am ", "Im ", "Zum ", "Zur ", "An ", "Alte ", "In ")


class Place(NamedTuple):
    """An address with its coordinates."""

    street: str
    number: str
    district: str
    latitude: float
    longitude: float

    def fill(self, text: str) -> str:
        """A text with this place put in."""
        where = in_street(self.street)
        capital = where[0].upper() + where[1:]
        return (
            text.replace("{In}", capital)
            .replace("{in}", where)
            .replace("{street}", self.street)
            .replace("{nr}", self.number)
        )


def in_street(name: str) -> str:
    """'in der Lindenstraße', 'im Lindenweg', 'am Marktplatz'."""
    if name.startswith(_BARE):
        return f"in der Straße „{name}“"
    if name.startswith(("Große ", "Kleine ", "Lange ", "Kurze ", "Neue ", "Krumme ")):
        adjective, noun = name.split(" ", 1)
        return f"in der {adjective}n {noun}"
    lower = name.lower()
    if lower.endswith(_FEMININE) or lower.endswith(("straße", "gasse")):
        return f"in der {name}"
    return f"am {name}" if lower.endswith(_AT) else f"im {name}"


@lru_cache(maxsize=1)
def _houses_by_district() -> dict[str, list[House]]:
    """Houses of each district, a safe step away from its border."""
    tree = STRtree(points([house.front for house in houses()]))
    found = {}
    for name, shape in districts().items():
        inside = sorted(tree.query(shape.buffer(-12), predicate="contains").tolist())
        found[name] = [houses()[i] for i in inside]
    return found


def pick_place(random: Random) -> Place:
    """A random address, more often where more people live."""
    district = random.choices(list(SHARES), list(SHARES.values()))[0]
    house = random.choice(_houses_by_district()[district])
    toward = random.uniform(
        0.0, 0.25
    )  # a few metres from the middle of the street towards the house
    x = house.front[0] + (house.middle[0] - house.front[0]) * toward
    y = house.front[1] + (house.middle[1] - house.front[1]) * toward
    longitude, latitude = to_lonlat((x, y))
    return Place(house.street, str(house.number), district, latitude, longitude)
