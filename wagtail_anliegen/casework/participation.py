"""Asking other departments for a statement; who leads stays responsible."""

from django.utils import timezone
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import log

from wagtail_anliegen.notifications.mail import queue_to_colleague, queue_to_department
from wagtail_anliegen.reports.models import Note, Report
from wagtail_anliegen.reports.participation import Participation
from wagtail_anliegen.routing.models import Department

from .locking import on_locked_report, on_locked_report_even_merged


@on_locked_report
def involve(report: Report, *, department: Department, question: str, user) -> Participation:
    """Ask a department of the same site; what it was asked before and has not done is replaced."""
    if department.site_id != report.site_id:
        raise ValueError("The department belongs to another site.")
    question = question.strip()
    asked, _created = report.participations.open().update_or_create(
        report=report,
        department=department,
        done_at=None,
        defaults={"question": question, "asked_by": user, "asked_at": timezone.now()},
    )
    data = {"new": department.name, "reason": question}
    entry = log(instance=report, action="anliegen.involve", user=user, data=data)
    queue_to_department(
        report,
        department=department,
        news="involved",
        occasion=str(entry.pk),
        by=report.department.name,
        text=question,
    )
    return asked


@on_locked_report_even_merged
def conclude(report: Report, *, participation: Participation, text: str, user) -> None:
    """Give the statement as a note; the department that was asked does not see it any more.

    Harmless when somebody did so before. Whoever asked reads about it; where that person may not
    see the report any more, whoever handles it, or else the department.
    """
    current = report.participations.open().filter(pk=participation.pk).first()
    if current is None:
        return
    current.done_at, current.done_by = timezone.now(), user
    current.save(update_fields=["done_at", "done_by"])
    name = current.department.name
    Note.objects.create(
        report=report,
        kind=Note.Kind.CONSULTATION,
        text=f"{name}: {text.strip()}",
        author=user,
        created_at=timezone.now(),
    )
    entry = log(instance=report, action="anliegen.conclude", user=user, data={"new": name})
    news = {
        "news": "concluded",
        "occasion": str(entry.pk),
        "by": get_user_display_name(user) if user else name,
        "text": text.strip(),
    }
    people = filter(None, [current.asked_by, report.handler])
    if not any(queue_to_colleague(report, person, **news) for person in people):
        queue_to_department(report, **news)
