"""Shows what the rules do: a dry run of one report, and gaps and overlaps of them all."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.models import Site

from .coverage import Zone, coverage
from .dryrun import DryRunForm
from .models import Department, RoutingRule


class RulesView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page of its own below the list of rules."""

    any_permission_required = ["add", "change", "delete", "view"]
    index_url_name = None
    edit_url_name = None

    def get_breadcrumbs_items(self):
        rules = capfirst(RoutingRule._meta.verbose_name_plural)
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": rules},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(edit_url_name=self.edit_url_name, **kwargs)


class DryRunView(RulesView):
    """Everything is in the address, so that the answer can be sent to a colleague."""

    page_title = gettext_lazy("Dry run")
    header_icon = "crosshairs"
    template_name = "wagtail_anliegen/routing/dry_run.html"

    def get_context_data(self, **kwargs):
        form = DryRunForm(self.request.GET if "category" in self.request.GET else None)
        outcome = form.outcome() if form.is_bound and form.is_valid() else None
        context = super().get_context_data(form=form, outcome=outcome, **kwargs)
        context["media"] = form.media
        context["outside"] = outcome and self._is_outside(form, outcome)
        return context

    def _is_outside(self, form, outcome) -> bool:
        has_place = form.cleaned_data["place"] or outcome.place
        return bool(has_place and not outcome.districts)


class CoverageView(RulesView):
    page_title = gettext_lazy("Gaps and overlaps")
    header_icon = "table"
    template_name = "wagtail_anliegen/routing/coverage.html"

    def get_context_data(self, **kwargs):
        sites = list(Site.objects.order_by("-is_default_site", "hostname"))
        site = sites[0] if sites else None
        if chosen := self.request.GET.get("site"):
            site = get_object_or_404(Site, pk=chosen if chosen.isdigit() else 0)
        result = coverage(site)
        return super().get_context_data(
            coverage=result,
            zone_labels=[_zone_label(zone, result.zones) for zone in result.zones],
            central=Department.objects.filter(site=site, is_central=True).first(),
            site=site,
            sites=sites if len(sites) > 1 else [],
            **kwargs,
        )


def _zone_label(zone: Zone, zones: list[Zone]) -> str:
    if not zone.names:
        return _("Without a place")
    if not zone.is_mentioned:
        others = any(other.is_mentioned for other in zones)
        return _("All other districts") if others else _("All districts")
    return ", ".join(zone.names)
