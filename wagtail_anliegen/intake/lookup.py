"""Answers the map in the browser: addresses for words, the address of a point."""

import math

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from wagtail_anliegen.conf import conf
from wagtail_anliegen.geo.models import District
from wagtail_anliegen.geo.shapes import WHOLE_COUNTRY
from wagtail_anliegen.reports.limits import Limited, count

from .area import is_inside, outside_text
from .forms import address_of, search_places
from .journey import Journey


def search(journey: Journey) -> HttpResponse:
    """``search/?q=…``: places whose name fits."""
    if refused := _limit(journey):
        return refused
    words = journey.request.GET.get("q", "")[:255]
    places = [
        {"label": place.label, "latitude": place.latitude, "longitude": place.longitude}
        for place in search_places(words, journey.site)
    ]
    return _json({"places": places})


def locate(journey: Journey) -> HttpResponse:
    """``locate/?latitude=…&longitude=…``: the address, and whether the city looks after it."""
    if refused := _limit(journey):
        return refused
    latitude = _degrees(journey.request.GET.get("latitude"), 90)
    longitude = _degrees(journey.request.GET.get("longitude"), 180)
    if latitude is None or longitude is None:
        return _json({"error": _("These are no coordinates.")}, status=400)
    if not is_inside(journey.site, latitude, longitude):
        return _json({"inside": False, "address": "", "text": outside_text(journey.site)})
    address = address_of(latitude, longitude, journey.site)
    return _json({"inside": True, "address": address, "text": ""})


def map_options(journey: Journey) -> dict | None:
    """Background and first view of the map; None when there is no background."""
    tiles = conf.TILES
    if tiles is None:
        return None
    return {
        "url": tiles["url"],
        "attribution": tiles["attribution"],
        "minZoom": tiles.get("min_zoom", 0),
        "maxZoom": tiles.get("max_zoom", 19),
        "frame": District.objects.bounds(journey.site) or WHOLE_COUNTRY,
    }


def _degrees(text: str | None, limit: int) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= limit else None


def _limit(journey: Journey) -> HttpResponse | None:
    try:
        count(journey.request, "lookup")
    except Limited as error:
        response = _json({"error": _("Please try again later.")}, status=429)
        response["Retry-After"] = str(error.seconds)
        return response
    return None


def _json(data: dict, status: int = 200) -> JsonResponse:
    response = JsonResponse(data, status=status)
    response["Cache-Control"] = "no-store, private"
    return response
