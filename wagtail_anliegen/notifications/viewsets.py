"""The delivery log: a register that staff read and never write."""

from django.contrib import admin
from django.urls import re_path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView, InspectView

from wagtail_anliegen.reports.models import Report

from .delivery import late_by
from .models import OutgoingMessage
from .views import SendAgainView, breadcrumbs


class RegisterPermissions(PermissionHelper):
    """Whoever sees the report sees its mails; nobody adds, edits or deletes one."""

    def user_can_list(self, user):
        return self.user_has_specific_permission(user, "view_outgoingmessage")

    def user_can_create(self, user):
        return False

    def user_can_edit_obj(self, user, obj):
        return False

    def user_can_delete_obj(self, user, obj):
        return False

    def user_can_inspect_obj(self, user, obj):
        return (
            self.user_can_list(user)
            and OutgoingMessage.objects.visible_to(user).filter(pk=obj.pk).exists()
        )

    def user_can_send_again(self, user, obj):
        return (
            obj.state != OutgoingMessage.State.QUEUED
            and self.user_has_specific_permission(user, "change_outgoingmessage")
            and self.user_can_inspect_obj(user, obj)
            and (obj.report_id is None or _works_on(user, obj.report_id))
            and (obj.external_link is None or obj.external_link.is_alive)
        )


def _works_on(user, report_id: int) -> bool:
    """A department that is only asked for a statement reads, but sends nothing."""
    return Report.objects.workable_by(user).filter(pk=report_id).exists()


class RegisterButtons(ButtonHelper):
    """The reference leads to the mail, where any can be sent again; here only what failed."""

    def get_buttons_for_obj(self, obj, **kwargs):
        # The list holds visible reports only, so the row is not asked about again.
        may_change = self.permission_helper.user_has_specific_permission(
            self.request.user, "change_outgoingmessage"
        )
        if not may_change or obj.state != OutgoingMessage.State.FAILED:
            return []
        return [
            {
                "url": self.url_helper.get_action_url("send_again", obj.pk),
                "label": _("Send again"),
                "classname": "button button-small button-secondary",
                "title": _("Send this mail again"),
            }
        ]

    def get_primary_button(self, obj):
        return self.inspect_button(obj.pk)


class RegisterIndexView(IndexView):
    def get_filters_params(self, params=None):
        """Modeladmin filters by whatever stands in the address, across every relation.

        Whoever reads the register could so find out, letter by letter, what they may not read.
        """
        offered = {f"{name}__exact" for name in self.list_filter}
        asked = super().get_filters_params(params)
        return {name: value for name, value in asked.items() if name in offered}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            late_by=late_by(), breadcrumbs_items=breadcrumbs(), **kwargs
        )


class RegisterInspectView(InspectView):
    def get_context_data(self, **kwargs):
        may_send = self.permission_helper.user_can_send_again(self.request.user, self.instance)
        again = self.url_helper.get_action_url("send_again", self.instance.pk)
        return super().get_context_data(
            breadcrumbs_items=breadcrumbs(self.instance),
            send_again_url=again if may_send else None,
            **kwargs,
        )


class OutgoingMessageAdmin(ModelAdmin):
    model = OutgoingMessage
    base_url_path = "anliegen/mails"
    add_to_admin_menu = False  # it stands in the group “Citizen reports”
    menu_label = _("Delivery log")
    menu_icon = "mail"
    menu_order = 800
    index_view_class = RegisterIndexView
    inspect_view_class = RegisterInspectView
    index_template_name = "wagtail_anliegen/notifications/register.html"
    inspect_template_name = "wagtail_anliegen/notifications/mail.html"
    permission_helper_class = RegisterPermissions
    button_helper_class = RegisterButtons
    history_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = [
        "reference",
        "kind",
        "state",
        "recipient",
        "diverted_to",
        "language",
        "created_at",
        "due_at",
        "sent_at",
        "attempts",
        "last_error",
    ]
    list_display = ["reference", "kind", "recipient", "outcome", "time", "attempts"]
    list_filter = ["state", "kind"]
    search_fields = ["recipient", "subject", "report__reference"]
    list_per_page = 50

    def get_queryset(self, request):
        mails = super().get_queryset(request).visible_to(request.user)
        return mails.select_related("report__category", "site")

    @admin.display(description=_("state"), ordering="state")
    def outcome(self, message: OutgoingMessage) -> str:
        diverted = message.diverted_to and f"→ {message.diverted_to}"
        more = filter(None, [diverted, message.last_error])
        return ": ".join([str(message.get_state_display()), *more])

    @admin.display(description=_("sent or due"), ordering="due_at")
    def time(self, message: OutgoingMessage) -> str:
        moment = timezone.localtime(message.sent_at or message.due_at)
        return date_format(moment, "SHORT_DATETIME_FORMAT")

    def get_extra_class_names_for_field_col(self, obj, field_name):
        return [] if field_name == "recipient" else ["w-whitespace-nowrap"]

    def register_indexing(self):
        """A mail refers to nothing but its report; indexing would slow every submission down."""

    def send_again_view(self, request, instance_pk):
        return SendAgainView.as_view(model_admin=self, instance_pk=instance_pk)(request)

    def get_admin_urls_for_registration(self):
        helper = self.url_helper
        return (
            *super().get_admin_urls_for_registration(),
            re_path(
                helper.get_action_url_pattern("send_again"),
                self.send_again_view,
                name=helper.get_action_url_name("send_again"),
            ),
        )
