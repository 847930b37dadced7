"""What staff type about responsibility."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from wagtail_anliegen.moderation.permissions import leads
from wagtail_anliegen.reports.participation import Participation
from wagtail_anliegen.routing.models import Department

from .forms import CaseForm


def _text(label, help_text, *, rows=2):
    widget = AdminAutoHeightTextInput(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, widget=widget)


class InvolveForm(CaseForm):
    department = forms.ModelChoiceField(
        label=_("Who is asked?"), queryset=Department.objects.none()
    )
    question = _text(
        _("What do you want to know?"),
        _("The department sees the report until it has answered. It cannot change anything."),
    )

    def set_up(self):
        others = Department.objects.filter(site=self.report.site_id)
        self.fields["department"].queryset = others.exclude(pk=self.report.department_id)


class ConcludeForm(CaseForm):
    """Those who lead may end any question, others those that were put to their department."""

    participation = forms.ModelChoiceField(
        queryset=Participation.objects.none(), widget=forms.HiddenInput
    )
    text = _text(_("Statement"), _("Stays in the house: citizens never read it."), rows=3)

    def set_up(self):
        asked = self.report.participations.open()
        if not leads(self.user, self.report):
            asked = asked.filter(department__in=Department.objects.watched_by(self.user))
        self.fields["participation"].queryset = asked


class RefuseForm(CaseForm):
    reason = _text(
        _("Why is your department not responsible?"),
        _("The central inbox reads it. It helps if you say who is."),
    )

    def clean(self):
        if self.report.department.is_central:
            raise ValidationError(_("The central inbox has nobody to give it back to."))
        return super().clean()
