"""What is held of whom, read from the tables and categories themselves."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.privacy.inventory import INVENTORY, Holding


#: Words for fields that no form shows, so that their models have none.
WORDS = {
    ("Report", "cell"): _("square of the map"),
    ("Report", "routing_reason"): _("why this department is responsible"),
    ("ReportDraft", "data"): _("everything typed so far"),
    ("NoteAttachment", "name"): _("name of the file"),
    ("NoteAttachment", "file"): _("file"),
    ("Photo", "original"): _("original"),
    ("Photo", "display"): _("picture to look at"),
    ("Photo", "thumbnail"): _("small picture"),
}
#: Words for tables without any of their own.
THINGS = {
    "ConfigurationUpload": _("uploaded configuration"),
    "DistrictUpload": _("uploaded districts"),
    "ReportLogEntry": _("history of a report"),
}


@dataclass(frozen=True)
class Held:
    """A table in words: what it is, which of its fields are personal, and what erasing does."""

    thing: str
    fields: list[str]
    part: str
    row_stays: bool


def held(inventory: Iterable[Holding] = INVENTORY) -> list[Held]:
    """What is held of reporting persons and of those they write about, table by table."""
    return [
        Held(
            thing=capfirst(str(holding.table._meta.verbose_name)),
            fields=[word_for(holding, name) for name in holding.fields],
            part=str(holding.part.label),
            row_stays=holding.row_stays,
        )
        for holding in inventory
        if holding.fields
    ]


def word_for(holding: Holding, name: str) -> str:
    """What a personal field is called in the reader's language."""
    own = WORDS.get((holding.model, name))
    return str(own or holding.table._meta.get_field(name).verbose_name)


def has_word(holding: Holding, name: str) -> bool:
    """Whether somebody named the field, so that its name in the program is not shown."""
    given = holding.table._meta.get_field(name).verbose_name
    return (holding.model, name) in WORDS or isinstance(given, Promise)


def tables_of_staff() -> list[type[models.Model]]:
    """The tables in which a member of staff is named by their account."""
    user = get_user_model()
    ours = apps.get_app_config("wagtail_anliegen").get_models()
    return [model for model in ours if any(_leads_to(user, field) for field in _fields(model))]


def held_of_staff() -> list[str]:
    """The same in words."""
    named = tables_of_staff()
    return sorted({capfirst(str(name_of(model))) for model in named}, key=str.casefold)


def name_of(model) -> str | Promise:
    """What a table is called; a promise where somebody named it."""
    return THINGS.get(model.__name__) or model._meta.verbose_name


def _fields(model) -> list[models.Field]:
    return [*model._meta.fields, *model._meta.many_to_many]


def _leads_to(user, field: models.Field) -> bool:
    return field.is_relation and field.related_model is user


def categories_of(site: Site) -> list[Category]:
    """The categories of a site that take reports now or may again, with all above at hand."""
    rows = list(Category.objects.canonical(site).prefetch_related("questions"))
    by_pk = {row.pk: row for row in rows}
    for row in rows:
        row.parent = by_pk.get(row.parent_id)
    above = {row.parent_id for row in rows}
    leaves = [row for row in rows if row.pk not in above and not row.external_url]
    return sorted(leaves, key=lambda row: path_of(row).casefold())


def path_of(category: Category) -> str:
    """Its name behind those of the categories above it: “Road › Street lamp”."""
    return " › ".join(above.name for above in reversed(category.lineage))
