"""Warns on Wagtail's home page when mails do not arrive."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from .delivery import late_by
from .models import OutgoingMessage


LATELY = timedelta(days=7)


class MailTroublePanel(Component):
    order = 90
    template_name = "wagtail_anliegen/notifications/trouble_panel.html"

    def __init__(self, late: int | None, refused: int):
        self.late, self.refused = late, refused

    def get_context_data(self, parent_context):
        url = reverse("anliegen_mails_modeladmin_index")
        return {"late_by": self.late, "refused": self.refused, "url": url}


def add_mail_trouble(request, panels) -> None:
    """For those who may read the delivery log, and only when something is wrong."""
    if request.user.has_perm("wagtail_anliegen.view_outgoingmessage"):
        late, refused = late_by(), _refused_lately(request.user)
        if late or refused:
            panels.append(MailTroublePanel(late, refused))


def _refused_lately(user) -> int:
    refused = OutgoingMessage.objects.visible_to(user).filter(
        state=OutgoingMessage.State.FAILED, due_at__gte=timezone.now() - LATELY
    )
    return refused.count()
