"""Who hears when a report is late: the ladder that editors set, and what was told already."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.models import Site

from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.routing.models import Department


class EscalationLevel(models.Model):
    """One step of the ladder: from when on, and who hears."""

    class Audience(models.TextChoices):
        HANDLER = "handler", _("who handles it; while nobody does, the department")
        DEPARTMENT = "department", _("the department")
        ABOVE = "above", _("the department above; where there is none, the central inbox")
        PERSON = "person", _("a person")
        ADDRESS = "address", _("an e-mail address")

    site = models.ForeignKey(Site, models.CASCADE, verbose_name=_("site"), related_name="+")
    level = models.PositiveSmallIntegerField(_("number of the level"), default=1)
    days_late = models.SmallIntegerField(
        _("working days late"),
        default=0,
        validators=[MinValueValidator(-30), MaxValueValidator(365)],
        help_text=_(
            "0: on the first working day after the deadline. "
            "−1: a reminder, one working day before it ends."
        ),
    )
    audience = models.CharField(
        _("who hears"), max_length=10, choices=Audience.choices, default=Audience.DEPARTMENT
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("person"),
        null=True,
        blank=True,
        related_name="+",
    )
    address = models.EmailField(_("e-mail address"), blank=True)
    department = models.ForeignKey(
        Department,
        models.CASCADE,
        verbose_name=_("only for the department"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Also counts for the departments below it."),
    )
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("escalation level")
        verbose_name_plural = _("escalation levels")
        ordering = ["level", "days_late", "pk"]

    def __str__(self):
        return _("Level %(number)s") % {"number": self.level}

    def clean(self):
        super().clean()
        if self.audience == self.Audience.ADDRESS and not self.address:
            raise ValidationError({"address": _("Please name the address.")})
        if twin := self._twin():
            message = _(
                "There is a level %(number)s for the same departments and the same recipient "
                "already: %(when)s. Please change that one, or choose another number."
            )
            params = {"number": twin.level, "when": twin.when}
            raise ValidationError(message, code="unique", params=params)

    def _twin(self):
        """Another level of the same number that tells the same of the same reports.

        Levels for a person may have come with a configuration, which names no persons.
        """
        if self.audience == self.Audience.PERSON and not self.person_id:
            return None
        names = ("site_id", "level", "department_id", "audience", "person_id")
        levels = EscalationLevel.objects.filter(**{name: getattr(self, name) for name in names})
        return levels.filter(address__iexact=self.address).exclude(pk=self.pk).first()

    @property
    def when(self) -> str:
        """From when on, in words: ``3 working days late``."""
        days = self.days_late
        if days == 0:
            return str(_("on the day it becomes late"))
        if days < 0:
            words = ngettext("%(days)s working day before", "%(days)s working days before", -days)
            return words % {"days": -days}
        words = ngettext("%(days)s working day late", "%(days)s working days late", days)
        return words % {"days": days}

    @property
    def listener(self) -> str:
        """Who hears, in words; of a level that came with a configuration, perhaps nobody yet."""
        if self.audience == self.Audience.PERSON and self.person is None:
            return str(_("nobody"))
        if self.audience == self.Audience.PERSON:
            return self.person.get_full_name() or self.person.get_username()
        if self.audience == self.Audience.ADDRESS:
            return self.address
        return self.get_audience_display()


class Escalation(models.Model):
    """Somebody is to hear of a level that a report reached; each occasion once.

    The occasion is the day that was due: when it moves, the ladder begins anew. ``batch`` is
    empty until the mail is written, in which all that one address is to hear stands together.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    report = models.ForeignKey(Report, models.CASCADE, related_name="escalations")
    level = models.ForeignKey(EscalationLevel, models.CASCADE, related_name="+")
    occasion = models.DateField()
    recipient = models.EmailField()
    batch = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "level", "occasion", "recipient"], name="anliegen_escalated_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["site", "recipient"],
                name="anliegen_to_be_told",
                condition=models.Q(batch__isnull=True),
            ),
            models.Index(fields=["batch"], name="anliegen_told_together"),
        ]

    def __str__(self):
        return f"{self.level_id} #{self.report_id}"
