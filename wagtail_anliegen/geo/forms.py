"""The form field for a place."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .positions import Position, as_text, parse_position
from .widgets import PlaceWidget


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
