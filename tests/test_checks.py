"""A wrong installation is told so at start, and not by its first citizen."""

from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.db import connection

from tests.factories import CategoryFactory, central_inbox, default_site
from wagtail_anliegen.routing.models import Department


def complaints(**kwargs) -> set[str]:
    """The ids of what our checks say, without the name of the app."""
    found = {message.id for message in run_checks(**kwargs)}
    return {id.removeprefix("wagtail_anliegen.") for id in found if id.startswith("wagtail_anl")}


def with_database(**kwargs) -> set[str]:
    return complaints(databases=["default"], **kwargs)


def test_the_project_of_the_tests_is_installed_correctly():
    assert complaints() == set()


@pytest.mark.parametrize("inside", ["MEDIA_ROOT", "STATIC_ROOT"])
def test_private_photos_are_not_kept_where_the_web_server_serves(settings, inside):
    settings.ANLIEGEN_PRIVATE_ROOT = Path(getattr(settings, inside)) / "private"
    assert complaints() == {"E001"}


def test_the_place_of_private_photos_does_not_depend_on_the_working_directory(settings):
    settings.ANLIEGEN_PRIVATE_ROOT = "private"
    assert complaints() == {"E007"}


def test_a_storage_of_its_own_for_private_photos_is_believed(settings):
    settings.ANLIEGEN_PRIVATE_ROOT = "private"
    settings.STORAGES = {**settings.STORAGES, "anliegen_private": settings.STORAGES["default"]}
    assert complaints() == set()


@pytest.mark.parametrize(
    ("name", "value", "id"),
    [
        ("ANLIEGEN_GEOCODER", "nowhere.Geocoder", "E002"),
        ("ANLIEGEN_ROUTER", "nowhere.route", "E003"),
        ("ANLIEGEN_TILES", "https://tiles.example.org/", "E004"),
        ("ANLIEGEN_TILES", None, "W001"),
        ("USE_TZ", False, "E006"),
        ("SECURE_PROXY_SSL_HEADER", ("HTTP_X_FORWARDED_PROTO", "https"), "W003"),
        ("USE_X_FORWARDED_HOST", True, "W003"),
    ],
)
def test_a_setting_that_will_go_wrong_is_named(settings, name, value, id):
    setattr(settings, name, value)
    assert complaints() == {id}


@pytest.mark.parametrize("proxies", [0, 1])
def test_who_has_counted_the_proxies_is_not_asked(settings, proxies):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.ANLIEGEN_TRUSTED_PROXIES = proxies
    assert complaints() == set()


@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
def test_sqlite_that_would_refuse_reports_under_load_is_named(settings):
    engine = "django.db.backends.sqlite3"
    settings.DATABASES = {"default": {"ENGINE": engine, "NAME": "x", "OPTIONS": {}}}
    assert complaints() == {"W002"}


@pytest.mark.parametrize("urlconf", ["wagtail.urls", "tests.urls_after_the_catch_all"])
def test_our_addresses_must_be_reachable(settings, urlconf):
    settings.ROOT_URLCONF = urlconf
    assert complaints() == {"E005"}


@pytest.mark.django_db
def test_a_fresh_installation_needs_a_central_inbox():
    assert with_database() == {"W004"}
    central_inbox()
    assert with_database() == set()


@pytest.mark.django_db
def test_every_site_that_takes_reports_needs_a_central_inbox(second_site):
    central_inbox()
    assert with_database() == set(), "the other site takes none yet"
    CategoryFactory(site=second_site)
    CategoryFactory()
    assert with_database() == {"W004"}
    central_inbox(second_site)
    assert with_database() == set()


@pytest.fixture
def second_site():
    site = default_site()
    site.pk, site.hostname, site.is_default_site = None, "b.example.org", False
    site.save()
    return site


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hostname", "port", "complaint"),
    [
        ("localhost", 80, {"W005"}),
        ("localhost", 443, {"W005"}),
        ("anliegen.example.org", 80, {"W005"}),
        ("anliegen.example.org", 443, set()),
    ],
)
def test_before_it_goes_live_a_site_has_an_address_that_citizens_can_open(
    hostname, port, complaint, settings
):
    settings.FILE_UPLOAD_TEMP_DIR = settings.ANLIEGEN_PRIVATE_ROOT / "incoming"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir(parents=True, exist_ok=True)
    central_inbox()
    site = default_site()
    site.hostname, site.port = hostname, port
    site.save()
    assert with_database(include_deployment_checks=True) == complaint
    assert with_database() == set(), "who develops is left in peace"


@pytest.mark.django_db(transaction=True)
def test_before_the_first_migrate_there_is_nothing_to_say():
    table = Department._meta.db_table
    with connection.schema_editor() as editor:
        editor.execute(f"ALTER TABLE {table} RENAME TO not_yet_there")
    try:
        assert with_database() == set()
    finally:
        with connection.schema_editor() as editor:
            editor.execute(f"ALTER TABLE not_yet_there RENAME TO {table}")
