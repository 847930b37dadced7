"""“My day”: the list for the telephone on the road."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from wagtail_anliegen.reports.looks import Look, note_look
from wagtail_anliegen.reports.models import Report

from . import day
from .keys import key_of
from .verbs import HANDLE


ACTIONS = {
    "add": day.add_stop,
    "remove": day.remove_stop,
    "up": day.move_up,
    "down": day.move_down,
    "done": day.tick_stop,
}


class DayView(WagtailAdminTemplateMixin, TemplateView):
    """Each button posts a report and what to do with it; ``way`` orders the whole list."""

    page_title = _("My day")
    header_icon = "calendar-check"
    template_name = "wagtail_anliegen/casework/day.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(HANDLE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def post(self, request, *args, **kwargs):
        action, here = request.POST.get("action"), reverse("wagtail_anliegen_reports:day")
        if action == "way":
            day.order_by_way(user=request.user)
            return redirect(here)
        key = key_of(request.POST.get("report", ""))
        if action not in ACTIONS or key is None:
            raise Http404
        report = get_object_or_404(Report.objects.visible_to(request.user), pk=key)
        ACTIONS[action](report, user=request.user)
        if request.POST.get("back") == "case":
            return redirect("wagtail_anliegen_reports:edit", report.pk)
        return redirect(f"{here}#stop-{report.pk}")

    def get_context_data(self, **kwargs):
        user = self.request.user
        related = ("report__category", "report__reporter", "report__district")
        rows = day.stops_of(user).select_related(*related)
        stops = list(rows.defer("report__district__geometry"))
        for stop in stops:
            if reporter := getattr(stop.report, "reporter", None):
                if reporter.phone:
                    note_look(stop.report, user=user, at=Look.What.CONTACT)
        return super().get_context_data(
            stops=stops,
            left=sum(1 for stop in stops if not stop.done_at),
            offered=day.offered_to(user),
            today=timezone.localdate(),
            **kwargs,
        )
