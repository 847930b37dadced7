"""Who is away, and who stands in."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AbsenceQuerySet(models.QuerySet):
    def on(self, day: date):
        """Absences of that day, the newest first where somebody has several."""
        return self.filter(starts_on__lte=day, ends_on__gte=day).order_by("-pk")

    def today(self):
        return self.on(timezone.localdate())


class Absence(models.Model):
    """Both days are included. The substitute sees no more than the own departments allow."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("who is away"), related_name="+"
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("substitute"), related_name="+"
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="anliegen_absence_forwards",
                violation_error_message=_("The last day lies before the first."),
            )
        ]

    def __str__(self):
        return f"{self.user}: {self.starts_on} – {self.ends_on}"

    def clean(self):
        super().clean()
        if self.user_id and self.user_id == self.substitute_id:
            raise ValidationError({"substitute": _("Nobody can stand in for themselves.")})


def absences_today() -> dict[int, Absence]:
    """For everybody who is away today (a primary key) the absence, in one query."""
    rows = Absence.objects.today().select_related("user", "substitute")
    return {row.user_id: row for row in reversed(rows)}


def stands_in_for(user) -> list[int]:
    """Primary keys of those for whom the user stands in today.

    Kept on the instance of the user for the day, as ``responsibility_of`` keeps what it found.
    """
    today = timezone.localdate()
    if getattr(user, "_anliegen_stands_in", (None,))[0] != today:
        rows = Absence.objects.on(today).filter(substitute=user)
        user._anliegen_stands_in = today, list(rows.values_list("user", flat=True))
    return user._anliegen_stands_in[1]


def substitute_of(user):
    """Who stands in for the user today, or None."""
    found = Absence.objects.today().filter(user=user).select_related("substitute").first()
    return found.substitute if found and found.substitute.is_active else None
