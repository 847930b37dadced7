"""The public history of a report."""

from wagtail_anliegen.reports.audience import Audience
from wagtail_anliegen.reports.models import Report, StatusUpdate
from wagtail_anliegen.reports.states import Status


def public_history(report: Report, leading: Report | None = None) -> list[StatusUpdate]:
    """What everybody may read of it, the newest first.

    Of what is meant for the reporting person alone, only the step to another status is left.
    With which report it was merged is told only of a public one, ``leading``.
    """
    shown, status = [], None
    updates = report.updates.exclude(status=Status.REJECTED).defer("author")
    for update in updates.order_by("created_at", "pk"):
        is_step = update.status != status
        status = update.status
        if update.audience == Audience.REPORTER:
            if not is_step:
                continue
            update.text = ""
        if update.status == Status.DUPLICATE and leading is None:
            update.text = ""
        shown.append(update)
    return shown[::-1]
