"""What the reporting person writes back by the secret link."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .incoming import Incoming
from .models import Report


class Reply(Incoming):
    """One message of the reporting person; staff answer with a ``StatusUpdate``."""

    class Kind(models.TextChoices):
        ANSWER = "answer", _("answer to a question")
        MESSAGE = "message", _("message")
        FIXED = "fixed", _("says that it is fixed already")
        SATISFIED = "satisfied", _("satisfied")
        UNSATISFIED = "unsatisfied", _("not satisfied")
        ERASURE = "erasure", _("asks for its erasure")
        CORRECTION = "correction", _("asks for a correction")
        RESTRICTION = "restriction", _("asks that its data is not used")

    #: What the person has a right to ask for at any time (Art. 16 to 18 GDPR).
    RIGHTS = frozenset({Kind.ERASURE, Kind.CORRECTION, Kind.RESTRICTION})

    report = models.ForeignKey(Report, models.CASCADE, related_name="replies")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    #: Whether it took the report up again; how often that may happen is limited.
    reopened = models.BooleanField(_("reopened the report"), default=False)

    class Meta(Incoming.Meta):
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        indexes = [
            models.Index(
                fields=["report"], name="anliegen_unseen", condition=models.Q(seen_at=None)
            ),
        ]

    @property
    def is_about_data(self) -> bool:
        """Whether a right is asked for, which data protection decides."""
        return self.kind in self.RIGHTS

    def __str__(self):
        # Never the citizen's words: this may become an audit label.
        return f"{self.get_kind_display()} #{self.report_id}"
