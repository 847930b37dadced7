"""Narrows the list of categories."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from wagtail_anliegen.sites import SiteBoundFilterSet

from .models import Category


class CategoryFilterSet(SiteBoundFilterSet):
    """Shows the originals; on demand the translations into one language instead."""

    locale = django_filters.ModelChoiceFilter(
        label=_("Language"),
        queryset=Locale.objects.all(),
        to_field_name="language_code",
        empty_label=_("Original"),
        widget=forms.RadioSelect,
        method="leave_to_filter_queryset",
    )

    class Meta:
        model = Category
        fields = ["kind", "is_active", "is_public", "contact", "site"]

    def __init__(self, data=None, *args, **kwargs):
        self.original = default = Locale.get_default()
        if data and data.get("locale") == default.language_code:
            # Wagtail names the language in its own links; for us that is no narrowing.
            data = data.copy()
            del data["locale"]
        super().__init__(data, *args, **kwargs)
        locales = Locale.objects.exclude(pk=default.pk)
        if locales.exists():
            self.filters["locale"].queryset = locales
            self.filters["locale"].field.label_from_instance = lambda locale: str(
                locale.get_display_name()
            )
        else:
            del self.filters["locale"]

    def leave_to_filter_queryset(self, queryset, name, value):
        return queryset

    def filter_queryset(self, queryset):
        locale = self.form.cleaned_data.get("locale") or self.original
        return super().filter_queryset(queryset).filter(locale=locale)
