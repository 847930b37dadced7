"""For listings that show everything on one page, where a template for each piece takes long."""

from collections.abc import Callable
from functools import cache

from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.widgets.button import BaseButton, ButtonWithDropdown


#: Stands for the key in an address; no table has as many rows.
_KEY = 10**15


def addresses(view_name: str) -> Callable[[object], str]:
    """Writes the addresses that differ in a key alone: Django would look up each of them anew.

    ``view_name`` is of a view that takes the primary key, a number, and nothing else.
    """
    before, _key, after = reverse(view_name, args=[_KEY]).rpartition(str(_KEY))
    return lambda key: f"{before}{key}{after}"


class LeanTitleColumn(TitleColumn):
    """Wagtail's cell with the name, its link and the menu of the row, without its templates."""

    def render_cell_html(self, instance, parent_context):
        cell = self.get_cell_context_data(instance, parent_context)
        shown = ((each.render_html(cell),) for each in cell.get("buttons", []) if each.show)
        menu = format_html_join("", "<li>{}</li>", shown)
        return format_html(
            '<td class="{}"><div class="title-wrapper">{}</div>{}</td>',
            f"{self.classname or ''} title".strip(),
            self._title(cell),
            menu and format_html('<ul class="actions">{}</ul>', menu),
        )

    @staticmethod
    def _title(cell) -> SafeString:
        title = conditional_escape(cell["value"])
        if cell["title_id"]:
            title = format_html('<span id="{}">{}</span>', cell["title_id"], title)
        if cell["link_url"]:
            return format_html("<a{}>{}</a>", flatatt(cell["link_attrs"]), title)
        if cell["label_id"]:
            return format_html('<label for="{}">{}</label>', cell["label_id"], title)
        return title


class LeanDropdown(ButtonWithDropdown):
    """Wagtail's menu of a row, without a template for each of its pieces."""

    @classmethod
    def of(cls, button):
        """The same menu, drawn in this way; any other button as it is."""
        if type(button) is not ButtonWithDropdown:
            return button
        kept = {"attrs": button.attrs, "icon_name": button.icon_name, "priority": button.priority}
        return cls(button.label, buttons=button.dropdown_buttons, **kept)

    def render_html(self, parent_context=None):
        items = ((self._item(each, parent_context),) for each in sorted(self.dropdown_buttons))
        return format_html(
            '<div data-controller="w-dropdown" class="w-dropdown"{}>'
            '<button type="button" class="w-dropdown__toggle w-dropdown__toggle--icon"'
            ' data-w-dropdown-target="toggle"{}>{}</button>'
            '<div data-w-dropdown-target="content" class="w-dropdown__content" hidden>{}</div>'
            "</div>",
            self.base_attrs_string,
            flatatt({"aria-label": self.aria_label or None}),
            _icon(self.icon_name, "w-dropdown__toggle-icon"),
            format_html_join("", "{}", items),
        )

    @staticmethod
    def _item(button, parent_context) -> SafeString:
        if not button.url or button.template_name != BaseButton.template_name:
            return button.render_html(parent_context)
        return format_html(
            '<a href="{}" class="{}"{}>{} {}</a>',
            button.url,
            button.classname,
            button.base_attrs_string,
            _icon(button.icon_name) if button.icon_name else "",
            button.label,
        )


@cache
def _icon(name: str, classname: str = "") -> SafeString:
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="#icon-{}"></use></svg>',
        f"icon icon-{name} {classname}".strip(),
        name,
    )


class PlainColumn(Column):
    """A cell that is nothing but its value."""

    def render_cell_html(self, instance, parent_context):
        value = self.get_value(instance)
        return format_html("<td>{}</td>", "" if value is None else value)


class DayColumn(PlainColumn):
    """A day of the calendar as a date; Wagtail's own column says how long ago it began."""

    def get_value(self, instance):
        return date_format(super().get_value(instance), "SHORT_DATE_FORMAT")


class YesNoColumn(BooleanColumn):
    """Wagtail's tick and cross, read aloud as words of the reader's language."""

    def render_cell_html(self, instance, parent_context):
        is_so = self.get_value(instance)
        if is_so is None:
            return super().render_cell_html(instance, parent_context)
        return format_html("<td>{}</td>", _mark(is_so, get_language()))


@cache
def _mark(is_so: bool, language: str) -> SafeString:
    name, colour, title = (
        ("check", "w-text-positive-100", _("Yes"))
        if is_so
        else ("cross", "w-text-text-error", _("No"))
    )
    values = {"name": name, "classname": f"default {colour}", "title": title}
    return render_to_string("wagtailadmin/shared/icon.html", values)
