"""What we draw ourselves in a listing is what Wagtail would have drawn, whichever Wagtail it is."""

import re
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from pytest_django.asserts import assertHTMLEqual
from wagtail.admin.ui.tables import BooleanColumn, ButtonsColumnMixin, Column, Table, TitleColumn
from wagtail.admin.widgets.button import Button, ButtonWithDropdown, HeaderButton

from wagtail_anliegen.tables import (
    LeanTable,
    LeanTitleColumn,
    MenuDrawnOnce,
    PlainColumn,
    YesNoColumn,
    addresses,
)


def menu() -> ButtonWithDropdown:
    edit = Button("Ändern & <mehr>", url="/edit/?a=1&b=2", icon_name="edit", priority=10)
    named = Button("Löschen", url="/delete/", priority=30, classname="x", attrs={"title": 'a"b'})
    odd = HeaderButton("Etwas anderes", url="/odd/", icon_name="cog", priority=20)
    without_address = Button("Knopf", icon_name="bin", priority=40)
    attrs = {"aria-label": "Mehr zu „Müll“", "data-x": "1"}
    buttons = [named, odd, edit, without_address]
    return ButtonWithDropdown(buttons=buttons, icon_name="dots-horizontal", attrs=attrs)


def drawn(component) -> str:
    return in_order(component.render_html({}))


def in_order(html: str) -> str:
    """Without the class that Wagtail's icons name twice."""
    classes = re.compile(r'class="([^"]*)"')
    return classes.sub(lambda found: f'class="{" ".join(sorted({*found[1].split()}))}"', html)


class Usual:
    """The menu of a row, as Wagtail's listings put it together."""

    request = None

    def get_list_buttons(self, row):
        edit = Button("Ändern", url=f"/edit/{row.pk}/?a=1&b=2", icon_name="edit", priority=10)
        attrs = {"aria-label": f"Mehr zu „{row}“", "data-x": 'a"b'}
        more = ButtonWithDropdown(buttons=[edit], icon_name="dots-horizontal", attrs=attrs)
        hidden = Button("Nichts", url="/nothing/")
        hidden.show = False
        return [more, hidden, Button("Drucken", url=f"/print/{row.pk}/", priority=5)]


class Once(MenuDrawnOnce, Usual):
    def menu_of(self, row):
        return row.kind

    def stand_in_for(self, row, *, key, name):
        return Row(key, name, row.kind)


@dataclass
class Row:
    pk: int
    name: str
    kind: str | None = "usual"

    def __str__(self):
        return self.name


@pytest.mark.parametrize("kind", ["usual", None])
def test_menus_that_are_drawn_once_are_the_same_as_wagtails(kind):
    usual, once = Usual(), Once()
    for row in (Row(7, "Müll & <Dreck>", kind), Row(71, 'Das "Loch"', kind)):
        ours, wagtails = (
            [drawn(each) for each in sorted(view.get_list_buttons(row)) if each.show]
            for view in (once, usual)
        )
        assert ours == wagtails


def test_addresses_of_many_rows_are_those_of_each_row():
    write = addresses(lambda key: f"/admin/7/edit/{key}/?next=1")
    assert write(7) == "/admin/7/edit/7/?next=1"
    assert addresses(lambda key: None)(7) is None


@pytest.mark.parametrize("caption", [None, "Müll & <Dreck>"])
@pytest.mark.parametrize("width", [None, "20%"])
def test_a_lean_table_is_the_same_as_wagtails(caption, width):
    ours, wagtails = (
        drawn(_table(table_class)([Column("it", width=width)], rows(), caption=caption))
        for table_class in (LeanTable, Table)
    )
    assertHTMLEqual(ours, wagtails)


def rows() -> list:
    return [SimpleNamespace(it=value) for value in ("<b>Weg</b>", 7, None)]


def _table(table_class):
    names = {"get_row_classname": lambda table, row: "seven" if row.it == 7 else ""}
    return type("Table", (table_class,), names)


@pytest.mark.parametrize("value", ["<b>Weg</b>", 7])
def test_a_plain_cell_is_the_same_as_wagtails(value):
    assertHTMLEqual(cell(PlainColumn, value), cell(Column, value))


@pytest.mark.parametrize("value", [True, False, None])
def test_a_tick_is_the_same_as_wagtails_but_for_its_words(value):
    words = re.compile(r"<title[^>]*>.*?</title>|<span class=.w-sr-only.>.*?</span>", re.DOTALL)
    ours, wagtails = (
        re.findall(r"#icon-\w+", words.sub("", cell(column, value)))
        for column in (YesNoColumn, BooleanColumn)
    )
    assert ours == wagtails
    assert ours


def with_buttons(column_class):
    """As Wagtail's listings make a column of it."""
    shown, hidden = Button("Ändern", url="/edit/"), Button("Nichts", url="/nothing/")
    hidden.show = False
    values = {"buttons": [menu(), shown, hidden]}
    return type(column_class.__name__, (ButtonsColumnMixin, column_class), values)


@pytest.mark.parametrize("value", ["<b>Weg</b>", ""])
@pytest.mark.parametrize("url", ["/edit/7/?a=1&b=2", None])
@pytest.mark.parametrize("key", ["title_7", None])
@pytest.mark.parametrize("kind", [lambda column_class: column_class, with_buttons])
def test_a_lean_title_is_the_same_as_wagtails(value, url, key, kind):
    keys = {"get_title_id": lambda row: key, "get_label_id": lambda row: key}
    options = {"get_url": lambda row: url, "link_attrs": {"data-x": 'a"b'}, **keys}
    lean, usual = (
        in_order(cell(kind(column_class), value, **options))
        for column_class in (LeanTitleColumn, TitleColumn)
    )
    assertHTMLEqual(lean, usual)


def cell(column_class, value, **options) -> str:
    row, column = SimpleNamespace(it=value), column_class("it", **options)
    return column.render_cell_html(row, {"table": Table([column], [row]), "row": row})
