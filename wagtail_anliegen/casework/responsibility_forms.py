"""What staff type about responsibility."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.moderation.permissions import leads
from wagtail_anliegen.reports.participation import Participation
from wagtail_anliegen.routing.models import Department

from .forms import CaseForm, text_field


class InvolveForm(CaseForm):
    department = forms.ModelChoiceField(
        label=_("Who is asked?"), queryset=Department.objects.none()
    )
    question = text_field(
        _("What do you want to know?"),
        _("The department sees the report until it has answered. It cannot change anything."),
        rows=2,
    )

    def set_up(self):
        others = Department.objects.filter(site=self.report.site_id)
        self.fields["department"].queryset = others.exclude(pk=self.report.department_id)


class ConcludeForm(CaseForm):
    """Those who lead may end any question, others those that were put to their department."""

    participation = forms.ModelChoiceField(
        queryset=Participation.objects.none(), widget=forms.HiddenInput
    )
    text = text_field(_("Statement"), _("Stays in the house: citizens never read it."), rows=3)

    def set_up(self):
        asked = self.report.participations.open()
        if not leads(self.user, self.report):
            asked = asked.filter(department__in=Department.objects.watched_by(self.user))
        self.fields["participation"].queryset = asked


class RefuseForm(CaseForm):
    reason = text_field(
        _("Why is your department not responsible?"),
        _("The central inbox reads it. It helps if you say who is."),
        rows=2,
    )

    def clean(self):
        if self.report.department.is_central:
            raise ValidationError(_("The central inbox has nobody to give it back to."))
        return super().clean()
