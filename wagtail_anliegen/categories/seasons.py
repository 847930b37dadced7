"""Seasons that come back every year."""

from datetime import date


def in_season(day: date, *, start: tuple, end: tuple) -> bool:
    """Whether ``day`` lies in a season of (month, day) pairs, both ends included.

    A season without ends is always on; one that ends before it starts spans New Year.
    """
    if not all(start) or not all(end):
        return True
    today = (day.month, day.day)
    if start <= end:
        return start <= today <= end
    return today >= start or today <= end
