"""Everything installed: the variant the suite runs on."""

from tests.projects.common import *  # noqa: F403
from tests.projects.common import CORE_APPS, DJANGO_APPS, WAGTAIL_APPS


INSTALLED_APPS = [
    "wagtail_anliegen.contrib.pages",
    *CORE_APPS,
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    *WAGTAIL_APPS,
    *DJANGO_APPS,
]
