"""Puts contact data right (Art. 16 GDPR); what it was and is stands in no log."""

from wagtail.log_actions import log

from wagtail_anliegen.casework.locking import on_locked_report_even_merged
from wagtail_anliegen.notifications.delivery import TO_REPORTER
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.reports.models import Report, Reporter


@on_locked_report_even_merged
def correct_contact(report: Report, *, name: str, email: str, phone: str, user) -> None:
    """Keep this instead of what was known; mails that wait go to the right address."""
    Reporter.objects.update_or_create(
        report=report, defaults={"name": name, "email": email, "phone": phone}
    )
    waiting = report.messages.filter(state=OutgoingMessage.State.QUEUED, kind__in=TO_REPORTER)
    if email:
        waiting.update(recipient=email)
    else:
        waiting.delete()
    log(instance=report, action="anliegen.contact", user=user)
