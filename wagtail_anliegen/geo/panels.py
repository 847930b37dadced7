"""How the forms of districts and streets are laid out."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel

from .forms import DistrictForm, StreetForm
from .maps import feature, thinned
from .widgets import map_options


MAP_MEDIA = forms.Media(
    css={"all": ["js_lib_leaflet/leaflet.css", "wagtailgeowidget/css/leaflet-field.css"]},
    js=["js_lib_leaflet/leaflet.js", "wagtail_anliegen/geo/shapes-controller.js"],
)


class ShapePanel(Panel):
    """Shows the saved shape of a district on a map."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtail_anliegen/geo/shape_panel.html"

        def is_shown(self):
            return bool(self.instance.pk)

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            [geometry] = thinned([self.instance.geometry])
            context["options"] = map_options(self.instance.site)
            context["shapes"] = [feature(geometry, name=self.instance.name)]
            return context

        @property
        def media(self):
            return MAP_MEDIA


district_handler = ObjectList(
    [
        FieldPanel("site"),
        FieldRowPanel([FieldPanel("name"), FieldPanel("level")]),
        ShapePanel(heading=_("Map")),
        MultiFieldPanel(
            [FieldPanel("geometry")],
            heading=_("Shape as GeoJSON"),
            help_text=_("Drawn in another program; usually it comes with “Upload GeoJSON”."),
        ),
    ],
    base_form_class=DistrictForm,
)

street_handler = ObjectList(
    [
        FieldPanel("site"),
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("house_number"), FieldPanel("postcode")]),
        FieldPanel("place", heading=_("Place")),
    ],
    base_form_class=StreetForm,
)
