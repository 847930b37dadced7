"""What the map of one report's place needs to know in the browser, as plain data."""

from typing import Any

from django.utils.translation import gettext as _

from wagtail_anliegen.conf import conf

from .states import Look


def look_as_data(look: Look) -> dict[str, str]:
    return {"words": str(look.words), "shape": look.shape, "tone": look.tone}


def place_config(report) -> dict[str, Any] | None:
    """None without a background map or a position."""
    if conf.TILES is None or report.latitude is None:
        return None
    return {
        "background": conf.TILES,
        "position": [report.latitude, report.longitude],
        "look": look_as_data(report.look),
        "labels": {"zoomIn": _("Zoom in"), "zoomOut": _("Zoom out")},
    }
