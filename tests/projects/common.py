"""What every install variant shares."""

import atexit
import os
import tempfile
from pathlib import Path

from django import VERSION as DJANGO_VERSION


# One directory a process (so one for each pytest-xdist worker), gone when the process ends;
# or a lasting one, which `pytest --reuse-db` then finds its database in.
_scratch = tempfile.TemporaryDirectory(prefix="anliegen-tests-")
atexit.register(_scratch.cleanup)
SCRATCH = Path(os.environ.get("ANLIEGEN_SCRATCH") or _scratch.name)
SCRATCH.mkdir(parents=True, exist_ok=True)

SECRET_KEY = "only-for-tests"
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "tests.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

CORE_APPS = [
    "wagtail_anliegen",
    "wagtailgeowidget",
    "wagtail_modeladmin",
    "js_lib_leaflet",
]
WAGTAIL_APPS = [
    "wagtail.contrib.forms",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
]
DJANGO_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # As strict as a city should be: browser tests fail on whatever it refuses.
    "example_site.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

if os.environ.get("DATABASE", "sqlite") == "postgres":
    # Where the server is, libpq reads from PGHOST, PGPORT, PGUSER and PGPASSWORD.
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": os.environ.get("PGDATABASE", "anliegen"),
        }
    }
else:
    # On disk and as a city would run it, so that threads and processes really compete;
    # only `synchronous` is laxer: a test database need not survive a power cut.
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": SCRATCH / "db.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
            },
            "TEST": {"NAME": SCRATCH / "test.sqlite3"},
        }
    }

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
USE_I18N = True
WAGTAIL_I18N_ENABLED = True

STATIC_URL = "/static/"
STATIC_ROOT = SCRATCH / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = SCRATCH / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DJANGO_VERSION >= (6, 1):
    MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
else:
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEFAULT_FROM_EMAIL = "stadt@example.org"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# Wagtail 7.4 with treebeard 5.3 names its own managers here; nothing that a city could change.
SILENCED_SYSTEM_CHECKS = ["treebeard.E001"]

WAGTAIL_SITE_NAME = "Teststadt"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_BASE_URL = "http://localhost:8000"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

ANLIEGEN_PRIVATE_ROOT = SCRATCH / "private"
ANLIEGEN_TILES = {
    "url": "/static/tiles/{z}/{x}/{y}.png",
    "attribution": "Teststadt",
    "min_zoom": 10,
    "max_zoom": 18,
}
# A test that wants mail to go out calls deliver_due() itself; a thread would outlive the test.
ANLIEGEN_NUDGE = False
