"""What lies on the desks of the town: follow-ups, questions to others, an absence."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from wagtail_anliegen.reports.external import USUAL_DAYS, ExternalLink, ExternalMessage
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
    _involve(theirs.filter(live=True), clerk)
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


def _involve(public_reports, clerk) -> None:
    """A firm has said that it is done; the clerk has not read it yet."""
    if (report := public_reports.exclude(public_text="").first()) is None:
        return
    now = timezone.now()
    link = ExternalLink.objects.create(
        report=report,
        name="Bauhof-Dienste Muster GmbH",
        email="auftrag@bauhof-muster.example",
        message="Bitte sehen Sie sich die Stelle an und bringen Sie sie in Ordnung.",
        text=report.public_text,
        address=report.address,
        latitude=report.latitude,
        longitude=report.longitude,
        created_by=clerk,
        created_at=now - timedelta(days=3),
        sent_at=now - timedelta(days=3),
        expires_at=now + timedelta(days=USUAL_DAYS - 3),
        opened_at=now - timedelta(hours=5),
    )
    said = (
        (48, ExternalMessage.Kind.ACCEPTED, ""),
        (5, ExternalMessage.Kind.DONE, "Heute früh erledigt, die Stelle ist wieder frei."),
    )
    for hours, kind, text in said:
        at = now - timedelta(hours=hours)
        ExternalMessage.objects.create(
            link=link, key=f"town-{kind}", kind=kind, text=text, created_at=at
        )
