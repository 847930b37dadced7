"""Deletes rows with their files, and says what stands in the way instead of failing."""

from collections.abc import Iterator

from django.contrib import messages
from django.core.files.storage import Storage
from django.db import router, transaction
from django.db.models import PROTECT, RESTRICT, FileField, QuerySet
from django.db.models.deletion import Collector
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _


def dependants(instance) -> list[str]:
    """What protects a row from being deleted, counted in words: ``["12 reports"]``."""
    found = []
    for relation in instance._meta.get_fields(include_hidden=True):
        if getattr(relation, "on_delete", None) not in (PROTECT, RESTRICT):
            continue
        rows = relation.related_model._base_manager.filter(**{relation.field.name: instance})
        if count := rows.count():
            meta = relation.related_model._meta
            name = meta.verbose_name if count == 1 else meta.verbose_name_plural
            found.append(f"{count} {name}")
    return found


class ProtectedDeletion:
    """For delete views: with dependants, leads back to the form and explains."""

    #: What to do instead, as a whole sentence.
    advice = ""

    def dispatch(self, request, *args, **kwargs) -> HttpResponse:
        allowed = self.user_has_permission("delete")
        if not allowed or not (found := dependants(self.object)):
            return super().dispatch(request, *args, **kwargs)
        text = capfirst(
            _("“%(name)s” cannot be deleted, because these belong to it: %(list)s.")
            % {"name": self.object, "list": get_text_list(found, _("and"))}
        )
        messages.error(request, f"{text} {self.advice}".strip())
        return redirect(self.edit_url_name, self.object.pk)


def delete_with_files(rows: QuerySet) -> int:
    """Delete the rows, all that goes with them, and their files; returns how many files that are.

    The files go once the rows are gone for good.
    """
    files = list(_files_of(rows))
    rows.delete()
    for storage, name in files:
        delete_file_later(storage, name)
    return len(files)


def delete_file_later(storage: Storage, name: str) -> None:
    """Remove a file once what happens now is certain; what fails is left to anliegen_sweep."""
    transaction.on_commit(lambda: storage.delete(name), robust=True)


def _files_of(rows: QuerySet) -> Iterator[tuple[Storage, str]]:
    """Every file of these rows and of those that go with them, whatever room they belong to."""
    collector = Collector(using=router.db_for_write(rows.model))
    collector.collect(rows)
    found = [row for instances in collector.data.values() for row in instances]
    found += [row for queryset in collector.fast_deletes for row in queryset]
    for row in found:
        for each in row._meta.concrete_fields:
            if isinstance(each, FileField) and (file := getattr(row, each.name)):
                yield file.storage, file.name
