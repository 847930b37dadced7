"""What has just happened to a report and a rule waits for: a row, until somebody has looked at it.

Whoever lets it happen writes the row in the same transaction, so nothing is lost; who waits lives
on a higher floor and says so when Django starts (``watch``).
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import models, transaction
from django.utils import timezone

from wagtail_anliegen.routing.models import Department

from .models import Report
from .states import Status


class Occasion(models.Model):
    """``chain`` is shared by all that follows from one event; ``depth`` counts how far it went."""

    class Kind(models.TextChoices):
        ARRIVES = "arrives"
        STATUS = "status"
        DEPARTMENT = "department"

    report = models.ForeignKey(Report, models.CASCADE, related_name="occasions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    #: Where the report stood and lay then.
    status = models.CharField(max_length=24, choices=Status.choices)
    department = models.ForeignKey(Department, models.CASCADE, related_name="+")
    chain = models.UUIDField(default=uuid.uuid4)
    depth = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.kind} #{self.report_id}"


@dataclass(frozen=True)
class Chain:
    """What happens inside ``following`` follows from an event that happened before."""

    key: uuid.UUID = field(default_factory=uuid.uuid4)
    depth: int = 0


@dataclass(frozen=True)
class Watch:
    """``wants`` (primary key of a site, kind) says whether anybody waits for it there."""

    wants: Callable[[int, str], bool]
    wake: Callable[[], None]


_watches: list[Watch] = []
_chain: ContextVar[Chain | None] = ContextVar("anliegen_chain", default=None)


def watch(*, wants: Callable[[int, str], bool], wake: Callable[[], None]) -> None:
    """Be asked about everything that happens, and woken after the commit."""
    _watches.append(Watch(wants, wake))


@contextmanager
def following(chain: Chain) -> Iterator[None]:
    """What happens in here is one step further down the chain, and wakes nobody anew."""
    token = _chain.set(Chain(chain.key, chain.depth + 1))
    try:
        yield
    finally:
        _chain.reset(token)


def is_following() -> bool:
    """Whether what happens now is the work of somebody who watches, and not of a person."""
    return _chain.get() is not None


def occurred(report: Report, kind: str) -> None:
    """Write down that it happened, if a rule waits for it; inside the transaction of the event."""
    wakes = [each.wake for each in _watches if each.wants(report.site_id, kind)]
    if not wakes:
        return
    chain = _chain.get()
    place = chain or Chain()
    Occasion.objects.create(
        report=report,
        kind=kind,
        status=report.status,
        department=report.department,
        chain=place.key,
        depth=place.depth,
    )
    for wake in wakes if chain is None else ():
        transaction.on_commit(wake, robust=True)
