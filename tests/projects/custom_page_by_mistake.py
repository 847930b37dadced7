"""A city with its own base page that did not leave ``contrib.pages`` out; must not start."""

from tests.projects.custom_page import *  # noqa: F403
from tests.projects.custom_page import INSTALLED_APPS


INSTALLED_APPS = ["wagtail_anliegen.contrib.pages", *INSTALLED_APPS]
