"""Remembers what was merged with what, so that it can be undone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .models import Report
from .states import Status


class Merge(models.Model):
    """One report was merged with another; ``status`` and the times are those it had before.

    ``into`` is the report it was merged with at that time. When that one is merged in its turn,
    ``Report.leading_report`` of both names the new leading one and this stays: undoing a merge
    gives back the group as it was.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="merges")
    into = models.ForeignKey(
        Report,
        models.SET_NULL,
        verbose_name=_("merged with"),
        null=True,
        related_name="+",
    )
    status = models.CharField(_("status"), max_length=24, choices=Status.choices)
    status_changed_at = models.DateTimeField(_("status since"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    created_at = models.DateTimeField(_("time"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                name="anliegen_merged_once",
                condition=models.Q(undone_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=~models.Q(into=models.F("report")), name="anliegen_merged_with_another"
            ),
        ]

    def __str__(self):
        return f"#{self.report_id} → #{self.into_id}"
