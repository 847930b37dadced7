"""How often a mailbox or a person wants mails."""

from datetime import date, datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


#: A digest looks back so far at most: to what came before, nobody was waiting for a mail.
LONGEST = timedelta(days=31)
#: And so far where nobody knows since when it is wanted.
UNKNOWN = timedelta(days=7)
#: What began before the digest before may have been kept after it.
OVERLAP = timedelta(minutes=5)


class Frequency(models.TextChoices):
    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("together, every working day")
    WEEKLY = "weekly", _("together, once a week")
    NEVER = "never", _("never")


TOGETHER = (Frequency.DAILY, Frequency.WEEKLY)


def told_since(frequency: str, last: datetime | None, today: date) -> datetime | None:
    """From when on a digest of this frequency tells; None while it is not yet time for one.

    ``last`` is when the one before was written, or since when there are to be any. A week begins
    on its first working day.
    """
    if frequency == Frequency.DAILY:
        begin = today
    elif frequency == Frequency.WEEKLY:
        begin = today - timedelta(days=today.weekday())
    else:
        return None
    now = timezone.now()
    if last is None:
        return now - UNKNOWN
    if timezone.localtime(last).date() >= begin:
        return None
    return max(last - OVERLAP, now - LONGEST)
