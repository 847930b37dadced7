"""For listings that show everything on one page, where a template for each piece takes long."""

from collections.abc import Callable, Hashable
from functools import cache

from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import BooleanColumn, Column, Table, TitleColumn
from wagtail.admin.widgets.button import BaseButton


#: Stands for the key in an address; no table has as many rows.
_KEY = 10**15
#: Stands for the name of a row in its menu; no letter, so that nobody can call anything so.
_NAME = "\ufdd0"


def addresses(write: Callable[[int], str | None]) -> Callable[[int], str | None]:
    """Writes addresses that differ in a key alone, from a single one of them: to look up each anew
    is what a long listing takes longest for.

    ``write`` says what leads to a primary key, or None where nothing leads to any.
    """
    pattern = write(_KEY)
    if not pattern:
        return lambda key: None
    before, _key, after = pattern.rpartition(str(_KEY))
    return lambda key: f"{before}{key}{after}"


class LeanTable(Table):
    """Wagtail's table without a template for the attributes of each row, which ours hardly have."""

    template_name = "wagtail_anliegen/table.html"

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        return context | {"body": self._rows(context)}

    def _rows(self, context) -> SafeString:
        drawn = []
        for row in self.rows:
            cells = (cell.render_html(context | {"row": row}) for cell in row.values())
            drawn.append(f"<tr{flatatt(row.attrs)}>{''.join(cells)}</tr>")
        return mark_safe("\n".join(drawn))  # noqa: S308  each cell has escaped what it shows


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


class DrawnButton(BaseButton):
    """A button that has been drawn already."""

    def __init__(self, button: BaseButton, html: str):
        super().__init__(button.label, priority=button.priority)
        self.html = html

    def render_html(self, parent_context=None):
        return self.html


class MenuDrawnOnce:
    """For index views with many rows: the menus of most of them differ in key and name alone.

    Each kind is drawn once, for a row that stands in for all, and gets their keys and names.
    """

    def get_list_buttons(self, instance):
        if (kind := self.menu_of(instance)) is None:
            return super().get_list_buttons(instance)
        if kind not in self._menus:
            stand_in = self.stand_in_for(instance, key=_KEY, name=_NAME)
            context = {"request": self.request}
            buttons = super().get_list_buttons(stand_in)
            self._menus[kind] = [(each, each.render_html(context)) for each in buttons if each.show]
        key, name = str(instance.pk), conditional_escape(str(instance))
        return [
            DrawnButton(button, mark_safe(html.replace(str(_KEY), key).replace(_NAME, name)))  # noqa: S308
            for button, html in self._menus[kind]
        ]

    @cached_property
    def _menus(self) -> dict[Hashable, list[tuple[BaseButton, SafeString]]]:
        return {}

    def menu_of(self, instance) -> Hashable | None:
        """All that the buttons of a row depend on, besides its key and its name; None where that is
        not known."""
        raise NotImplementedError

    def stand_in_for(self, instance, *, key: int, name: str):
        """A copy of the instance that says it has this key and this name."""
        raise NotImplementedError


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
