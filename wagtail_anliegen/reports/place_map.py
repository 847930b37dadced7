"""What the map of one report's place needs to know in the browser, as plain data."""

from typing import Any

from django.utils.translation import gettext as _

from wagtail_anliegen.conf import conf

from .states import Look


def look_as_data(look: Look) -> dict[str, str]:
    return {"words": str(look.words), "shape": look.shape, "tone": look.tone}


#: For those who need not know how far the city is.
PLAIN = Look("", "●", "grey", "")


def place_config(
    latitude: float | None, longitude: float | None, *, look: Look = PLAIN
) -> dict[str, Any] | None:
    """None without a background map or a position."""
    if conf.TILES is None or latitude is None:
        return None
    return {
        "background": conf.TILES,
        "position": [latitude, longitude],
        "look": look_as_data(look),
        "labels": {"zoomIn": _("Zoom in"), "zoomOut": _("Zoom out")},
    }
