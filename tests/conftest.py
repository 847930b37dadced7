"""Fixtures that every room may need; what one room needs alone lives in its own folder."""

import io
import os
import shutil

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.utils import translation
from PIL import Image

from tests.machine import missing
from wagtail_anliegen.reports import wording


def pytest_collection_modifyitems(items):
    """Leave tests about PostgreSQL out on other databases; CI runs the suite on both."""
    for item in items:
        if item.get_closest_marker("postgres") and os.environ.get("DATABASE") != "postgres":
            item.add_marker(pytest.mark.skip(reason="runs with DATABASE=postgres"))
        if _commits(item):
            item.add_marker(
                pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False
            )


def _commits(item) -> bool:
    """Whether the test really commits, so that the database is emptied after it."""
    marker = item.get_closest_marker("django_db")
    fixtures = {"live_server", "transactional_db"} & set(item.fixturenames)
    return bool(fixtures or (marker and marker.kwargs.get("transaction")))


@pytest.fixture(autouse=True)
def _own_language():
    """A page that was asked for in English leaves the thread of Django's client in English."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Leave what migrations wrote (site, root page, locale) behind for the next ``--reuse-db``."""
    rows = getattr(connection, "_test_serialized_contents", None)
    yield rows
    with django_db_blocker.unblock():
        if rows and not ContentType.objects.exists():
            connection.creation.deserialize_db_from_string(rows)


@pytest.fixture(autouse=True)
def _migrated_rows(django_db_setup):
    """Django keeps them on the connection, but in Playwright's event loop there is another."""
    if django_db_setup:
        connection._test_serialized_contents = django_db_setup


@pytest.fixture(autouse=True)
def _clean_cache():
    """What one test counts, or an editor writes in it, must not reach the next."""
    cache.clear()
    wording.forget()


@pytest.fixture
def is_postgres() -> bool:
    return connection.vendor == "postgresql"


@pytest.fixture
def photo_bytes():
    """Makes a small JPEG of one colour: ``photo_bytes("red")``."""

    def make(colour: str = "red") -> bytes:
        out = io.BytesIO()
        Image.new("RGB", (160, 120), colour).save(out, "JPEG")
        return out.getvalue()

    return make


# --- the browser ----------------------------------------------------------


@pytest.fixture(scope="session")
def chromium_path() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    missing("Chromium", "ANLIEGEN_REQUIRE_BROWSER")


@pytest.fixture(scope="session")
def chromium(chromium_path, django_db_setup):
    """One headless Chromium for the session; tests open pages through ``browser_context``."""
    from playwright.sync_api import sync_playwright

    # Playwright's synchronous interface runs an event loop in this thread, so that Django believes
    # to be called from asynchronous code.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    first_rows = getattr(connection, "_test_serialized_contents", None)
    with sync_playwright() as playwright:
        # While its loop runs, Django hands out another connection in this thread, which must know
        # the first rows too: they are put back after every test that commits.
        if first_rows:
            connection._test_serialized_contents = first_rows
        browser = playwright.chromium.launch(executable_path=chromium_path, args=arguments)
        yield browser
        browser.close()
        connection.close()
    if before is None:
        os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


@pytest.fixture
def browser_context(chromium, live_server):
    """A factory of browser contexts on the live server: ``browser_context(viewport=…)``.

    Requests to foreign hosts are refused and, like violations of the Content Security Policy and
    uncaught errors, make the test fail at its end.
    """
    contexts, faults = [], []

    def on_console(message):
        if message.type == "error" and "Content Security Policy" in message.text:
            faults.append(f"CSP: {message.text}")

    def on_route(route):
        url = route.request.url
        if url.startswith((live_server.url, "data:", "blob:")):
            route.continue_()
        else:
            faults.append(f"foreign host: {url}")
            route.abort()

    def make(**options):
        options.setdefault("locale", "de-DE")
        context = chromium.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(15_000)
        context.route("**/*", on_route)
        context.on("console", on_console)
        context.on("weberror", lambda error: faults.append(f"script: {error.error}"))
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert not faults, faults


@pytest.fixture
def page(browser_context):
    """A desktop page on the live server."""
    return browser_context(viewport={"width": 1280, "height": 900}).new_page()
