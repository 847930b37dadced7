"""The place of a report as everybody sees it: exact, by its street, or by a square of a grid."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.categories.models import PublicPlace
from wagtail_anliegen.geo.blurring import square_around, street_of
from wagtail_anliegen.geo.cells import cell_of


#: What the public place follows from, and what it consists of.
_GIVEN = {"public_place", "latitude", "longitude", "address"}
_MADE = {"cell", "public_cell", "public_latitude", "public_longitude", "public_address"}


class PubliclyPlaced(models.Model):
    """For the model with ``latitude``, ``longitude``, ``cell`` and ``address``, which stay exact.

    Whatever is shown to everybody reads the fields that begin with ``public_``, and none of those.
    They are written down, rather than worked out for each reader, so that a map can be searched
    for them.
    """

    #: How exactly everybody sees the place; what the category said when the report came to it.
    public_place = models.CharField(
        max_length=8, choices=PublicPlace.choices, default=PublicPlace.EXACT, editable=False
    )
    public_latitude = models.FloatField(
        _("latitude that everybody sees"), null=True, blank=True, editable=False
    )
    public_longitude = models.FloatField(
        _("longitude that everybody sees"), null=True, blank=True, editable=False
    )
    public_cell = models.BigIntegerField(
        _("map cell that everybody sees"), null=True, blank=True, editable=False
    )
    public_address = models.CharField(
        _("address that everybody sees"), max_length=255, blank=True, editable=False
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        fields = kwargs.get("update_fields")
        if fields is None or _GIVEN & set(fields):
            self.settle_place()
            if fields is not None:
                kwargs["update_fields"] = {*fields, *_MADE}
        super().save(*args, **kwargs)

    def settle_place(self) -> None:
        """Work out what follows from the place; for what is not saved one by one."""
        exact = None if self.latitude is None else (self.latitude, self.longitude)
        address, shown = self._as_shown(exact)
        self.cell = exact and cell_of(*exact)
        self.public_address = address
        self.public_latitude, self.public_longitude = shown or (None, None)
        self.public_cell = shown and cell_of(*shown)

    def _as_shown(self, exact):
        """The address and position that everybody sees."""
        if self.public_place == PublicPlace.EXACT:
            return self.address, exact
        if self.public_place == PublicPlace.STREET:
            if street := street_of(self.address, site=self.site, near=exact):
                name, middle = street
                return name, exact and middle
        return "", exact and square_around(exact)
