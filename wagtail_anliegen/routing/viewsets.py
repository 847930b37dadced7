"""The admin screens for departments and rules."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, NumberColumn, StatusFlagColumn
from wagtail.admin.views.generic import DeleteView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Locale

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.deletion import ProtectedDeletion
from wagtail_anliegen.sites import SiteBoundFilterSet, SiteColumnView
from wagtail_anliegen.tables import YesNoColumn
from wagtail_anliegen.trees import TreeListing

from .models import Department, RoutingRule
from .panels import department_handler, rule_handler
from .views import CoverageView, DryRunView


class DepartmentIndexView(SiteColumnView, TreeListing, IndexView):
    def get_base_queryset(self):
        return (
            super()
            .get_base_queryset()
            .select_related("group")
            .annotate(
                member_count=_counted("group__user"),
                open_count=_counted("reports", filter=Q(reports__closed_at=None)),
            )
        )


def _counted(relation: str, **kwargs) -> Subquery:
    """A count on its own, so that two of them do not multiply."""
    rows = Department.objects.filter(pk=OuterRef("pk")).order_by()
    return Subquery(rows.annotate(number=Count(relation, **kwargs)).values("number"))


class DepartmentDeleteView(ProtectedDeletion, DeleteView):
    advice = _("Forward its reports and change its rules first.")


class DepartmentFilterSet(SiteBoundFilterSet):
    class Meta:
        model = Department
        fields = ["is_central", "site"]


class DepartmentViewSet(ModelViewSet):
    model = Department
    name = "wagtail_anliegen_departments"
    url_prefix = "anliegen/departments"
    icon = "group"
    menu_hook = "register_anliegen_menu_item"
    menu_order = 300
    index_view_class = DepartmentIndexView
    delete_view_class = DepartmentDeleteView
    filterset_class = DepartmentFilterSet
    edit_handler = department_handler
    list_display = [
        "name",
        StatusFlagColumn("is_central", true_label=_("Central inbox"), label=""),
        NumberColumn("member_count", label=_("Members"), sort_key="member_count"),
        NumberColumn("open_count", label=_("Open reports"), sort_key="open_count"),
        Column("email", label=_("Mailbox"), accessor=lambda row: row.email or _("none: members")),
    ]
    list_per_page = 200
    search_fields = ["name", "email", "group__name"]
    copy_view_enabled = False


class RuleIndexView(SiteColumnView, IndexView):
    def get_base_queryset(self):
        rules = super().get_base_queryset()
        return rules.select_related("category", "district", "department", "site")

    def _get_title_column(self, *args, **kwargs):
        column = super()._get_title_column(*args, **kwargs)
        column.accessor, column.label = "conditions", _("When")
        return column

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            dry_run_url=reverse(f"{RoutingRuleViewSet.name}:dry_run"),
            coverage_url=reverse(f"{RoutingRuleViewSet.name}:coverage"),
            **kwargs,
        )


class RuleFilterSet(SiteBoundFilterSet):
    class Meta:
        model = RoutingRule
        fields = ["department", "category", "district", "is_active", "site"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Rules name the categories of the main language; their translations follow.
        originals = Category.objects.filter(locale=Locale.get_default()).order_by("name")
        self.filters["category"].queryset = originals


class RoutingRuleViewSet(ModelViewSet):
    model = RoutingRule
    name = "wagtail_anliegen_rules"
    url_prefix = "anliegen/rules"
    icon = "resubmit"
    menu_hook = "register_anliegen_menu_item"
    menu_order = 600
    index_view_class = RuleIndexView
    index_template_name = "wagtail_anliegen/routing/rules.html"
    filterset_class = RuleFilterSet
    edit_handler = rule_handler
    sort_order_field = "sort_order"
    list_display = [
        "__str__",
        Column("department", label=_("Goes to"), sort_key="department__name"),
        YesNoColumn("is_active", label=_("Active"), sort_key="is_active"),
    ]
    list_per_page = 100
    search_fields = ["category__name", "district__name", "answer", "department__name"]

    @property
    def dry_run_view(self):
        return self.construct_view(DryRunView)

    @property
    def coverage_view(self):
        return self.construct_view(CoverageView)

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("dry-run/", self.dry_run_view, name="dry_run"),
            path("coverage/", self.coverage_view, name="coverage"),
        ]
