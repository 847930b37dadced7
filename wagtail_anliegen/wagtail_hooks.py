"""Tells Wagtail that we exist: wiring only."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from . import admin_menu
from .casework.escalation.viewsets import EscalationLevelViewSet
from .casework.panels import add_summary
from .casework.template_admin import ResponseTemplateViewSet
from .casework.viewsets import NoBulkAction, ReportViewSet, register_policy
from .casework.wordings import StatusWordingViewSet
from .categories.viewsets import CategoryViewSet
from .geo.viewsets import DistrictViewSet, StreetViewSet
from .intake.viewsets import EntryViewSet, PaperViewSet
from .notifications.panels import add_mail_trouble
from .notifications.viewsets import OutgoingMessageAdmin
from .reports.log import ReportLogEntry
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
    for action, label, message in (
        ("enter", _("Enter"), _("Entered on behalf of somebody")),
        ("accept", _("Accept"), _("Accepted")),
        ("assign", _("Assign"), _("Handler changed")),
        ("status", _("Change status"), _("Status changed")),
        ("answer", _("Answer"), _("Answered in public")),
        ("forward", _("Forward"), _("Forwarded to another department")),
        ("refuse", _("Not responsible"), _("Responsibility refused")),
        ("involve", _("Ask for a statement"), _("Asked for a statement")),
        ("conclude", _("Give the statement"), _("Statement given")),
        ("follow_up", _("Set follow-up"), _("Follow-up set")),
        ("follow_up_done", _("Follow-up done"), _("Follow-up done")),
        ("follow_up_move", _("Move follow-up"), _("Follow-up moved")),
        ("note", _("Note"), _("Internal note written")),
        ("reword_note", _("Correct note"), _("Internal note corrected")),
        ("category", _("Correct category"), _("Category corrected")),
        ("place", _("Correct place"), _("Place corrected")),
        ("pause", _("Pause"), _("The clock stands still: we wait for an answer")),
        ("resume", _("Go on"), _("The clock runs again")),
        ("deadline", _("Deadline"), _("Deadlines set again")),
        ("escalate", _("Escalate"), _("Escalated")),
        ("photo", _("Release photo"), _("Photo released or withdrawn")),
        ("after_photo", _("Add photo of the result"), _("Photo of the result added")),
        ("reply", _("Reply"), _("The reporting person has written")),
        ("reopen", _("Reopen"), _("Opened again by the reporting person")),
        ("seen", _("Take notice"), _("Reply of the reporting person seen")),
        ("merge", _("Merge"), _("Merged with another report")),
        ("unmerge", _("Undo a merge"), _("Merge undone")),
        ("send_again", _("Send mail again"), _("Mail sent again")),
        ("test_mode", _("Switch test mode"), _("Test mode switched")),
        ("purge_test", _("Remove test reports"), _("Test reports removed")),
    ):
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
hooks.register(admin_menu.HOOK, admin_menu.settings_item)
hooks.register(admin_menu.HOOK, admin_menu.configuration_item)
hooks.register(admin_menu.HOOK, admin_menu.test_mode_item)
hooks.register("insert_global_admin_js", test_mode_banner)


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [
        AbsenceViewSet(),
        DeadlineViewSet(),
        DepartmentViewSet(),
        DistrictViewSet(),
        EntryViewSet(),
        EscalationLevelViewSet(),
        ResponseTemplateViewSet(),
        PaperViewSet(),
        RoutingRuleViewSet(),
        StatusWordingViewSet(),
        StreetViewSet(),
    ]


hooks.register("register_admin_viewset", SetUpViewSet)

mails = OutgoingMessageAdmin()
mails.register_with_wagtail()
hooks.register(admin_menu.HOOK, mails.get_menu_item)
hooks.register("construct_homepage_panels", add_mail_trouble)

register_snippet(CategoryViewSet)
register_policy()
absence_viewset.register_policy()
register_snippet(ReportViewSet)
hooks.register("register_bulk_action", NoBulkAction, order=1000)
hooks.register("construct_homepage_panels", add_summary)
