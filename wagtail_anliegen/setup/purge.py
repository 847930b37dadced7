"""Removes test reports with all that belongs to them, and nothing else."""

from dataclasses import dataclass, field

from django.db import transaction
from wagtail.log_actions import log

from wagtail_anliegen.deletion import delete_with_files
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.reference import ReferenceCounter


BATCH = 200


@dataclass(frozen=True)
class Purge:
    """What a purge removes; ``kept`` are references of test reports that real ones hang on."""

    reports: int
    photos: int
    mails: int
    kept: list[str] = field(default_factory=list)


def what_to_purge(site) -> Purge:
    """What ``purge_test_reports`` would remove now."""
    doomed = _doomed(site).values("pk")
    return Purge(
        reports=_doomed(site).count(),
        photos=Photo.objects.filter(report__in=doomed).count(),
        mails=OutgoingMessage.objects.filter(report__in=doomed).count(),
        kept=list(_kept(site).order_by("pk").values_list("reference", flat=True)),
    )


@transaction.atomic
def purge_test_reports(site, *, user=None) -> Purge:
    """Remove the test reports of a site: photos and files, mails, logs, revisions, reviews.

    The files go once the rows are gone for good. A test report under which a real one was merged
    stays: removing it would change the real one.
    """
    purge = what_to_purge(site)
    while keys := list(_doomed(site).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        delete_with_files(Report.objects.filter(pk__in=keys))
    if not purge.kept:
        ReferenceCounter.objects.filter(site=site, is_test=True).delete()
    if purge.reports:
        city = AnliegenSettings.for_site(site)
        data = {"reports": purge.reports}
        log(instance=city, action="anliegen.purge_test", user=user, data=data)
    return purge


def _doomed(site):
    return Report.objects.filter(site=site, is_test=True).exclude(pk__in=_kept(site).values("pk"))


def _kept(site):
    leading = Report.objects.real().exclude(leading_report=None).values("leading_report")
    return Report.objects.filter(site=site, is_test=True, pk__in=leading)
