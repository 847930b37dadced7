"""What is kept how long, what has to stay, and that something was erased."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import CLOSED, Status


class What(models.TextChoices):
    """What a period can be about."""

    CONTACT = "contact", _("contact data")
    ORIGINALS = "originals", _("originals of released photos")
    PHOTOS = "photos", _("photos")
    REPORT = "report", _("the whole report")
    MAILS = "mails", _("mails in the delivery log")
    LOOKS = "looks", _("who has looked at personal data")


class Cause(models.TextChoices):
    """Why something was erased."""

    PERIOD = "period", _("the period was over")
    PERSON = "person", _("the reporting person wanted it")
    WITHDRAWN = "withdrawn", _("the reporting person took the report back")
    STAFF = "staff", _("staff decided it")


class RetentionRule(models.Model):
    """(category?, status?) → days after which something is erased; the most specific one counts.

    A category comes before a status; one that lies deeper in the tree before one above it. Without
    ``days`` it is kept, as evidence. The days count from closing; for originals from the release
    of the photo, for mails from the day they were sent, for looks from the look.
    """

    site = models.ForeignKey(Site, models.CASCADE, verbose_name=_("site"), related_name="+")
    what = models.CharField(_("what is erased"), max_length=10, choices=What.choices)
    category = models.ForeignKey(
        Category,
        models.CASCADE,
        verbose_name=_("category"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("And those below it. Empty: all."),
    )
    status = models.CharField(
        _("closed as"),
        max_length=24,
        choices=[(code, Status(code).label) for code in Status if code in CLOSED],
        blank=True,
        help_text=_("Empty: any."),
    )
    days = models.PositiveIntegerField(
        _("after days"),
        null=True,
        blank=True,
        help_text=_("Empty: never. It is kept, for example as evidence."),
    )
    is_active = models.BooleanField(
        _("active"), default=False, help_text=_("Nothing is erased before this is switched on.")
    )

    class Meta:
        verbose_name = _("retention period")
        verbose_name_plural = _("retention periods")
        ordering = ["what", "category__name", "status", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "what", "category", "status"], name="anliegen_period_of_category"
            ),
            models.UniqueConstraint(
                fields=["site", "what", "status"],
                condition=models.Q(category__isnull=True),
                name="anliegen_period_of_all",
            ),
        ]

    def __str__(self):
        return capfirst(self.get_what_display())

    def clean(self):
        super().clean()
        if self.what in (What.MAILS, What.LOOKS) and (self.category_id or self.status):
            raise ValidationError(_("This period is the same for all reports of a site."))
        if self.what == What.ORIGINALS and self.status:
            raise ValidationError({"status": _("This period begins before a report is closed.")})


class LegalHold(models.Model):
    """Nothing of the report is erased while it lasts: a lawsuit, an audit, an open claim."""

    report = models.OneToOneField(Report, models.CASCADE, related_name="legal_hold")
    reason = models.CharField(_("reason"), max_length=300)
    created_at = models.DateTimeField(_("since"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        default_permissions = []

    def __str__(self):
        return f"#{self.report_id}"


class Deletion(models.Model):
    """That something was erased: figures only, nothing that leads back to a person."""

    site = models.ForeignKey(Site, models.CASCADE, verbose_name=_("site"), related_name="+")
    what = models.CharField(_("what was erased"), max_length=10, choices=What.choices)
    cause = models.CharField(_("why"), max_length=10, choices=Cause.choices)
    #: The rule in words, as it was then.
    rule = models.CharField(_("period"), max_length=300, blank=True)
    reports = models.PositiveIntegerField(_("reports"), default=0)
    files = models.PositiveIntegerField(_("files"), default=0)
    mails = models.PositiveIntegerField(_("mails"), default=0)
    looks = models.PositiveIntegerField(_("looks"), default=0)
    created_at = models.DateTimeField(_("time"), default=timezone.now)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("deletion")
        verbose_name_plural = _("register of deletions")
        ordering = ["-created_at", "-pk"]
        default_permissions = ["view"]
        permissions = [
            ("erase_report", _("Can erase, restrict and hand out personal data")),
        ]

    def __str__(self):
        return f"{self.get_what_display()} {self.created_at:%Y-%m-%d}"
