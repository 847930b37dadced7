"""Every verb works on the report as it is now, alone."""

from functools import wraps

from django.db import transaction

from wagtail_anliegen.reports.models import Report


def on_locked_report(action):
    """Run the action in a transaction on the row as it is now, not as the page showed it.

    The caller's report is read anew afterwards.
    """

    @wraps(action)
    def run(report: Report, **kwargs):
        with transaction.atomic():
            locked = Report.objects.select_for_update().get(pk=report.pk)
            result = action(locked, **kwargs)
        report.refresh_from_db()
        return result

    return run
