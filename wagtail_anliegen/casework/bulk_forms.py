"""What staff type once for many reports: the forms of the case view, with all their choices."""

from functools import reduce
from operator import or_

from django.forms import BooleanField, ChoiceField
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.moderation.people import who_may_handle
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import Need, Status, needs_of
from wagtail_anliegen.routing.models import Department

from . import assigning, forms
from .merge_form import oldest
from .placeholders import validate_placeholders


class ManyReports:
    """Put this before a form of the case view; it then knows all ``reports``."""

    #: Belong to one report: files, a picture of its place.
    single = ("photo", "files")

    def __init__(self, *args, reports: list[Report], **kwargs):
        self.reports = reports
        super().__init__(*args, report=reports[0], **kwargs)
        for name in self.single:
            self.fields.pop(name, None)
        if self.is_mailed:
            text = self.fields["text"]
            text.validators.append(validate_placeholders)
            hint = _("What stands in curly brackets is filled in for each report: {reference}")
            text.help_text = format_lazy("{} {}", text.help_text, hint) if text.help_text else hint


class StatusForm(ManyReports, forms.StatusForm):
    """Offers what at least one of the reports can become."""

    def ask_about_follow_ups(self):
        words = _("Clear the follow-ups of what is closed")
        field = BooleanField(label=words, required=False, initial=True)
        self.fields["clear_follow_ups"] = field

    def set_up(self):
        super().set_up()
        one_each = {report.status: report for report in self.reports}.values()
        offered = {}
        for report in one_each:
            single = forms.StatusForm(report=report, user=self.user)
            offered |= dict(single.fields["status"].choices)
        for need in (Need.EXPECTED_ON, Need.FORWARDED_TO):
            states = sorted(code for code in offered if need in needs_of(code))
            self.fields[need].initial = None  # what one of them says is not true of the others
            self.fields[need].widget.attrs["data-needed-by"] = " ".join(states)
        codes = ["", *Status.values]
        self.fields["status"].choices = [(c, offered[c]) for c in codes if c in offered]


class AnswerForm(ManyReports, forms.AnswerForm):
    pass


class ForwardForm(ManyReports, forms.ForwardForm):
    """Offers each department but the one that has all of the reports already."""

    def set_up(self):
        super().set_up()
        departments = Department.objects.filter(site__in={r.site_id for r in self.reports})
        present = {report.department_id for report in self.reports}
        if len(present) == 1:
            departments = departments.exclude(pk__in=present)
        self.fields["department"].refusals = {}
        self.fields["department"].queryset = departments.order_by("name")


class AssignForm(ManyReports, assigning.AssignForm):
    """Offers who may work on at least one of the reports."""

    def set_up(self):
        one_each = {(r.department_id, r.confidential): r for r in self.reports}.values()
        people = reduce(or_, (who_may_handle(report) for report in one_each))
        self.fields["handler"].offer(people, me=self.user)


class NoteForm(ManyReports, forms.NoteForm):
    pass


class MergeForm(ManyReports, forms.CaseForm):
    """Asks which of the reports leads the others."""

    leading = ChoiceField(label=_("Work goes on under"))
    text = forms.text_field(
        _("A word to those whose reports are merged"),
        _("Public. The leading number, and that they hear of every step, is said anyway."),
        required=False,
        rows=5,
    )

    def set_up(self):
        self.able = {str(report.pk): report for report in self.reports if _may_lead(report)}
        field = self.fields["leading"]
        field.choices = [
            (key, f"{report.reference} · {report.category}") for key, report in self.able.items()
        ]
        if self.able:
            field.initial = str(oldest(self.able).pk)

    @property
    def values(self):
        return {**self.cleaned_data, "leading": self.able[self.cleaned_data["leading"]]}


def _may_lead(report: Report) -> bool:
    return not report.leading_report_id and report.status != Status.REJECTED
