"""Text templates: what a department says often, ready to be inserted into an answer."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Locale, Site

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.placeholders import fill
from wagtail_anliegen.reports.states import Status
from wagtail_anliegen.routing.models import Department
from wagtail_anliegen.trees import keys_above

from .placeholders import validate_placeholders, values_of


class ResponseTemplateQuerySet(models.QuerySet):
    def maintained_by(self, user):
        """Those of the departments that the user is there for; what all departments use belongs
        to the central inbox of the site."""
        if user.is_superuser:
            return self.all()
        watched = Department.objects.watched_by(user)
        central = watched.filter(is_central=True).values("site")
        for_all = models.Q(department=None, site__in=central)
        return self.filter(models.Q(department__in=watched.values("pk")) | for_all)

    def fitting(self, *reports: Report):
        """What may be said about each of them; a department's templates also serve those below."""
        sites = {report.site_id for report in reports}
        if len(sites) != 1:
            return self.none()
        departments = keys_above(Department, *{report.department_id for report in reports})
        categories = keys_above(Category, *{report.category_id for report in reports})
        return self.filter(
            models.Q(department=None) | models.Q(department__in=departments),
            models.Q(category=None) | models.Q(category__in=categories),
            site=sites.pop(),
            is_active=True,
        )


class ResponseTemplate(ClusterableModel):
    """A text with placeholders; an empty field means any.

    What it names is not deleted before it: without its department it would serve all of them.
    """

    site = models.ForeignKey(Site, models.CASCADE, verbose_name=_("site"), related_name="+")
    name = models.CharField(
        _("name"), max_length=120, help_text=_("Only your colleagues read it, to find the text.")
    )
    text = models.TextField(_("text"), validators=[validate_placeholders])
    department = models.ForeignKey(
        Department,
        models.RESTRICT,
        verbose_name=_("department"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Also for the departments below it."),
    )
    category = models.ForeignKey(
        Category,
        models.RESTRICT,
        verbose_name=_("category"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Also for the categories below it."),
    )
    status = models.CharField(
        _("new status"),
        max_length=24,
        choices=Status.choices,
        blank=True,
        help_text=_("Offered only to whoever moves a report there. Empty: with any text."),
    )
    sort_order = models.PositiveIntegerField(
        _("order"), default=0, help_text=_("The smallest number stands first.")
    )
    is_active = models.BooleanField(_("offered"), default=True)

    objects = ResponseTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("text template")
        verbose_name_plural = _("text templates")
        ordering = ["sort_order", "name", "pk"]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        for name in ("category", "department"):
            other = getattr(self, name, None)
            if other and other.site_id != self.site_id:
                raise ValidationError({name: _("This belongs to another site.")})


class ResponseTemplateVariant(models.Model):
    """The same text in another language, for reports that came in that language."""

    template = ParentalKey(ResponseTemplate, on_delete=models.CASCADE, related_name="variants")
    locale = models.ForeignKey(Locale, models.CASCADE, verbose_name=_("language"), related_name="+")
    text = models.TextField(_("text"), validators=[validate_placeholders])

    class Meta:
        verbose_name = _("text in another language")
        verbose_name_plural = _("texts in other languages")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "locale"],
                name="anliegen_template_language",
                violation_error_message=_("There is a text in this language already."),
            )
        ]

    def __str__(self):
        return str(self.locale)

    def clean(self):
        super().clean()
        if self.locale_id and self.locale == Locale.get_default():
            raise ValidationError({"locale": _("The text in this language stands above.")})


def offered(report: Report) -> list[dict[str, str]]:
    """The templates that fit, filled in, in the report's language or else the main one.

    Each with its ``name``, its ``text`` and the ``status`` it is for, or "" for any.
    """
    templates = list(ResponseTemplate.objects.fitting(report))
    if not templates:
        return []
    values, texts = values_of(report), _in(report.language, templates)
    return [{**each, "text": fill(each["text"], values)} for each in texts]


def offered_for_many(reports: list[Report]) -> list[dict[str, str]]:
    """The templates that fit each of the reports, with their placeholders still in them.

    In the language that all reports share, or else in the main one.
    """
    languages = {report.language for report in reports}
    language = languages.pop() if len(languages) == 1 else ""
    return _in(language, list(ResponseTemplate.objects.fitting(*reports)))


def _in(language: str, templates: list[ResponseTemplate]) -> list[dict[str, str]]:
    """What is offered of these templates, where there is none in this language in the main one."""
    rows = ResponseTemplateVariant.objects.filter(
        template__in=[template.pk for template in templates], locale__language_code=language
    )
    wordings = dict(rows.values_list("template", "text"))
    return [
        {
            "name": template.name,
            "status": template.status,
            "text": wordings.get(template.pk, template.text),
        }
        for template in templates
    ]
