"""Hands out photos to those who may see them, and to nobody else."""

import logging

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.models import Site

from wagtail_anliegen.reports.entrance import entrance
from wagtail_anliegen.reports.models import Report

from .models import Photo
from .store import original_jpeg


logger = logging.getLogger(__name__)

SIZES = ("display", "thumbnail")


@require_safe
def photo(request, uuid, size):
    """A released photo of a public report for everybody, any other for its staff."""
    if size not in SIZES:
        raise Http404
    found = get_object_or_404(Photo.objects.select_related("report__site"), uuid=uuid)
    public = found.is_released and _is_public_here(request, found.report)
    door = entrance(request, found.report.site) if public else None
    if door and not door.ask_at:
        return photo_response(found, size, public=not door.is_private)
    if not _may_see(request.user, found):
        raise Http404
    return photo_response(found, size, public=False)


def _is_public_here(request, report: Report | None) -> bool:
    site = Site.find_for_request(request)
    return report is not None and report.is_public and site == report.site


def _may_see(user, found: Photo) -> bool:
    return (
        user.is_authenticated
        and Report.objects.visible_to(user).filter(pk=found.report_id).exists()
    )


def photo_response(found: Photo, size: str, *, public: bool) -> FileResponse:
    """The file of a photo; whoever calls this has checked that it may be seen."""
    if found.is_infected or not getattr(found, size):  # a virus, or its period is over
        raise Http404
    try:
        file = getattr(found, size).open()
    except FileNotFoundError as error:
        logger.error("A file of photo %s is missing; anliegen_verify tells more", found.uuid)
        raise Http404 from error
    response = FileResponse(file, content_type="image/jpeg", filename=f"{found.uuid}.jpg")
    return protected(response, public=public)


def original_response(found: Photo) -> HttpResponseBase:
    """The original, upright and with nothing covered; for staff who may see its report."""
    if found.is_infected or not found.turned:
        return photo_response(found, "original", public=False)
    if not found.original:
        raise Http404
    try:
        content = original_jpeg(found)
    except OSError as error:
        logger.error("The original of photo %s cannot be read", found.uuid)
        raise Http404 from error
    return protected(HttpResponse(content, content_type="image/jpeg"))


def protected(response, *, public: bool = False):
    """The answer with a picture in it, as no browser may run or keep it otherwise."""
    response["Cache-Control"] = "public, max-age=300" if public else "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
