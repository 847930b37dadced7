"""Shows what people will be told before it is sent; writes nothing."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views import View

from wagtail_anliegen.moderation.permissions import leads
from wagtail_anliegen.notifications.mail import LINK_PLACEHOLDER, write_external, write_status
from wagtail_anliegen.photos.external import photos_for
from wagtail_anliegen.reports.audience import audience_of
from wagtail_anliegen.reports.models import Report, StatusUpdate

from .actions import with_facts
from .external import draft
from .external_forms import InviteForm
from .forms import CitizenForm
from .verbs import VERBS


class PreviewView(View):
    """POST of a verb's form to here shows the mail that the verb would queue, as a fragment."""

    template_name = "wagtail_anliegen/casework/includes/mail.html"
    external_template = "wagtail_anliegen/casework/includes/external_preview.html"

    def dispatch(self, request, *args, **kwargs):
        visible = Report.objects.visible_to(request.user).select_related("site", "reporter")
        self.report = get_object_or_404(visible, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, pk) -> HttpResponse:
        name = request.POST.get("action", "")
        verb = VERBS.get(name)
        if not (verb and verb.form and verb.form.is_mailed):
            raise PermissionDenied
        if not request.user.has_perm(verb.permission) or not leads(request.user, self.report):
            raise PermissionDenied
        form = verb.form(request.POST, report=self.report, user=request.user, prefix=name)
        if not form.is_valid():
            return render(request, self.template_name, {"form": form})
        if isinstance(form, InviteForm):
            return render(request, self.external_template, {"form": form, **self._shown(form)})
        return render(request, self.template_name, {"form": form, **self._told(form)})

    def _shown(self, form: InviteForm) -> dict:
        """The mail to somebody outside, and all that their link would open."""
        link = draft(self.report, **form.values)
        mail = write_external(link)
        return {
            "mail": mail,
            "body": mail.body.replace(LINK_PLACEHOLDER, f"{self.report.site.root_url}/…/••••••••"),
            "link": link,
            "photos": photos_for(link),
            "contact": link.contact,
        }

    def _told(self, form: CitizenForm) -> dict:
        report, text = with_facts(self.report, form.values), form.cleaned_data["text"].strip()
        report.status = form.new_status
        update = StatusUpdate(
            report=report,
            status=report.status,
            text=text,
            audience=form.values.get("audience", audience_of(report.status)),
            created_at=timezone.now(),
        )
        if text and not update.is_question:
            report.due_on = None
        mail = write_status(update)
        masked = report.secret_url.replace(report.secret_token, "••••••••")
        return {
            "mail": mail,
            "body": mail.body.replace(LINK_PLACEHOLDER, masked),
            "update": update,
        }
