"""What is uploaded to set a site up."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from wagtail_anliegen.geo.forms import UploadForm
from wagtail_anliegen.intake.entry import sites_of
from wagtail_anliegen.sites import only_site

from .reading import read_document


class OfOwnSites:
    """Put this before a form with a field ``site``: it offers the sites of the person only."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.sites = sites_of(user)
        if "site" in self.fields:
            keys = [site.pk for site in self.sites]
            self.fields["site"].queryset = Site.objects.filter(pk__in=keys)

    @property
    def chosen_site(self) -> Site | None:
        """Where nothing was chosen, the first; None for who belongs to no site."""
        return self.cleaned_data.get("site") or next(iter(self.sites), None)


class ConfigurationUploadForm(OfOwnSites, UploadForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("Configuration file")
        self.fields["file"].help_text = _(
            "A JSON file that was downloaded here or on another website, at most 20 MB. "
            "You see what it would change before anything happens."
        )
        self.fields["file"].widget.attrs["accept"] = ".json,application/json"

    def clean_file(self):
        file = super().clean_file()
        self.document = read_document(file.read())
        return file


class TestModeForm(forms.Form):
    """Where the mails of a test mode go."""

    address = forms.EmailField(
        label=_("Mails go to"),
        required=False,
        help_text=_("Who they were meant for stands in the subject. Empty: no mail goes out."),
    )


class OneSiteForm(forms.Form):
    """Which site; where there is only one, nobody is asked."""

    site = forms.ModelChoiceField(
        label=_("Site"), queryset=Site.objects.all(), empty_label=None, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if only_site():
            del self.fields["site"]


class SiteForm(OfOwnSites, OneSiteForm):
    pass
