"""What an editor types about a category."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from wagtail_anliegen.sites import SiteBoundForm
from wagtail_anliegen.trees import TreeChoiceField, keys_below

from .icons import ICONS
from .models import Category


#: What a translation may say in its own words; everything else is the original's.
WORDS = {"name", "description", "off_season_text", "hazard_notice", "external_url"}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_LEAP_YEAR = 2024


def code_from(name: str) -> str:
    """A code in ASCII for a name: ``"Müll & Öl"`` becomes ``muell-oel``."""
    return slugify(name.lower().translate(_UMLAUTS))[:50].strip("-") or "category"


class CategoryForm(SiteBoundForm):
    same_site = ("parent",)
    unique_in_site = ("code",)

    parent = TreeChoiceField(
        label=_("Main category"),
        queryset=Category.objects.none(),
        required=False,
        empty_label=_("None, it stands at the top"),
        help_text=_("People choose the main category first, then what stands below it."),
    )
    icon = forms.ChoiceField(
        label=_("Icon"), choices=[("", _("No icon")), *ICONS.items()], required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        default = Locale.get_default()
        if self.instance.locale_id and self.instance.locale_id != default.pk:
            for name in set(self.fields) - WORDS:
                del self.fields[name]
            return
        others = Category.objects.filter(locale=default)
        if self.instance.pk:
            others = others.exclude(pk__in=keys_below(Category, self.instance.pk))
            others = others.filter(site=self.instance.site_id)
        self.fields["parent"].queryset = others
        self.fields["code"].required = False

    def twins(self, queryset):
        return queryset.filter(locale=self.instance.locale_id or Locale.get_default())

    def clean_code(self):
        return self.cleaned_data["code"] or self._free_code()

    def _free_code(self) -> str:
        code = wish = code_from(self.cleaned_data.get("name", ""))
        taken = set(Category.objects.filter(code__startswith=wish).values_list("code", flat=True))
        number = 2
        while code in taken:
            code, number = f"{wish}-{number}", number + 1
        return code

    def clean(self):
        data = super().clean()
        for end in ("from", "to"):
            day, month = data.get(f"season_{end}_day"), data.get(f"season_{end}_month")
            if day and month and not _is_day_of_year(day, month):
                error = ValidationError(_("This month does not have so many days."))
                self.add_error(f"season_{end}_day", error)
        return data


def _is_day_of_year(day: int, month: int) -> bool:
    try:
        date(_LEAP_YEAR, month, day)
    except ValueError:
        return False
    return True
