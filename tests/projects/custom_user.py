"""A city with a user model of its own, which has next to nothing of Django's."""

from tests.projects.common import *  # noqa: F403
from tests.projects.common import CORE_APPS, DJANGO_APPS, WAGTAIL_APPS


INSTALLED_APPS = ["tests.clerks", *CORE_APPS, "wagtail.locales", *WAGTAIL_APPS, *DJANGO_APPS]
AUTH_USER_MODEL = "clerks.Clerk"
