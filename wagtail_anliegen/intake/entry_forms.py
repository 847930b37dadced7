"""What staff type on behalf of somebody: the forms of citizens, asked in the words of the desk."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.coreutils import get_content_languages

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.geo.forms import PlaceField
from wagtail_anliegen.geo.positions import as_text
from wagtail_anliegen.reports.models import Report

from .catalogue import Catalogue, Offer
from .forms import ContactForm, PlaceForm
from .questions import MAX_DESCRIPTION, DetailsForm, build_details_form


#: What people bring in themselves is not entered by others.
CHANNELS = [
    choice
    for choice in Report.Channel.choices
    if choice[0] not in (Report.Channel.WEB, Report.Channel.API)
]
LONGEST_LYING = timedelta(days=366)
#: Clocks differ, and a form shows whole minutes.
SKEW = timedelta(minutes=2)


class EntryForm(forms.Form):
    """How it came in, what it is about, and what colleagues have to know."""

    channel = forms.ChoiceField(label=_("Came in by"), choices=CHANNELS)
    received_at = forms.DateTimeField(
        label=_("Received"),
        help_text=_("For a letter, when it arrived."),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )
    category = forms.ChoiceField(
        label=_("Category"), error_messages={"required": _("Please choose what it is about.")}
    )
    language = forms.ChoiceField(
        label=_("Language of the person"), help_text=_("In this language mails are written.")
    )
    note = forms.CharField(
        label=_("Internal note"),
        help_text=_("For whom, and how did the person prove who they are? Stays in the house."),
        required=False,
        widget=AdminAutoHeightTextInput(attrs={"rows": 2}),
    )
    release = forms.BooleanField(
        label=_("Release at once"),
        help_text=_("Everybody reads text and place as they stand here: no names, no numbers?"),
        required=False,
    )

    def __init__(self, *args, catalogue: Catalogue, may_release: bool, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.catalogue = catalogue
        self.fields["category"].choices = [("", _("Please choose")), *_in_tree(catalogue.tops)]
        languages = list(get_content_languages().items())
        self.fields["language"].choices = languages
        if len(languages) == 1:
            self.fields["language"].widget = forms.HiddenInput()
        if not may_release:
            del self.fields["release"]

    def clean_received_at(self):
        value, now = self.cleaned_data["received_at"], timezone.now()
        if value > now + SKEW:
            raise forms.ValidationError(_("This lies in the future."))
        if value < now - LONGEST_LYING:
            raise forms.ValidationError(_("This is more than a year ago. Is the year right?"))
        return min(value, now)

    def clean_category(self) -> Offer:
        offer = self.catalogue.by_code(self.cleaned_data["category"])
        if offer.external_url:
            raise forms.ValidationError(
                _("This is taken in elsewhere: %(url)s") % {"url": offer.external_url}
            )
        return offer


def _in_tree(offers: list[Offer], depth: int = 0):
    for offer in offers:
        yield offer.code, "\u2003" * depth + str(offer)
        yield from _in_tree(offer.children, depth + 1)


class EntryDetailsForm(DetailsForm):
    """The text and the questions; a letter cannot be asked back, so none must be answered."""

    description = forms.CharField(
        label=_("What the person says"),
        help_text=_("In the words of the person. Only colleagues read it until it is released."),
        max_length=MAX_DESCRIPTION,
        widget=AdminAutoHeightTextInput(attrs={"rows": 5}),
        error_messages=DetailsForm.base_fields["description"].error_messages,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for bound in self.question_fields():
            if bound.field.required:
                bound.field.required = False
                asked = _("Must be answered online.")
                bound.field.help_text = format_lazy("{} {}", bound.field.help_text, asked)

    def questions(self):
        """Fields with what the online form says when an answer ends it."""
        fields = self.question_fields()
        pairs = self.offer.questions if fields else []
        for bound, (asked, translated) in zip(fields, pairs, strict=True):
            text = asked.stop_answer and (translated.stop_text or asked.stop_text)
            yield bound, translated.stop_answer or asked.stop_answer, text


def details_form_class(offer: Offer | None) -> type[EntryDetailsForm]:
    return build_details_form(offer, EntryDetailsForm) if offer else EntryDetailsForm


class EntryPlaceForm(PlaceForm):
    """The place of the public form, with the map of the admin for the two coordinates."""

    latitude = longitude = None
    place = PlaceField(label=_("Position"), required=False)
    #: The address that was searched and where it was found, to notice when only one is changed.
    found_address = forms.CharField(required=False, widget=forms.HiddenInput())
    found_place = forms.CharField(required=False, widget=forms.HiddenInput())

    field_order = ["address", "match", "location_note", "place"]

    def __init__(self, *args, needs_place: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.needs_place = needs_place
        self.fields["place"].widget.site = self.site

    def clean(self):
        data = self.cleaned_data
        data["latitude"], data["longitude"] = data.get("place") or (None, None)
        is_empty = not any(self.data.get(name) for name in ("address", "location_note", "place"))
        return data if is_empty and not self.needs_place else super().clean()

    def _position_is_stale(self, cleaned) -> bool:
        before, place = cleaned.get("found_address"), cleaned.get("place")
        is_found = bool(place) and as_text(place) == cleaned.get("found_place")
        return bool(before) and is_found and before != cleaned.get("address")

    def with_matches(self) -> "EntryPlaceForm":
        """The same words with the places that fit them; the only one gets the pin."""
        names = ("address", "location_note", "place")
        typed = {name: self.data.get(name, "") for name in names}
        fitting = self.fitting(typed["address"])
        if len(fitting) == 1:
            place = as_text((fitting[0].latitude, fitting[0].longitude))
            typed |= {"place": place, "found_place": place, "found_address": typed["address"]}
        found = self.found if len(fitting) > 1 else []
        return type(self)(initial=typed, site=self.site, found=found, needs_place=self.needs_place)


class EntryContactForm(ContactForm):
    """May stay empty; where citizens must give an address, staff say that it is missing."""

    anonymous = forms.BooleanField(
        label=_("The person stays anonymous or has no e-mail address"), required=False
    )

    def __init__(self, *args, offer: Offer | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("Receipt and answers go there.")
        self.fields["phone"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"  # it is not the clerk's own
        self.must = offer is not None and offer.category.contact == Category.Contact.REQUIRED
        if not self.must:
            del self.fields["anonymous"]

    def clean(self):
        data = super().clean()
        if self.must and not self.errors and not (data["email"] or data["anonymous"]):
            self.add_error("email", _("Please enter the address, or tick that there is none."))
        return data


def is_contact_asked(offer: Offer | None) -> bool:
    return offer is None or offer.category.contact != Category.Contact.FORBIDDEN
