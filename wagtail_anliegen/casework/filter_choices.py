"""Choices of the inbox's filters, drawn once for everybody who is offered the same."""

import hashlib
import logging

from django import forms
from django.core.cache import cache
from django.utils.translation import get_language


logger = logging.getLogger(__name__)

#: Seconds after which a filter offers what an editor has added meanwhile.
KEPT = 60


class KeptSelect(forms.Select):
    """A select of rows of the database. What is chosen is checked against these, and never old.

    ``offered_for`` is all that the choices depend on; without it nothing is kept.
    """

    offered_for: object = None

    def render(self, name, value, attrs=None, renderer=None):
        if self.offered_for is None:
            return super().render(name, value, attrs, renderer)
        what = repr((name, value, attrs, self.attrs, self.offered_for, get_language()))
        key = f"anliegen-choices:{hashlib.sha256(what.encode()).hexdigest()}"
        if (kept := _kept(key)) is None:
            kept = super().render(name, value, attrs, renderer)
            _keep(key, kept)
        return kept


class DrawnOnce:
    """Put this before a widget whose choices stand in the code and say the same to everybody.

    As long as none is chosen, nothing but the language makes a difference: then it is drawn once
    in a process. The copies that a form makes of the widget share what was drawn. Widgets keep
    their names: Wagtail makes a class for its style of that.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._drawn: dict[tuple, str] = {}

    def render(self, name, value, attrs=None, renderer=None):
        if value:
            return super().render(name, value, attrs, renderer)
        what = (name, repr(attrs), get_language())
        if what not in self._drawn:
            self._drawn[what] = super().render(name, value, attrs, renderer)
        return self._drawn[what]


class RadioSelect(DrawnOnce, forms.RadioSelect):
    pass


class CheckboxSelectMultiple(DrawnOnce, forms.CheckboxSelectMultiple):
    pass


def _kept(key: str):
    """None where nothing is kept, or while the cache is away."""
    try:
        return cache.get(key)
    except Exception:
        logger.exception("Choices are drawn anew for everybody: does the cache answer?")
        return None


def _keep(key: str, drawn) -> None:
    try:
        cache.set(key, drawn, KEPT)
    except Exception:
        logger.exception("Choices could not be kept: does the cache answer?")
