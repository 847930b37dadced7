"""What we draw ourselves in a listing is what Wagtail would have drawn, whichever Wagtail it is."""

import re
from types import SimpleNamespace

import pytest
from pytest_django.asserts import assertHTMLEqual
from wagtail.admin.ui.tables import BooleanColumn, ButtonsColumnMixin, Column, Table, TitleColumn
from wagtail.admin.widgets.button import Button, ButtonWithDropdown, HeaderButton

from wagtail_anliegen.tables import LeanDropdown, LeanTitleColumn, PlainColumn, YesNoColumn


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


def test_a_lean_menu_is_the_same_as_wagtails():
    lean = LeanDropdown.of(menu())
    assert isinstance(lean, LeanDropdown)
    assertHTMLEqual(drawn(lean), drawn(menu()))


def test_a_button_of_another_kind_stays_what_it_is():
    button = Button("Ändern", url="/edit/")
    assert LeanDropdown.of(button) is button


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
