"""What a person plans for a day on the road."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.reports.models import Report


class DayStop(models.Model):
    """One report on somebody's list of a day; ``position`` is the order of the way."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField(_("day"))
    report = models.ForeignKey(Report, models.CASCADE, related_name="day_stops")
    position = models.PositiveIntegerField(_("order"), default=0)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        verbose_name = _("stop of a day")
        verbose_name_plural = _("stops of a day")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "day", "report"], name="anliegen_stop_once")
        ]

    def __str__(self):
        return f"#{self.report_id}"
