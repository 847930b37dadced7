"""Who handles a report: departments and the rules that find them."""

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from .frequency import Frequency
from .querysets import DepartmentQuerySet


class Department(models.Model):
    """One Django group, one mailbox, in a tree."""

    site = models.ForeignKey(Site, models.CASCADE, verbose_name=_("site"), related_name="+")
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("belongs to"),
        null=True,
        blank=True,
        related_name="children",
        help_text=_("Members of the department above see the reports of those below."),
    )
    name = models.CharField(_("name"), max_length=120)
    group = models.ForeignKey(
        Group,
        models.PROTECT,
        verbose_name=_("user group"),
        related_name="+",
        help_text=_("Who is in this group works on the reports of the department."),
    )
    email = models.EmailField(_("mailbox"), blank=True)
    mail_frequency = models.CharField(
        _("mails to the mailbox"),
        max_length=8,
        choices=Frequency.choices,
        default=Frequency.AT_ONCE,
        help_text=_(
            "About new reports and replies. Danger is told at once all the same, and so is what "
            "other departments ask."
        ),
    )
    #: Until when a digest has told the mailbox what is new.
    digest_at = models.DateTimeField(null=True, blank=True, editable=False)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    is_central = models.BooleanField(
        _("central inbox"),
        default=False,
        help_text=_("Gets every report that no rule knows, and sees all reports of the site."),
    )

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["site", "name"], name="anliegen_department_name"),
            models.UniqueConstraint(
                fields=["site"],
                condition=models.Q(is_central=True),
                name="anliegen_one_central_inbox",
                violation_error_message=_("This site already has a central inbox."),
            ),
        ]

    def __str__(self):
        return self.name

    @staticmethod
    def new_group(name: str) -> Group:
        """A group for a department; never one that exists: its members would see the reports."""
        free = wish = name[:140]
        number = 2
        while Group.objects.filter(name=free).exists():
            free, number = f"{wish} {number}", number + 1
        return Group.objects.create(name=free)

    def clean(self):
        super().clean()
        above, seen = self.parent, {self.pk} if self.pk else set()
        while above:
            if above.pk in seen:
                raise ValidationError({"parent": _("A department cannot stand below itself.")})
            seen.add(above.pk)
            above = above.parent


class RoutingRule(models.Model):
    """(category?, district?, answer?) → department; an empty field means any.

    What a rule names is not deleted before the rule; only a site takes them all with it.
    """

    site = models.ForeignKey(Site, models.CASCADE, verbose_name=_("site"), related_name="+")
    category = models.ForeignKey(
        "wagtail_anliegen.Category",
        models.RESTRICT,
        verbose_name=_("category"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Also counts for the categories below it."),
    )
    district = models.ForeignKey(
        "wagtail_anliegen.District",
        models.RESTRICT,
        verbose_name=_("district"),
        null=True,
        blank=True,
        related_name="+",
    )
    question_code = models.SlugField(_("question"), max_length=60, blank=True)
    answer = models.CharField(_("answer"), max_length=255, blank=True)
    department = models.ForeignKey(
        Department, models.RESTRICT, verbose_name=_("department"), related_name="rules"
    )
    sort_order = models.PositiveIntegerField(
        _("order"), default=0, help_text=_("Decides between rules that are equally exact.")
    )
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("routing rule")
        verbose_name_plural = _("routing rules")
        ordering = ["sort_order", "pk"]

    def __str__(self):
        return _("Rule %(number)s") % {"number": self.pk or "–"}

    @property
    def conditions(self) -> str:
        """When the rule fits, in words: ``“Waste”, in Mitte, answer “yes”``."""
        parts = []
        if self.category_id:
            parts.append(_("“%(name)s”") % {"name": self.category.name})
        if self.district_id:
            parts.append(_("in %(name)s") % {"name": self.district.name})
        if self.question_code:
            parts.append(_("answer “%(name)s”") % {"name": self.answer})
        return ", ".join(str(part) for part in parts) or str(_("Everything else"))

    @property
    def sentence(self) -> str:
        """The whole rule in words: ``“Waste”, in Mitte → City cleaning``."""
        return f"{self.conditions} → {self.department}"

    def clean(self):
        super().clean()
        if bool(self.question_code) != bool(self.answer):
            raise ValidationError({"answer": _("A question and its answer belong together.")})
        for name in ("category", "district", "department"):
            other = getattr(self, name, None)
            if other and other.site_id != self.site_id:
                raise ValidationError({name: _("This belongs to another site.")})
