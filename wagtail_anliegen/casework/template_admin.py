"""The admin screens for text templates; each office keeps its own."""

import json

import django_filters
from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Locale, Site

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.categories.panels import QuestionsPanel
from wagtail_anliegen.reports.placeholders import PLACEHOLDERS, fill
from wagtail_anliegen.routing.forms import CountsForForm
from wagtail_anliegen.routing.models import Department
from wagtail_anliegen.sites import SiteBoundFilterSet, SiteColumnView
from wagtail_anliegen.tables import YesNoColumn

from .placeholders import examples, placeholder_names
from .response_templates import ResponseTemplate


class ResponseTemplateForm(CountsForForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        watched = Department.objects.none()
        if self.for_user:
            watched = Department.objects.watched_by(self.for_user)
        sites = set(watched.values_list("site", flat=True))
        #: The sites for all departments of which this person may write.
        self.wide_sites = set(watched.filter(is_central=True).values_list("site", flat=True))
        if self.for_user and self.for_user.is_superuser:
            sites = self.wide_sites = set(Site.objects.values_list("pk", flat=True))
        if self.instance.site_id:
            sites &= {self.instance.site_id}
        if "site" in self.fields and not self.instance.pk:
            self.fields["site"].queryset = Site.objects.filter(pk__in=sites)
        originals = Category.objects.filter(locale=Locale.get_default(), site__in=sites)
        self.offer(watched.filter(site__in=sites), originals)
        self.fields["department"].empty_label = _("All departments")
        if not sites & self.wide_sites:
            self.fields["department"].required = True
            self.fields["department"].empty_label = _("Please choose")
        if not has_languages():
            self.formsets.pop("variants", None)

    def clean(self):
        data = super().clean()
        wide = self._site and self._site.pk in self.wide_sites
        if "department" in data and not data["department"] and not wide:
            self.add_error("department", gettext("You can write for your own departments."))
        return data


def has_languages() -> bool:
    """Whether there is any language to write a variant in."""
    return Locale.objects.count() > 1


class VariantsPanel(QuestionsPanel):
    """Not there where the site speaks one language only."""

    class BoundPanel(QuestionsPanel.BoundPanel):
        def __init__(self, *args, **kwargs):
            self.hidden = not has_languages()
            if not self.hidden:
                super().__init__(*args, **kwargs)
            else:
                Panel.BoundPanel.__init__(self, *args, **kwargs)

        def is_shown(self):
            return not self.hidden and super().is_shown()

        @property
        def media(self):
            return forms.Media() if self.hidden else super().media


class ExamplePanel(Panel):
    """Shows how the text reads with a made-up report, while it is being written."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtail_anliegen/casework/template_example.html"

        def get_context_data(self, parent_context=None):
            values = examples()
            return {
                **super().get_context_data(parent_context),
                "values": json.dumps(values),
                "example": fill(self.form["text"].value() or "", values),
                "source": self.form["text"].id_for_label,
                "placeholders": [
                    {"name": f"{{{name}}}", "label": each.label, "example": each.example}
                    for name, each in PLACEHOLDERS.items()
                ],
            }

        @property
        def media(self):
            return forms.Media(
                css={"all": ["wagtail_anliegen/casework/writing.css"]},
                js=["wagtail_anliegen/casework/example-controller.js"],
            )


def _text_help() -> str:
    said = gettext(
        "Everybody may read it later: no names of citizens. Filled in for you: %(placeholders)s."
    )
    return said % {"placeholders": placeholder_names()}


TEXT_HELP = lazy(_text_help, str)()

template_handler = ObjectList(
    [
        FieldPanel("site"),
        FieldPanel("name"),
        FieldPanel("text", help_text=TEXT_HELP),
        ExamplePanel(heading=_("How it reads")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("department"), FieldPanel("category")]),
                FieldPanel("status"),
            ],
            heading=_("Offered for"),
        ),
        VariantsPanel(
            "variants",
            heading=_("In other languages"),
            label=_("Language"),
            help_text=_("Inserted into answers to reports that came in this language."),
            panels=[FieldPanel("locale"), FieldPanel("text")],
        ),
        FieldRowPanel([FieldPanel("sort_order"), FieldPanel("is_active")]),
    ],
    base_form_class=ResponseTemplateForm,
)


def _departments(request):
    return Department.objects.watched_by(request.user).order_by("name")


def _categories(request):
    sites = Department.objects.watched_by(request.user).values("site")
    originals = Category.objects.filter(locale=Locale.get_default(), site__in=sites)
    return originals.order_by("name")


class ResponseTemplateFilterSet(SiteBoundFilterSet):
    department = django_filters.ModelChoiceFilter(label=_("Department"), queryset=_departments)
    category = django_filters.ModelChoiceFilter(label=_("Category"), queryset=_categories)

    class Meta:
        model = ResponseTemplate
        fields = ["department", "category", "status", "is_active", "site"]


def _own(view):
    """What others maintain is not there, in none of the views."""
    return ResponseTemplate.objects.maintained_by(view.request.user)


class TemplateIndexView(SiteColumnView, generic.IndexView):
    def get_base_queryset(self):
        return _own(self).select_related("department", "category", "site")


class TemplateEditView(generic.EditView):
    def get_queryset(self):
        return _own(self)


class TemplateDeleteView(generic.DeleteView):
    def get_queryset(self):
        return _own(self)


class TemplateHistoryView(HistoryView):
    def get_base_object_queryset(self):
        return _own(self)


class TemplateUsageView(UsageView):
    def get_base_object_queryset(self):
        return _own(self)


class ResponseTemplateViewSet(ModelViewSet):
    model = ResponseTemplate
    name = "wagtail_anliegen_templates"
    url_prefix = "anliegen/templates"
    icon = "openquote"
    menu_hook = "register_anliegen_menu_item"
    menu_order = 350
    index_view_class = TemplateIndexView
    edit_view_class = TemplateEditView
    delete_view_class = TemplateDeleteView
    history_view_class = TemplateHistoryView
    usage_view_class = TemplateUsageView
    filterset_class = ResponseTemplateFilterSet
    edit_handler = template_handler
    list_display = [
        "name",
        Column(
            "department",
            label=_("Department"),
            accessor=lambda row: row.department or _("all departments"),
            sort_key="department__name",
        ),
        Column("category", label=_("Category"), accessor=lambda row: row.category or _("any")),
        Column(
            "status",
            label=_("New status"),
            accessor=lambda row: row.get_status_display() or _("any"),
        ),
        YesNoColumn("is_active", label=_("Offered"), sort_key="is_active"),
    ]
    list_per_page = 100
    search_fields = ["name", "text"]
    copy_view_enabled = False
