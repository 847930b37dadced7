"""Takes what the reporting person sends from the status page, or shows what is wrong with it."""

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.models import Site

from wagtail_anliegen.reports.conversation import Reply

from .page import FORMS, erased, find_report, kept_secret, not_found, show
from .replying import receive
from .sending import Sending


@csrf_exempt  # forms.new_key protects instead, and says why
@kept_secret
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request, token):
    """POST sends a reply; whoever comes here otherwise is led to the status page."""
    site = Site.find_for_request(request)
    report = find_report(site, token)
    if report is None:
        return not_found(request, site)
    if report.erased_at:
        return erased(request, report)
    if request.method != "POST":
        return HttpResponseRedirect(report.secret_path)
    return _Sending(request, report, report).answer()


class _Sending(Sending):
    forms = FORMS

    def known(self, key: str) -> Reply | None:
        return Reply.objects.filter(key=key, report=self.report).first()

    def receive(self, **values) -> Reply:
        return receive(self.report, **values)

    def show(self, **context) -> HttpResponse:
        return show(self.request, self.report, self.report.secret_token, **context)

    def done(self, reply: Reply) -> HttpResponse:
        said = "reopened" if reply.reopened else reply.kind
        return HttpResponseRedirect(f"{self.report.secret_path}?sent={said}")
