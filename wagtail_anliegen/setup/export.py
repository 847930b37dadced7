"""Writes the configuration of a site, ready for another one."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils import timezone
from wagtail.models import Locale

from wagtail_anliegen import __version__

from .sections import SECTIONS, Section
from .values import write


FORMAT = "wagtail-anliegen configuration"
#: Raised when an older version could not read the file any more; a new field does not raise it.
VERSION = 1


def export_configuration(site) -> dict[str, Any]:
    """Everything that editors maintain; no report, no user, and no primary key."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "package": __version__,
        "exported_at": timezone.now().isoformat(timespec="seconds"),
        "site": site.site_name or site.hostname,
        "language": Locale.get_default().language_code,
        **{section.name: _write_section(section, site) for section in SECTIONS},
    }


def rows_of(section: Section, site, *, whole=None) -> list[models.Model]:
    """The rows of a section in their order; ``whole`` is the row that they are part of."""
    model = section.model
    if not section.key:
        return [model.for_site(site)]
    rows = model._default_manager.all()
    rows = rows.filter(site=site) if whole is None else rows.filter(**{section.part_of: whole})
    if section.is_translatable:
        rows = rows.filter(locale=Locale.get_default())
    ties = [] if section.repeats else section.key
    if keys := _plain_keys(section):
        rows = rows.select_related(*keys)
    return list(rows.order_by(*model._meta.ordering, *ties))


def translations_of(section: Section, site) -> dict[Any, list[models.Model]]:
    """Rows in other languages by the key that they share with the original."""
    found = defaultdict(list)
    if section.is_translatable:
        rows = section.model._default_manager.filter(site=site).select_related("locale")
        for row in rows.exclude(locale=Locale.get_default()).order_by("locale__language_code"):
            found[row.translation_key].append(row)
    return found


def write_row(section: Section, row: models.Model) -> dict[str, Any]:
    """The fields of a row without its parts and translations."""
    return {field.name: write(field, row) for field in section.fields}


def write_words(section: Section, row: models.Model) -> dict[str, Any]:
    """What a translation says in its own words."""
    return {name: write(section.model._meta.get_field(name), row) for name in section.words}


def _write_section(section: Section, site) -> Any:
    rows = rows_of(section, site)
    if not section.key:
        return write_row(section, rows[0])
    translations = translations_of(section, site)
    items = []
    for row in rows:
        item = write_row(section, row) | _write_parts(section, site, row)
        if section.is_translatable:
            item["translations"] = {
                other.locale.language_code: write_words(section, other)
                | _write_parts(section, site, other)
                for other in translations[row.translation_key]
            }
        items.append(item)
    return items


def _write_parts(section: Section, site, whole: models.Model) -> dict[str, Any]:
    return {
        part.name: [write_row(part, row) for row in rows_of(part, site, whole=whole)]
        for part in section.parts
    }


def _plain_keys(section: Section) -> Iterable[str]:
    return [field.name for field in section.fields if field.many_to_one]
