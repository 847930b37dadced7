"""No field of a report is forgotten: what a developer adds has to be judged before it lands."""

from django.apps import apps
from django.db import models

from wagtail_anliegen.privacy.inventory import IMPERSONAL, INVENTORY
from wagtail_anliegen.reports.models import Report


TELLING = (models.CharField, models.TextField, models.JSONField, models.FileField)
#: Of a report only: a number may be a place.
PLACES = (models.FloatField, models.BigIntegerField)


def hangs_on_a_report(model, seen=()) -> bool:
    """Whether rows of the table belong to one report, directly or through another table."""
    if model is Report:
        return True
    own = [
        field.related_model
        for field in model._meta.concrete_fields
        if field.is_relation and field.remote_field.on_delete is models.CASCADE
    ]
    return any(
        each not in (*seen, model) and hangs_on_a_report(each, (*seen, model)) for each in own
    )


def tables():
    models_of_ours = apps.get_app_config("wagtail_anliegen").get_models()
    return [model for model in models_of_ours if hangs_on_a_report(model)]


def telling_fields(model) -> set[str]:
    kinds = (*TELLING, *PLACES) if model is Report else TELLING
    return {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) and not field.primary_key and not field.is_relation
    }


def judged(name: str) -> set[str]:
    personal = {field for each in INVENTORY if each.model == name for field in each.fields}
    return personal | set(IMPERSONAL.get(name, ()))


def test_every_field_that_may_tell_of_a_person_was_judged():
    left = {
        model.__name__: missing
        for model in tables()
        if (missing := telling_fields(model) - judged(model.__name__))
    }
    assert not left, "enter them in privacy/inventory.py"


def test_the_inventory_names_only_what_there_is():
    for holding in INVENTORY:
        known = {field.name for field in holding.table._meta.concrete_fields}
        assert set(holding.fields) <= known, holding.model
    for name, fields in IMPERSONAL.items():
        table = apps.get_model("wagtail_anliegen", name)
        assert fields <= {field.name for field in table._meta.concrete_fields}, name


def test_nothing_is_called_personal_and_impersonal_at_once():
    for holding in INVENTORY:
        assert not set(holding.fields) & set(IMPERSONAL.get(holding.model, ()))


def test_the_tables_that_are_walked_are_more_than_a_few():
    assert {"Reporter", "Note", "NoteVersion", "OutgoingMessage", "ExternalMessage"} <= {
        model.__name__ for model in tables()
    }
