"""The admin screens for deadlines."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Locale

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.sites import SiteBoundFilterSet, SiteColumnView

from .deadlines import Deadline
from .panels import deadline_handler


class DeadlineIndexView(SiteColumnView, IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("category", "department", "site")

    def _get_title_column(self, *args, **kwargs):
        column = super()._get_title_column(*args, **kwargs)
        column.accessor, column.label = "scope", _("For which reports")
        return column


class DeadlineFilterSet(SiteBoundFilterSet):
    class Meta:
        model = Deadline
        fields = ["department", "category", "site"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Deadlines name the categories of the main language; their translations follow.
        originals = Category.objects.filter(locale=Locale.get_default()).order_by("name")
        self.filters["category"].queryset = originals


class DeadlineViewSet(ModelViewSet):
    model = Deadline
    name = "wagtail_anliegen_deadlines"
    url_prefix = "anliegen/deadlines"
    icon = "date"
    menu_label = _("Deadlines")
    menu_hook = "register_anliegen_menu_item"
    menu_order = 620
    index_view_class = DeadlineIndexView
    filterset_class = DeadlineFilterSet
    edit_handler = deadline_handler
    list_display = [
        "__str__",
        Column("first_days", label=_("First answer"), sort_key="first_days"),
        Column("done_days", label=_("Done"), sort_key="done_days"),
        Column("unit", label=_("Counted in"), accessor="get_unit_display", sort_key="unit"),
    ]
    list_per_page = 100
    search_fields = ["category__name", "department__name"]
    copy_view_enabled = False
