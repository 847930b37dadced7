"""Shows what the rules do: a dry run of one report, and gaps and overlaps of them all."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.models import Site

from wagtail_anliegen.geo.positions import as_text

from .coverage import Zone, coverage
from .dryrun import DryRunForm
from .models import Department, RoutingRule


SHOWN = 6


class RulesView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page of its own below the list of rules."""

    model = RoutingRule  # Wagtail 8.0 finds the permission policy by it
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
        outside = outcome and self._is_outside(form, outcome)
        if outcome and outcome.place:
            form = self._with_pin(outcome.place)
        context = super().get_context_data(form=form, outcome=outcome, outside=outside, **kwargs)
        context["media"] = form.media
        return context

    def _with_pin(self, place) -> DryRunForm:
        """The form again, with the address that was found as a pin on its map."""
        data = self.request.GET.copy()
        data["address"], data["place"] = "", as_text((place.latitude, place.longitude))
        return DryRunForm(data)

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
            site = get_object_or_404(Site, pk=chosen if chosen.isdecimal() else 0)
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
    if sum(bool(other.names) for other in zones) == 1:
        return _("All districts")
    if not zone.is_mentioned:
        return _("All other districts")
    names, more = ", ".join(zone.names[:SHOWN]), len(zone.names) - SHOWN
    if more <= 0:
        return names
    text = ngettext("%(names)s and %(number)s more", "%(names)s and %(number)s more", more)
    return text % {"names": names, "number": more}
