"""Wagtail's workflow asks the department of the report, whichever that is now."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from wagtail_anliegen.reports.models import Report

from .permissions import may_review


#: Wagtail's dashboard lists every task without pages; the inbox has them all.
DASHBOARD_TASKS = 20


class DepartmentReviewTask(Task):
    """One task for forty departments: its reviewers are those of the report's department."""

    def user_can_access_editor(self, obj, user):
        return may_review(user, obj)

    def locked_for_user(self, obj, user):
        return not may_review(user, obj)

    def get_actions(self, obj, user):
        if not may_review(user, obj):
            return []
        return [
            ("reject", _("Request changes"), True),
            ("approve", _("Release"), False),
            ("approve", _("Release with comment"), True),
        ]

    def get_task_states_user_can_moderate(self, user, **kwargs):
        """Those that have waited longest, as many as fit on the dashboard."""
        if not user.has_perm("wagtail_anliegen.publish_report"):
            return TaskState.objects.none()
        waiting = Report.objects.workable_by(user).waiting_for_review()
        longest = (
            self.task_states.filter(
                status=TaskState.STATUS_IN_PROGRESS,
                workflow_state__base_content_type=ContentType.objects.get_for_model(Report),
                workflow_state__object_id__in=waiting.order_by().values(
                    key=Cast("pk", CharField())
                ),
            )
            .order_by("started_at", "pk")
            .values_list("pk", flat=True)[:DASHBOARD_TASKS]
        )
        return self.task_states.filter(pk__in=list(longest))

    @classmethod
    def get_description(cls):
        return _("The department that is responsible for a report checks and releases it")

    class Meta:
        verbose_name = _("review by the responsible department")
        verbose_name_plural = _("reviews by the responsible department")
