"""Warns on Wagtail's home page when mails wait too long."""

from django.urls import reverse
from wagtail.admin.ui.components import Component

from .delivery import late_by


class LateMailPanel(Component):
    order = 90
    template_name = "wagtail_anliegen/notifications/late_panel.html"

    def get_context_data(self, parent_context):
        return {"late_by": late_by(), "url": reverse("anliegen_mails_modeladmin_index")}


def add_late_mail_panel(request, panels) -> None:
    """For those who may read the delivery log, and only when something is wrong."""
    if request.user.has_perm("wagtail_anliegen.view_outgoingmessage") and late_by():
        panels.append(LateMailPanel())
