"""The admin screens for the ladder."""

from django.contrib import messages
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from wagtail_anliegen.sites import SiteBoundFilterSet, SiteColumnView
from wagtail_anliegen.tables import YesNoColumn

from .forms import EscalationLevelForm
from .models import EscalationLevel


class SaysWhoHearsNothing:
    """Put this before a view that saves: it warns of reports that the person may not see."""

    def form_valid(self, form):
        response = super().form_valid(form)
        if form.warning:
            messages.warning(self.request, form.warning)
        return response


class LevelCreateView(SaysWhoHearsNothing, CreateView):
    pass


class LevelEditView(SaysWhoHearsNothing, EditView):
    pass


class LevelIndexView(SiteColumnView, IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("department", "person", "site")


class LevelFilterSet(SiteBoundFilterSet):
    class Meta:
        model = EscalationLevel
        fields = ["audience", "department", "is_active", "site"]


level_handler = ObjectList(
    [
        FieldPanel("site"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("level"), FieldPanel("days_late")]),
                FieldPanel("department"),
                FieldPanel("is_active"),
            ],
            heading=_("When"),
            help_text=_(
                "Counted from the nearest deadline of a report. "
                "While the city waits for the reporting person, nobody is told."
            ),
        ),
        MultiFieldPanel(
            [FieldPanel("audience"), FieldPanel("person"), FieldPanel("address")],
            heading=_("Who hears"),
            help_text=_("One mail a run, however many reports there are."),
        ),
    ],
    base_form_class=EscalationLevelForm,
)


class EscalationLevelViewSet(ModelViewSet):
    model = EscalationLevel
    name = "wagtail_anliegen_escalation"
    url_prefix = "anliegen/escalation"
    icon = "warning"
    menu_label = _("Escalation")
    menu_hook = "register_anliegen_menu_item"
    menu_order = 640
    index_view_class = LevelIndexView
    add_view_class = LevelCreateView
    edit_view_class = LevelEditView
    filterset_class = LevelFilterSet
    edit_handler = level_handler
    list_display = [
        "__str__",
        Column("when", label=_("When"), sort_key="days_late"),
        Column("listener", label=_("Who hears"), sort_key="audience"),
        Column("department", label=_("Department"), accessor=lambda row: row.department or "–"),
        YesNoColumn("is_active", label=_("Active"), sort_key="is_active"),
    ]
    list_per_page = 100
    search_fields = ["address", "department__name"]
    copy_view_enabled = False
