"""Which days a town hall works."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from wagtail_anliegen.working_days import (
    MOST_FREE_DAYS,
    Land,
    WorkCalendar,
    add_working_days,
    is_working_day,
    next_working_day,
    working_days_between,
)


EVERYWHERE = WorkCalendar()
TOWN = WorkCalendar.of("NW", "24.12. Heiligabend\n31.12.\n02.01.2026 Brückentag")
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
NUMBERS = st.integers(0, 400)
CALENDARS = st.builds(
    WorkCalendar,
    st.sampled_from(["", *Land.values]),
    st.frozensets(st.tuples(st.integers(1, 12), st.integers(1, 28)), max_size=MOST_FREE_DAYS),
    st.frozensets(DAYS, max_size=20),
)


def plainly_added(start, days, calendar):
    """The same, as one would count on a wall calendar."""
    current = start
    while days:
        current += timedelta(days=1)
        days -= is_working_day(current, calendar)
    return current


@pytest.mark.parametrize(
    ("land", "works"), [("HH", False), ("BY", True), ("NW", True), ("SN", False), ("", True)]
)
def test_reformation_day_is_free_in_some_laender_only(land, works):
    assert is_working_day(date(2025, 10, 31), WorkCalendar(land)) is works


def test_without_a_land_only_what_is_free_in_all_of_germany_counts():
    assert not is_working_day(date(2026, 5, 1), EVERYWHERE)
    assert is_working_day(date(2026, 6, 4), EVERYWHERE)  # Corpus Christi
    assert not is_working_day(date(2026, 6, 4), WorkCalendar("NW"))


def test_a_holiday_that_came_once_is_known():
    assert not is_working_day(date(2025, 5, 8), WorkCalendar("BE"))
    assert is_working_day(date(2025, 5, 8), WorkCalendar("BB"))


def test_christmas_and_the_end_of_the_year_are_left_out():
    # 24 Dec is the city's own, 25 and 26 are public, 27 is a Saturday; 31 is the city's own again.
    assert add_working_days(date(2025, 12, 23), 1, TOWN) == date(2025, 12, 29)
    assert add_working_days(date(2025, 12, 30), 1, TOWN) == date(2026, 1, 5)
    assert add_working_days(date(2025, 12, 23), 1, EVERYWHERE) == date(2025, 12, 24)


def test_a_day_typed_for_one_year_counts_in_that_year_only():
    assert not is_working_day(date(2026, 1, 2), TOWN)
    assert is_working_day(date(2025, 1, 2), TOWN)


def test_the_29th_of_february_may_be_free_every_year():
    calendar = WorkCalendar.of("", "29.02.")
    assert not is_working_day(date(2028, 2, 29), calendar)
    assert is_working_day(date(2027, 3, 1), calendar)


@pytest.mark.parametrize("typed", ["24.12", "31.04.", "32.1.", "Heiligabend", "29.02.2027"])
def test_what_is_no_day_is_refused_and_named(typed):
    with pytest.raises(ValidationError) as refused:
        WorkCalendar.of("", f"24.12.\n\n{typed}")
    assert typed in refused.value.messages[0]


def test_nobody_can_make_a_year_without_a_working_day():
    with pytest.raises(ValidationError):
        WorkCalendar.of("", "\n".join(["24.12."] * (MOST_FREE_DAYS + 1)))


@given(DAYS, NUMBERS, CALENDARS)
def test_adding_is_what_counting_on_a_wall_calendar_gives(start, days, calendar):
    end = add_working_days(start, days, calendar)
    assert end == plainly_added(start, days, calendar)
    assert working_days_between(start, end, calendar) == days
    assert days == 0 or is_working_day(end, calendar)


@given(DAYS, NUMBERS, NUMBERS, CALENDARS)
def test_adding_twice_is_adding_the_sum(start, first, second, calendar):
    once = add_working_days(add_working_days(start, first, calendar), second, calendar)
    assert once == add_working_days(start, first + second, calendar)


@given(DAYS, st.integers(1, 400), CALENDARS)
def test_going_back_undoes_going_on(start, days, calendar):
    start = next_working_day(start, calendar)
    assert add_working_days(add_working_days(start, days, calendar), -days, calendar) == start


@given(DAYS, CALENDARS)
def test_the_next_working_day_is_the_first_there_is(day, calendar):
    found = next_working_day(day, calendar)
    assert is_working_day(found, calendar)
    assert found == day or working_days_between(day, found, calendar) == 1
