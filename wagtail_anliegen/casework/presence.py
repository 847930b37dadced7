"""Who else has the same report open, and what somebody did to it a moment ago."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.models import EditingSession
from wagtail.admin.ui.editing_sessions import EditingSessionsModule
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import registry

from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.models import Report


def sessions(report: Report, user) -> EditingSessionsModule:
    """Wagtail's own list of people, who are asked for again every few seconds."""
    EditingSession.cleanup()
    content_type = report.get_base_content_type()
    session = EditingSession.objects.create(
        user=user, content_type=content_type, object_id=report.pk, last_seen_at=timezone.now()
    )
    ping = [report._meta.app_label, report._meta.model_name, report.pk, session.pk]
    return EditingSessionsModule(
        session,
        reverse("wagtailadmin_editing_sessions:ping", args=ping),
        reverse("wagtailadmin_editing_sessions:release", args=[session.pk]),
        [],
    )


def stamp_of(report: Report) -> str:
    """Changes whenever somebody does something to the report."""
    return report.updated_at.isoformat()


class ChangesView(View):
    """Answers a page that asks whether the report is still as it was shown."""

    def get(self, request, pk):
        report = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
        if request.GET.get("seen") == stamp_of(report):
            return JsonResponse({"words": ""})
        return JsonResponse({"words": self._words(report)})

    def _words(self, report: Report) -> str:
        last = ReportLogEntry.objects.filter(report=report).select_related("user").first()
        if last is None or last.user is None:
            return _("This report was changed while you are looking at it.")
        return _("%(name)s has changed this report while you are looking at it: %(what)s.") % {
            "name": get_user_display_name(last.user),
            "what": registry.get_action_label(last.action),
        }
