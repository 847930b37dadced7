"""What an editor types about departments and rules."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from wagtail_anliegen.categories.models import Category, CategoryQuestion
from wagtail_anliegen.categories.questions import choices_of
from wagtail_anliegen.sites import SiteBoundForm
from wagtail_anliegen.trees import TreeChoiceField, keys_below

from .frequency import TOGETHER
from .models import Department, RoutingRule


LOCKED = _("Decides who sees which reports: only who may change user groups can change it.")
CHOICE_TYPES = {"dropdown", "radio", "checkboxes", "multiselect"}


class DepartmentForm(SiteBoundForm):
    same_site = ("parent",)
    unique_in_site = ("name",)

    parent = TreeChoiceField(
        label=_("Belongs to"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("No other department"),
        help_text=_("Members of the department above see the reports of those below."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = Department.objects.all()
        if self.instance.pk:
            others = others.filter(site=self.instance.site_id)
            others = others.exclude(pk__in=keys_below(Department, self.instance.pk))
        self.fields["parent"].queryset = others
        self.fields["group"].required = False
        self.fields["mail_frequency"].required = False  # it has a value, and nothing to empty it
        self.fields["group"].empty_label = _("Create a group with the name of the department")
        if not (self.for_user and self.for_user.has_perm("auth.change_group")):
            self._lock()

    def _lock(self) -> None:
        """Leave who sees which reports to those who decide that by way of groups already."""
        if not self.instance.pk:
            del self.fields["group"]
            return
        for name in ("group", "parent", "is_central"):
            self.fields[name].disabled = True
            self.fields[name].help_text = LOCKED

    def clean(self):
        data = super().clean()
        if data.get("is_central") and self._other_central():
            self.add_error("is_central", _("This site already has a central inbox."))
        return data

    def _other_central(self) -> bool:
        central = Department.objects.filter(site=self._site, is_central=True)
        return central.exclude(pk=self.instance.pk).exists()

    def _get_validation_exclusions(self):
        # Left empty, the group is only made when everything else is right.
        return {*super()._get_validation_exclusions(), "group"}

    def save(self, commit=True):
        if not self.instance.group_id:
            self.instance.group = Department.new_group(self.instance.name)
        if self.initial.get("mail_frequency") not in TOGETHER:
            self.instance.digest_at = timezone.now()  # until now each was told by itself
        return super().save(commit)


class CountsForForm(SiteBoundForm):
    """For what counts for a category and a department of a site, or for any."""

    same_site = ("category", "department")

    category = TreeChoiceField(
        label=_("Category"),
        queryset=Category.objects.none(),
        required=False,
        empty_label=_("Any category"),
        help_text=_("Also counts for the categories below it."),
    )
    department = TreeChoiceField(
        label=_("Department"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("Any department"),
        help_text=_("Also counts for the departments below it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(Department.objects.all(), Category.objects.filter(locale=Locale.get_default()))

    def offer(self, departments: QuerySet, categories: QuerySet) -> None:
        """Let the form choose among these, as far as they belong to its site."""
        site = {"site": self.instance.site_id} if self.instance.site_id else {}
        self.fields["department"].queryset = departments.filter(**site)
        self.fields["category"].queryset = categories.filter(**site)


class RoutingRuleForm(CountsForForm):
    same_site = ("category", "district", "department")

    department = TreeChoiceField(label=_("Department"), queryset=Department.objects.none())
    question_code = forms.ChoiceField(label=_("Question"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["district"].empty_label = _("Any district")
        asked = CategoryQuestion.objects.filter(category__in=self.fields["category"].queryset)
        self.questions = list(asked.select_related("category"))
        self.fields["question_code"].choices = self._question_choices()

    def _question_choices(self) -> list:
        by_category: dict[str, dict[str, str]] = {}
        for question in self.questions:
            by_category.setdefault(question.category.name, {})[question.code] = question.label
        groups = [(name, list(codes.items())) for name, codes in sorted(by_category.items())]
        return [("", _("Any answer")), *groups]

    def clean(self):
        data = super().clean()
        code, answer = data.get("question_code"), data.get("answer", "")
        if code and answer:
            self._check_answer(code, answer)
        if not self.errors and self._twin(data):
            raise ValidationError(
                _("Another active rule has the same conditions: %(rule)s"),
                code="unique",
                params={"rule": self._twin(data).sentence},
            )
        return data

    def _check_answer(self, code: str, answer: str) -> None:
        asked = [question for question in self.questions if question.code == code]
        if any(question.field_type not in {*CHOICE_TYPES, "checkbox"} for question in asked):
            return
        possible = [choice for question in asked for choice in choices_of(question)]
        if any(question.field_type == "checkbox" for question in asked):
            possible += ["on", "off"]
        if answer not in possible:
            message = _("This answer cannot be given. Possible are: %(answers)s")
            error = ValidationError(message, params={"answers": ", ".join(possible)})
            self.add_error("answer", error)

    def _twin(self, data) -> RoutingRule | None:
        if not data.get("is_active"):
            return None
        names = ("category", "district", "question_code", "answer")
        rules = RoutingRule.objects.filter(site=self._site, is_active=True)
        for name in names:
            rules = rules.filter(**{name: data.get(name)})
        return rules.exclude(pk=self.instance.pk).first()
