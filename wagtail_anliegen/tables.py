"""For listings that show everything on one page, where a template for each piece takes long."""

from functools import cache

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets.button import ButtonWithDropdown


class LeanDropdown(ButtonWithDropdown):
    """Wagtail's menu of a row, with all that is plain in it drawn by one template."""

    template_name = "wagtail_anliegen/widgets/dropdown.html"

    @classmethod
    def of(cls, button):
        """The same menu, drawn in this way; any other button as it is."""
        if type(button) is not ButtonWithDropdown:
            return button
        kept = {"attrs": button.attrs, "icon_name": button.icon_name, "priority": button.priority}
        return cls(button.label, buttons=button.dropdown_buttons, **kept)


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
