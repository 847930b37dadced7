"""The private status page behind the secret link."""

from functools import wraps

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Site

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.views import SIZES, photo_response
from wagtail_anliegen.reports.answers import in_words
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.secrets import hash_of
from wagtail_anliegen.reports.turnaround import expectation

from .contact import contact_lines
from .sentences import next_step, visibility


def _kept_secret(view):
    """The address is the key: it must reach neither caches, nor search engines, nor other sites."""

    @wraps(view)
    def keep_secret(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return keep_secret


@_kept_secret
@require_safe
def status(request, token):
    """Everything the reporting person may know: more than the public, no internal word."""
    site = Site.find_for_request(request)
    report = _report(site, token)
    if report is None:
        return _not_found(request, site)
    photos = list(shown_photos(report).defer("sha256"))
    context = {
        "report": report,
        "token": token,
        "category": _localized(report.category),
        "answers": [(item["question"], in_words(item["answer"])) for item in report.answers],
        "photos": [photo for photo in photos if not photo.is_after],
        "after": [photo for photo in photos if photo.is_after],
        "history": list(report.updates.defer("author").order_by("-created_at", "-pk")),
        "next_step": next_step(report),
        "expectation": expectation(report),
        "visibility": visibility(report),
        "contact": contact_lines(report),
        "city": AnliegenSettings.for_site(site),
    }
    return render(request, "wagtail_anliegen/tracking/status.html", context)


@_kept_secret
@require_safe
def photo(request, token, uuid, size):
    """One of the person's own photos, released or not; or a released one of the result."""
    site = Site.find_for_request(request)
    report = _report(site, token)
    found = shown_photos(report).filter(uuid=uuid).first() if report else None
    if found is None or size not in SIZES:
        return _not_found(request, site)
    return photo_response(found, size, public=False)


def shown_photos(report: Report) -> QuerySet[Photo]:
    """What the person sent, and what staff released of what they took afterwards."""
    return report.photos.filter(Q(kind=Photo.Kind.BEFORE) | Q(released_at__isnull=False))


def _report(site, token: str) -> Report | None:
    """One look at one index, whether the secret is right or not."""
    known = Report.objects.select_related("category", "department", "reporter", "site")
    return known.filter(link_hash=hash_of(token), site=site).first() if site else None


def _not_found(request, site) -> HttpResponse:
    context = {"city": AnliegenSettings.for_site(site) if site else None}
    return render(request, "wagtail_anliegen/tracking/not_found.html", context, status=404)


def _localized(category: Category) -> str:
    return category.localized.name
