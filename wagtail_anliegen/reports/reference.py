"""Numbers that citizens and clerks can say on the telephone: 2026-000123."""

from django.db import models, transaction
from wagtail.models import Site


class ReferenceCounter(models.Model):
    """The last number given out in a year of a site."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "year"], name="anliegen_counter_once")
        ]

    def __str__(self):
        return f"{self.year}: {self.last}"


@transaction.atomic
def next_reference(site, year: int) -> str:
    """The next reference of a site's year, without gaps.

    The counter's row stays locked until the transaction ends, so that a submission that is
    rolled back gives its number back.
    """
    counter, _created = ReferenceCounter.objects.get_or_create(site=site, year=year)
    counter = ReferenceCounter.objects.select_for_update().get(pk=counter.pk)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{year}-{counter.last:06d}"
