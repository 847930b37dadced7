"""Which photos of a report somebody outside the city may see."""

from django.db.models import Q, QuerySet

from wagtail_anliegen.reports.external import ExternalLink

from .models import Photo


def photos_for(link: ExternalLink) -> QuerySet[Photo]:
    """Released ones; others only where staff chose so, and of those what they had before them.

    What another party outside sent is between them and the city. ``link`` need not be saved yet.
    """
    shown = Q(released_at__isnull=False)
    if link.with_photos:
        shown |= Q(created_at__lte=link.created_at) & ~Q(kind=Photo.Kind.EXTERNAL)
    return link.report.photos.filter(shown)
