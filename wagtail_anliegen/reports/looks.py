"""Who has looked at personal data: proof for the data-protection officer."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Report


class Look(models.Model):
    """Somebody saw personal data of a report; one row per person, kind of data and day."""

    class What(models.TextChoices):
        CONTACT = "contact", _("contact data")
        ORIGINAL = "original", _("original of a photo")

    report = models.ForeignKey(Report, models.CASCADE, related_name="looks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    what = models.CharField(_("what was seen"), max_length=8, choices=What.choices)
    day = models.DateField(_("day"))
    created_at = models.DateTimeField(_("first seen"), default=timezone.now)

    class Meta:
        verbose_name = _("look at personal data")
        verbose_name_plural = _("looks at personal data")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "user", "what", "day"], name="anliegen_seen_once_a_day"
            )
        ]

    def __str__(self):
        return f"{self.day} #{self.report_id}"


def note_look(report: Report, *, user, at: str) -> None:
    """Remember that this person sees such data: one statement, nothing else is touched."""
    look = Look(report=report, user=user, what=at, day=timezone.localdate())
    Look.objects.bulk_create([look], ignore_conflicts=True)
