"""Builds the form for what happened: a description and the questions of the category."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.forms.forms import FormBuilder

from wagtail_anliegen.categories.questions import choices_of
from wagtail_anliegen.reports.answers import in_words
from wagtail_anliegen.reports.public_forms import PublicForm

from .catalogue import Offer


PREFIX = "q-"
MAX_DESCRIPTION = 5000
#: What is too long is shown again to be shortened; beyond this, nobody typed it.
MAX_KEPT = 4 * MAX_DESCRIPTION
MAX_DIGITS = 20
MAX_CHOSEN = 100


class QuestionFormBuilder(FormBuilder):
    """Asks in the reader's language and keeps the answers in that of the rules.

    Takes pairs of a question and its translation.
    """

    def __init__(self, pairs):
        super().__init__([asked for asked, _translated in pairs])
        self.translations = {id(asked): translated for asked, translated in pairs}

    def get_field_options(self, field):
        translated = self.translations[id(field)]
        options = super().get_field_options(field)
        options["label"] = translated.label
        options["help_text"] = translated.help_text
        options["error_messages"] = {
            "required": _("Please answer: %(question)s") % {"question": translated.label}
        }
        return options

    def get_formatted_field_choices(self, field):
        values, labels = choices_of(field), choices_of(self.translations[id(field)])
        if len(labels) != len(values):
            labels = values
        return list(zip(values, labels, strict=True))

    def create_multiline_field(self, field, options):
        options["max_length"] = MAX_DESCRIPTION
        return super().create_multiline_field(field, options)

    def create_number_field(self, field, options):
        return forms.DecimalField(max_digits=MAX_DIGITS, **options)

    def create_dropdown_field(self, field, options):
        options["choices"] = [("", _("Please choose")), *self.get_formatted_field_choices(field)]
        return forms.ChoiceField(**options)

    def create_multiselect_field(self, field, options):
        # A list in which several entries must be marked with Ctrl is hard for most people.
        return self.create_checkboxes_field(field, options)

    def create_checkboxes_field(self, field, options):
        default = [part for part in self.get_formatted_field_initial(field) if part]
        return forms.MultipleChoiceField(
            **{
                **options,
                "choices": self.get_formatted_field_choices(field),
                "initial": default,
                "widget": forms.CheckboxSelectMultiple,
            }
        )

    def create_date_field(self, field, options):
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        return forms.DateField(**options, widget=widget)

    def create_datetime_field(self, field, options):
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        return forms.DateTimeField(**options, widget=widget)

    @property
    def formfields(self):
        """Named by the question's code, so that they cannot meet with our own fields."""
        fields = {}
        for question in self.fields:
            create = self.get_create_field_function(question.field_type)
            fields[PREFIX + question.code] = create(question, self.get_field_options(question))
        return fields


class DetailsForm(PublicForm):
    """The description; ``build_details_form`` adds the questions of the category."""

    offer: Offer

    description = forms.CharField(
        label=_("What do you want to tell us?"),
        help_text=_("Please leave out names and number plates of other people."),
        max_length=MAX_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Please describe in a few words what it is about.")},
    )

    def question_fields(self):
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    def stop(self):
        """The question whose answer ends the form, also when other fields are not filled in yet."""
        for asked, translated in self.offer.questions:
            given = self.cleaned_data.get(PREFIX + asked.code)
            if asked.stop_answer and _stops(asked.stop_answer, given):
                return asked, translated
        return None

    def answers(self) -> list[dict[str, Any]]:
        """What was answered, in the words of the default language."""
        given = [
            (asked, self.cleaned_data.get(PREFIX + asked.code))
            for asked, _translated in self.offer.questions
        ]
        return [
            {"code": asked.code, "question": asked.label, "answer": _plain(answer)}
            for asked, answer in given
            if answer not in (None, "", [])
        ]

    def typed(self) -> dict[str, Any]:
        """The fields as they were typed, right or wrong, to show them again.

        What no database takes or nobody types is left out, or a program could fill the disk.
        """
        kept = {}
        for name in self.fields:
            if name in self.data:
                many = isinstance(self.fields[name], forms.MultipleChoiceField)
                values = [_kept(text) for text in self.data.getlist(name)]
                kept[name] = values[:MAX_CHOSEN] if many else values[-1]
        return kept


def _kept(text: str) -> str:
    return text.replace("\0", "")[:MAX_KEPT]


def build_details_form(offer: Offer, base: type[DetailsForm] = DetailsForm) -> type[DetailsForm]:
    """A form class that asks what this category asks."""
    fields = QuestionFormBuilder(offer.questions).formfields
    return type("CategoryDetailsForm", (base,), {**fields, "offer": offer})


def shown_answers(offer: Offer, answers: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Question and answer in the reader's language."""
    given = {answer["code"]: answer["answer"] for answer in answers}
    rows = []
    for asked, translated in offer.questions:
        if asked.code in given:
            words = dict(zip(choices_of(asked), choices_of(translated), strict=False))
            rows.append((translated.label, in_words(given[asked.code], words)))
    return rows


def _stops(stop_answer: str, given: Any) -> bool:
    plain = _plain(given)
    return stop_answer in plain if isinstance(plain, list) else stop_answer == plain


def _plain(answer: Any) -> Any:
    if isinstance(answer, bool):
        return "on" if answer else "off"
    if isinstance(answer, date | datetime):
        return answer.isoformat()
    return str(answer) if isinstance(answer, Decimal) else answer
