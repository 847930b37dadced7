"""The page “Your data” behind the secret link: what is kept, the copy, and what can be done."""

from functools import wraps

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.models import Site

from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.limits import Limited, count
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.tracking.forms import new_key, nonce_of
from wagtail_anliegen.tracking.page import erased, find_report, kept_secret, not_found
from wagtail_anliegen.tracking.sending import Sending

from .deeds import DEEDS, deeds_for
from .erasure import Held
from .handing_out import as_download, hand_out
from .keeping import kept_of
from .models import LegalHold
from .rights import TooLate, ask_for


def of_report(view):
    """Find the report of the secret; the answers for none and for one that is erased."""

    @csrf_exempt  # tracking.forms.new_key protects instead, and says why
    @kept_secret
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def find(request, token, **kwargs):
        site = Site.find_for_request(request)
        report = find_report(site, token)
        if report is None:
            return not_found(request, site)
        if report.erased_at:
            return erased(request, report)
        return view(request, report, **kwargs)

    return find


def _url(report: Report, name: str = "status_data", **kwargs) -> str:
    return reverse(f"wagtail_anliegen:{name}", kwargs={"token": report.secret_token, **kwargs})


@of_report
def data(request, report):
    """What is kept of the person, and how long."""
    return _show_data(request, report)


@of_report
def copy(request, report):
    """POST hands out the copy; whoever comes here otherwise is led to the page."""
    if request.method != "POST":
        return HttpResponseRedirect(_url(report))
    if nonce_of(report, request.POST.get("key", "")) is None:
        return _show_data(request, report, status=422, notice="old")
    try:
        count(request, "copy")
    except Limited as error:
        return _wait(_show_data(request, report, **_limited(error)), error)
    return as_download(hand_out(report, complete=False), report)


@of_report
def deed(request, report, deed):
    """Asks first; on POST does it, or sends the request."""
    if deed not in DEEDS:
        return not_found(request, report.site)
    if request.method == "POST" and DEEDS[deed].form:
        return _Asking(request, report, deed).answer()
    if request.method == "POST":
        return _do(request, report, deed)
    if deed not in deeds_for(report, held=_is_held(report)):
        return HttpResponseRedirect(_url(report))
    return _show_deed(request, report, deed)


def _do(request, report: Report, name: str) -> HttpResponse:
    if nonce_of(report, request.POST.get("key", "")) is None:
        return _show_deed(request, report, name, status=422, notice="old")
    try:
        count(request, "reply")
        DEEDS[name].run(report)
    except Limited as error:
        return _wait(_show_deed(request, report, name, **_limited(error)), error)
    except Held:
        return _show_data(request, report, status=409)
    except TooLate:
        return _show_data(request, report, status=409, notice="late")
    return HttpResponseRedirect(f"{_url(report)}?done={name}")


class _Asking(Sending):
    """A request is a reply: it lands in the case, and whoever works on it is told."""

    def __init__(self, request, report: Report, name: str):
        self.name, self.usual = name, name
        self.forms = {name: DEEDS[name].form}
        super().__init__(request, report, report)
        self.files = []

    def known(self, key: str) -> Reply | None:
        return Reply.objects.filter(key=key, report=self.report).first()

    def receive(self, *, kind, text, key, photos) -> Reply:
        return ask_for(self.report, kind=kind, key=key, text=text)

    def show(self, **context) -> HttpResponse:
        return _show_deed(self.request, self.report, self.name, **context)

    def done(self, sent) -> HttpResponse:
        return HttpResponseRedirect(f"{_url(self.report)}?done={self.name}")


def _show_data(request, report: Report, *, status: int = 200, **context) -> HttpResponse:
    held, done = _is_held(report), request.GET.get("done", "")
    said = DEEDS[done].done if done in DEEDS and request.method != "POST" else None
    context = {
        **_usual(report),
        "kept": kept_of(report),
        "held": held,
        "deeds": deeds_for(report, held=held),
        "said": said,
        **context,
    }
    return render(request, "wagtail_anliegen/privacy/status_data.html", context, status=status)


def _show_deed(request, report: Report, name: str, *, status: int = 200, **context) -> HttpResponse:
    chosen = DEEDS[name]
    form = context.pop("bound", None) or (chosen.form and chosen.form(area=name))
    context = {**_usual(report), "deed": chosen, "name": name, "form": form, **context}
    return render(request, "wagtail_anliegen/privacy/status_deed.html", context, status=status)


def _usual(report: Report) -> dict:
    return {
        "report": report,
        "token": report.secret_token,
        "key": new_key(report),
        "city": AnliegenSettings.for_site(report.site),
    }


def _is_held(report: Report) -> bool:
    return LegalHold.objects.filter(report=report).exists()


def _limited(error: Limited) -> dict:
    return {"status": 429, "notice": "limited", "minutes": error.minutes}


def _wait(response: HttpResponse, error: Limited) -> HttpResponse:
    response["Retry-After"] = str(error.seconds)
    return response
