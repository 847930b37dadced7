"""What the reporting person may do with their data by the secret link."""

from django.db import transaction

from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.models import Report, Reporter
from wagtail_anliegen.reports.querysets import UNTOUCHED
from wagtail_anliegen.tracking.replying import receive

from .erasure import forget
from .models import Cause, What
from .restriction import restrict


class TooLate(Exception):
    """Work on the report has begun: a person decides whether it can be erased."""


def may_withdraw(report: Report) -> bool:
    """Whether nobody has begun to work on it, alone or together with others."""
    untouched = report.status in UNTOUCHED and report.handler_id is None
    return untouched and not report.leading_report_id and not report.merged_reports.exists()


@transaction.atomic
def withdraw(report: Report) -> None:
    """Erase everything and close it as taken back. Raises ``TooLate`` and ``Held``."""
    locked = Report.objects.select_for_update().get(pk=report.pk)
    if locked.erased_at:
        return
    if not may_withdraw(locked):
        raise TooLate(locked.reference)
    forget(locked, cause=Cause.WITHDRAWN)


@transaction.atomic
def erase_contact(report: Report) -> None:
    """Nobody can write to the person any more; the work goes on. Raises ``Held``."""
    locked = Report.objects.select_for_update().get(pk=report.pk)
    if Reporter.objects.filter(report=locked).exists():
        forget(locked, what=What.CONTACT, cause=Cause.PERSON)


@transaction.atomic
def ask_for(report: Report, *, kind: str, key: str, text: str = "") -> Reply:
    """Put what is asked for (``Reply.RIGHTS``) before the clerk; a restriction counts at once.

    Raises ``NotTaken``.
    """
    reply = receive(report, kind=kind, key=key, text=text)
    if kind == Reply.Kind.RESTRICTION:
        restrict(report)
    return reply
