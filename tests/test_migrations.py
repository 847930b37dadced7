"""Migrations fit the models, run from nothing, and ask for nothing that Wagtail 7.4 lacks."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader


# The last migrations of the lowest supported versions: Wagtail 7.4 and Django 5.2.
NEWEST_ALLOWED = {"wagtailcore": 97, "auth": 12, "contenttypes": 2}


def own_migrations():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return {
        key: migration
        for key, migration in loader.disk_migrations.items()
        if type(migration).__module__.startswith("wagtail_anliegen.")
    }


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", "wagtail_anliegen", check=True, dry_run=True, verbosity=1)


@pytest.mark.django_db
def test_leaf_models_and_migrations_agree():
    labels = {label for label, _name in own_migrations()} - {"wagtail_anliegen"}
    assert labels
    call_command("makemigrations", *labels, check=True, dry_run=True, verbosity=1)


def test_migrations_depend_on_nothing_newer_than_the_lowest_versions():
    """Migrations made on Wagtail 8 name things that 7.4 does not have: use ``make migration``."""
    dependencies = {
        (app, name)
        for migration in own_migrations().values()
        for app, name in migration.dependencies
    }
    assert any(app == "wagtailcore" for app, _name in dependencies)
    for app, name in dependencies:
        if name[:4].isdigit() and app in NEWEST_ALLOWED:
            assert int(name[:4]) <= NEWEST_ALLOWED[app], f"{app}.{name}"


def test_migrations_are_named_for_what_they_do():
    for _label, name in own_migrations():
        assert "_auto_" not in name
        assert not name.endswith("_and_more")


@pytest.mark.django_db(transaction=True)
def test_tables_come_and_go_and_come_again():
    """Nobody may be stuck with the add-on: back to nothing leaves no table behind."""
    for label in {label for label, _name in own_migrations()} - {"wagtail_anliegen"}:
        call_command("migrate", label, "zero", verbosity=0)
    call_command("migrate", "wagtail_anliegen", "zero", verbosity=0)
    tables = connection.introspection.table_names()
    assert not [name for name in tables if name.startswith("wagtail_anliegen")]
    call_command("migrate", verbosity=0)
    assert "wagtail_anliegen_report" in connection.introspection.table_names()
