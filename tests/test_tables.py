"""What we draw ourselves in a listing is what Wagtail would have drawn, whichever Wagtail it is."""

import re
from types import SimpleNamespace

import pytest
from pytest_django.asserts import assertHTMLEqual
from wagtail.admin.ui.tables import BooleanColumn, Column, Table
from wagtail.admin.widgets.button import Button, ButtonWithDropdown, HeaderButton

from wagtail_anliegen.tables import LeanDropdown, PlainColumn, YesNoColumn


def menu() -> ButtonWithDropdown:
    edit = Button("Ändern & <mehr>", url="/edit/?a=1&b=2", icon_name="edit", priority=10)
    named = Button("Löschen", url="/delete/", priority=30, classname="x", attrs={"title": 'a"b'})
    odd = HeaderButton("Etwas anderes", url="/odd/", icon_name="cog", priority=20)
    without_address = Button("Knopf", icon_name="bin", priority=40)
    attrs = {"aria-label": "Mehr zu „Müll“", "data-x": "1"}
    buttons = [named, odd, edit, without_address]
    return ButtonWithDropdown(buttons=buttons, icon_name="dots-horizontal", attrs=attrs)


def drawn(component) -> str:
    """Without the class that Wagtail's icons name twice."""
    html = component.render_html({})
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


def cell(column_class, value) -> str:
    row = SimpleNamespace(it=value)
    table = Table([column_class("it")], [row])
    return column_class("it").render_cell_html(row, {"table": table, "row": row})
