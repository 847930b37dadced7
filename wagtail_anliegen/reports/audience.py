"""Who reads what the city says about a report."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .states import Status


class Audience(models.TextChoices):
    ALL = "all", _("everybody")
    REPORTER = "reporter", _("only the reporting person")


#: What is said with these is between the city and the reporting person.
FOR_REPORTER_ALONE = frozenset({Status.WAITING_FOR_REPORTER, Status.REJECTED})


def audience_of(status: str) -> str:
    """Who reads what is said with a status, unless somebody decides otherwise."""
    return Audience.REPORTER if status in FOR_REPORTER_ALONE else Audience.ALL
