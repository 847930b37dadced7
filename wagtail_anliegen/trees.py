"""Shows things that stand below one another as a tree: in listings and in choices."""

from collections import defaultdict
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from django import forms
from django.db.models import CharField, QuerySet, Value
from django.db.models.expressions import OrderBy
from django.db.models.functions import Cast, Concat, NullIf, StrIndex
from django.utils.functional import cached_property
from django.utils.html import format_html

from .tables import LeanTable, LeanTitleColumn, addresses


def in_tree_order(rows: Iterable[Any]) -> list[tuple[Any, int]]:
    """The rows with how deep each stands: a parent, then its children, as they were sorted.

    A row whose parent is not among the rows stands at the top.
    """
    rows = list(rows)
    keys = {row.pk for row in rows}
    children = defaultdict(list)
    for row in rows:
        children[row.parent_id if row.parent_id in keys else None].append(row)
    ordered: list[tuple[Any, int]] = []
    waiting = [(row, 0) for row in reversed(children[None])]
    while waiting:
        row, depth = waiting.pop()
        ordered.append((row, depth))
        waiting.extend((child, depth + 1) for child in reversed(children[row.pk]))
    return ordered


def keys_below(model, *pks: int) -> set[int]:
    """The rows themselves and everything below them."""
    parents = dict(model._default_manager.values_list("pk", "parent_id"))
    below = set(pks)
    while added := {key for key, above in parents.items() if above in below} - below:
        below |= added
    return below


def keys_above(model, *pks: int) -> set[int]:
    """The row itself and everything above it; of several rows, what they have in common."""
    parents = dict(model._default_manager.values_list("pk", "parent_id"))

    def line(current: int | None) -> set[int]:
        above: set[int] = set()
        while current is not None and current not in above:
            above.add(current)
            current = parents.get(current)
        return above

    return set.intersection(*map(line, pks))


def indented(name: str, depth: int) -> str:
    """A name behind an arrow that hangs below its parent; read aloud without the arrow."""
    if not depth:
        return name
    return format_html('<span aria-hidden="true">{}↳ </span>{}', "\u2003" * (depth - 1), name)


class TreeChoiceField(forms.ModelChoiceField):
    """Choices in the order of the tree, moved in by their depth."""

    class _Choices(forms.models.ModelChoiceIterator):
        def __iter__(self):
            if self.field.empty_label is not None:
                yield ("", self.field.empty_label)
            for row, depth in in_tree_order(self.queryset):
                value, label = self.choice(row)
                yield value, "\u2003" * depth + str(label)

    iterator = _Choices


class TreeMultipleChoiceField(forms.ModelMultipleChoiceField):
    """The same for several choices."""

    iterator = TreeChoiceField._Choices


class TreeListing:
    """For index views: unless the user sorts by a column, rows stand in the order of the tree."""

    table_class = LeanTable
    depths: dict[int, int] = {}

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        if self.ordering:
            return super().order_queryset(queryset)
        return queryset.order_by(self._place_in_tree())

    def _place_in_tree(self) -> OrderBy:
        rows = self.model._default_manager.only("pk", "parent_id", *self.model._meta.ordering)
        ordered = in_tree_order(rows)
        self.depths = {row.pk: depth for row, depth in ordered}
        # Where the key stands in a list of all: a CASE with a WHEN for each costs far more.
        keys = Value("".join(f",{row.pk}" for row, _depth in ordered) + ",")
        key = Concat(Value(","), Cast("pk", CharField()), Value(","))
        return NullIf(StrIndex(keys, key), Value(0)).asc(nulls_last=True)

    def _get_title_column(self, field_name, column_class=LeanTitleColumn, **kwargs):
        column = super()._get_title_column(field_name, column_class, **kwargs)
        column.accessor = lambda row: indented(str(row), self.depths.get(row.pk, 0))
        return column

    def get_edit_url(self, instance):
        return self._edit_address(instance.pk)

    def get_delete_url(self, instance):
        return self._delete_address(instance.pk)

    @cached_property
    def _edit_address(self):
        write = super().get_edit_url
        return addresses(lambda key: write(SimpleNamespace(pk=key)))

    @cached_property
    def _delete_address(self):
        write = super().get_delete_url
        return addresses(lambda key: write(SimpleNamespace(pk=key)))
