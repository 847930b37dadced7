"""Every verb works on the report as it is now, alone."""

from functools import wraps

from django.db import transaction

from wagtail_anliegen.reports.groups import check_leads, check_not_erased
from wagtail_anliegen.reports.models import Report


def on_locked_report(action):
    """Run the action in a transaction on the row as it is now, not as the page showed it.

    The caller's report is read anew afterwards. Raises ``Merged`` for a report that was merged
    with another: that one is worked on; and ``Erased``.
    """

    def alone(report: Report, **kwargs):
        check_leads(report)
        return action(report, **kwargs)

    return on_locked_report_even_merged(wraps(action)(alone))


def on_locked_report_even_merged(action):
    """The same for what can be done with a merged report too. Raises ``Erased``."""

    @wraps(action)
    def run(report: Report, **kwargs):
        with transaction.atomic():
            locked = Report.objects.select_for_update().get(pk=report.pk)
            check_not_erased(locked)
            result = action(locked, **kwargs)
        report.refresh_from_db()
        return result

    return run
