"""Selects districts and streets."""

from django.db import models

from .names import search_name
from .shapes import Bounds, index_for


class DistrictQuerySet(models.QuerySet):
    def containing(self, site, latitude: float, longitude: float):
        """The districts of ``site`` around a point in WGS84 degrees, the smallest level first."""
        found = index_for(self.model, site).containing(latitude, longitude)
        by_pk = self.in_bulk(found)
        return sorted(by_pk.values(), key=lambda district: (-district.level, district.pk))

    def bounds(self, site, pk: int | None = None) -> Bounds | None:
        """Around one district of the site, or else around all of them, if it has any."""
        return index_for(self.model, site).bounds(pk)


class StreetQuerySet(models.QuerySet):
    def matching(self, site, words: str):
        """Streets of ``site`` whose name begins with, or else contains, the words."""
        needle = search_name(words)
        if not needle:
            return self.none()
        starts = models.Case(
            models.When(search_name__startswith=needle, then=0),
            default=1,
            output_field=models.IntegerField(),
        )
        return (
            self.filter(site=site, search_name__contains=needle)
            .annotate(rank=starts)
            .order_by("rank", "search_name", "pk")
        )

    def named(self, site, words: str):
        """Streets of ``site`` whose whole name the words are."""
        return self.filter(site=site, search_name=search_name(words)).order_by("pk")
