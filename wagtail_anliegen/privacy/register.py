"""The register of deletions: staff read it, take it out as a table, and never write it."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_user_display_name
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView

from wagtail_anliegen.sites import only_site

from .models import Deletion


class DeletionPermissions(PermissionHelper):
    """A list and nothing else: an entry has no page of its own."""

    def user_can_list(self, user):
        return self.user_has_specific_permission(user, "view_deletion")

    def user_can_create(self, user):
        return False

    def user_can_edit_obj(self, user, obj):
        return False

    def user_can_delete_obj(self, user, obj):
        return False


class NoButtons(ButtonHelper):
    def get_buttons_for_obj(self, obj, **kwargs):
        return []


class DeletionIndexView(IndexView):
    def get_filters_params(self, params=None):
        """Only what is offered: modeladmin filters by whatever stands in the address."""
        offered = {f"{name}__exact" for name in self.list_filter}
        asked = super().get_filters_params(params)
        return {name: value for name, value in asked.items() if name in offered}

    def get_context_data(self, **kwargs):
        way = [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Register of deletions")},
        ]
        return super().get_context_data(breadcrumbs_items=way, **kwargs)


class DeletionAdmin(ModelAdmin):
    model = Deletion
    base_url_path = "anliegen/deletions"
    add_to_admin_menu = False  # it stands in the group “Citizen reports”
    menu_label = _("Register of deletions")
    menu_icon = "list-ul"
    menu_order = 875
    index_view_class = DeletionIndexView
    index_template_name = "wagtail_anliegen/privacy/register.html"
    permission_helper_class = DeletionPermissions
    button_helper_class = NoButtons
    history_view_enabled = False
    list_filter = ["what", "cause"]
    list_per_page = 50
    list_export = [
        "time",
        "site",
        "get_what_display",
        "get_cause_display",
        "rule",
        "reports",
        "files",
        "mails",
        "looks",
        "person",
    ]
    export_headings = {
        "get_what_display": _("what was erased"),
        "get_cause_display": _("why"),
    }
    export_filename = "deletions"

    def get_list_display(self, request):
        site = () if only_site() else ("site",)
        return ["time", "what", "reason", *site, "reports", "files", "mails", "person"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("site", "user")

    @admin.display(description=_("time"), ordering="created_at")
    def time(self, entry: Deletion) -> str:
        return date_format(timezone.localtime(entry.created_at), "SHORT_DATETIME_FORMAT")

    @admin.display(description=_("why"), ordering="cause")
    def reason(self, entry: Deletion) -> str:
        return entry.rule or entry.get_cause_display()

    @admin.display(description=_("by"), ordering="user")
    def person(self, entry: Deletion) -> str:
        return get_user_display_name(entry.user) if entry.user else "–"

    def register_indexing(self):
        """An entry refers to nothing that could be deleted."""
