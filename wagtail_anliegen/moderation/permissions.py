"""Who may review a report."""

from wagtail_anliegen.reports.models import Report


def may_review(user, report: Report) -> bool:
    """Whether this member of staff may release the report or ask for changes."""
    return (
        user.has_perm("wagtail_anliegen.publish_report")
        and Report.objects.visible_to(user).filter(pk=report.pk).exists()
    )
