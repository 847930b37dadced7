"""The conversation with the reporting person, as staff lead it."""

from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from wagtail_anliegen.reports.audience import Audience
from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.models import Report, StatusUpdate
from wagtail_anliegen.reports.states import (
    IllegalTransition,
    Missing,
    Need,
    Status,
    check_transition,
)

from .actions import change_status, move, tell
from .locking import on_locked_report, on_locked_report_even_merged


@on_locked_report
def ask(report: Report, *, text: str, user, newest: int | None = None) -> StatusUpdate:
    """Ask the reporting person, who alone reads it; the report waits for the answer.

    A further question may follow one that is still open; ``newest`` is that of ``tell``. Raises
    ``IllegalTransition`` and ``Missing``.
    """
    text = text.strip()
    if not text:
        raise Missing(Status.WAITING_FOR_REPORTER, Need.TEXT)
    if report.status == Status.WAITING_FOR_REPORTER:
        update = tell(report, text=text, user=user, audience=Audience.REPORTER, newest=newest)
        log(instance=report, action="anliegen.answer", user=user)
        return update
    check_transition(report.status, Status.WAITING_FOR_REPORTER)
    return move(report, Status.WAITING_FOR_REPORTER, text=text, user=user, newest=newest)


@on_locked_report_even_merged
def see(report: Report, *, newest: int | None = None, user) -> None:
    """Take notice of what the reporting person wrote, and those whose reports follow this one.

    ``newest`` is the key of the last reply that was read; what came after it waits on.
    """
    if Reply.objects.to_be_read_at(report).mark_seen(user, newest=newest):
        log(instance=report, action="anliegen.seen", user=user)


def close_as_fixed(report: Report, *, user, newest: int | None = None) -> StatusUpdate:
    """Close what the reporting person says is fixed; ``newest`` is that of ``tell``.

    Raises ``IllegalTransition``.
    """
    if not report.replies.filter(kind=Reply.Kind.FIXED, seen_at=None).exists():
        raise IllegalTransition(f"nobody says that {report.reference} is fixed")
    with override(report.language):
        text = _("You told us that this is fixed already. Thank you! We close your report.")
    return change_status(report, status=Status.RESOLVED, text=text, user=user, newest=newest)
