"""What staff type about follow-ups."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.moderation.people import who_may_handle
from wagtail_anliegen.reports.followups import FollowUp
from wagtail_anliegen.working_days import add_working_days

from .assigning import ColleagueField
from .forms import CaseForm


#: Working days until a follow-up, unless somebody says otherwise.
USUAL_DAYS = 5


def _tomorrow_or_later(day):
    if day <= timezone.localdate():
        raise ValidationError(_("Please choose a day that is still to come."))


class DayField(forms.DateField):
    """A day to come, in the browser's own calendar."""

    default_validators = [_tomorrow_or_later]

    def __init__(self, **kwargs):
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(label=_("Day"), widget=widget, **kwargs)


class FollowUpForm(CaseForm):
    due_on = DayField(help_text=_("What falls on a weekend is shown on the next working day."))
    reason = forms.CharField(
        label=_("What is to be done then?"), max_length=300, help_text=_("Stays in the house.")
    )
    person = ColleagueField(
        label=_("For"), queryset=None, required=False, empty_label=_("the whole department")
    )

    def set_up(self):
        calendar = AnliegenSettings.for_site(self.report.site).calendar
        self.fields["due_on"].initial = add_working_days(timezone.localdate(), USUAL_DAYS, calendar)
        self.fields["person"].offer(who_may_handle(self.report), me=self.user)
        self.fields["person"].initial = self.user.pk


class _OneFollowUpForm(CaseForm):
    follow_up = forms.ModelChoiceField(queryset=FollowUp.objects.none(), widget=forms.HiddenInput)

    def set_up(self):
        self.fields["follow_up"].queryset = self.report.follow_ups.open()


class FollowUpDoneForm(_OneFollowUpForm):
    pass


class FollowUpMoveForm(_OneFollowUpForm):
    due_on = DayField()
