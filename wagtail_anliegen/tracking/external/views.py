"""What the link of somebody outside opens: one report, its photos, and a way to answer."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Site

from wagtail_anliegen.photos.external import photos_for
from wagtail_anliegen.photos.views import SIZES, photo_response
from wagtail_anliegen.reports.external import ExternalMessage
from wagtail_anliegen.tracking.page import kept_secret
from wagtail_anliegen.tracking.sending import Sending

from .forms import FORMS
from .page import find_link, not_found, note_visit, show
from .receiving import receive


@kept_secret
@require_safe
def external(request, token):
    """What staff chose to show; once the report is closed, only that it is."""
    link = find_link(Site.find_for_request(request), token)
    if link is None:
        return not_found(request)
    if request.method == "GET" and link.is_open:
        note_visit(link)
    return show(request, link)


@csrf_exempt  # tracking.forms.new_key protects instead, and says why
@kept_secret
@require_http_methods(["GET", "HEAD", "POST"])
def external_reply(request, token):
    """POST sends an answer; whoever comes here otherwise is led to the page."""
    link = find_link(Site.find_for_request(request), token)
    if link is None:
        return not_found(request)
    if request.method != "POST":
        return HttpResponseRedirect(link.path)
    return _Sending(request, link, link.report).answer()


@kept_secret
@require_safe
def external_photo(request, token, uuid, size):
    """One of the photos that the page shows."""
    link = find_link(Site.find_for_request(request), token)
    shown = photos_for(link) if link and link.is_open else None
    found = shown.filter(uuid=uuid).first() if shown is not None else None
    if found is None or size not in SIZES:
        return not_found(request)
    try:
        return photo_response(found, size, public=False)
    except Http404:  # its file is missing; the answer keeps the address secret all the same
        return not_found(request)


class _Sending(Sending):
    forms = FORMS

    def known(self, key: str) -> ExternalMessage | None:
        return ExternalMessage.objects.filter(key=key, link=self.about).first()

    def receive(self, **values) -> ExternalMessage:
        return receive(self.about, **values)

    def show(self, **context) -> HttpResponse:
        return show(self.request, self.about, **context)

    def done(self, sent: ExternalMessage) -> HttpResponse:
        return HttpResponseRedirect(f"{self.about.path}?sent={sent.kind}")
