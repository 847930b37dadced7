"""A city as it would run, in a directory of its own (``BENCH_DIR``); made by ``databases.py``."""

import os
from pathlib import Path

import django

from tests.projects.full import *  # noqa: F403
from tests.projects.full import DATABASES


BENCH_DIR = Path(os.environ["BENCH_DIR"])

if os.environ.get("DATABASE") == "postgres":
    DATABASES["default"]["NAME"] = os.environ["PGDATABASE"]
    DATABASES["default"]["CONN_MAX_AGE"] = 60
else:
    DATABASES["default"]["NAME"] = BENCH_DIR / "db.sqlite3"
    # As a city would set it: a commit survives the process, and the machine too but for seconds.
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
    )

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": BENCH_DIR / "cache",
    }
}
MEDIA_ROOT = BENCH_DIR / "media"
STATIC_ROOT = BENCH_DIR / "static"
ANLIEGEN_PRIVATE_ROOT = BENCH_DIR / "private"
_NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"
if django.VERSION >= (6, 1):
    MAILERS = {"default": {"BACKEND": _NO_MAIL}}
else:
    EMAIL_BACKEND = _NO_MAIL
# All clients share one address here, and none of them reads for three seconds.
ANLIEGEN_REPORTS_PER_HOUR = 10**9
ANLIEGEN_MIN_SECONDS = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
