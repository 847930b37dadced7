"""What an editor types about periods."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.sites import SiteBoundForm
from wagtail_anliegen.trees import TreeChoiceField


class RetentionRuleForm(SiteBoundForm):
    same_site = ("category",)
    unique_in_site = ("what", "category", "status")

    category = TreeChoiceField(
        label=_("Category"),
        queryset=Category.objects.none(),
        required=False,
        empty_label=_("Any category"),
        help_text=_("Also counts for the categories below it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        site = {"site": self.instance.site_id} if self.instance.site_id else {}
        originals = Category.objects.filter(locale=Locale.get_default(), **site)
        self.fields["category"].queryset = originals

    def twin_error(self, data):
        return "what", ValidationError(_("There is such a period already."), code="unique")

    def _get_validation_exclusions(self):
        # The constraints of a site say the same once more, and less clearly.
        return {*super()._get_validation_exclusions(), "site"}
