"""Answers from the city's own list of streets; needs no network."""

import math
import re

from . import Geocoder, Place


_HOUSE_NUMBER = re.compile(r"\s+(\d+\s*[a-zA-Z]?)$")
NEAR_METRES = 400


class GazetteerGeocoder(Geocoder):
    def search(self, words: str, *, site, limit: int = 8) -> list[Place]:
        from ..models import Street

        number = _HOUSE_NUMBER.search(words)
        house_number = number.group(1) if number else ""
        found = list(Street.objects.matching(site, words)[:limit])
        if not found and number:
            found = list(Street.objects.matching(site, words[: number.start()])[:limit])
        return [self._place(street, street.house_number or house_number) for street in found]

    def reverse(self, latitude: float, longitude: float, *, site) -> Place | None:
        from ..models import Street

        reach_lat = NEAR_METRES / 111_320
        reach_lon = reach_lat / max(0.1, math.cos(math.radians(latitude)))
        near = Street.objects.filter(
            site=site,
            latitude__range=(latitude - reach_lat, latitude + reach_lat),
            longitude__range=(longitude - reach_lon, longitude + reach_lon),
        )
        scale = math.cos(math.radians(latitude))
        nearest = min(
            near,
            key=lambda s: math.hypot(s.latitude - latitude, (s.longitude - longitude) * scale),
            default=None,
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
