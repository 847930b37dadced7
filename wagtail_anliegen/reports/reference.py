"""Numbers that citizens and clerks can say on the telephone: 2026-000123."""

import re

from django.db import models, transaction
from wagtail.models import Site


class ReferenceCounter(models.Model):
    """The last number given out in a year of a site; test reports have a series of their own."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    is_test = models.BooleanField(default=False)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "year", "is_test"], name="anliegen_counter_once"
            )
        ]

    def __str__(self):
        return f"{self.year}: {self.last}"


#: Stands before the numbers of test reports, so that the real ones have no gaps.
TEST = "T"


def next_reference(site, year: int, *, is_test: bool = False) -> str:
    """The next reference of a site's year, without gaps."""
    return next_references(site, year, is_test=is_test)[0]


@transaction.atomic
def next_references(site, year: int, *, count: int = 1, is_test: bool = False) -> list[str]:
    """The next references of a site's year, without gaps.

    The counter's row stays locked until the transaction ends, so that a submission that is
    rolled back gives its number back.
    """
    counter, _created = ReferenceCounter.objects.get_or_create(
        site=site, year=year, is_test=is_test
    )
    counter = ReferenceCounter.objects.select_for_update().get(pk=counter.pk)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    series = TEST if is_test else ""
    return [f"{series}{year}-{number:06d}" for number in range(first, first + count)]


_SAID = re.compile(r"(T?)(?:(\d{4})-)?(\d{1,9})")


def meant_by(words: str) -> list[str]:
    """The references that somebody may mean who says ``2026-000123``, ``2026-123`` or ``123``.

    Whole ones, so that an index finds them among millions; of each year when none was said.
    """
    said = _SAID.fullmatch(words.strip().upper())
    if said is None:
        return []
    series, year, number = said.groups()
    counters = ReferenceCounter.objects.order_by().values_list("year", "is_test").distinct()
    return [
        f"{TEST if is_test else ''}{counted}-{int(number):06d}"
        for counted, is_test in counters
        if year in (None, str(counted)) and (is_test or not series)
    ]
