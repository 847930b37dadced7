"""The format of a configuration file as a JSON Schema, for editors and other programs."""

from typing import Any

from django.db import models
from django.utils.translation import override

from .export import FORMAT, VERSION
from .sections import SECTIONS, Section, section_of


def schema() -> dict[str, Any]:
    """JSON Schema, draft 2020-12."""
    with override("en"):
        parts = {section.name: _section(section) for section in SECTIONS}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": FORMAT,
        "type": "object",
        "required": ["format", "version"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "version": {"type": "integer", "minimum": 1, "maximum": VERSION},
            "package": {"type": "string"},
            "exported_at": {"type": "string", "format": "date-time"},
            "site": {"type": "string"},
            "language": {"type": "string"},
            **parts,
        },
    }


def _section(section: Section) -> dict[str, Any]:
    row = _row(section)
    return {"type": "array", "items": row} if section.key else row


def _row(section: Section) -> dict[str, Any]:
    properties = {field.name: _field(field) for field in section.fields}
    parts = {part.name: _section(part) for part in section.parts}
    if section.is_translatable:
        words = {name: properties[name] for name in section.words}
        properties["translations"] = {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": False,
                "properties": words | parts,
            },
        }
    meta = section.model._meta
    needed = [] if section.repeats else list(section.key)
    return {
        "title": str(meta.verbose_name),
        "type": "object",
        "additionalProperties": False,
        "required": needed,
        "properties": properties | parts,
    }


def _field(field: models.Field) -> dict[str, Any]:
    described: dict[str, Any] = {"title": str(field.verbose_name)}
    if field.many_to_many:
        return described | {"type": "array", "items": _key(field.related_model)}
    kind = _key(field.related_model) if field.is_relation else _plain(field)
    if field.null and "type" in kind:
        kind = kind | {"type": [kind["type"], "null"]}
    return described | kind


def _key(model: type[models.Model]) -> dict[str, Any]:
    section = section_of(model)
    if section is None or len(section.key) == 1:
        return {"type": "string"}
    meta = section.model._meta
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(section.key),
        "properties": {name: _field(meta.get_field(name)) for name in section.key},
    }


def _plain(field: models.Field) -> dict[str, Any]:
    if isinstance(field, models.JSONField):
        return {}
    if field.choices and not field.null:
        return {"enum": [value for value, _label in field.flatchoices]}
    if isinstance(field, models.BooleanField):
        return {"type": "boolean"}
    if isinstance(field, models.IntegerField):
        return {"type": "integer"}
    if isinstance(field, models.FloatField | models.DecimalField):
        return {"type": "number"}
    length = {"maxLength": field.max_length} if field.max_length else {}
    return {"type": "string", **length}
