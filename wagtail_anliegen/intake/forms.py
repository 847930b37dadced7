"""What a citizen types, checked: the place and the contact data."""

import json
from dataclasses import replace

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.geo.geocoders import GeocoderError, Place, get_geocoder
from wagtail_anliegen.reports.models import Report, Reporter
from wagtail_anliegen.reports.public_forms import PublicForm

from .area import is_inside, outside_text


KEEP_WORDS = "words"
LONGEST_ADDRESS = Report._meta.get_field("address").max_length
LONGEST_EMAIL = Reporter._meta.get_field("email").max_length


class CategoryForm(PublicForm):
    """One of the categories on the screen."""

    category = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what it is about.")},
    )

    def __init__(self, *args, offers=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [(offer.code, str(offer)) for offer in offers]


class DegreesField(forms.FloatField):
    """Accepts a comma as well as a point, and shows the same digits in every language."""

    def __init__(self, limit: int, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(required=False, min_value=-limit, max_value=limit, widget=widget, **kwargs)

    def to_python(self, value):
        return super().to_python(str(value).replace(",", ".") if value else value)

    def prepare_value(self, value):
        return f"{value:.6f}" if isinstance(value, float) else value


class PlaceForm(PublicForm):
    """A point, or at least words for the place; a point outside the city is refused."""

    address = forms.CharField(
        label=_("Address or place"), max_length=LONGEST_ADDRESS, required=False
    )
    match = forms.ChoiceField(
        label=_("We found several places. Which one do you mean?"),
        required=False,
        widget=forms.RadioSelect,
    )
    latitude = DegreesField(90, label=_("Latitude"))
    longitude = DegreesField(180, label=_("Longitude"))
    location_note = forms.CharField(
        label=_("How do we find the exact spot?"),
        help_text=_("For example: behind the bus stop, next to the bench."),
        max_length=500,
        required=False,
    )

    def __init__(self, *args, site, found: list[Place] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.site = site
        if found is not None:
            self.found = found
        self.fields["address"].widget.attrs["autocomplete"] = "street-address"
        self.fields["match"].choices = self.match_choices

    # --- several places of one name -----------------------------------------

    @cached_property
    def found(self) -> list[Place]:
        """What the geocoder knows by the words that were typed."""
        words = self.data.get("address", "") if self.is_bound else ""
        return search_places(words, self.site)

    @cached_property
    def match_choices(self) -> list[tuple[str, str]]:
        """The places that were found; empty when nothing was searched."""
        choices = [(_as_value(place), place.label) for place in self.found]
        return [*choices, (KEEP_WORDS, _("None of these, keep what I wrote"))] if choices else []

    def with_matches(self) -> "PlaceForm":
        """The same words with the places that fit them, nothing judged yet."""
        typed = {name: self.data.get(name) for name in ("address", "location_note")}
        return type(self)(initial=typed, site=self.site, found=self.found)

    # --- checking -----------------------------------------------------------

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        self._choose(cleaned)
        latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
        if (latitude is None) != (longitude is None):
            missing = "latitude" if latitude is None else "longitude"
            self.add_error(missing, _("Please enter both coordinates, or neither."))
        elif latitude is not None:
            self._check_position(cleaned)
        elif not cleaned.get("address") and not cleaned.get("location_note"):
            self.add_error("address", _("Please tell us where it is."))
        return cleaned

    def _choose(self, cleaned) -> None:
        """Take the position from the place that was chosen, or from the only one that fits."""
        if chosen := cleaned.get("match"):
            if chosen == KEEP_WORDS:
                cleaned.update(latitude=None, longitude=None)
            else:
                cleaned.update(json.loads(chosen))
            return
        if self._position_is_stale(cleaned):
            cleaned.update(latitude=None, longitude=None)
        if cleaned.get("latitude") is not None or not cleaned.get("address"):
            return
        fitting = self.fitting(cleaned["address"])
        if len(fitting) == 1:
            cleaned.update(latitude=fitting[0].latitude, longitude=fitting[0].longitude)
        elif fitting:
            self.add_error("match", _("Please choose one of the places."))

    def fitting(self, words: str) -> list[Place]:
        """The places that were found; only those of exactly this name if there are any."""
        exact = [place for place in self.found if place.label.casefold() == words.casefold()]
        return exact or self.found

    def _position_is_stale(self, cleaned) -> bool:
        """The words changed, but the old position came along with them."""
        before = self.initial
        if not before.get("address") or before["address"] == cleaned.get("address"):
            return False
        old = (before.get("latitude"), before.get("longitude"))
        new = (cleaned.get("latitude"), cleaned.get("longitude"))
        return None not in (*old, *new) and all(
            abs(a - b) < 1e-5 for a, b in zip(old, new, strict=True)
        )

    def _check_position(self, cleaned) -> None:
        latitude, longitude = cleaned["latitude"], cleaned["longitude"]
        if not is_inside(self.site, latitude, longitude):
            self.add_error("address", outside_text(self.site))
        elif not cleaned.get("address"):
            cleaned["address"] = address_of(latitude, longitude, self.site)


def _as_value(place: Place) -> str:
    return json.dumps(
        {"latitude": place.latitude, "longitude": place.longitude, "address": place.label}
    )


def search_places(words: str, site) -> list[Place]:
    """Places for the words; none when the geocoder cannot answer."""
    if not words.strip():
        return []
    try:
        found = get_geocoder().search(words.strip()[:LONGEST_ADDRESS], site=site)
    except GeocoderError:
        return []
    return [replace(place, label=place.label[:LONGEST_ADDRESS]) for place in found]


def address_of(latitude: float, longitude: float, site) -> str:
    """The nearest address, or nothing."""
    try:
        place = get_geocoder().reverse(latitude, longitude, site=site)
    except GeocoderError:
        return ""
    return place.label[:LONGEST_ADDRESS] if place else ""


class ContactForm(PublicForm):
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We confirm your report and write to you when something happens."),
        max_length=LONGEST_EMAIL,
        required=False,
    )
    phone = forms.CharField(
        label=_("Telephone"),
        help_text=_("Only if we may call you back."),
        max_length=60,
        required=False,
    )

    def __init__(self, *args, required: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].required = required
        self.fields["email"].error_messages["required"] = _("Please enter your e-mail address.")
        self.fields["email"].error_messages["invalid"] = _(
            "Please enter an e-mail address such as name@example.org."
        )
        for name, token, kind in (
            ("name", "name", "text"),
            ("email", "email", "email"),
            ("phone", "tel", "tel"),
        ):
            self.fields[name].widget.attrs.update(autocomplete=token)
            self.fields[name].widget.input_type = kind
