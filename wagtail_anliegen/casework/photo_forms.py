"""The boxes of a photo as numbers: what the mouse draws is written in here too."""

from dataclasses import replace
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.photos.redaction import WHOLE, Region, RegionKind


MAX_BOXES = 60
_PER_CENT = WHOLE // 100


def _per_cent(label, *, smallest=Decimal(0)):
    return forms.DecimalField(
        label=label,
        min_value=smallest,
        max_value=100,
        max_digits=4,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"step": "0.1", "inputmode": "decimal"}),
    )


class BoxForm(forms.Form):
    """One box, in per cent of the picture from the top left."""

    #: The box as a detector found it, if that is what the form shows.
    finder: Region | None = None

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=RegionKind.choices, initial=RegionKind.OTHER
    )
    x = _per_cent(_("From the left (%)"))
    y = _per_cent(_("From the top (%)"))
    width = _per_cent(_("Width (%)"), smallest=Decimal("0.1"))
    height = _per_cent(_("Height (%)"), smallest=Decimal("0.1"))

    def clean(self):
        values = super().clean()
        for start in ("x", "y"):
            if values.get(start) == 100:
                self.add_error(start, ValidationError(_("This lies outside of the picture.")))
        return values

    @property
    def region(self) -> Region:
        """The box in thousandths; what reaches over the edge ends there."""
        values = {name: int(self.cleaned_data[name] * _PER_CENT) for name in _NUMBERS}
        values["width"] = min(values["width"], WHOLE - values["x"])
        values["height"] = min(values["height"], WHOLE - values["y"])
        return Region(**values, kind=self.cleaned_data["kind"])


_NUMBERS = ("x", "y", "width", "height")


class BaseBoxes(forms.BaseFormSet):
    """All boxes of a photo, or ``shown`` in their place before anything was sent.

    What a detector found keeps its name until a person moves it.
    """

    default_error_messages = {"too_many_forms": _("A photo can have at most %(num)d boxes.")}

    def __init__(self, data=None, *, known: list[Region], shown: list[Region] | None = None, **kw):
        self.known = known
        self.shown = [] if data else known if shown is None else shown
        # What comes back is taken as it is: a box that equals one of them is not left out.
        before = None if data else [initial_of(box) for box in self.shown]
        super().__init__(data, initial=before, **kw)

    def clean(self):
        # Whoever takes a form out would take a box out without a word.
        if self.total_form_count() < self.initial_form_count():
            raise ValidationError(_("Not all boxes have arrived. Please load the page again."))

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove this box")
        if index is not None and index < len(self.shown) and self.shown[index].is_automatic:
            form.finder = self.shown[index]

    @property
    def regions(self) -> list[Region]:
        """What is to be covered; valid once ``is_valid()``."""
        found = {replace(box, source=Region.source, score=None): box for box in self.known}
        made = [
            form.region
            for form in self.forms
            if form.cleaned_data.get("width") and form not in self.deleted_forms
        ]
        return [found.get(box, box) for box in made]


def initial_of(box: Region) -> dict:
    """A box as the form shows it, in per cent."""
    return {
        "kind": box.kind,
        **{name: Decimal(getattr(box, name)) / _PER_CENT for name in _NUMBERS},
    }


BoxFormSet = forms.formset_factory(
    BoxForm,
    BaseBoxes,
    extra=1,
    can_delete=True,
    max_num=MAX_BOXES,
    absolute_max=MAX_BOXES + 1,
    validate_max=True,
)
