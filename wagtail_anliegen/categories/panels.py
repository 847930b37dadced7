"""How the form of a category is laid out."""

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from .forms import CategoryForm


class QuestionsPanel(InlinePanel):
    """Wagtail's panel of children, started by a file: an inline script breaks a strict policy."""

    class BoundPanel(InlinePanel.BoundPanel):
        template_name = "wagtail_anliegen/categories/questions_panel.html"

        def js_opts(self):
            return {**super().js_opts(), "type": InlinePanel.__name__}

        @property
        def media(self):
            script = "wagtail_anliegen/categories/questions-controller.js"
            return super().media + forms.Media(js=[script])


MONTH = forms.Select(choices=[("", "–"), *MONTHS.items()])

basics = [
    FieldPanel("site"),
    FieldPanel("name"),
    FieldPanel("description"),
    FieldPanel("parent"),
    FieldRowPanel([FieldPanel("kind"), FieldPanel("icon")]),
    FieldRowPanel([FieldPanel("is_active"), FieldPanel("sort_order")]),
    MultiFieldPanel(
        [
            FieldPanel("contact"),
            FieldPanel("needs_place"),
            FieldPanel("is_public"),
            FieldPanel("is_confidential"),
            FieldPanel("public_place"),
            FieldPanel("response_days"),
        ],
        heading=_("Contact and publicity"),
    ),
    MultiFieldPanel([FieldPanel("hazard_notice"), FieldPanel("is_hazard")], heading=_("Danger")),
    MultiFieldPanel(
        [FieldPanel("external_url"), FieldPanel("code")],
        heading=_("Other services"),
        classname="collapsed",
    ),
]

season = [
    MultiFieldPanel(
        [
            FieldRowPanel(
                [
                    FieldPanel("season_from_day", heading=_("From day")),
                    FieldPanel("season_from_month", heading=_("Month"), widget=MONTH),
                ]
            ),
            FieldRowPanel(
                [
                    FieldPanel("season_to_day", heading=_("To day")),
                    FieldPanel("season_to_month", heading=_("Month"), widget=MONTH),
                ]
            ),
            FieldPanel("off_season_text"),
        ],
        heading=_("Season"),
        help_text=_("Comes back every year. All empty: the category is offered all year."),
    ),
]

questions = [
    QuestionsPanel(
        "questions",
        heading=_("Questions"),
        label=_("Question"),
        help_text=_("Asked together with the text and the photos; also for categories below."),
        panels=[
            FieldPanel("label"),
            FieldPanel("help_text"),
            FieldRowPanel([FieldPanel("field_type"), FieldPanel("required")]),
            FieldPanel("choices"),
            FieldPanel("default_value"),
            FieldRowPanel([FieldPanel("stop_answer"), FieldPanel("stop_text")]),
            FieldPanel("code"),
        ],
    ),
]

edit_handler = TabbedInterface(
    [
        ObjectList(basics, heading=_("Category")),
        ObjectList(questions, heading=_("Questions")),
        ObjectList(season, heading=_("Season")),
    ],
    base_form_class=CategoryForm,
)
