"""How long reports really take: measured every night, so that nobody has to promise."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from math import ceil

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail_anliegen.categories.models import Category

from .models import Report
from .states import CLOSED, Status


PERIOD = timedelta(days=365)
#: Fewer say more about chance than about the city.
ENOUGH = 20
#: Eight of ten reports lie between the two.
LOW, MEDIAN, HIGH = 0.1, 0.5, 0.9
#: How these end says nothing about how long it takes to see to something.
COUNTED = CLOSED - {Status.REJECTED, Status.DUPLICATE}


class Turnaround(models.Model):
    """Days from receipt to the end, of the reports of a category that ended in the last year."""

    category = models.OneToOneField(Category, models.CASCADE, related_name="turnaround")
    count = models.PositiveIntegerField()
    low = models.PositiveIntegerField()
    median = models.PositiveIntegerField()
    high = models.PositiveIntegerField()
    measured_at = models.DateTimeField()

    def __str__(self):
        return f"{self.category}: {self.low}–{self.high}"

    @property
    def sentence(self) -> str:
        """What a person may expect, in the active language; never a promise."""
        numbers = {"low": self.low, "high": self.high, "median": self.median}
        if self.high == 0:
            return _("Similar reports are usually done on the same day.")
        if self.low == self.high:
            words = ngettext(
                "Similar reports are usually done after %(high)s day.",
                "Similar reports are usually done after %(high)s days.",
                self.high,
            )
            return words % numbers
        if self.low == 0 and self.median in (0, self.high):
            words = ngettext(
                "Similar reports are usually done within %(high)s day.",
                "Similar reports are usually done within %(high)s days.",
                self.high,
            )
        elif self.low == 0:
            words = _(
                "Similar reports are usually done within %(high)s days "
                "(half of them in %(median)s)."
            )
        else:
            words = _(
                "Similar reports are usually done in %(low)s to %(high)s days "
                "(half of them in %(median)s)."
            )
        return words % numbers


def measure(now: datetime | None = None) -> int:
    """Measure every category anew; returns for how many there are enough reports."""
    now = now or timezone.now()
    found = {key: days for key, days in _days_by_category(now) if days.total() >= ENOUGH}
    with transaction.atomic():
        Turnaround.objects.exclude(category__in=found).delete()
        for key, days in found.items():
            numbers = {
                "count": days.total(),
                "low": at_share(days, LOW),
                "median": at_share(days, MEDIAN),
                "high": at_share(days, HIGH),
                "measured_at": now,
            }
            Turnaround.objects.update_or_create(category_id=key, defaults=numbers)
    return len(found)


def _days_by_category(now: datetime) -> Iterator[tuple[int, Counter]]:
    """One walk through the table, which keeps how often each number of days occurs."""
    days: dict[int, Counter] = defaultdict(Counter)
    ended = Report.objects.real().filter(
        status__in=COUNTED, closed_at__gt=now - PERIOD, closed_at__lte=now
    )
    rows = ended.order_by().values_list("category", "created_at", "closed_at")
    for category, created, closed in rows.iterator(chunk_size=2000):
        length = timezone.localdate(closed) - timezone.localdate(created)
        days[category][max(length.days, 0)] += 1
    yield from days.items()


def at_share(days: Counter, share: float) -> int:
    """The number of days within which at least this share of all was done."""
    needed = ceil(share * days.total())
    for number in sorted(days):
        needed -= days[number]
        if needed <= 0:
            return number
    raise ValueError("Nothing was counted.")


def expectation(report: Report) -> str:
    """A sentence for an open report; empty where too little is known. One query."""
    if not report.is_open:
        return ""
    known = Turnaround.objects.filter(category=report.category_id).first()
    if known is None:
        return ""
    age = (timezone.localdate() - timezone.localdate(report.created_at)).days
    if age > known.high:
        return _("Most similar reports were done by now. This one takes longer; we are sorry.")
    return known.sentence
