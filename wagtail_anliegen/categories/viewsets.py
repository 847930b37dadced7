"""The admin screens for categories."""

from copy import copy

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dates import MONTHS_3
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Locale
from wagtail.snippets.views.snippets import (
    CreateView,
    DeleteView,
    EditView,
    IndexView,
    SnippetViewSet,
)

from wagtail_anliegen.deletion import ProtectedDeletion
from wagtail_anliegen.sites import SiteColumnView
from wagtail_anliegen.tables import MenuDrawnOnce, PlainColumn, YesNoColumn
from wagtail_anliegen.trees import TreeListing

from .filters import CategoryFilterSet
from .models import Category
from .panels import edit_handler
from .translating import TranslateAtOnce, others_add_buttons


def season_words(category: Category) -> str:
    """When the category is offered: ``15 Apr – 31 Aug``, or nothing for all year."""
    ends = [
        (category.season_from_day, category.season_from_month),
        (category.season_to_day, category.season_to_month),
    ]
    if not all(day and month for day, month in ends):
        return ""
    return " – ".join(f"{day} {MONTHS_3[month]}" for day, month in ends)


def paper_links(category: Category) -> list[tuple[str, str, str]]:
    """Label, address and icon of what can be printed for a category."""
    return [
        (label, reverse(f"wagtail_anliegen_paper:{name}", args=[category.pk]), icon)
        for label, name, icon in (
            (_("Print blank form"), "form", "doc-empty"),
            (_("Print poster with QR code"), "poster", "image"),
        )
    ]


def kind_words(category: Category) -> str:
    """Without ``get_kind_display``, which puts all kinds into a dictionary for each category."""
    return Category.Kind(category.kind).label


class CategoryIndexView(MenuDrawnOnce, TranslateAtOnce, SiteColumnView, TreeListing, IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().annotate(question_count=Count("questions"))

    @cached_property
    def columns(self):
        # Without the check boxes for bulk actions: deleting goes by way of ProtectedDeletion.
        return [column for column in super().columns if column.name != "bulk_actions"]

    def menu_of(self, instance):
        return None if others_add_buttons() else self.may_be_translated(instance)

    def stand_in_for(self, instance, *, key, name):
        stand_in = copy(instance)
        stand_in.pk, stand_in.name = key, name
        return stand_in

    def get_list_more_buttons(self, instance):
        return [
            *super().get_list_more_buttons(instance),
            *(
                MenuItem(label, url=url, icon_name=icon, priority=25)
                for label, url, icon in paper_links(instance)
            ),
        ]


class CategoryEditView(EditView):
    @cached_property
    def header_more_buttons(self):
        return [
            *super().header_more_buttons,
            *(
                Button(label, url=url, icon_name=icon, priority=50)
                for label, url, icon in paper_links(self.object)
            ),
        ]


class CategoryCreateView(CreateView):
    def dispatch(self, request, *args, **kwargs):
        default = Locale.get_default()
        if self.locale and self.locale != default:
            messages.warning(
                request,
                gettext("Please create the category in %(language)s first, then translate it.")
                % {"language": default.get_display_name()},
            )
            return redirect(self.index_url_name)
        return super().dispatch(request, *args, **kwargs)


class CategoryDeleteView(ProtectedDeletion, DeleteView):
    advice = _("You can switch off “offered” instead: citizens then no longer see it.")

    def form_valid(self, form):
        if self.object.locale == Locale.get_default():
            self.object.get_translations().delete()
        return super().form_valid(form)


class CategoryViewSet(SnippetViewSet):
    model = Category
    icon = "list-ul"
    admin_url_namespace = "wagtail_anliegen_categories"
    base_url_path = "anliegen/categories"
    menu_hook = "register_anliegen_menu_item"
    menu_order = 200
    index_view_class = CategoryIndexView
    add_view_class = CategoryCreateView
    edit_view_class = CategoryEditView
    delete_view_class = CategoryDeleteView
    filterset_class = CategoryFilterSet
    list_display = [
        "name",
        PlainColumn("kind", label=capfirst(_("kind")), accessor=kind_words, sort_key="kind"),
        YesNoColumn("is_active", label=_("Offered"), sort_key="is_active"),
        YesNoColumn("is_public", label=_("Public"), sort_key="is_public"),
        PlainColumn("season", label=_("Season"), accessor=season_words),
        PlainColumn("question_count", label=_("Questions"), sort_key="question_count"),
    ]
    edit_handler = edit_handler
    list_per_page = 200
    search_fields = ["name", "description", "code"]
    search_backend_name = None
    copy_view_enabled = False
