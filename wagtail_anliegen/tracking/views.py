"""What the secret link opens: the status page and the person's own photos."""

from django.http import Http404
from django.views.decorators.http import require_safe
from wagtail.models import Site

from wagtail_anliegen.photos.views import SIZES, photo_response

from .page import erased, find_report, kept_secret, not_found, show, shown_photos


@kept_secret
@require_safe
def status(request, token):
    """Everything the reporting person may know: more than the public, no internal word."""
    site = Site.find_for_request(request)
    report = find_report(site, token)
    if report is None:
        return not_found(request, site)
    return erased(request, report) if report.erased_at else show(request, report, token)


@kept_secret
@require_safe
def photo(request, token, uuid, size):
    """One of the person's own photos, released or not; or a released one of the result."""
    site = Site.find_for_request(request)
    report = find_report(site, token)
    found = shown_photos(report).filter(uuid=uuid).first() if report else None
    if found is None or size not in SIZES:
        return not_found(request, site)
    try:
        return photo_response(found, size, public=False)
    except Http404:  # its file is missing; the answer keeps the address secret all the same
        return not_found(request, site)
