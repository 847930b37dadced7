"""Which days a town hall works, and counting in them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from holidays import country_holidays


SATURDAY = 5
#: With more free days than this, a year might have no working day left.
MOST_FREE_DAYS = 100
#: ``24.12.`` or ``24.12.2026``, and after it whatever a person wants to remember.
_FREE_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?(?:\s+.*)?$")
#: Has a 29 February, which comes back every leap year.
_LEAP_YEAR = 2000


class Land(models.TextChoices):
    """The German Länder, each with public holidays of its own; ISO 3166-2 without ``DE-``."""

    BW = "BW", gettext_lazy("Baden-Württemberg")
    BY = "BY", gettext_lazy("Bavaria")
    BE = "BE", gettext_lazy("Berlin")
    BB = "BB", gettext_lazy("Brandenburg")
    HB = "HB", gettext_lazy("Bremen")
    HH = "HH", gettext_lazy("Hamburg")
    HE = "HE", gettext_lazy("Hesse")
    MV = "MV", gettext_lazy("Mecklenburg-Western Pomerania")
    NI = "NI", gettext_lazy("Lower Saxony")
    NW = "NW", gettext_lazy("North Rhine-Westphalia")
    RP = "RP", gettext_lazy("Rhineland-Palatinate")
    SL = "SL", gettext_lazy("Saarland")
    SN = "SN", gettext_lazy("Saxony")
    ST = "ST", gettext_lazy("Saxony-Anhalt")
    SH = "SH", gettext_lazy("Schleswig-Holstein")
    TH = "TH", gettext_lazy("Thuringia")


@dataclass(frozen=True)
class WorkCalendar:
    """Monday to Friday without public holidays and the city's own free days.

    Without a Land only what is free in all of Germany counts. ``every_year`` holds months and
    days, ``once`` whole dates.
    """

    land: str = ""
    every_year: frozenset[tuple[int, int]] = frozenset()
    once: frozenset[date] = frozenset()

    @classmethod
    def of(cls, land: str, free_days: str) -> "WorkCalendar":
        """From what editors typed. Raises ``ValidationError``."""
        found = parse_free_days(free_days)
        return cls(
            land,
            frozenset((month, day) for year, month, day in found if year is None),
            frozenset(date(year, month, day) for year, month, day in found if year is not None),
        )


def parse_free_days(text: str) -> list[tuple[int | None, int, int]]:
    """One day a line, as year (None for every year), month, day. Raises ``ValidationError``."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_FREE_DAYS:
        message = _("At most %(number)s free days, please.") % {"number": MOST_FREE_DAYS}
        raise ValidationError(message)
    return [_parse(line) for line in lines]


def _parse(line: str) -> tuple[int | None, int, int]:
    try:
        day, month, year = _FREE_DAY.match(line).groups()
        date(int(year or _LEAP_YEAR), int(month), int(day))
    except (AttributeError, ValueError):
        raise ValidationError(
            _("“%(line)s” is no day. Please write 24.12. or 24.12.2026, one a line."),
            code="invalid",
            params={"line": line},
        ) from None
    return int(year) if year else None, int(month), int(day)


def validate_free_days(text: str) -> None:
    """Raise ``ValidationError`` unless every line is a day."""
    parse_free_days(text)


@lru_cache(maxsize=512)
def _public_holidays(land: str, year: int) -> frozenset[date]:
    return frozenset(country_holidays("DE", subdiv=land or None, years=year))


def is_working_day(day: date, calendar: WorkCalendar) -> bool:
    return (
        day.weekday() < SATURDAY
        and (day.month, day.day) not in calendar.every_year
        and day not in calendar.once
        and day not in _public_holidays(calendar.land, day.year)
    )


def next_working_day(day: date, calendar: WorkCalendar) -> date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day, calendar):
        day += timedelta(days=1)
    return day


def add_working_days(start: date, days: int, calendar: WorkCalendar) -> date:
    """The date ``days`` working days after ``start``, or before it where ``days`` is negative.

    The start itself does not count, whether it is a working day or not.
    """
    step = timedelta(days=1 if days > 0 else -1)
    current = start
    for _turn in range(abs(days)):
        current += step
        while not is_working_day(current, calendar):
            current += step
    return current


def working_days_between(start: date, end: date, calendar: WorkCalendar) -> int:
    """How many working days lie after ``start``, up to ``end`` and with it."""
    length = max((end - start).days, 0)
    days = (start + timedelta(days=number) for number in range(1, length + 1))
    return sum(is_working_day(day, calendar) for day in days)
