"""When a citizen may expect an answer."""

from datetime import date, timedelta


SATURDAY = 5


def add_working_days(start: date, days: int) -> date:
    """The date ``days`` working days (Monday to Friday) after ``start``."""
    current = start
    while days > 0:
        current += timedelta(days=1)
        if current.weekday() < SATURDAY:
            days -= 1
    return current


def on_working_day(day: date) -> date:
    """The day itself, or the next working day (Monday to Friday) when it is none."""
    return day if day.weekday() < SATURDAY else add_working_days(day, 1)
