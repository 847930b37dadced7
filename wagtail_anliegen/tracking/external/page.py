"""The page behind the link of somebody outside: what staff chose to show, and what to say to it."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Site

from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.photos.external import photos_for
from wagtail_anliegen.photos.uploads import ACCEPT
from wagtail_anliegen.reports.external import ExternalLink
from wagtail_anliegen.reports.groups import case_of
from wagtail_anliegen.reports.place_map import place_config
from wagtail_anliegen.reports.secrets import hash_of
from wagtail_anliegen.tracking.forms import ReplyForm, new_key
from wagtail_anliegen.tracking.sending import photo_limit

from .forms import FORMS, areas_of


#: Looking twice within this time is one visit.
VISIT = timedelta(minutes=5)


def find_link(site: Site | None, token: str) -> ExternalLink | None:
    """The link that still leads somewhere; one look at one index, whatever is wrong with it."""
    if site is None:
        return None
    known = ExternalLink.objects.alive().filter(token_hash=hash_of(token), report__site=site)
    return known.select_related(
        "report__category",
        "report__department",
        "report__reporter",
        "report__site",
        "report__leading_report__department",
    ).first()


def not_found(request) -> HttpResponse:
    """The same for a wrong link, one that has ended and one that was withdrawn."""
    return render(request, "wagtail_anliegen/tracking/external_gone.html", status=404)


def note_visit(link: ExternalLink) -> None:
    """Staff see when it was opened last; the first time stands in the history."""
    now = timezone.now()
    if link.opened_at and now - link.opened_at < VISIT:
        return
    if link.opened_at is None:
        data = {"new": link.name, **({"contact": True} if link.contact else {})}
        log(instance=link.report, action="anliegen.external_open", data=data)
    link.opened_at = now
    link.save(update_fields=["opened_at"])


def finished(request, link: ExternalLink, unsent: str = "") -> HttpResponse:
    """All that is told once the report is closed; ``unsent`` is what came too late."""
    case = case_of(link.report)
    context = {"report": link.report, "department": case.department, "unsent": unsent}
    status = 409 if unsent else 200
    template = "wagtail_anliegen/tracking/external_closed.html"
    return render(request, template, context, status=status)


def show(request, link: ExternalLink, *, status: int = 200, **context) -> HttpResponse:
    """The page; ``bound`` is a form that was sent and has to be sent again, with what it needs."""
    report, bound = link.report, context.pop("bound", None)
    if not link.is_open:
        return finished(request, link, bound.data.get("text", "") if bound else "")
    city = AnliegenSettings.for_site(report.site)
    context = {
        "link": link,
        "token": link.token,
        "report": report,
        "department": case_of(report).department,
        "category": report.category.localized.name,
        "photos": list(photos_for(link).defer("sha256")),
        "contact": link.contact,
        "place": place_config(link.latitude, link.longitude),
        "said": link.messages.order_by("-created_at", "-pk"),
        "city": city,
        "key": new_key(link),
        "photo_limit": photo_limit(report, city),
        "accept": ACCEPT,
        "sent": "" if bound else request.GET.get("sent", ""),
        "bound": bound,
        "forms": _forms(link, bound),
        **context,
    }
    return render(request, "wagtail_anliegen/tracking/external.html", context, status=status)


def _forms(link: ExternalLink, bound: ReplyForm | None) -> dict[str, ReplyForm]:
    """By area; what was sent stays on the page, though it may not be offered any more."""
    forms = {area: FORMS[area](area=area) for area in areas_of(link)}
    return {**forms, **({bound.area: bound} if bound else {})}
