"""The outbox: every mail is a row, written in the transaction that caused it."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from wagtail_anliegen.reports.external import ExternalLink
from wagtail_anliegen.reports.models import Report

from .querysets import OutgoingMessageQuerySet


class OutgoingMessage(models.Model):
    """One mail to one address. ``key`` makes queueing the same news twice harmless."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("refused for good")
        HELD = "held", _("held by the test mode")

    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("receipt")
        STATUS = "status", _("news for the reporter")
        NOTICE = "notice", _("notice to the department")
        COLLEAGUE = "colleague", _("notice to a colleague")
        ESCALATION = "escalation", _("late reports")
        QUESTION = "question", _("question to the reporter")
        REPLY = "reply", _("notice of a reply")
        EXTERNAL = "external", _("request to somebody outside")
        DIGEST = "digest", _("digest")

    #: Empty for a mail that is about several reports; such a one names their site instead.
    report = models.ForeignKey(
        Report, models.CASCADE, related_name="messages", null=True, blank=True
    )
    site = models.ForeignKey(Site, models.CASCADE, related_name="+", null=True, blank=True)
    #: Whose secret link the mail carries, if that of somebody outside.
    external_link = models.ForeignKey(
        ExternalLink,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="mails",
        editable=False,
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=120, unique=True, editable=False)
    recipient = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=12)
    subject = models.CharField(_("subject"), max_length=255)
    body = models.TextField(
        _("text"), help_text=_("The secret link is filled in when the mail is sent.")
    )
    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    diverted_to = models.EmailField(_("diverted by the test mode to"), blank=True)
    last_error = models.CharField(_("last error"), max_length=255, blank=True)
    created_at = models.DateTimeField(_("queued at"), default=timezone.now)

    objects = OutgoingMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("delivery log")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(report__isnull=False, site__isnull=True)
                | models.Q(report__isnull=True, site__isnull=False),
                name="anliegen_mail_about_one",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="anliegen_outbox", condition=models.Q(state="queued")
            ),
            models.Index(
                fields=["due_at"], name="anliegen_refused", condition=models.Q(state="failed")
            ),
            models.Index(fields=["due_at"], name="anliegen_held", condition=models.Q(state="held")),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.report or self.site}"

    @property
    def origin(self) -> Site:
        """The site in whose name it is sent."""
        return self.site or self.report.site

    def reference(self) -> str:
        """The report's reference, as a column of the register."""
        return self.report.reference if self.report else str(_("several"))

    reference.short_description = _("report")
    reference.admin_order_field = "report__reference"
