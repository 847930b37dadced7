"""Sends a mail again when a person asks for it."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail_modeladmin.views import InstanceSpecificView

from .delivery import send_again
from .models import OutgoingMessage
from .tasks import nudge


def breadcrumbs(message: OutgoingMessage | None = None) -> list[dict]:
    """The way from Wagtail's home to the delivery log, and on to one mail."""
    register = reverse("anliegen_mails_modeladmin_index")
    way = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": register if message else "", "label": _("Delivery log")},
    ]
    return [*way, {"url": "", "label": str(message)}] if message else way


class SendAgainView(InstanceSpecificView):
    """Asks first; on POST puts the mail back into the queue."""

    page_title = gettext_lazy("Send again")
    template_name = "wagtail_anliegen/notifications/send_again.html"

    def check_action_permitted(self, user):
        return self.permission_helper.user_can_send_again(user, self.instance)

    def get_context_data(self, **kwargs):
        return super().get_context_data(breadcrumbs_items=breadcrumbs(self.instance), **kwargs)

    def post(self, request, *args, **kwargs):
        send_again(self.instance)
        if self.instance.report:
            log(
                instance=self.instance.report,
                action="anliegen.send_again",
                user=request.user,
                data={"kind": self.instance.kind},
            )
        transaction.on_commit(nudge, robust=True)
        messages.success(request, _("The mail is sent again in a moment."))
        return redirect(self.index_url)
