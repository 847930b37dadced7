"""How urgent a report is: the verb, and what staff type for it."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.priority import Priority

from .forms import CaseForm
from .locking import on_locked_report


@on_locked_report
def set_priority(report: Report, *, priority: int, user) -> None:
    """Say how urgent the report is; only staff ever read it."""
    priority, before = Priority(priority), report.priority
    if priority == before:
        return
    report.priority = priority
    report.save(update_fields=["priority", "updated_at"])
    data = {"priority": priority.value, "was": before}
    log(instance=report, action="anliegen.priority", user=user, data=data)


class PriorityForm(CaseForm):
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        help_text=_("Only your colleagues see it."),
        choices=Priority.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )

    def set_up(self):
        self.fields["priority"].initial = self.report.priority
