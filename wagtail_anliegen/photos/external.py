"""Which photos of a report somebody outside the city may see."""

from django.db.models import Q, QuerySet

from wagtail_anliegen.reports.external import ExternalLink
from wagtail_anliegen.reports.models import Report

from .models import Photo
from .scanning import CLEARED


def photos_to_choose(report: Report) -> QuerySet[Photo]:
    """Those that are not public and may yet be shown, one by one.

    What waits for the virus scanner stays in the house, and what one party outside sent is
    between them and the city.
    """
    photos = report.photos.filter(from_outside=False, scan__in=CLEARED)
    return photos.filter(released_at=None) if report.is_public else photos


def photos_for(link: ExternalLink) -> QuerySet[Photo]:
    """Those that everybody sees, and those that staff chose for this party unless it declined.

    ``link`` need not be saved yet.
    """
    shown = Q(pk__in=link.photo_keys if link.confides else [])
    if link.report.is_public:
        shown |= Q(released_at__isnull=False)
    return link.report.photos.filter(shown, from_outside=False, scan__in=CLEARED)
