"""Who has looked at contact data: proof for the data-protection officer."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Report


class ContactView(models.Model):
    """Somebody saw the contact data of a report; one row per person, report and day."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="contact_views")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    day = models.DateField(_("day"))
    created_at = models.DateTimeField(_("first seen"), default=timezone.now)

    class Meta:
        verbose_name = _("view of contact data")
        verbose_name_plural = _("views of contact data")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "user", "day"], name="anliegen_seen_once_a_day"
            )
        ]

    def __str__(self):
        return f"{self.day} #{self.report_id}"


def note_contact_view(report: Report, *, user) -> None:
    """Remember that this person sees the contact data: one statement, nothing else is touched."""
    view = ContactView(report=report, user=user, day=timezone.localdate())
    ContactView.objects.bulk_create([view], ignore_conflicts=True)
