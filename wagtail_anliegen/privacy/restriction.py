"""Keeps the data of a report, but lets nobody outside see it (Art. 18 GDPR), and a legal hold."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from wagtail_anliegen.casework.locking import on_locked_report_even_merged
from wagtail_anliegen.moderation.review import take_back
from wagtail_anliegen.reports.models import Report

from .models import LegalHold


@on_locked_report_even_merged
def restrict(report: Report, *, user=None) -> None:
    """Take it out of everybody's sight at once; harmless when it is restricted already."""
    if report.restricted_at:
        return
    take_back(report, user=user)
    report.refresh_from_db()
    report.restricted_at, report.publishable = timezone.now(), False
    report.save(update_fields=["restricted_at", "publishable", "updated_at"])
    log(instance=report, action="anliegen.restrict", user=user, data={"restricted": True})


@on_locked_report_even_merged
def lift_restriction(report: Report, *, user) -> None:
    """Let it be used again. It comes back to the public only when a person releases it."""
    if not report.restricted_at:
        return
    report.restricted_at = None
    # What a test mode left behind stays out of sight.
    report.publishable = report.category.visibility["publishable"] and not report.is_test
    report.save(update_fields=["restricted_at", "publishable", "updated_at"])
    log(instance=report, action="anliegen.restrict", user=user, data={"restricted": False})


@on_locked_report_even_merged
def hold(report: Report, *, reason: str, user) -> None:
    """Nothing of it is erased while the hold lasts; the first reason stays."""
    _held, is_new = LegalHold.objects.get_or_create(
        report=report, defaults={"reason": reason, "created_by": user}
    )
    if is_new:
        log(instance=report, action="anliegen.hold", user=user, data={"held": True})


@transaction.atomic
def end_hold(report: Report, *, user) -> None:
    """Periods count again, from where they are."""
    ended, _by_model = LegalHold.objects.filter(report=report).delete()
    if ended:
        log(instance=report, action="anliegen.hold", user=user, data={"held": False})
