"""Where: the areas of a city and its streets."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from .names import search_name
from .querysets import DistrictQuerySet, StreetQuerySet


class District(models.Model):
    """An area with a polygon; the union of a site's districts is its service area."""

    class Level(models.IntegerChoices):
        BOROUGH = 1, _("borough")
        QUARTER = 2, _("quarter")

    site = models.ForeignKey(Site, models.CASCADE, verbose_name=_("site"), related_name="+")
    name = models.CharField(_("name"), max_length=120)
    level = models.PositiveSmallIntegerField(
        _("level"), choices=Level.choices, default=Level.BOROUGH
    )
    geometry = models.JSONField(
        _("shape"), help_text=_("A GeoJSON polygon or multipolygon in WGS84 degrees.")
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = DistrictQuerySet.as_manager()

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ["level", "name"]
        constraints = [
            models.UniqueConstraint(fields=["site", "level", "name"], name="anliegen_district_name")
        ]

    def __str__(self):
        return self.name


class DistrictUpload(models.Model):
    """Checked shapes between their preview and the decision to take them over.

    A table and not the session or the cache: several megabytes would travel with every request
    of the session, and the cache of one worker is unknown to the next.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(choices=District.Level.choices)
    file_name = models.CharField(max_length=255)
    features = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.file_name


class Street(models.Model):
    """A name in the city's own gazetteer, with one point."""

    site = models.ForeignKey(Site, models.CASCADE, verbose_name=_("site"), related_name="+")
    name = models.CharField(_("name"), max_length=120)
    house_number = models.CharField(_("house number"), max_length=12, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    search_name = models.CharField(max_length=140, editable=False)
    latitude = models.FloatField(
        _("latitude"), validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )

    objects = StreetQuerySet.as_manager()

    class Meta:
        verbose_name = _("street")
        verbose_name_plural = _("streets")
        ordering = ["name", "house_number"]
        indexes = [models.Index(fields=["site", "search_name"], name="anliegen_street_search")]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "name", "house_number", "postcode"], name="anliegen_street_once"
            )
        ]

    def __str__(self):
        return f"{self.name} {self.house_number}".strip()

    def save(self, *args, **kwargs):
        self.search_name = search_name(f"{self.name} {self.house_number}")
        super().save(*args, **kwargs)
