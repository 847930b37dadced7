"""The core without any leaf app: proves that leaving them out is harmless."""

from tests.projects.common import *  # noqa: F403
from tests.projects.common import CORE_APPS, DJANGO_APPS, WAGTAIL_APPS


INSTALLED_APPS = [*CORE_APPS, "wagtail.locales", *WAGTAIL_APPS, *DJANGO_APPS]
