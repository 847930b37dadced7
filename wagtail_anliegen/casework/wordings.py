"""The admin screens for what citizens read of a state."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from wagtail_anliegen.reports.states import LOOKS
from wagtail_anliegen.reports.wording import StatusWording
from wagtail_anliegen.sites import SiteBoundForm, SiteColumnView


class WordingForm(SiteBoundForm):
    unique_in_site = ("status", "language")

    language = forms.ChoiceField(label=_("Language"), choices=lambda: settings.LANGUAGES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = settings.LANGUAGE_CODE


class WordingIndexView(SiteColumnView, IndexView):
    pass


def usual_words(wording: StatusWording) -> str:
    """What citizens would read without it, in the editor's language."""
    return str(LOOKS[wording.status].words)


class StatusWordingViewSet(ModelViewSet):
    model = StatusWording
    name = "wagtail_anliegen_wordings"
    url_prefix = "anliegen/wordings"
    icon = "openquote"
    index_view_class = WordingIndexView
    list_display = [
        "status",
        "language",
        "words",
        Column("usual", label=_("Usual words"), accessor=usual_words),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("site"),
            FieldPanel("status"),
            FieldPanel("language"),
            FieldPanel("words"),
            FieldPanel("explanation"),
        ],
        base_form_class=WordingForm,
    )
    copy_view_enabled = False
