"""A city with its own base page model (Wagtail 8): our mixins instead of ``contrib.pages``."""

from tests.projects.common import *  # noqa: F403
from tests.projects.common import CORE_APPS, DJANGO_APPS, WAGTAIL_APPS


INSTALLED_APPS = ["tests.city", *CORE_APPS, "wagtail.locales", *WAGTAIL_APPS, *DJANGO_APPS]
WAGTAIL_PAGE_MODEL = "city.CityPage"
