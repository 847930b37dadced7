"""What the reporting person writes back by the secret link."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .groups import case_key, read_at
from .models import Report


class ReplyQuerySet(models.QuerySet):
    def unseen(self):
        """What no member of staff has taken notice of."""
        return self.filter(seen_at=None)

    def to_be_read_at(self, report: Report):
        """Of this report and of those that follow it, as ``groups.case_of`` has it."""
        return self.filter(read_at(report))

    def cases(self):
        """The keys of the reports at which staff read them, for a subquery."""
        return self.order_by().annotate(case=case_key()).values("case")

    def newest(self) -> int:
        """The key of the last one, or 0: what a page that is shown now can have shown."""
        return self.aggregate(newest=models.Max("pk"))["newest"] or 0

    def mark_seen(self, user, *, newest: int | None = None) -> int:
        """Take notice of what was unseen; says how many that were.

        ``newest`` is the key of the last reply that was read; what came after it waits on.
        """
        rows = self.unseen() if newest is None else self.unseen().filter(pk__lte=newest)
        return rows.update(seen_at=timezone.now(), seen_by=user)


class Reply(models.Model):
    """One message of the reporting person; staff answer with a ``StatusUpdate``.

    ``key`` names the attempt, so that sending twice yields one reply. Photos that came with it
    belong to the report.
    """

    class Kind(models.TextChoices):
        ANSWER = "answer", _("answer to a question")
        MESSAGE = "message", _("message")
        FIXED = "fixed", _("says that it is fixed already")
        SATISFIED = "satisfied", _("satisfied")
        UNSATISFIED = "unsatisfied", _("not satisfied")

    report = models.ForeignKey(Report, models.CASCADE, related_name="replies")
    key = models.CharField(max_length=64, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    text = models.TextField(_("text"), blank=True)
    photo_count = models.PositiveSmallIntegerField(_("photos"), default=0)
    #: Whether it took the report up again; how often that may happen is limited.
    reopened = models.BooleanField(_("reopened the report"), default=False)
    created_at = models.DateTimeField(_("time"), default=timezone.now)
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(
                fields=["report"], name="anliegen_unseen", condition=models.Q(seen_at=None)
            ),
        ]

    def __str__(self):
        # Never the citizen's words: this may become an audit label.
        return f"{self.get_kind_display()} #{self.report_id}"
