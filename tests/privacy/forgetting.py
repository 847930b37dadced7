"""A nightly run in a process of its own, to be killed: says when something is erased."""

import os

import django


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.projects.full")
django.setup()

from django.db import connection  # noqa: E402
from wagtail.models import Site  # noqa: E402

from wagtail_anliegen.privacy import retention  # noqa: E402


if __name__ == "__main__":
    connection.settings_dict["NAME"] = os.environ["ANLIEGEN_TEST_DATABASE"]
    retention.BATCH = 1
    retention.run(
        Site.objects.get(is_default_site=True),
        progress=lambda _due, done: print("erased", done, flush=True),
    )
