"""What each member of staff wants to hear of by mail, and how often."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.routing.frequency import Frequency


#: Nobody has to choose: as it is for whoever did not.
USUAL = "usual"


def wants_now(frequency: str, report: Report) -> bool:
    """Danger is told at once to everybody who wants to be told at all."""
    if frequency == Frequency.AT_ONCE:
        return True
    return frequency in (Frequency.DAILY, Frequency.WEEKLY) and report.category.hazard


class NotificationPreference(models.Model):
    """The wishes of one person; whoever has no row is told as usual."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    new_reports = models.CharField(
        _("New reports of my departments"),
        max_length=8,
        choices=[(USUAL, _("as usual")), *Frequency.choices],
        default=USUAL,
        help_text=_(
            "Also those of the departments below them. "
            "As usual: at once, where the department has no mailbox."
        ),
    )
    replies = models.CharField(
        _("What reporting persons write to me"),
        max_length=8,
        choices=Frequency.choices,
        default=Frequency.AT_ONCE,
        help_text=_("In reports that you handle."),
    )
    assigned = models.CharField(
        _("Reports that colleagues give to me"),
        max_length=8,
        choices=Frequency.choices,
        default=Frequency.AT_ONCE,
    )

    #: When it was chosen last: the first digest tells what came since.
    chosen_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("notification preference")
        verbose_name_plural = _("notification preferences")

    def __str__(self):
        return str(self.user)

    @property
    def wishes(self) -> dict[str, str]:
        """What can be heard of → how often."""
        return {name: getattr(self, name) for name in ("new_reports", "replies", "assigned")}


class DigestMark(models.Model):
    """Until when a digest has told somebody what is new on a site."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    frequency = models.CharField(max_length=8, choices=Frequency.choices)
    told_at = models.DateTimeField()

    class Meta:
        verbose_name = _("mark of a digest")
        verbose_name_plural = _("marks of digests")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "site", "frequency"], name="anliegen_digest_mark"
            )
        ]

    def __str__(self):
        return f"{self.user_id} {self.frequency}"


def preference_of(user) -> NotificationPreference:
    """The wishes of this person, not saved yet where there are none."""
    found = NotificationPreference.objects.filter(user=user).first()
    return found or NotificationPreference(user=user)
