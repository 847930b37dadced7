"""The status page: found by its secret, shown with all that the person may do there."""

from functools import wraps

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from wagtail.models import Site

from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.scanning import Scan
from wagtail_anliegen.photos.uploads import ACCEPT
from wagtail_anliegen.reports.answers import in_words
from wagtail_anliegen.reports.groups import leading_as_told
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.secrets import hash_of
from wagtail_anliegen.reports.turnaround import expectation

from .contact import contact_lines
from .forms import AnswerForm, FixedForm, MessageForm, ReopenForm, ReplyForm, VerdictForm, new_key
from .history import history
from .offers import Offers, offers, open_question
from .sending import photo_limit
from .sentences import confirmation, next_step, visibility


FORMS: dict[str, type[ReplyForm]] = {
    "answer": AnswerForm,
    "message": MessageForm,
    "fixed": FixedForm,
    "verdict": VerdictForm,
    "reopen": ReopenForm,
}


def kept_secret(view):
    """The address is the key: it must reach neither caches, nor search engines, nor other sites."""

    @wraps(view)
    def keep_secret(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return keep_secret


def find_report(site: Site | None, token: str) -> Report | None:
    """One look at one index, whether the secret is right or not."""
    known = Report.objects.select_related(
        "category",
        "department",
        "reporter",
        "site",
        "leading_report__site",
        "leading_report__department",
    )
    return known.filter(link_hash=hash_of(token), site=site).first() if site else None


def not_found(request, site: Site | None) -> HttpResponse:
    context = {"city": AnliegenSettings.for_site(site) if site else None}
    return render(request, "wagtail_anliegen/tracking/not_found.html", context, status=404)


def erased(request, report: Report) -> HttpResponse:
    """All that the link still shows, with the status 410 (gone): nothing comes back here."""
    context = {"report": report, "city": AnliegenSettings.for_site(report.site)}
    return render(request, "wagtail_anliegen/tracking/erased.html", context, status=410)


def shown_photos(report: Report) -> QuerySet[Photo]:
    """What the person sent, and what staff released of what was taken afterwards."""
    released = Q(kind=Photo.Kind.AFTER, released_at__isnull=False)
    photos = report.photos.exclude(scan=Scan.INFECTED)
    return photos.filter(Q(kind=Photo.Kind.BEFORE, from_outside=False) | released)


def show(request, report: Report, token: str, *, status: int = 200, **context) -> HttpResponse:
    """The page; ``bound`` is a form that was sent and has to be sent again, with what it needs."""
    city = AnliegenSettings.for_site(report.site)
    bound = context.pop("bound", None)
    photos = list(shown_photos(report).defer("sha256"))
    context = {
        "report": report,
        "token": token,
        "category": report.category.localized.name,
        "answers": [(item["question"], in_words(item["answer"])) for item in report.answers],
        "photos": [photo for photo in photos if not photo.is_after],
        "after": [photo for photo in photos if photo.is_after],
        "history": history(report),
        "leading": leading_as_told(report),
        "question": open_question(report),
        "next_step": next_step(report),
        "expectation": expectation(report),
        "visibility": visibility(report),
        "contact": contact_lines(report),
        "city": city,
        "key": new_key(report),
        "photo_limit": photo_limit(report, city),
        "accept": ACCEPT,
        "confirmation": None if bound else confirmation(request.GET.get("sent", ""), report),
        **_forms(offers(report), bound),
        **context,
    }
    return render(request, "wagtail_anliegen/tracking/status.html", context, status=status)


def _forms(offered: Offers, bound: ReplyForm | None) -> dict:
    """What stands first on the page, what further below; one that was sent keeps its words."""
    areas = []
    if offered.answer:
        areas.append("answer")
    if offered.verdict:
        areas.append("verdict" if offered.asks else "reopen")
    first = {area: FORMS[area](area=area) for area in areas}
    further = {}
    if offered.message and not offered.answer:
        further["message"] = MessageForm(area="message")
    if offered.fixed:
        further["fixed"] = FixedForm(area="fixed")
    if bound:
        shelf = further if bound.area in further else first
        shelf[bound.area] = bound
    return {"offers": offered, "first": first, "further": further, "bound": bound}
