"""The admin screens for rules of delegation."""

import json

from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet

from wagtail_anliegen.sites import SiteBoundFilterSet, SiteColumnView
from wagtail_anliegen.tables import YesNoColumn

from .dryrun import try_rules
from .forms import DelegationRuleForm, DryRunForm
from .models import DelegationRule
from .words import conditions, then, when


Trigger = DelegationRule.Trigger
RELATED = (
    "site",
    "department",
    "forward_to",
    "assign_to",
    "notify_person",
    "notify_department",
)


class DelegationIndexView(SiteColumnView, IndexView):
    def get_base_queryset(self):
        rules = super().get_base_queryset().select_related(*RELATED)
        return rules.prefetch_related("categories", "districts")

    def get_context_data(self, **kwargs):
        url = reverse(f"{DelegationRuleViewSet.name}:dry_run")
        return super().get_context_data(dry_run_url=url, **kwargs)


class DelegationFilterSet(SiteBoundFilterSet):
    class Meta:
        model = DelegationRule
        fields = ["trigger", "is_active", "site"]


class DelegationDryRunView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page of its own below the list of rules; it changes nothing."""

    model = DelegationRule  # Wagtail 8.0 finds the permission policy by it
    any_permission_required = ["add", "change", "delete", "view"]
    index_url_name = None
    edit_url_name = None
    page_title = _("Dry run")
    header_icon = "crosshairs"
    template_name = "wagtail_anliegen/casework/delegation_dry_run.html"

    def get_breadcrumbs_items(self):
        rules = capfirst(DelegationRule._meta.verbose_name_plural)
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": rules},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        form = DryRunForm(self.request.GET if "days" in self.request.GET else None)
        return super().get_context_data(
            form=form,
            trials=self._trials(form) if form.is_bound and form.is_valid() else None,
            edit_url_name=self.edit_url_name,
            **kwargs,
        )

    def _trials(self, form: DryRunForm) -> list:
        rules = form.rules.select_related(*RELATED).prefetch_related("categories", "districts")
        return try_rules(rules, since=form.since, user=self.request.user)


def _only_where(trigger: str, *others: str) -> dict[str, str]:
    """Wagtail's own controller hides a field that another choice does not ask for."""
    rules = json.dumps({"trigger": [trigger, *others]})
    return {"data-w-rules-target": "show", "data-w-rules": rules}


delegation_handler = ObjectList(
    [
        FieldPanel("site"),
        FieldPanel("name"),
        MultiFieldPanel(
            [
                FieldPanel("trigger", heading=_("Occasion")),
                FieldPanel("status", attrs=_only_where(Trigger.STATUS)),
                FieldPanel(
                    "days",
                    heading=_("How many days"),
                    attrs=_only_where(Trigger.OPEN, Trigger.IDLE),
                ),
            ],
            heading=_("When"),
            classname="anliegen-fields",
            attrs={"data-controller": "w-rules", "data-action": "change->w-rules#resolve"},
        ),
        MultiFieldPanel(
            [
                FieldPanel("categories"),
                FieldPanel("districts"),
                FieldPanel("department"),
                FieldRowPanel([FieldPanel("priority"), FieldPanel("channel"), FieldPanel("kind")]),
            ],
            heading=_("If"),
            classname="anliegen-fields",
            help_text=_("Everything that is filled in must fit; what is left empty always fits."),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("forward_to"), FieldPanel("assign_to")]),
                FieldRowPanel(
                    [
                        FieldPanel("done_in_days", help_text=_("Working days, from that day on.")),
                        FieldPanel("new_priority"),
                    ]
                ),
                FieldRowPanel([FieldPanel("notify_person"), FieldPanel("notify_department")]),
            ],
            heading=_("Then"),
            classname="anliegen-fields",
            help_text=_(
                "In this order. What is not possible is left out, and the history says so."
            ),
        ),
        FieldPanel("is_active"),
    ],
    base_form_class=DelegationRuleForm,
)


class DelegationRuleViewSet(ModelViewSet):
    model = DelegationRule
    name = "wagtail_anliegen_delegation"
    url_prefix = "anliegen/delegation"
    icon = "redirect"
    menu_hook = "register_anliegen_menu_item"
    menu_order = 620
    index_view_class = DelegationIndexView
    index_template_name = "wagtail_anliegen/casework/delegation_rules.html"
    filterset_class = DelegationFilterSet
    edit_handler = delegation_handler
    sort_order_field = "sort_order"
    list_display = [
        "name",
        Column("when", label=_("When"), accessor=when),
        Column("conditions", label=_("If"), accessor=lambda row: conditions(row) or _("always")),
        Column("then", label=_("Then"), accessor=lambda row: "; ".join(then(row)) or "–"),
        YesNoColumn("is_active", label=_("Active"), sort_key="is_active"),
    ]
    list_per_page = 100
    search_fields = ["name"]
    copy_view_enabled = False

    @property
    def dry_run_view(self):
        return self.construct_view(DelegationDryRunView)

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("dry-run/", self.dry_run_view, name="dry_run")]
