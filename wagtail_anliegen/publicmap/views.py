"""The page of one public report, and the tiles of the map."""

import hashlib
import json

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import translate_url
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe
from wagtail.models import Site

from wagtail_anliegen.reports.entrance import entrance
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.place_map import place_config

from . import tiles
from .category_tree import CategoryTree
from .filters import PublicReportFilter
from .history import public_history
from .listing import released_photos
from .pages import map_page_for


TILE_SECONDS = 10


@require_safe
def report(request, reference):
    """What everybody may know of one report; missing and hidden ones look the same."""
    site = _site(request)
    if asking := entrance(request, site).ask_at:
        return redirect(asking.get_url(request) or "/")
    found = _public_report(site, reference)
    back = map_page_for(site)
    if found is None:
        context = {"map_page": back}
        return render(request, "wagtail_anliegen/publicmap/not_found.html", context, status=404)
    leading = _leading_report(site, found)
    context = {
        "report": found,
        "category_name": CategoryTree(site).name(found.category_id),
        "photos": found.released_photos,
        "history": public_history(found, leading),
        "leading": leading,
        "map_page": back,
        "place": place_config(found.public_latitude, found.public_longitude, look=found.look),
        "canonical": f"{site.root_url}{request.path}",
        "alternates": _alternates(site, request.path),
    }
    return render(request, "wagtail_anliegen/publicmap/report.html", context)


def _site(request) -> Site:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site


def _public_report(site, reference: str) -> Report | None:
    if "\0" in reference:  # PostgreSQL raises an error instead of finding nothing
        return None
    reports = Report.objects.public(site).select_related("district", "department")
    return reports.prefetch_related(released_photos()).filter(reference=reference).first()


def _leading_report(site, found: Report) -> Report | None:
    if not found.leading_report_id:
        return None
    return Report.objects.public(site).filter(pk=found.leading_report_id).first()


def _alternates(site, path: str) -> list[tuple[str, str]]:
    """The same page in the other languages, where each has an address of its own."""
    pairs = [(code, translate_url(path, code)) for code, _name in settings.LANGUAGES]
    if len({address for _code, address in pairs}) < len(pairs):
        return []
    return [(code, f"{site.root_url}{address}") for code, address in pairs]


@require_safe
def tile(request, z, x, y):
    """One tile of the map; the same choices as on the page narrow it."""
    site = _site(request)
    door = entrance(request, site)
    if door.ask_at:
        raise PermissionDenied
    narrowed = PublicReportFilter(request.GET, site=site)
    if not narrowed.is_valid():
        return JsonResponse({"errors": narrowed.form.errors}, status=400)
    try:
        data = tiles.tile(narrowed.qs, z, x, y, tree=narrowed.tree)
    except ValueError as error:
        raise Http404 from error
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    response = HttpResponse(body, content_type="application/json")
    response["ETag"] = etag
    audience = "private" if door.is_private else "public"
    response["Cache-Control"] = f"{audience}, max-age={TILE_SECONDS}"
    return get_conditional_response(request, etag=etag, response=response)
