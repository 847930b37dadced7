"""Turns words into places: the contract of a geocoder, and the one that is configured."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from django.utils.module_loading import import_string

from wagtail_anliegen.conf import conf


class GeocoderError(Exception):
    """The geocoder cannot answer now; the form goes on without it."""


@dataclass(frozen=True)
class Place:
    """One answer of a geocoder; the position is in WGS84 degrees."""

    label: str
    latitude: float
    longitude: float
    street: str = ""
    house_number: str = ""
    postcode: str = ""


class Geocoder(ABC):
    """Subclass this and name it in ``ANLIEGEN_GEOCODER``."""

    @abstractmethod
    def search(self, words: str, *, site, limit: int = 8) -> list[Place]:
        """Places that fit the words, best first. Raises ``GeocoderError`` when it cannot tell."""

    def reverse(self, latitude: float, longitude: float, *, site) -> Place | None:
        """The place nearest to a position, or None when it is not known."""
        return None


def get_geocoder() -> Geocoder:
    """An instance of the configured geocoder."""
    return import_string(conf.GEOCODER)()
