"""Tells Wagtail that we exist: wiring only."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from . import admin_menu, handbook
from .casework.delegation.viewsets import DelegationRuleViewSet
from .casework.escalation.viewsets import EscalationLevelViewSet
from .casework.panels import add_summary
from .casework.template_admin import ResponseTemplateViewSet
from .casework.viewsets import NoBulkAction, ReportViewSet, register_policy
from .casework.wordings import StatusWordingViewSet
from .categories.viewsets import CategoryViewSet
from .geo.viewsets import DistrictViewSet, StreetViewSet
from .intake.viewsets import EntryViewSet, PaperViewSet
from .notifications import text_views
from .notifications.account import account_panel
from .notifications.panels import add_mail_trouble
from .notifications.text_views import MailTextViewSet
from .notifications.viewsets import OutgoingMessageAdmin
from .privacy.case_viewset import CaseDataViewSet
from .privacy.documents.viewsets import DocumentsViewSet
from .privacy.register import DeletionAdmin
from .privacy.viewsets import RetentionViewSet
from .reports.log import ACTIONS, ReportLogEntry
from .reports.models import Report
from .reports.viewsets import DeadlineViewSet
from .routing import absence_viewset
from .routing.absence_viewset import AbsenceViewSet
from .routing.viewsets import DepartmentViewSet, RoutingRuleViewSet
from .setup.panels import test_mode_banner
from .setup.viewsets import SetUpViewSet


@hooks.register("register_log_actions")
def register_log_actions(actions):
    # By type only, not register_model(): Wagtail's site history joins every registered table with
    # UNION and counts it. Casework writes many times what a website does, the pages' own history
    # would drown in it, and on SQLite Django 6.1 refuses the union of more than two tables that
    # have a default order. A report's history is on its case view.
    actions.log_entry_models_by_type.register(Report, value=ReportLogEntry)
    for action, label, message in ACTIONS:
        actions.register_action(f"anliegen.{action}", label, message)


@hooks.register("insert_global_admin_css")
def admin_css():
    return format_html('<link rel="stylesheet" href="{}">', static("wagtail_anliegen/admin.css"))


hooks.register("register_admin_menu_item", admin_menu.group_item)
hooks.register(admin_menu.HOOK, admin_menu.inbox_item)
hooks.register(admin_menu.HOOK, admin_menu.process_item)
hooks.register(admin_menu.HOOK, admin_menu.enter_item)
hooks.register(admin_menu.HOOK, admin_menu.day_item)
hooks.register(admin_menu.HOOK, admin_menu.absences_item)
hooks.register(admin_menu.HOOK, admin_menu.mail_texts_item)
hooks.register(admin_menu.HOOK, admin_menu.settings_item)
hooks.register(admin_menu.HOOK, admin_menu.documents_item)
hooks.register(admin_menu.HOOK, admin_menu.configuration_item)
hooks.register(admin_menu.HOOK, admin_menu.test_mode_item)
hooks.register("register_help_menu_item", handbook.handbook_item)
hooks.register("insert_global_admin_js", test_mode_banner)


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [
        AbsenceViewSet(),
        CaseDataViewSet(),
        DeadlineViewSet(),
        DelegationRuleViewSet(),
        DepartmentViewSet(),
        DistrictViewSet(),
        EntryViewSet(),
        EscalationLevelViewSet(),
        ResponseTemplateViewSet(),
        MailTextViewSet(),
        PaperViewSet(),
        RetentionViewSet(),
        RoutingRuleViewSet(),
        StatusWordingViewSet(),
        StreetViewSet(),
    ]


hooks.register("register_admin_viewset", SetUpViewSet)
hooks.register("register_admin_viewset", DocumentsViewSet)

mails = OutgoingMessageAdmin()
mails.register_with_wagtail()
hooks.register(admin_menu.HOOK, mails.get_menu_item)
deletions = DeletionAdmin()
deletions.register_with_wagtail()
hooks.register(admin_menu.HOOK, deletions.get_menu_item)

hooks.register("construct_homepage_panels", add_mail_trouble)
hooks.register("register_account_settings_panel", account_panel)
hooks.register("register_permissions", text_views.permissions)

register_snippet(CategoryViewSet)
register_policy()
absence_viewset.register_policy()
register_snippet(ReportViewSet)
hooks.register("register_bulk_action", NoBulkAction, order=1000)
hooks.register("construct_homepage_panels", add_summary)
