"""The panel “Possibly the same”: which reports are merged, and which of them leads."""

import re
from collections.abc import Mapping

from django import forms
from django.db.models import prefetch_related_objects
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.querysets import ReportQuerySet
from wagtail_anliegen.reports.similar import Suggestion, matter_of, similar_reports
from wagtail_anliegen.reports.states import Status

from .forms import CaseForm, text_field
from .keys import key_of
from .merging import ALIKE, obstacle


OLDEST = "oldest"
_SEPARATOR = re.compile(r"[\s,;]+")


class MergeForm(CaseForm):
    """Offers, finds and merges only what this person works on, of the same site."""

    others = forms.ModelMultipleChoiceField(
        queryset=Report.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("One of these does not exist any more.")},
    )
    numbers = forms.CharField(
        label=_("Another number"),
        help_text=_("For example 2026-000123; several with commas."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    leading = forms.CharField(
        label=_("Work goes on under"),
        required=False,
        widget=forms.Select,
    )
    text = text_field(
        _("A word to those whose reports are merged"),
        _("Public. The leading number, and that they hear of every step, is said anyway."),
        required=False,
        rows=2,
    )

    def set_up(self):
        self.fields["others"].queryset = self._workable
        choices = [(OLDEST, _("the oldest of them")), (str(self.report.pk), _("this report"))]
        choices += [(str(found.report.pk), found.report.reference) for found in self.suggestions]
        self.fields["leading"].widget.choices = choices

    @cached_property
    def _workable(self) -> ReportQuerySet:
        workable = Report.objects.workable_by(self.user).filter(site=self.report.site_id)
        return workable.exclude(pk=self.report.pk)

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        """Nothing for a report that cannot be merged; a constant number of queries."""
        report = self.report
        if report.leading_report_id or report.status == Status.REJECTED:
            return []
        among = self._workable.filter(**{name: getattr(report, name) for name in ALIKE})
        if not report.is_open:  # two closed ones cannot be merged
            among = among.open()
        found = similar_reports(matter_of(report), among=among)
        prefetch_related_objects([suggestion.report for suggestion in found], "photos")
        return found

    @property
    def ticked(self) -> set[str]:
        """The keys of the suggestions that are ticked already, when an error is shown."""
        return {str(key) for key in self["others"].value() or ()}

    def clean_numbers(self) -> list[Report]:
        found = []
        for number in filter(None, _SEPARATOR.split(self.cleaned_data["numbers"])):
            report = self._workable.filter(reference=number).first()
            if report is None:
                raise forms.ValidationError(
                    _("You see no other report with the number %(number)s."),
                    params={"number": number},
                )
            found.append(report)
        return found

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        chosen = {self.report.pk: self.report}
        for report in [*data["others"], *data["numbers"]]:
            chosen[report.pk] = report
        if len(chosen) == 1:
            self.add_error("numbers", _("Please tick a report above, or write its number."))
            return data
        self._choose(chosen, data["leading"] or OLDEST)
        return data

    def _choose(self, chosen: dict[int, Report], leading: str) -> None:
        leaders = self._leaders(chosen)
        named = chosen.get(key_of(leading))
        if named is None and leading != OLDEST:
            self.add_error("leading", _("Please tick the report that leads too."))
            return
        if len(leaders) < len({report.leading_report_id or pk for pk, report in chosen.items()}):
            self.add_error("numbers", _("One of these follows a report you do not work on."))
            return
        leader = leaders[named.leading_report_id or named.pk] if named else oldest(leaders)
        others = [report for report in leaders.values() if report != leader]
        if problem := obstacle(leader, others):
            self.add_error("leading" if named else "numbers", problem)
        self.values_chosen = {"leading": leader, "others": others}

    def _leaders(self, chosen: dict[int, Report]) -> dict[int, Report]:
        """A report that was merged stands for the one that leads it, if this person sees that."""
        keys = {report.leading_report_id or report.pk for report in chosen.values()}
        leaders = {pk: chosen[pk] for pk in keys if pk in chosen}
        return {**leaders, **self._workable.in_bulk(keys - leaders.keys())}

    @property
    def values(self):
        return {**self.values_chosen, "text": self.cleaned_data["text"]}


class UnmergeForm(CaseForm):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Only your colleagues read this."),
        max_length=200,
        required=False,
    )


def oldest(reports: Mapping[object, Report]) -> Report:
    """What is closed leads, since it cannot follow; else what came in first."""
    return min(reports.values(), key=lambda report: (report.is_open, report.created_at, report.pk))
