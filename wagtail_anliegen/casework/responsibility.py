"""Who is responsible, and who says that it is somebody else."""

from wagtail.admin.utils import get_user_display_name

from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import IllegalTransition
from wagtail_anliegen.routing.models import Department

from .actions import hand_over
from .locking import on_locked_report


class NotRefusable(IllegalTransition):
    """There is no central inbox to give the report back to, or it is there already."""


@on_locked_report
def refuse(report: Report, *, reason: str, user) -> None:
    """Say that the department is not responsible; the central inbox decides who is.

    It goes there even if a colleague forwarded it: two departments must not play ball with it.
    Raises ``NotRefusable``.
    """
    central = Department.objects.filter(site=report.site_id, is_central=True).first()
    if central is None or central == report.department:
        raise NotRefusable(report.reference)
    reason = {
        "refused_by": report.department.name,
        "by": get_user_display_name(user) if user else "",
        "department": central.name,
        "text": reason.strip(),
    }
    hand_over(report, central, reason=reason, user=user, action="refuse")
