"""Has detectors look at the photos that wait for it. Any number of these may run at once.

Nothing is ever released here: a photo is internal before, during and after it.
"""

import logging
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from PIL import Image

from wagtail_anliegen.conf import conf

from .detectors import get_detectors
from .findings import Finding, left_open, look
from .models import Detection, Doubt, Photo
from .store import PhotoChanged, draw_views, lock_photo, replace_views, upright


logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
BACKOFF = [timedelta(minutes=1), timedelta(minutes=10)]
MOST_ATTEMPTS = 3
#: Detectors look at more than what is shown (1280): what can be read there is found here.
WORK_SIDE = 2048
State = Detection.State


def detect_due(limit: int = 100, *, stop: Callable[[], bool] = lambda: False) -> int:
    """Look at up to ``limit`` photos that are due; returns at how many.

    A row is leased first, so that two runs never look at the same photo; a run that dies leaves
    a lease that ends by itself. ``stop`` is asked before each photo.
    """
    if not conf.DETECTORS:
        return 0
    _give_up_what_killed_its_worker()
    done = 0
    for _turn in range(limit):
        leased = None if stop() else _lease_next()
        if leased is None:
            break
        done += _check(leased)
    return done


def _due(now):
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    return Detection.objects.filter(free, state=State.WAITING, due_at__lte=now)


def _give_up_what_killed_its_worker() -> None:
    """A photo that needs more memory than there is would be tried, and kill, for ever."""
    now = timezone.now()
    _due(now).filter(attempts__gte=MOST_ATTEMPTS).update(
        state=State.FAILED,
        leased_until=None,
        finished_at=now,
        error="The worker ended each time before it was done.",
    )


def _lease_next() -> Detection | None:
    now = timezone.now()
    for pk in _due(now).order_by("due_at", "pk").values_list("pk", flat=True)[:20]:
        # Counted before it is begun, so that an attempt counts that nobody survives.
        if _due(now).filter(pk=pk).update(leased_until=now + LEASE, attempts=F("attempts") + 1):
            return Detection.objects.get(pk=pk)
    return None


def _check(leased: Detection) -> bool:
    try:
        for _turn in range(3):
            try:
                return _look_and_cover(leased)
            except PhotoChanged:
                logger.info("Photo %s was changed while it was looked at", leased.photo_id)
        raise PhotoChanged("Somebody changed the photo again and again.")
    except Photo.DoesNotExist:
        return False  # removed with its report; its row is gone too
    except Exception as error:  # noqa: BLE001  one photo that cannot be read must not stop the others
        _postpone(leased, error)
        return False


def _look_and_cover(leased: Detection) -> bool:
    photo = Photo.objects.get(pk=leased.photo_id)
    finding = look(_work_picture(photo), get_detectors())
    theirs = bool(photo.regions) or photo.is_released
    views = None
    if finding.regions and not theirs:
        views = draw_views(photo, regions=finding.regions, turned=photo.turned)
    was_released = photo.is_released
    with transaction.atomic():
        lock_photo(photo, seen=photo.stamp)
        if photo.is_released != was_released:
            raise PhotoChanged
        mine = Detection.objects.filter(
            pk=leased.pk, state=State.WAITING, leased_until=leased.leased_until
        )
        if not mine.update(**_facts(photo, finding, theirs=theirs)):
            return False  # it took longer than its lease, and another run has it now
        if views:
            replace_views(photo, views)
    return True


def _work_picture(photo: Photo) -> Image.Image:
    image = upright(photo, photo.turned)
    image.thumbnail((WORK_SIDE, WORK_SIDE))
    return image


def _facts(photo: Photo, finding: Finding, *, theirs: bool) -> dict:
    """What the row says from now on; ``theirs`` is a photo on which somebody worked already."""
    doubts = set(finding.doubts)
    if theirs and left_open(finding.regions, photo.boxes):
        doubts.add(Doubt.LEFT.value)
    state = State.COVERED if finding.regions else State.CLEAN
    return {
        "state": State.UNSURE if doubts else state,
        "doubts": sorted(doubts, key=Doubt.values.index),
        "detectors": finding.detectors,
        "found": [asdict(region.turned(-photo.turned)) for region in finding.regions],
        "covered": 0 if theirs else len(finding.regions),
        "error": "",
        "leased_until": None,
        "finished_at": timezone.now(),
    }


def _postpone(leased: Detection, error: Exception) -> None:
    now = timezone.now()
    values = {"leased_until": None, "error": f"{type(error).__name__}: {error}"[:255]}
    if leased.attempts >= MOST_ATTEMPTS:
        values |= {"state": State.FAILED, "finished_at": now}
    else:
        values["due_at"] = now + BACKOFF[leased.attempts - 1]
    mine = Detection.objects.filter(pk=leased.pk, leased_until=leased.leased_until)
    mine.filter(state=State.WAITING).update(**values)
    logger.warning("Photo %s could not be checked: %s", leased.photo_id, type(error).__name__)
