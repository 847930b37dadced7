"""What comes in by a secret link: staff read it in the case and take notice of it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .groups import cases_of, read_at
from .models import Report


class IncomingQuerySet(models.QuerySet):
    def unseen(self):
        """What no member of staff has taken notice of."""
        return self.filter(seen_at=None)

    def to_be_read_at(self, report: Report):
        """About this report and those that follow it, as ``groups.case_of`` has it."""
        return self.filter(read_at(report, self.model.path_to_report))

    def cases(self):
        """The keys of the reports at which staff read them, for a subquery."""
        # Not joined: what nobody has read yet is little, and a planner without statistics would
        # begin with all reports.
        about = self.order_by().values(self.model.path_to_report)
        return cases_of(Report.objects.filter(pk__in=about))

    def newest(self) -> int:
        """The key of the last one, or 0: what a page that is shown now can have shown."""
        return self.aggregate(newest=models.Max("pk"))["newest"] or 0

    def mark_seen(self, user, *, newest: int | None = None) -> int:
        """Take notice of what was unseen; says how many that were.

        ``newest`` is the key of the last one that was read; what came after it waits on.
        """
        rows = self.unseen() if newest is None else self.unseen().filter(pk__lte=newest)
        return rows.update(seen_at=timezone.now(), seen_by=user)


class Incoming(models.Model):
    """One message of somebody without an account.

    ``key`` names the attempt, so that sending twice yields one message. Photos that came with it
    belong to the report.
    """

    #: How a query gets from these rows to their report.
    path_to_report = "report"

    key = models.CharField(max_length=64, unique=True, editable=False)
    text = models.TextField(_("text"), blank=True)
    photo_count = models.PositiveSmallIntegerField(_("photos"), default=0)
    created_at = models.DateTimeField(_("time"), default=timezone.now)
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = IncomingQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["created_at", "pk"]
