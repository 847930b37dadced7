"""The one door through which photos come to a report."""

from collections.abc import Iterable

from django.db import transaction

from wagtail_anliegen.conf import conf
from wagtail_anliegen.reports.models import Report

from .models import Detection, Photo
from .tasks import nudge


@transaction.atomic
def give_photos(report: Report, keys: Iterable[int], **facts) -> int:
    """Photos that belong to no report yet are the report's from now on; says how many it were.

    They stay internal until somebody releases them. ``facts`` are fields that say what kind of
    photos they are. If the settings name detectors, they are to look at each.
    """
    # Locked, so that of two who want the same photo only one gets it, and one check is written.
    free = Photo.objects.select_for_update().filter(pk__in=list(keys), report=None)
    taken = list(free.values_list("pk", flat=True))
    if not taken:
        return 0
    Photo.objects.filter(pk__in=taken).update(report=report, **facts)
    if conf.DETECTORS:
        Detection.objects.bulk_create([Detection(photo_id=key) for key in taken])
        transaction.on_commit(nudge, robust=True)
    return len(taken)
