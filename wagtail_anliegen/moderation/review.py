"""Starts the review of a report and ends it."""

from django.db import transaction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.log_actions import log
from wagtail.models import TaskState, WorkflowState

from wagtail_anliegen.reports.models import Report

from .permissions import may_review


class NotReviewable(Exception):
    """The report is not waiting for a review by this person."""


@transaction.atomic
def start_review(report: Report, *, user=None) -> WorkflowState | None:
    """Save a revision and hand it to Wagtail's workflow; None when no workflow is assigned.

    A workflow without an active task counts as none: Wagtail would publish at once.
    ``Workflow.start`` is not called: it mails superusers at once, inside the citizen's
    transaction, and a mail server that hangs would keep the report from being accepted.
    """
    revision = report.save_revision(user=user, clean=False)
    workflow = report.get_workflow()
    if workflow is None or not workflow.tasks.filter(active=True).exists():
        return None
    state = WorkflowState.objects.create(
        content_type=report.get_content_type(),
        base_content_type=report.get_base_content_type(),
        object_id=str(report.pk),
        workflow=workflow,
        status=WorkflowState.STATUS_IN_PROGRESS,
        requested_by=user,
    )
    state.update(user=user)
    log(
        instance=report,
        action="wagtail.workflow.start",
        user=user,
        data={"workflow": {"id": workflow.pk, "title": workflow.name, "status": state.status}},
        revision=revision,
    )
    return state


@transaction.atomic
def release(report: Report, *, user, public_text: str | None = None, comment: str = "") -> Report:
    """Approve the current review step with the editor's text; the last step publishes.

    Without a review in progress a new one begins, so that nobody's step is left out; when its
    first step is for others, it waits for them. Only without a workflow the report is published
    directly. Returns the report as it is afterwards. Raises ``NotReviewable`` when this person
    may not decide.
    """
    if not may_review(user, report):
        raise NotReviewable
    _keep_text(report, public_text, user)
    has_begun = _begin(report, user)
    task_state = report.current_workflow_task_state
    if task_state is None:
        report.get_latest_revision().publish(user=user)
    elif may_decide(report, user):
        task_state.task.specific.on_action(task_state, user, "approve", comment=comment)
    elif not has_begun:
        raise NotReviewable
    return Report.objects.get(pk=report.pk)


def waiting_step(report: Report) -> str:
    """The name of the step that a review waits for, or nothing."""
    task_state = report.current_workflow_task_state
    return task_state.task.name if task_state else ""


def may_decide(report: Report, user) -> bool:
    """Whether this person may release what the review waits for, or begin a review."""
    task_state = report.current_workflow_task_state
    if task_state is None:
        return may_review(user, report)
    return "approve" in _actions(task_state, report, user)


def editorial_text(report: Report) -> str:
    """The public text as the editors have it now; everybody reads it once it is released."""
    revision = report.get_latest_revision()
    return revision.content["public_text"] if revision else report.public_text


@transaction.atomic
def request_changes(report: Report, *, user, comment: str) -> None:
    """Stop the review with a comment. Raises ``NotReviewable``."""
    task_state = report.current_workflow_task_state
    if task_state is None or "reject" not in _actions(task_state, report, user):
        raise NotReviewable
    task_state.task.specific.on_action(task_state, user, "reject", comment=comment)


@transaction.atomic
def end_review(report: Report, *, user) -> None:
    """End a review without releasing anything; harmless when there is none."""
    if state := report.current_workflow_state:
        state.cancel(user=user)


@transaction.atomic
def withdraw(report: Report, *, user) -> None:
    """Take a released report out of the public's sight. Raises ``NotReviewable``."""
    if not may_review(user, report):
        raise NotReviewable
    take_back(Report.objects.select_for_update().get(pk=report.pk), user=user)


def take_back(report: Report, *, user) -> None:
    """Undo a release, whoever asks: only a person who may release can show it again.

    Harmless when nobody released the report; its row must be locked.
    """
    # Wagtail's own check asks for page permissions, which a report does not have.
    UnpublishAction(report, user=user).execute(skip_permission_checks=True)


def _keep_text(report: Report, public_text: str | None, user) -> None:
    """Write a changed text into a revision only: what is public stays until the last step."""
    report.public_text = editorial_text(report)
    if public_text is None or public_text == report.public_text:
        return
    report.public_text = public_text
    report.save(update_fields=["updated_at"])
    report.save_revision(user=user, clean=False)
    _point_review_at_latest_revision(report)


def _begin(report: Report, user) -> bool:
    """Start a review where there is none, or go on after a request for changes."""
    state = report.current_workflow_state
    if state is None:
        return start_review(report, user=user) is not None
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user=user)
        return True
    return False


def _actions(task_state: TaskState, report: Report, user) -> set[str]:
    return {name for name, _label, _modal in task_state.task.specific.get_actions(report, user)}


def _point_review_at_latest_revision(report: Report) -> None:
    task_state = report.current_workflow_task_state
    if task_state is not None:
        task_state.revision = report.latest_revision
        task_state.save(update_fields=["revision"])
