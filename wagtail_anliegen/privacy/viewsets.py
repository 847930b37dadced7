"""The admin screens for periods."""

from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Locale, Site

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.sites import SiteBoundFilterSet, SiteColumnView
from wagtail_anliegen.tables import YesNoColumn

from .models import LegalHold, RetentionRule
from .panels import retention_handler
from .retention import due, last_run, period_in_words


class RetentionIndexView(SiteColumnView, IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("category", "site")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            dry_run_url=reverse(f"{RetentionViewSet.name}:dry_run"),
            none_active=not RetentionRule.objects.filter(is_active=True).exists(),
            **kwargs,
        )


class RetentionFilterSet(SiteBoundFilterSet):
    class Meta:
        model = RetentionRule
        fields = ["what", "category", "is_active", "site"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        originals = Category.objects.filter(locale=Locale.get_default()).order_by("name")
        self.filters["category"].queryset = originals


class RetentionDryRunView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """What each period would erase tonight, whether it is switched on or not."""

    model = RetentionRule  # Wagtail 8.0 finds the permission policy by it
    any_permission_required = ["add", "change", "delete", "view"]
    index_url_name = None
    edit_url_name = None
    page_title = _("Dry run")
    header_icon = "crosshairs"
    template_name = "wagtail_anliegen/privacy/dry_run.html"

    def get_breadcrumbs_items(self):
        rules = capfirst(RetentionRule._meta.verbose_name_plural)
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": rules},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        sites = list(Site.objects.order_by("-is_default_site", "hostname"))
        return super().get_context_data(
            sites=[(site, self._lines(site), last_run(site)) for site in sites],
            names_sites=len(sites) > 1,
            held=LegalHold.objects.count(),
            edit_url_name=self.edit_url_name,
            **kwargs,
        )

    def _lines(self, site):
        return [(each.rule, each.count()) for each in due(site, only_active=False)]


class RetentionViewSet(ModelViewSet):
    model = RetentionRule
    name = "wagtail_anliegen_retention"
    url_prefix = "anliegen/retention"
    icon = "bin"
    menu_hook = "register_anliegen_menu_item"
    menu_order = 870
    index_view_class = RetentionIndexView
    index_template_name = "wagtail_anliegen/privacy/rules.html"
    filterset_class = RetentionFilterSet
    edit_handler = retention_handler
    list_display = [
        "__str__",
        Column("category", label=_("Category"), accessor=lambda row: row.category or _("all")),
        Column(
            "status",
            label=_("Closed as"),
            accessor=lambda row: row.get_status_display() if row.status else _("any"),
        ),
        Column("days", label=_("Erased"), accessor=period_in_words, sort_key="days"),
        YesNoColumn("is_active", label=_("Active"), sort_key="is_active"),
    ]
    list_per_page = 100
    search_fields = ["category__name"]
    copy_view_enabled = False

    @property
    def dry_run_view(self):
        return self.construct_view(RetentionDryRunView)

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("dry-run/", self.dry_run_view, name="dry_run")]
