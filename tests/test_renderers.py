"""Choices are the same, whoever draws them."""

import pytest
from django import forms
from django.forms.renderers import get_default_renderer
from pytest_django.asserts import assertHTMLEqual

from wagtail_anliegen.renderers import LeanRenderer


CHOICES = [
    ("", "Alle"),
    (1, 'Weg & "Platz"'),
    (None, "<leer>"),
    ("Grün", [("a", "Baum"), ("b", "Park")]),
    (1234567, "eine große Zahl"),
]


def choice(widget, **kwargs):
    return type("Choice", (forms.Form,), {"field": forms.Field(widget=widget, **kwargs)})


@pytest.mark.parametrize(
    "widget", [forms.Select, forms.SelectMultiple, forms.RadioSelect, forms.CheckboxSelectMultiple]
)
@pytest.mark.parametrize("data", [None, {"field": "1"}, {"field": "b"}, {"field": "<x>"}])
@pytest.mark.parametrize("attrs", [{}, {"class": "w-x", "data-x": 'a"b', "disabled": True}])
@pytest.mark.parametrize("required", [True, False])
def test_a_lean_choice_is_the_same_as_djangos(widget, data, attrs, required):
    form_class = choice(widget(attrs=attrs, choices=CHOICES), required=required)
    lean = form_class(data, renderer=LeanRenderer())
    usual = form_class(data, renderer=get_default_renderer())
    assertHTMLEqual(str(lean["field"]), str(usual["field"]))


def test_an_option_keeps_its_attributes():
    class Marked(forms.Select):
        def create_option(self, *args, **kwargs):
            option = super().create_option(*args, **kwargs)
            option["attrs"].update({"data-is": "x", "hidden": True, "disabled": False})
            return option

    form = choice(Marked(choices=CHOICES))(renderer=LeanRenderer())
    assertHTMLEqual(str(form["field"]), str(choice(Marked(choices=CHOICES))()["field"]))
