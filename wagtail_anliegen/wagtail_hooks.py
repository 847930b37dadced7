"""Tells Wagtail that we exist: wiring only."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from . import admin_menu
from .casework.viewsets import ReportViewSet
from .categories.viewsets import CategoryViewSet
from .geo.viewsets import DistrictViewSet, StreetViewSet
from .reports.log import ReportLogEntry
from .reports.models import Report
from .routing.viewsets import DepartmentViewSet, RoutingRuleViewSet


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_model(Report, ReportLogEntry)
    for action, label, message in (
        ("accept", _("Accept"), _("Accepted")),
        ("status", _("Change status"), _("Status changed")),
        ("answer", _("Answer"), _("Answered in public")),
        ("forward", _("Forward"), _("Forwarded to another department")),
        ("note", _("Note"), _("Internal note written")),
        ("category", _("Correct category"), _("Category corrected")),
        ("place", _("Correct place"), _("Place corrected")),
        ("photo", _("Release photo"), _("Photo released or withdrawn")),
    ):
        actions.register_action(f"anliegen.{action}", label, message)


hooks.register("register_admin_menu_item", admin_menu.group_item)
hooks.register(admin_menu.HOOK, admin_menu.inbox_item)
hooks.register(admin_menu.HOOK, admin_menu.settings_item)

@hooks.register("register_admin_viewset")
def register_viewsets():
    return [DepartmentViewSet(), DistrictViewSet(), RoutingRuleViewSet(), StreetViewSet()]


register_snippet(CategoryViewSet)
register_snippet(ReportViewSet)
