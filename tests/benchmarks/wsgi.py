"""The door for gunicorn; loads everything before it forks, so that a new worker works at once."""

import os

from django.core.wsgi import get_wsgi_application


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.settings")
application = get_wsgi_application()


def _load_all() -> None:
    from django.db import connections
    from django.test import Client

    from tests.benchmarks.citizen import FORM

    Client(HTTP_HOST="localhost").get(f"{FORM}category/")
    connections.close_all()


_load_all()
