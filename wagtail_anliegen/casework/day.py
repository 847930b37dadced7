"""A day on the road: which reports, in which order, and what is done."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from wagtail_anliegen.geo.positions import metres_between
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.routing.models import Department

from .folders import MOST_URGENT_FIRST, in_order
from .models import DayStop


#: How many reports are offered below the list.
OFFERED = 20


def stops_of(user) -> QuerySet[DayStop]:
    """The stops of today and what was left over, in order; only of reports the person may see."""
    today = timezone.localdate()
    own = DayStop.objects.filter(user=user, report__in=Report.objects.visible_to(user))
    return own.filter(Q(day=today) | Q(day__lt=today, done_at=None))


def offered_to(user) -> QuerySet[Report]:
    """Open reports of this person, and of their departments without a handler; urgent first."""
    own = Department.objects.of_user(user)
    wanted = Q(handler=user) | Q(handler=None, department__in=own)
    planned = stops_of(user).values("report")
    rows = Report.objects.visible_to(user).open().filter(wanted).exclude(pk__in=planned)
    running = rows.filter(paused_on=None).select_related("category", "district")
    return in_order(running.defer("district__geometry"), MOST_URGENT_FIRST)[:OFFERED]


@transaction.atomic
def add_stop(report: Report, *, user) -> DayStop:
    """Put the report at the end of today's list; harmless when it is on the list already."""
    if known := stops_of(user).filter(report=report).first():
        return known
    last = stops_of(user).order_by("-position").values_list("position", flat=True).first()
    today = timezone.localdate()
    return DayStop.objects.get_or_create(
        user=user, day=today, report=report, defaults={"position": (last or 0) + 1}
    )[0]


def remove_stop(report: Report, *, user) -> None:
    """Take the report off the list."""
    stops_of(user).filter(report=report).delete()


@transaction.atomic
def tick_stop(report: Report, *, user) -> None:
    """Mark a stop as done, or as not done again; the report itself is closed in its case.

    What was left over from a day before is done today, and stays on today's list.
    """
    stops = stops_of(user).filter(report=report).order_by("-day")
    for number, stop in enumerate(stops):
        if number:  # the same report from an earlier day; one stop of it is enough
            stop.delete()
            continue
        stop.day = timezone.localdate()
        stop.done_at = None if stop.done_at else timezone.now()
        stop.save(update_fields=["day", "done_at"])


def move_up(report: Report, *, user) -> None:
    _move(report, user, steps=-1)


def move_down(report: Report, *, user) -> None:
    _move(report, user, steps=1)


@transaction.atomic
def _move(report: Report, user, *, steps: int) -> None:
    stops = list(stops_of(user).select_for_update(of=("self",)))
    keys = [stop.report_id for stop in stops]
    if report.pk not in keys:
        return
    place = keys.index(report.pk)
    target = min(max(place + steps, 0), len(stops) - 1)
    stops.insert(target, stops.pop(place))
    _number(stops)


@transaction.atomic
def order_by_way(*, user) -> None:
    """From the first stop always to the nearest next, as the crow flies; unknown places last."""
    stops = list(stops_of(user).select_related("report"))
    known = [stop for stop in stops if stop.report.latitude is not None]
    way = known[:1]
    left = known[1:]
    while left:
        nearest = min(left, key=lambda stop: _distance(way[-1].report, stop.report))
        left.remove(nearest)
        way.append(nearest)
    _number(way + [stop for stop in stops if stop.report.latitude is None])


def _number(stops: list[DayStop]) -> None:
    for position, stop in enumerate(stops, 1):
        stop.position = position
    DayStop.objects.bulk_update(stops, ["position"])


def _distance(one: Report, other: Report) -> float:
    return metres_between((one.latitude, one.longitude), (other.latitude, other.longitude))
