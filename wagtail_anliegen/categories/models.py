"""What can be reported: the snippets that editors maintain."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.contrib.forms.models import AbstractFormField
from wagtail.models import Locale, Site, TranslatableMixin

from wagtail_anliegen.trees import keys_below

from .querysets import CategoryQuerySet
from .seasons import in_season


MONTH = [MinValueValidator(1), MaxValueValidator(12)]
DAY = [MinValueValidator(1), MaxValueValidator(31)]


class PublicPlace(models.TextChoices):
    """How exactly everybody sees where something is; each is stricter than the one before."""

    EXACT = "exact", _("exactly")
    STREET = "street", _("only the street")
    GRID = "grid", _("only a square of about 250 m")

    @property
    def strictness(self) -> int:
        return list(PublicPlace).index(self)

    @property
    def looser(self) -> list["PublicPlace"]:
        """Those that show more."""
        return list(PublicPlace)[: self.strictness]


class Category(TranslatableMixin, ClusterableModel):
    """What can be reported. A report points at the row in the default language."""

    class Kind(models.TextChoices):
        DEFECT = "defect", _("Defect")
        IDEA = "idea", _("Idea")
        SUGGESTION = "suggestion", _("Suggestion")
        PRAISE = "praise", _("Praise")
        COMPLAINT = "complaint", _("Complaint")

    class Contact(models.TextChoices):
        FORBIDDEN = "forbidden", _("is not asked for")
        OPTIONAL = "optional", _("may be given")
        REQUIRED = "required", _("must be given")

    site = models.ForeignKey(Site, models.CASCADE, verbose_name=_("site"), related_name="+")
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("main category"),
        null=True,
        blank=True,
        related_name="children",
    )
    name = models.CharField(_("name"), max_length=120)
    code = models.SlugField(
        _("code"),
        max_length=60,
        help_text=_("Names the category to other programs (Open311 service code)."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.DEFECT)
    description = models.TextField(
        _("description"), blank=True, help_text=_("One sentence that helps people to choose.")
    )
    icon = models.CharField(_("icon"), max_length=40, blank=True)
    sort_order = models.PositiveIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("offered"), default=True)

    season_from_day = models.PositiveSmallIntegerField(
        _("season from day"), null=True, blank=True, validators=DAY
    )
    season_from_month = models.PositiveSmallIntegerField(
        _("season from month"), null=True, blank=True, validators=MONTH
    )
    season_to_day = models.PositiveSmallIntegerField(
        _("season to day"), null=True, blank=True, validators=DAY
    )
    season_to_month = models.PositiveSmallIntegerField(
        _("season to month"), null=True, blank=True, validators=MONTH
    )
    off_season_text = models.TextField(
        _("text outside of the season"),
        blank=True,
        help_text=_("Shown instead of the form, for example when it starts again."),
    )

    contact = models.CharField(
        _("contact data"), max_length=10, choices=Contact.choices, default=Contact.OPTIONAL
    )
    needs_place = models.BooleanField(_("asks for a place"), default=True)
    is_public = models.BooleanField(
        _("public after release"),
        default=True,
        help_text=_(
            "Switched off, reports are never shown to everybody, whoever releases them. "
            "This counts for the categories below it too."
        ),
    )
    is_confidential = models.BooleanField(
        _("confidential"),
        default=False,
        help_text=_(
            "Only staff with the permission for confidential reports see them. "
            "This counts for the categories below it too."
        ),
    )
    public_place = models.CharField(
        _("place for everybody"),
        max_length=8,
        choices=PublicPlace.choices,
        default=PublicPlace.EXACT,
        help_text=_(
            "How exactly everybody sees where it is; staff always see the exact place. A street "
            "that the list of streets does not know is shown as a square. A stricter choice counts "
            "for the categories below it too, and for the reports that are there already."
        ),
    )
    hazard_notice = models.TextField(
        _("hazard notice"),
        blank=True,
        help_text=_("Shown before the form, for example when to call 110 or 112 instead."),
    )
    is_hazard = models.BooleanField(
        _("danger"),
        default=False,
        help_text=_(
            "Reports here are marked and told at once, however rarely somebody wants mails. "
            "This counts for the categories below it too."
        ),
    )
    external_url = models.URLField(
        _("link to another service"),
        blank=True,
        help_text=_("The category leads there and takes no reports itself."),
    )
    response_days = models.PositiveSmallIntegerField(
        _("working days until the first answer"), null=True, blank=True
    )

    objects = CategoryQuerySet.as_manager()

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["sort_order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "locale", "code"], name="anliegen_category_code"
            )
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        self._clean_parent()
        season = [
            self.season_from_day,
            self.season_from_month,
            self.season_to_day,
            self.season_to_month,
        ]
        if any(season) and not all(season):
            raise ValidationError(
                {"season_from_day": _("A season needs both days and both months.")}
            )

    def _clean_parent(self):
        above, seen = self.parent, {self.pk} if self.pk else set()
        if above and above.locale_id != self.locale_id:
            raise ValidationError({"parent": _("The main category has another language.")})
        while above:
            if above.pk in seen:
                raise ValidationError({"parent": _("A category cannot stand below itself.")})
            seen.add(above.pk)
            above = above.parent

    def save(self, *args, **kwargs):
        """What is switched off for everybody is so for the reports that are there already.

        Never the other way round: they came in as what nobody would see.
        """
        with transaction.atomic():
            super().save(*args, **kwargs)
            self._hide_reports()
            self._blur_reports()
            self._move_translations()

    def _move_translations(self):
        """Translations stand where the original stands: their own form does not ask for it."""
        for row in self.get_translations() if self.locale == Locale.get_default() else ():
            above = self.parent and self.parent.get_translation_or_none(row.locale)
            if above != row.parent:
                Category.objects.filter(pk=row.pk).update(parent=above)

    def _hide_reports(self):
        seen = self.visibility
        if seen["publishable"] and not seen["confidential"]:
            return
        reports = self.reports.model.objects.filter(category__in=keys_below(Category, self.pk))
        if not seen["publishable"]:
            reports.filter(publishable=True).update(publishable=False)
        if seen["confidential"]:
            reports.filter(confidential=False).update(confidential=True)

    def _blur_reports(self):
        seen = self.visibility["public_place"]
        if seen.looser:
            reports = self.reports.model.objects.filter(category__in=keys_below(Category, self.pk))
            reports.filter(public_place__in=seen.looser).blur(seen)

    def copy_for_translation(self, locale, exclude_fields=None):
        """A translation stands below the translation of its main category."""
        copy = super().copy_for_translation(locale, exclude_fields=exclude_fields)
        copy.parent = self.parent and self.parent.get_translation_or_none(locale)
        return copy

    @property
    def lineage(self) -> list["Category"]:
        """This category and the ones above it, from the leaf up."""
        line, above = [], self
        while above and above not in line:
            line.append(above)
            above = above.parent
        return line

    @property
    def visibility(self) -> dict[str, bool | PublicPlace]:
        """What a report of this category is given: a category above can only take away."""
        line = self.lineage
        return {
            "publishable": all(above.is_public for above in line),
            "confidential": any(above.is_confidential for above in line),
            "public_place": max(
                (PublicPlace(above.public_place) for above in line), key=lambda p: p.strictness
            ),
        }

    @property
    def hazard(self) -> bool:
        """Whether what is reported here cannot wait for a digest."""
        return any(above.is_hazard for above in self.lineage)

    def is_in_season(self, day) -> bool:
        """Whether reports are taken on this date."""
        return in_season(
            day,
            start=(self.season_from_month, self.season_from_day),
            end=(self.season_to_month, self.season_to_day),
        )


class CategoryQuestion(AbstractFormField):
    """A further question of a category; an answer may end the form with a text."""

    category = ParentalKey(Category, on_delete=models.CASCADE, related_name="questions")
    code = models.SlugField(
        _("code"), max_length=60, blank=True, help_text=_("Empty: made from the label.")
    )
    stop_answer = models.CharField(
        _("answer that ends the form"),
        max_length=255,
        blank=True,
        help_text=_("Exactly as in the choices; for a checkbox “on” or “off”."),
    )
    stop_text = models.TextField(
        _("text shown then"), blank=True, help_text=_("For example who is responsible instead.")
    )

    class Meta(AbstractFormField.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self):
        return self.label

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        if not self.code:
            self.code = self.clean_name.replace("_", "-")[:60]
            super().save(update_fields=["code"])
