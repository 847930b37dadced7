"""Departments that are asked for a statement while another one leads."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.routing.models import Department


class ParticipationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(done_at=None)


class Participation(models.Model):
    """As long as it is open, the members of the department see the report and write notes."""

    report = models.ForeignKey(
        "wagtail_anliegen.Report", models.CASCADE, related_name="participations"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name=_("department"), related_name="participations"
    )
    question = models.TextField(_("question"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("since"), default=timezone.now)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "report"],
                condition=models.Q(done_at=None),
                name="anliegen_asked_once",
            )
        ]

    def __str__(self):
        return f"#{self.report_id} #{self.department_id}"
