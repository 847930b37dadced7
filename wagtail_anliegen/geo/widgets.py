"""Where staff set a place: wagtail-geo-widget's map, served from the city's own origin."""

import json

from django import forms
from django.templatetags.static import static
from django.utils.translation import gettext as _
from wagtail.models import Site
from wagtailgeowidget.widgets import LeafletField

from wagtail_anliegen.conf import conf
from wagtail_anliegen.sites import only_site

from .models import District
from .positions import as_geowidget_value, parse_position


#: Shown while a site has no districts yet: the middle of Germany.
FALLBACK = {"center": [51.16, 10.45], "zoom": 6}
CLOSE_ZOOM = 16


def map_options(site: Site | None = None) -> dict:
    """What a map in the admin needs to know; ``tiles`` is None when there is no background.

    ``bounds`` are the south-western and north-eastern corner of the site's districts.
    """
    tiles = conf.TILES or {}
    site = site or only_site() or Site.objects.filter(is_default_site=True).first()
    return {
        "tiles": tiles.get("url"),
        "attribution": tiles.get("attribution", ""),
        "minZoom": tiles.get("min_zoom", 0),
        "maxZoom": tiles.get("max_zoom", 19),
        "bounds": District.objects.bounds(site) if site else None,
        "fallback": FALLBACK,
        "icons": {
            "iconUrl": static("js_lib_leaflet/images/marker-icon.png"),
            "iconRetinaUrl": static("js_lib_leaflet/images/marker-icon-2x.png"),
            "shadowUrl": static("js_lib_leaflet/images/marker-shadow.png"),
        },
    }


class PlaceWidget(LeafletField):
    """A map with a pin above a text field; the text is what counts, with or without the map.

    Set ``site`` to open the map on the districts of that site.
    """

    input_type = "text"  # not hidden, so that forms show its label and its errors
    template_name = "wagtail_anliegen/geo/place_widget.html"
    site: Site | None = None

    @property
    def media(self):
        if not conf.TILES:
            return forms.Media()
        return forms.Media(
            css={"all": ["js_lib_leaflet/leaflet.css", "wagtailgeowidget/css/leaflet-field.css"]},
            js=[
                "js_lib_leaflet/leaflet.js",
                "wagtailgeowidget/js/leaflet-field.js",
                "wagtail_anliegen/geo/place-controller.js",
            ],
        )

    def render(self, name, value, attrs=None, renderer=None):
        return forms.TextInput.render(self, name, value, attrs, renderer)

    def build_attrs(self, *args, **kwargs):
        return forms.TextInput.build_attrs(self, *args, **kwargs)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        try:
            position = parse_position(value or "")
        except ValueError:
            position = None
        options = map_options(self.site) if conf.TILES else None
        context["source"] = as_geowidget_value(position) if position else ""
        context["options"] = json.dumps(self._options(options, position)) if options else None
        return context

    def _options(self, options: dict, position) -> dict:
        latitude, longitude = position or options["fallback"]["center"]
        return {
            **options,
            "position": position,
            "defaultLocation": {"lat": latitude, "lng": longitude},
            "zoom": min(CLOSE_ZOOM, options["maxZoom"]),
            "srid": 4326,
            "translations": {
                "error_message_invalid_location": _(
                    "Please write latitude and longitude, for example 51.6806, 7.8201."
                )
            },
        }
