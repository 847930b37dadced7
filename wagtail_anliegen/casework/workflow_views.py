"""Wagtail's own views of a review, narrowed to the reports that the user may see.

The stock views look a report up among all, and take the step to decide on from the address
without asking whether it belongs to that report.
"""

from django.contrib.contenttypes.models import ContentType
from django.shortcuts import get_object_or_404
from wagtail.models import TaskState
from wagtail.snippets.views import snippets

from wagtail_anliegen.moderation.permissions import ReportPermissionPolicy
from wagtail_anliegen.reports.models import Report


class VisibleReport:
    """Put this before a view with an object; what is not visible does not exist."""

    permission_policy = ReportPermissionPolicy()
    permission_required = "view"

    def get_base_object_queryset(self):
        return Report.objects.visible_to(self.request.user)


class WorkflowActionView(VisibleReport, snippets.WorkflowActionView):
    def get_task_state(self):
        return get_object_or_404(
            TaskState,
            pk=self.task_state_id,
            workflow_state__base_content_type=ContentType.objects.get_for_model(Report),
            workflow_state__object_id=str(self.object.pk),
        ).specific


class WorkflowHistoryView(VisibleReport, snippets.WorkflowHistoryView):
    pass


class WorkflowHistoryDetailView(VisibleReport, snippets.WorkflowHistoryDetailView):
    pass


class RevisionsCompareView(VisibleReport, snippets.RevisionsCompareView):
    def get_object(self, queryset=None):
        return get_object_or_404(self.get_base_object_queryset(), pk=self.pk)
