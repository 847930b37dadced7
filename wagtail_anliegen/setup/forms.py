"""What is uploaded to set a site up."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from wagtail_anliegen.geo.forms import UploadForm
from wagtail_anliegen.sites import only_site

from .reading import read_document


class ConfigurationUploadForm(UploadForm):
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


class SiteForm(forms.Form):
    """Which site; where there is only one, nobody is asked."""

    site = forms.ModelChoiceField(
        label=_("Site"), queryset=Site.objects.all(), empty_label=None, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if only_site():
            del self.fields["site"]

    @property
    def chosen_site(self) -> Site:
        default = Site.objects.order_by("-is_default_site").first()
        return self.cleaned_data.get("site") or default
