"""Sends a mail again when a person asks for it."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail_modeladmin.views import InstanceSpecificView

from .delivery import send_again
from .tasks import nudge


class SendAgainView(InstanceSpecificView):
    """Asks first; on POST puts the mail back into the queue."""

    page_title = gettext_lazy("Send again")
    template_name = "wagtail_anliegen/notifications/send_again.html"

    def check_action_permitted(self, user):
        return self.permission_helper.user_can_send_again(user, self.instance)

    def post(self, request, *args, **kwargs):
        send_again(self.instance)
        log(
            instance=self.instance.report,
            action="anliegen.send_again",
            user=request.user,
            data={"kind": self.instance.kind},
        )
        transaction.on_commit(nudge, robust=True)
        messages.success(request, _("The mail is sent again in a moment."))
        return redirect(self.index_url)
