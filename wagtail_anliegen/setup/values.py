"""One value of a configuration file: how a field is written, and how it is read again."""

import json
import re
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.fields import RichTextField
from wagtail.models import Locale
from wagtail.rich_text import expand_db_html, features

from .sections import Section, section_of


#: What rows are called that are in no section of the file.
NAMED_BY = {Group: "name", Locale: "language_code"}

_BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
_OWN_LINK = re.compile(r"<(a|embed)\b[^>]*\b(linktype|embedtype)=", re.IGNORECASE)

#: Kind of a field → what JSON must hold, and its name in a message.
_NUMBERS = (models.FloatField, models.DecimalField)
_DATES = (models.DateField, models.TimeField, models.DurationField)


class Dangling(Exception):
    """The value leads to a row of the file that is wrong itself."""


def write(field: models.Field, row: models.Model) -> Any:
    """The value of a field as JSON; a row it leads to by its key."""
    if field.many_to_many:
        others = [key_of(other) for other in getattr(row, field.name).all()]
        return sorted(others, key=json.dumps)
    if field.is_relation:
        other = getattr(row, field.name)
        return None if other is None else key_of(other)
    value = getattr(row, field.attname)
    if isinstance(field, RichTextField):
        return _BLOCK_KEY.sub("", expand_db_html(value) if _OWN_LINK.search(value) else value)
    if isinstance(value, str | bool | int | float | list | dict | None):
        return value
    return field.value_to_string(row)


def write_key(section: Section, row: models.Model) -> Any:
    """What names a row: one value, or an object where the key has several fields."""
    meta = section.model._meta
    values = {name: write(meta.get_field(name), row) for name in section.key}
    return values if len(values) > 1 else next(iter(values.values()))


def key_of(other: models.Model) -> Any:
    """What names a row in the file; of a group or language its name."""
    if type(other) in NAMED_BY:
        return getattr(other, NAMED_BY[type(other)])
    section = section_of(type(other))
    if section is None:
        raise LookupError(f"{type(other).__name__} is in no section of the file")
    return write_key(section, other)


def token_of(section: Section, key: Any) -> str:
    """A key in the form in which two of them can be compared. Raises ``ValidationError``."""
    if len(section.key) > 1:
        if not isinstance(key, dict) or key.keys() != set(section.key):
            names = ", ".join(section.key)
            raise ValidationError(_("Expected an object with: %(names)s") % {"names": names})
        key = [key[name] for name in section.key]
    elif not isinstance(key, str):
        raise ValidationError(_wrong(_("a text"), key))
    return json.dumps(key, sort_keys=True)


def read(field: models.Field, value: Any) -> Any:
    """A value of the file for a field that leads nowhere. Raises ``ValidationError``."""
    if value is None:
        if not field.null:
            raise ValidationError(_("This may not be empty."))
        return None
    if isinstance(field, models.JSONField):
        return value
    _check_type(field, value)
    if isinstance(field, RichTextField):
        return _clean_rich_text(field, value)
    return field.to_python(value)


def _check_type(field: models.Field, value: Any) -> None:
    if isinstance(field, models.BooleanField):
        expected, fits = _("yes or no (true, false)"), isinstance(value, bool)
    elif isinstance(field, models.IntegerField):
        expected = _("a whole number")
        fits = isinstance(value, int) and not isinstance(value, bool)
    elif isinstance(field, _NUMBERS):
        expected = _("a number")
        fits = isinstance(value, int | float | str) and not isinstance(value, bool)
    elif isinstance(field, _DATES):
        expected, fits = _("a date or time"), isinstance(value, str)
    else:
        expected, fits = _("a text"), isinstance(value, str)
    if not fits:
        raise ValidationError(_wrong(expected, value))


def _wrong(expected: str, value: Any) -> str:
    found = json.dumps(value, ensure_ascii=False)
    found = found if len(found) <= 40 else found[:39] + "…"
    return _("Expected %(expected)s, found %(found)s") % {"expected": expected, "found": found}


def _clean_rich_text(field: RichTextField, value: str) -> str:
    """What an editor could have typed there: the same way as the text of Wagtail's editor goes."""
    if _OWN_LINK.search(value):
        raise ValidationError(_("A link leads to a page by its number, which means nothing here."))
    if not value:
        return value
    allowed = field.features or features.get_default_features()
    converter = ContentstateConverter(features=allowed)
    return converter.to_database_format(converter.from_database_format(value))


def read_list(value: Any) -> list:
    """A list of the file. Raises ``ValidationError``."""
    if not isinstance(value, list):
        raise ValidationError(_wrong(_("a list"), value))
    return value


def read_object(value: Any) -> dict[str, Any]:
    """An object of the file. Raises ``ValidationError``."""
    if not isinstance(value, dict):
        raise ValidationError(_wrong(_("an object"), value))
    return value
