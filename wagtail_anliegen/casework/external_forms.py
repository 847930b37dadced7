"""What staff type to involve somebody outside the city."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.photos.external import photos_to_choose
from wagtail_anliegen.reports.external import MOST_DAYS, USUAL_DAYS, ExternalLink

from .forms import CaseForm, text_field
from .keys import key_of


def _days(**kwargs) -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Valid for how many days?"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=USUAL_DAYS,
        **kwargs,
    )


class InviteForm(CaseForm):
    """Shows what is sent: what the reporting person wrote never gets into it by itself."""

    is_mailed = True

    name = forms.CharField(
        label=_("Firm or office"),
        help_text=_("For example the operator of the street lamps."),
        max_length=120,
    )
    email = forms.EmailField(label=_("Their e-mail address"))
    message = text_field(
        _("What do you ask for?"), _("They read it in the mail and on their page."), rows=3
    )
    text = text_field(_("What it is about"), rows=3)
    address = forms.CharField(label=_("Place"), max_length=255, required=False)
    days = _days(help_text=_("Then the link leads nowhere."))
    with_position = forms.BooleanField(
        label=_("Show the position on the map"), required=False, initial=True
    )
    with_photos = forms.BooleanField(
        label=_("Also show photos that are not released"), required=False
    )
    #: Those that were there when the page was shown; what comes later nobody has looked at.
    photos = forms.CharField(required=False, widget=forms.HiddenInput)
    with_contact = forms.BooleanField(
        label=_("Also show name and contact data of the reporting person"),
        help_text=_("Only if they have to talk to each other. It is put on record."),
        required=False,
    )
    confirmed = forms.BooleanField(
        label=_("This report is confidential, and I may pass on what stands here"),
        error_messages={"required": _("Please confirm that you may pass it on.")},
    )

    def set_up(self):
        report, fields = self.report, self.fields
        if report.live:
            fields["text"].initial = report.public_text
            fields["text"].help_text = _("As everybody reads it.")
        else:
            fields["text"].help_text = _(
                "Not released yet: please write it in your own words, without names, telephone or "
                "plate numbers. What the reporting person wrote is not sent."
            )
        fields["address"].initial = report.address if report.live else ""
        if not report.live:
            fields["address"].help_text = _(
                "Not released yet: please write what they may know of the place."
            )
        self._offer_photos()
        fields["with_position"].initial = not report.confidential
        if report.latitude is None:
            del fields["with_position"]
        if getattr(report, "reporter", None) is None:
            del fields["with_contact"]
        if not report.confidential:
            del fields["confirmed"]

    def _offer_photos(self):
        keys = photos_to_choose(self.report).order_by("pk").values_list("pk", flat=True)
        self.fields["photos"].initial = ",".join(map(str, keys))
        if not self.fields["photos"].initial:
            del self.fields["with_photos"]

    def clean_photos(self):
        if not self.cleaned_data.get("with_photos"):
            return []
        return [key_of(key) for key in self.cleaned_data["photos"].split(",")]

    @property
    def values(self):
        asked = {"confirmed", "with_photos"}
        return {name: value for name, value in self.cleaned_data.items() if name not in asked}


class LinkForm(CaseForm):
    """Names one of the report's links."""

    link = forms.ModelChoiceField(queryset=ExternalLink.objects.none(), widget=forms.HiddenInput)

    def set_up(self):
        self.fields["link"].queryset = ExternalLink.objects.at_case(self.report)


class RenewForm(LinkForm):
    days = _days(required=False)

    def clean_days(self):
        return self.cleaned_data["days"] or USUAL_DAYS
