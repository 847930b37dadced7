"""Where would a report go, and why? Asked before anybody sends one."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from wagtail_anliegen.categories.models import Category, CategoryQuestion
from wagtail_anliegen.categories.questions import choices_of, questions_of
from wagtail_anliegen.geo.forms import PlaceField
from wagtail_anliegen.geo.geocoders import GeocoderError, Place, get_geocoder
from wagtail_anliegen.geo.models import District
from wagtail_anliegen.sites import name_sites, only_site
from wagtail_anliegen.trees import TreeChoiceField

from .models import RoutingRule
from .rules import Decision, NoCentralInbox, decide, matching_rules


ANSWER = "answer-"


@dataclass
class Outcome:
    """What the rules say; ``decision`` is None when there is nobody to give the report to."""

    decision: Decision | None
    rules: list[RoutingRule]
    districts: list[District]
    place: Place | None = None
    other_places: list[Place] = field(default_factory=list)


class DryRunForm(forms.Form):
    """Asks for a category and a place, and then for the answers that a rule wants to know."""

    category = TreeChoiceField(
        label=_("Category"), queryset=Category.objects.none(), empty_label=_("Please choose")
    )
    address = forms.CharField(
        label=_("Address"),
        required=False,
        help_text=_("Street and number. What stands here counts more than the pin below."),
    )
    place = PlaceField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        categories = Category.objects.filter(locale=Locale.get_default()).select_related("site")
        self.fields["category"].queryset = categories
        chosen = self["category"].value()
        self.category = categories.filter(pk=chosen).first() if str(chosen).isdecimal() else None
        self.site = self.category.site if self.category else only_site()
        self.fields["place"].widget.site = self.site
        if self.category:
            self._add_questions(self.category)
        else:
            name_sites(self.fields.values())

    def _add_questions(self, category: Category) -> None:
        rules = RoutingRule.objects.filter(site=category.site, is_active=True)
        decisive = set(rules.exclude(question_code="").values_list("question_code", flat=True))
        for question in questions_of(category):
            if question.code in decisive:
                self.fields[ANSWER + question.code] = _answer_field(question)

    def clean(self):
        data = super().clean()
        self.found: list[Place] = []
        if data.get("address") and self.site:
            try:
                self.found = get_geocoder().search(data["address"], site=self.site)
            except GeocoderError:
                self.add_error("address", _("The address search does not answer now."))
            else:
                if not self.found:
                    self.add_error("address", _("This address is not known."))
        return data

    def outcome(self) -> Outcome:
        """Ask the rules. Only for a valid form."""
        data = self.cleaned_data
        position = data.get("place")
        if self.found:
            position = self.found[0].latitude, self.found[0].longitude
        districts = District.objects.containing(self.site, *position) if position else []
        question = {
            "site": self.site,
            "category": self.category,
            "districts": districts,
            "answers": self._answers(data),
        }
        try:
            decision = decide(**question)
        except NoCentralInbox:
            decision = None
        return Outcome(
            decision=decision,
            rules=matching_rules(**question),
            districts=districts,
            place=self.found[0] if self.found else None,
            other_places=self.found[1:],
        )

    def _answers(self, data: dict[str, Any]) -> dict[str, Any]:
        answers = {
            name.removeprefix(ANSWER): value
            for name, value in data.items()
            if name.startswith(ANSWER)
        }
        return {code: answer for code, answer in answers.items() if answer}


def _answer_field(question: CategoryQuestion) -> forms.Field:
    choices = [(choice, choice) for choice in choices_of(question)]
    if question.field_type == "checkbox":
        choices = [("on", _("yes")), ("off", _("no"))]
    if not choices:
        return forms.CharField(label=question.label, required=False)
    if question.field_type in {"checkboxes", "multiselect"}:
        widget = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(
            label=question.label, choices=choices, required=False, widget=widget
        )
    return forms.ChoiceField(
        label=question.label, choices=[("", _("No answer")), *choices], required=False
    )
