"""What the map in the browser needs to know, as plain data."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wagtail_anliegen.conf import conf
from wagtail_anliegen.geo.shapes import WHOLE_COUNTRY, Bounds
from wagtail_anliegen.reports.place_map import look_as_data
from wagtail_anliegen.reports.states import LOOKS, Status
from wagtail_anliegen.reports.wording import look_of

from .tiles import MAX_ZOOM, POINTS_FROM


def map_config(site, query: str, frame: Bounds | None) -> dict[str, Any] | None:
    """Addresses, looks and first view; None when no background map is configured."""
    if conf.TILES is None:
        return None
    path = reverse("wagtail_anliegen:tile", args=[0, 0, 0]).removesuffix("0/0/0.json")
    return {
        "background": conf.TILES,
        "data": f"{path}{{z}}/{{x}}/{{y}}.json" + (f"?{query}" if query else ""),
        "report": reverse("wagtail_anliegen:report", args=["REFERENCE"]),
        "frame": frame or WHOLE_COUNTRY,
        "pointsFrom": POINTS_FROM,
        "maxZoom": MAX_ZOOM,
        "looks": {
            code: look_as_data(look_of(code, site.pk)) for code in LOOKS if code != Status.REJECTED
        },
        "labels": labels(),
    }


def labels() -> dict[str, str]:
    """Words for the map's own controls; ``{n}`` and the like are filled in by the browser."""
    return {
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "lone": _("1 report, zoom in"),
        "cluster": _("{n} reports, zoom in"),
        "stack": _("{n} reports at this place"),
        "close": _("Close"),
        "failed": _("The map could not load all reports. The list is complete."),
        "loading": _("Loading reports …"),
        "shown": _("{n} reports in this part of the map"),
        "none": _("No reports in this part of the map"),
    }
