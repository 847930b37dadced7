"""How often a mailbox or a person wants mails."""

from datetime import date, datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


#: A digest looks back so far at most: to what came before, nobody was waiting for a mail.
LONGEST = timedelta(days=31)


class Frequency(models.TextChoices):
    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("together, every working day")
    WEEKLY = "weekly", _("together, once a week")
    NEVER = "never", _("never")


def told_since(frequency: str, last: datetime | None, today: date) -> datetime | None:
    """From when on a digest of this frequency tells; None while it is not yet time for one.

    ``last`` is when the one before was written. A week begins on its first working day.
    """
    if frequency == Frequency.DAILY:
        begin, length = today, timedelta(days=1)
    elif frequency == Frequency.WEEKLY:
        begin, length = today - timedelta(days=today.weekday()), timedelta(days=7)
    else:
        return None
    if last is None:
        return timezone.now() - length
    if timezone.localtime(last).date() >= begin:
        return None
    return max(last, timezone.now() - LONGEST)
