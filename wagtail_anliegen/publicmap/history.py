"""The public history of a report."""

from wagtail_anliegen.reports.models import Report, StatusUpdate
from wagtail_anliegen.reports.states import Status


def public_history(report: Report) -> list[StatusUpdate]:
    """What everybody may read of it, the newest first.

    A question to the reporting person and the reason of a rejection are for that person alone.
    """
    updates = list(
        report.updates.exclude(status=Status.REJECTED)
        .defer("author")
        .order_by("-created_at", "-pk")
    )
    for update in updates:
        if update.status == Status.WAITING_FOR_REPORTER:
            update.text = ""
    return updates
