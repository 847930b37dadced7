"""What an editor types about deadlines."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.routing.models import Department
from wagtail_anliegen.sites import SiteBoundForm
from wagtail_anliegen.trees import TreeChoiceField


class DeadlineForm(SiteBoundForm):
    same_site = ("category", "department")
    unique_in_site = ("category", "department")

    category = TreeChoiceField(
        label=_("Category"),
        queryset=Category.objects.none(),
        required=False,
        empty_label=_("Any category"),
        help_text=_("Also counts for the categories below it."),
    )
    department = TreeChoiceField(
        label=_("Department"),
        queryset=Department.objects.all(),
        required=False,
        empty_label=_("Any department"),
        help_text=_("Also counts for the departments below it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        site = {"site": self.instance.site_id} if self.instance.site_id else {}
        originals = Category.objects.filter(locale=Locale.get_default(), **site)
        self.fields["category"].queryset = originals
        self.fields["department"].queryset = Department.objects.filter(**site)

    def clean(self):
        data = super().clean()
        if not (data.get("first_days") or data.get("done_days") or self.errors):
            raise ValidationError(_("Please fill in at least one of the two numbers of days."))
        return data
