"""What staff fill in on the page “Data protection” of a report; each form is one action."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wagtail_anliegen.casework.forms import CaseForm
from wagtail_anliegen.photos.models import Photo


class Proof(models.TextChoices):
    """How staff made sure who asks."""

    DOCUMENT = "document", _("saw an identity document")
    LINK = "link", _("was shown the link from the mail")
    CALL = "call", _("called back under a known number")
    OTHER = "other", _("otherwise")


class HandOutForm(CaseForm):
    how = forms.ChoiceField(
        label=_("How did you check who asks?"), choices=Proof.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("If otherwise: how?"), max_length=300, required=False, strip=True
    )

    def clean(self):
        data = super().clean()
        if data.get("how") == Proof.OTHER and not data.get("text"):
            self.add_error("text", _("Please write how you checked it."))
        return data

    @property
    def values(self) -> dict:
        """Kept in the log."""
        values = {"how": self.cleaned_data["how"]}
        if values["how"] == Proof.OTHER:
            values["text"] = self.cleaned_data["text"]
        return values


class ContactForm(CaseForm):
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)

    def set_up(self):
        if reporter := getattr(self.report, "reporter", None):
            for name, field in self.fields.items():
                field.initial = getattr(reporter, name)

    def clean(self):
        data = super().clean()
        if not self.errors and not any(data.values()):
            raise ValidationError(_("To remove all of it, erase the contact data."))
        return data


class EraseContactForm(CaseForm):
    sure = forms.BooleanField()

    def set_up(self):
        number = {"number": self.report.reference}
        self.fields["sure"].label = _("Erase the contact data of %(number)s for good") % number

    @property
    def values(self) -> dict:
        return {}


class ErasePhotosForm(EraseContactForm):
    def set_up(self):
        count = Photo.objects.filter(report=self.report).count()
        words = ngettext("Erase %(count)s photo for good", "Erase %(count)s photos for good", count)
        self.fields["sure"].label = words % {"count": count}


class EraseAllForm(CaseForm):
    reference = forms.CharField(label=_("Number of the report, typed"), max_length=20)

    def set_up(self):
        self.fields["reference"].help_text = _("To erase everything, type: %(number)s") % {
            "number": self.report.reference
        }
        self.fields["reference"].widget.attrs["autocomplete"] = "off"

    def clean_reference(self):
        if self.cleaned_data["reference"].strip() != self.report.reference:
            raise ValidationError(_("That is not the number of this report."))
        return self.report.reference

    @property
    def values(self) -> dict:
        return {}


class HoldForm(CaseForm):
    reason = forms.CharField(
        label=_("Why it has to stay"),
        max_length=300,
        help_text=_("For example a lawsuit, with its file number. Please no names."),
    )
