"""Follow-ups (Wiedervorlagen): a report comes back to the desk on a day."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.working_days import next_working_day


class FollowUpQuerySet(models.QuerySet):
    def open(self):
        return self.filter(done_at=None)

    def due(self, today: date):
        """What lies on the desk today."""
        return self.open().filter(shown_on__lte=today)

    def meant_for(self, people: Iterable[int], teams: Iterable[int]):
        """Those of these people, and those of these teams; all of them primary keys."""
        of_a_team = models.Q(person=None, report__department__in=teams)
        return self.filter(models.Q(person__in=people) | of_a_team)


class FollowUp(models.Model):
    """Without a ``person`` it is there for the department that has the report on that day."""

    report = models.ForeignKey("wagtail_anliegen.Report", models.CASCADE, related_name="follow_ups")
    due_on = models.DateField(_("day"))
    #: The working day on or after ``due_on``: what is due on a Sunday is shown on Monday.
    shown_on = models.DateField(editable=False)
    reason = models.CharField(_("reason"), max_length=300)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("for"),
        null=True,
        blank=True,
        related_name="+",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["shown_on", "pk"]
        indexes = [
            models.Index(
                fields=["shown_on", "person", "report"],
                name="anliegen_follow_up",
                condition=models.Q(done_at=None),
            )
        ]

    def __str__(self):
        return f"{self.due_on} #{self.report_id}"

    def save(self, *args, **kwargs):
        calendar = AnliegenSettings.for_site(self.report.site).calendar
        self.shown_on = next_working_day(self.due_on, calendar)
        if (fields := kwargs.get("update_fields")) and "due_on" in fields:
            kwargs["update_fields"] = {*fields, "shown_on"}
        super().save(*args, **kwargs)

    @property
    def is_due(self) -> bool:
        return self.shown_on <= timezone.localdate()
