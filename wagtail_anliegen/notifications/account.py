"""The part of Wagtail's account page where people say which mails they want."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from .preferences import DigestMark, NotificationPreference, preference_of


class NotificationPreferenceForm(forms.ModelForm):
    class Meta:
        model = NotificationPreference
        fields = ["new_reports", "replies", "assigned"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False  # each has a value, and nothing to empty it

    def save(self, commit=True):
        if self.has_changed():
            self.instance.chosen_at = timezone.now()
            self._begin_anew()
        return super().save(commit)

    def _begin_anew(self) -> None:
        """A digest that was not wanted until now owes nothing of what came before."""
        wanted = set(self.instance.wishes.values()) - set(self.initial.values())
        DigestMark.objects.filter(user=self.instance.user, frequency__in=wanted).delete()


class ReportMailsPanel(BaseSettingsPanel):
    """For those who see reports."""

    name = "anliegen_mails"
    title = _("Mails about citizen reports")
    tab = notifications_tab
    order = 200
    form_class = NotificationPreferenceForm
    template_name = "wagtail_anliegen/notifications/account_panel.html"

    def is_active(self):
        return self.user.has_perm("wagtail_anliegen.view_report")

    def get_form(self):
        data = self.request.POST if self.request.method == "POST" else None
        return self.form_class(data, instance=preference_of(self.user), prefix=self.name)


def account_panel(request, user, profile) -> ReportMailsPanel:
    """For Wagtail's hook ``register_account_settings_panel``."""
    return ReportMailsPanel(request, user, profile)
