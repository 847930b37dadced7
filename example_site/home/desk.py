"""What lies on the desks of the town: follow-ups, questions to colleagues, an absence."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from wagtail_anliegen.reports.followups import FollowUp
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.participation import Participation
from wagtail_anliegen.routing.absences import Absence
from wagtail_anliegen.routing.models import Department


CLERK, DISPATCHER = "petra.lohbusch", "annika.brandhorst"


def load_desk(site) -> None:
    """Nothing is mailed; safe to call again."""
    if FollowUp.objects.exists():
        return
    clerk = User.objects.get(username=CLERK)
    dispatcher = User.objects.get(username=DISPATCHER)
    today = timezone.localdate()
    open_reports = Report.objects.filter(site=site).open().order_by("-created_at")
    theirs = open_reports.filter(department__in=Department.objects.of_user(clerk))
    plans = (
        (0, "Hat die Firma den Termin bestätigt?", clerk),
        (-1, "Nachsehen, ob die Absperrung noch steht", None),
        (9, "Rechnung prüfen", clerk),
    )
    for report, (days, reason, person) in zip(theirs, plans, strict=False):
        FollowUp.objects.create(
            report=report,
            due_on=today + timedelta(days=days),
            reason=reason,
            person=person,
            created_by=clerk,
        )
    _ask(open_reports, clerk, dispatcher)
    leave = today + timedelta(days=14)
    Absence.objects.create(
        user=clerk, substitute=dispatcher, starts_on=leave, ends_on=leave + timedelta(days=9)
    )


def _ask(open_reports, clerk, dispatcher) -> None:
    """Another department wants to know something from the clerk's."""
    department = Department.objects.of_user(clerk).first()
    others = open_reports.exclude(department=department).filter(confidential=False)
    if report := others.first():
        Participation.objects.create(
            report=report,
            department=department,
            question="Liegt die Stelle noch auf der Straße oder schon im Park?",
            asked_by=dispatcher,
        )
