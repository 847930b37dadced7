"""Answers from the city's own list of streets; needs no network."""

import math
import re
from collections.abc import Iterator

from ..positions import metres_between
from . import Geocoder, Place


_POSTCODE = re.compile(r"(?:\bD-)?\b(\d{5})\b", re.IGNORECASE)
_HOUSE_NUMBER = re.compile(r"\s+(\d+\s?[a-z]?(?:\s?[-–/]\s?\d+\s?[a-z]?)?)$", re.IGNORECASE)
NEAR_METRES = 400


class GazetteerGeocoder(Geocoder):
    def search(self, words: str, *, site, limit: int = 8) -> list[Place]:
        from ..models import Street

        postcode, address = _without_postcode(words)
        streets = Street.objects.all()
        if postcode:
            streets = streets.filter(postcode__in=[postcode, ""])
        for name, number in _readings(address):
            if found := list(streets.matching(site, name)[:limit]):
                return [self._place(street, street.house_number or number) for street in found]
        # A town behind the street says nothing here; then the street must be named in full.
        for name, number in _readings(address.partition(",")[0]):
            if found := list(streets.named(site, name)[:limit]):
                return [self._place(street, street.house_number or number) for street in found]
        return []

    def reverse(self, latitude: float, longitude: float, *, site) -> Place | None:
        from ..models import Street

        reach_lat = NEAR_METRES / 111_320
        reach_lon = reach_lat / max(0.1, math.cos(math.radians(latitude)))
        near = Street.objects.filter(
            site=site,
            latitude__range=(latitude - reach_lat, latitude + reach_lat),
            longitude__range=(longitude - reach_lon, longitude + reach_lon),
        )
        here = latitude, longitude
        nearest = min(
            near, key=lambda s: metres_between(here, (s.latitude, s.longitude)), default=None
        )
        return self._place(nearest, nearest.house_number) if nearest else None

    def _place(self, street, house_number: str) -> Place:
        label = f"{street.name} {house_number}".strip()
        if street.postcode:
            label = f"{label}, {street.postcode}"
        return Place(
            label=label,
            latitude=street.latitude,
            longitude=street.longitude,
            street=street.name,
            house_number=house_number,
            postcode=street.postcode,
        )


def _without_postcode(words: str) -> tuple[str, str]:
    """``"Am Park 5, 59065 Hamm"`` and ``"59065 Hamm, Am Park 5"``: the postcode, the address."""
    match = _POSTCODE.search(words)
    if not match:
        return "", words
    before, after = words[: match.start()], words[match.end() :]
    return match[1], before.strip(" ,;") or after.rpartition(",")[2].strip()


def _readings(address: str) -> Iterator[tuple[str, str]]:
    """Name to look for and house number: the list may hold the number, or only the street."""
    address = address.strip()
    number = _HOUSE_NUMBER.search(address)
    yield address, ""
    if number:
        yield address[: number.start()], number[1]
