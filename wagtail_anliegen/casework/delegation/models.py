"""What happens to reports by itself: the rules that editors keep, and what they have done."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.geo.models import District
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.occasions import Occasion
from wagtail_anliegen.reports.priority import Priority
from wagtail_anliegen.reports.states import Status
from wagtail_anliegen.routing.models import Department


DAYS = [MinValueValidator(1), MaxValueValidator(365)]
#: No rule sees these: nothing comes back to the first, and the others are merged by then.
UNSEEN = (Status.RECEIVED, Status.DUPLICATE)


class DelegationRule(models.Model):
    """When something happens to a report that fits, then something is done with it.

    A condition that is left empty always fits. What a rule names is not deleted before the rule;
    only a site takes them all with it.
    """

    class Trigger(models.TextChoices):
        ARRIVES = Occasion.Kind.ARRIVES.value, _("a report comes in")
        STATUS = Occasion.Kind.STATUS.value, _("a report gets a status")
        DEPARTMENT = Occasion.Kind.DEPARTMENT.value, _("a report comes to another department")
        OPEN = "open", _("a report has been open for some working days")
        IDLE = "idle", _("nothing has happened to an open report for some days")

    site = models.ForeignKey(Site, models.CASCADE, verbose_name=_("site"), related_name="+")
    name = models.CharField(
        _("name"), max_length=120, help_text=_("Stands in the history of each report.")
    )
    trigger = models.CharField(
        _("when"), max_length=10, choices=Trigger.choices, default=Trigger.ARRIVES
    )
    status = models.CharField(_("status"), max_length=24, choices=Status.choices, blank=True)
    days = models.PositiveSmallIntegerField(_("days"), null=True, blank=True, validators=DAYS)

    categories = models.ManyToManyField(
        Category,
        through="DelegationRuleCategory",
        verbose_name=_("categories"),
        blank=True,
        related_name="+",
    )
    districts = models.ManyToManyField(
        District,
        through="DelegationRuleDistrict",
        verbose_name=_("districts"),
        blank=True,
        related_name="+",
    )
    department = models.ForeignKey(
        Department,
        models.RESTRICT,
        verbose_name=_("lies with the department"),
        null=True,
        blank=True,
        related_name="+",
    )
    priority = models.PositiveSmallIntegerField(
        _("has the priority"), choices=Priority.choices, null=True, blank=True
    )
    channel = models.CharField(
        _("channel"), max_length=10, choices=Report.Channel.choices, blank=True
    )
    kind = models.CharField(
        _("kind of category"), max_length=12, choices=Category.Kind.choices, blank=True
    )

    forward_to = models.ForeignKey(
        Department,
        models.RESTRICT,
        verbose_name=_("forward to"),
        null=True,
        blank=True,
        related_name="+",
    )
    assign_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("assign to"),
        null=True,
        blank=True,
        related_name="+",
    )
    done_in_days = models.PositiveSmallIntegerField(
        _("to be done within"), null=True, blank=True, validators=DAYS
    )
    new_priority = models.PositiveSmallIntegerField(
        _("set the priority"), choices=Priority.choices, null=True, blank=True
    )
    notify_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("tell a person"),
        null=True,
        blank=True,
        related_name="+",
    )
    notify_department = models.ForeignKey(
        Department,
        models.RESTRICT,
        verbose_name=_("tell a department"),
        null=True,
        blank=True,
        related_name="+",
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("delegation rule")
        verbose_name_plural = _("delegation rules")
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["site", "name"], name="anliegen_delegation_name")
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.trigger == self.Trigger.STATUS and not self.status:
            raise ValidationError({"status": _("Please choose the status.")})
        if self.trigger == self.Trigger.STATUS and self.status in UNSEEN:
            raise ValidationError({"status": _("No rule can act on this status.")})
        if self.is_about_age and not self.days:
            raise ValidationError({"days": _("Please say after how many days.")})
        for name in ("department", "forward_to", "notify_department"):
            other = getattr(self, name)
            if other and other.site_id != self.site_id:
                raise ValidationError({name: _("This belongs to another site.")})

    @property
    def is_about_age(self) -> bool:
        """Whether time brings it about, and not an event."""
        return self.trigger in (self.Trigger.OPEN, self.Trigger.IDLE)


class DelegationRuleCategory(models.Model):
    """A table of its own: a rule whose last category is deleted would count for all."""

    rule = models.ForeignKey(DelegationRule, models.CASCADE, related_name="+")
    category = models.ForeignKey(Category, models.RESTRICT, related_name="+")

    def __str__(self):
        return f"{self.rule_id}: {self.category_id}"


class DelegationRuleDistrict(models.Model):
    """The same for districts."""

    rule = models.ForeignKey(DelegationRule, models.CASCADE, related_name="+")
    district = models.ForeignKey(District, models.RESTRICT, related_name="+")

    def __str__(self):
        return f"{self.rule_id}: {self.district_id}"


class DelegationRun(models.Model):
    """That a rule has worked on a report, once for each occasion."""

    rule = models.ForeignKey(DelegationRule, models.CASCADE, related_name="runs")
    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    occasion = models.CharField(max_length=60)
    done_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "rule", "occasion"], name="anliegen_delegated_once"
            )
        ]

    def __str__(self):
        return f"{self.rule_id} #{self.report_id}"
