"""What is typed or uploaded about places."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from wagtail_anliegen.sites import SiteBoundForm, only_site

from .district_files import name_properties
from .models import District
from .positions import Position, as_text, parse_position
from .shapes import clean_geometry, read_feature_collection
from .widgets import PlaceWidget


MAX_BYTES = 20 * 1024**2


class PlaceField(forms.CharField):
    """Cleans to (latitude, longitude) in WGS84 degrees, or None; takes the same as initial value.

    ``site`` (or later ``field.widget.site = …``) says where its map opens.
    """

    widget = PlaceWidget
    default_error_messages = {
        "invalid": _("Please write latitude and longitude, for example 51.6806, 7.8201.")
    }

    def __init__(self, *, site=None, **kwargs):
        kwargs.setdefault("label", _("Place"))
        kwargs.setdefault(
            "help_text", _("Latitude and longitude. Click on the map or drag the pin.")
        )
        kwargs.setdefault("max_length", 100)
        super().__init__(**kwargs)
        self.widget.site = site

    def prepare_value(self, value):
        return as_text(value) if isinstance(value, tuple) else value

    def to_python(self, value) -> Position | None:
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        try:
            return parse_position(text)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def run_validators(self, value):
        """The validators of text do not apply to a position."""

    def has_changed(self, initial, data):
        before = self.prepare_value(initial) or ""
        try:
            return before != as_text(parse_position(data or ""))
        except ValueError:
            return before != (data or "")


class ShapeField(forms.JSONField):
    def prepare_value(self, value):
        return "" if value is None else super().prepare_value(value)


class DistrictForm(SiteBoundForm):
    unique_in_site = ("name", "level")

    geometry = ShapeField(
        label=_("Shape"),
        help_text=_("A GeoJSON polygon or multipolygon in WGS84 degrees."),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def clean_geometry(self):
        return clean_geometry(self.cleaned_data["geometry"])


class StreetForm(SiteBoundForm):
    unique_in_site = ("name", "house_number", "postcode")

    place = PlaceField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["place"] = (self.instance.latitude, self.instance.longitude)
            self.fields["place"].widget.site = self.instance.site

    def save(self, commit=True):
        self.instance.latitude, self.instance.longitude = self.cleaned_data["place"]
        return super().save(commit)


class UploadForm(forms.Form):
    """A file, for one site; where there is only one, nobody is asked."""

    site = forms.ModelChoiceField(label=_("Site"), queryset=Site.objects.all())
    file = forms.FileField(label=_("File"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.only_site = only_site()
        if self.only_site:
            del self.fields["site"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(
                _("The file is larger than %(megabytes)s MB."),
                params={"megabytes": MAX_BYTES // 1024**2},
            )
        return file

    @property
    def chosen_site(self) -> Site:
        return self.only_site or self.cleaned_data["site"]


class DistrictUploadForm(UploadForm):
    level = forms.TypedChoiceField(label=_("Level"), choices=District.Level.choices, coerce=int)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("GeoJSON file")
        self.fields["file"].help_text = _(
            "Polygons in WGS84 degrees (EPSG:4326), at most 20 MB. "
            "You see on a map what is in it before anything changes."
        )
        self.fields["file"].widget.attrs["accept"] = ".geojson,.json,application/geo+json"

    def clean_file(self):
        file = super().clean_file()
        self.features = read_feature_collection(file.read())
        if not name_properties(self.features):
            raise ValidationError(
                _("No property is filled in and different in every feature, so none can be a name.")
            )
        return file


class StreetUploadForm(UploadForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("CSV file")
        self.fields["file"].help_text = _(
            "The first line names the columns: street, latitude, longitude; "
            "if you have them also house_number and postcode. At most 20 MB."
        )
        self.fields["file"].widget.attrs["accept"] = ".csv,text/csv"
