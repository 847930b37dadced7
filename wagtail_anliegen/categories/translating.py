"""Wagtail's button “Translate” for the whole tree at once: by row it asks the database twice."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.views import generic
from wagtail.models import Locale

from .models import Category


_WAGTAILS = "wagtail.contrib.simple_translation.wagtail_hooks"


def others_add_buttons() -> bool:
    """Whether an app besides Wagtail has buttons for the rows of snippets."""
    added = hooks.get_hooks("register_snippet_listing_buttons")
    changed = hooks.get_hooks("construct_snippet_listing_buttons")
    return bool(changed) or any(hook.__module__ != _WAGTAILS for hook in added)


class TranslateAtOnce:
    """Put this before the index view of categories. Where others add buttons, all hooks are asked
    for each row, as Wagtail does it."""

    def get_list_buttons(self, instance):
        if others_add_buttons():
            return super().get_list_buttons(instance)
        return generic.IndexView.get_list_buttons(self, instance)

    def get_list_more_buttons(self, instance):
        buttons = super().get_list_more_buttons(instance)
        return buttons if others_add_buttons() else [*buttons, *self._translate(instance)]

    def may_be_translated(self, category: Category) -> bool:
        """Whether this person may and some language lacks it."""
        return self._may_translate and category.translation_key not in self._complete

    def _translate(self, category: Category) -> Iterator[MenuItem]:
        if self.may_be_translated(category):
            names = [category._meta.app_label, category._meta.model_name, category.pk]
            url = reverse("simple_translation:submit_snippet_translation", args=names)
            yield MenuItem(_("Translate"), url, icon_name="globe", priority=100)

    @cached_property
    def _may_translate(self) -> bool:
        is_there = bool(hooks.get_hooks("register_snippet_listing_buttons"))
        return is_there and self.request.user.has_perm("simple_translation.submit_translation")

    @cached_property
    def _complete(self) -> set[UUID]:
        """Translation keys of the categories that are there in every language."""
        keys = Category.objects.order_by().values("translation_key")
        counted = keys.annotate(languages=Count("locale", distinct=True))
        complete = counted.filter(languages=Locale.objects.count())
        return set(complete.values_list("translation_key", flat=True))
