"""Says what stands in the way of deleting something, instead of failing."""

from django.contrib import messages
from django.db.models import PROTECT, RESTRICT
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
